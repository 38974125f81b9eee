using System.Data.Common;
using Ledger.Api.Timeline.V1;
using Ledger.Subscriber;
using Microsoft.Data.Sqlite;

namespace Ledger.Integration.Subscribing;

/// <summary>A subscriber's own record in SQLite, kept in one transaction with its checkpoint.</summary>
internal sealed class SqliteRecord : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteRecord(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("CREATE TABLE IF NOT EXISTS seen (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, document TEXT NOT NULL)", null);
    }

    /// <param name="after">Called when the effect is made, and not yet committed.</param>
    public SqlCheckpointedHandler Handler(Action<PolicyEvent> after) => new(_connection, "test", (recorded, transaction, _) =>
    {
        Run("INSERT INTO seen (position, document) VALUES ($position, $document)", transaction, ("$position", recorded.Position), ("$document", System.Text.Encoding.UTF8.GetString(recorded.Document.Span)));
        after(recorded);
        return Task.CompletedTask;
    });

    /// <summary>What was handled, in the order in which it was.</summary>
    public IReadOnlyList<(long Position, string Document)> Seen()
    {
        using var read = _connection.CreateCommand();
        read.CommandText = "SELECT position, document FROM seen ORDER BY ordinal";
        using var rows = read.ExecuteReader();
        var seen = new List<(long, string)>();
        while (rows.Read())
            seen.Add((rows.GetInt64(0), rows.GetString(1)));
        return seen;
    }

    /// <summary>The record is the ledger: every event once, in order, byte for byte.</summary>
    public void AssertIs(IEnumerable<Event> ledger) => Assert.Equal(ledger.Select(recorded => (recorded.Position, recorded.Document)), Seen());

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Run(string sql, DbTransaction? transaction, params (string Name, object Value)[] values)
    {
        using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, (SqliteTransaction?)transaction);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
