using System.Data.Common;
using System.Globalization;

namespace Ledger.Subscriber;

/// <summary>Another process moves this subscriber's checkpoint too: only one may.</summary>
public sealed class CheckpointMovedException(string subscriber, long expected) : Exception($"the checkpoint of {subscriber} is no longer at {expected}: another process runs the same subscriber");

/// <summary>
/// Keeps the checkpoint in the handler's own database and transaction (SQLite): each event's effect is there exactly once, or not yet. The
/// checkpoint moves by comparison, so that a second process of the same subscriber is noticed and its effect rolled back.
/// </summary>
/// <param name="connection">Open, and used by nobody else meanwhile.</param>
/// <param name="subscriber">Names the checkpoint, where several stand in one database.</param>
/// <param name="handle">Called in the transaction for one event after another; its commands must name the transaction.</param>
public sealed class SqlCheckpointedHandler(DbConnection connection, string subscriber, Func<PolicyEvent, DbTransaction, CancellationToken, Task> handle)
    : ICheckpointedHandler
{
    private long? _position;

    public async Task<long> PositionAsync(CancellationToken cancellation)
    {
        await RunAsync("CREATE TABLE IF NOT EXISTS ledger_checkpoint (subscriber TEXT PRIMARY KEY, position BIGINT NOT NULL)", null, cancellation).ConfigureAwait(false);
        await RunAsync("INSERT INTO ledger_checkpoint (subscriber, position) VALUES (@subscriber, -1) ON CONFLICT DO NOTHING", null, cancellation, ("@subscriber", subscriber)).ConfigureAwait(false);
        var read = Command("SELECT position FROM ledger_checkpoint WHERE subscriber = @subscriber", null, ("@subscriber", subscriber));
        await using var _ = read.ConfigureAwait(false);
        _position = Convert.ToInt64(await read.ExecuteScalarAsync(cancellation).ConfigureAwait(false), CultureInfo.InvariantCulture);
        return _position.Value;
    }

    public Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation) =>
        MoveAsync(recorded.Position, transaction => handle(recorded, transaction, cancellation), cancellation);

    public Task PassAsync(long position, CancellationToken cancellation) => MoveAsync(position, _ => Task.CompletedTask, cancellation);

    private async Task MoveAsync(long position, Func<DbTransaction, Task> effect, CancellationToken cancellation)
    {
        var before = _position ?? await PositionAsync(cancellation).ConfigureAwait(false);
        // Until it is known whether this one was committed, the position is to be read again.
        _position = null;
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await effect(transaction).ConfigureAwait(false);
        var moved = await RunAsync(
            "UPDATE ledger_checkpoint SET position = @position WHERE subscriber = @subscriber AND position = @before", transaction, cancellation,
            ("@position", position), ("@subscriber", subscriber), ("@before", before)).ConfigureAwait(false);
        if (moved != 1)
            throw new CheckpointMovedException(subscriber, before);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        _position = position;
    }

    private async Task<int> RunAsync(string sql, DbTransaction? transaction, CancellationToken cancellation, params (string Name, object Value)[] values)
    {
        var command = Command(sql, transaction, values);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private DbCommand Command(string sql, DbTransaction? transaction, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
