using System.Data.Common;
using System.Text;
using Ledger.Subscriber;
using Microsoft.Data.Sqlite;

namespace Ledger.Follower;

/// <summary>A subscriber's own record in SQLite.</summary>
public sealed class SqliteRecord : IDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteRecord(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("CREATE TABLE IF NOT EXISTS seen (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, document TEXT NOT NULL)", null);
        Run("CREATE INDEX IF NOT EXISTS seen_by_position ON seen (position)", null);
    }

    /// <summary>Keeps the record in one transaction with the checkpoint.</summary>
    /// <param name="after">Called when the effect is made, and not yet committed.</param>
    public SqlCheckpointedHandler Handler(Action<PolicyEvent> after) => new(_connection, "test", (recorded, transaction, _) =>
    {
        Run("INSERT INTO seen (position, document) VALUES ($position, $document)", transaction, Of(recorded));
        after(recorded);
        return Task.CompletedTask;
    });

    /// <summary>Keeps an event as one may whose checkpoint stands elsewhere: a second time changes nothing.</summary>
    public void AddOnce(PolicyEvent recorded) =>
        Run("INSERT INTO seen (position, document) SELECT $position, $document WHERE NOT EXISTS (SELECT 1 FROM seen WHERE position = $position)", null, Of(recorded));

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

    public void Dispose() => _connection.Dispose();

    private static (string, object)[] Of(PolicyEvent recorded) => [("$position", recorded.Position), ("$document", Encoding.UTF8.GetString(recorded.Document.Span))];

    private void Run(string sql, DbTransaction? transaction, params (string Name, object Value)[] values)
    {
        using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, (SqliteTransaction?)transaction);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
