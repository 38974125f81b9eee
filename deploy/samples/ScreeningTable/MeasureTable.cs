using System.Text;
using Microsoft.Data.Sqlite;

namespace Ledger.Samples.ScreeningTable;

/// <summary>The table, in SQLite and as CSV; whoever reads either sees it whole, as it was before or as it is.</summary>
internal sealed class MeasureTable : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _csv;

    public MeasureTable(string folder)
    {
        _csv = Path.Combine(folder, "measures.csv");
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "measures.db")}");
        _connection.Open();
        Run(null, "CREATE TABLE IF NOT EXISTS measures (id TEXT PRIMARY KEY, title TEXT, jurisdictions TEXT, status TEXT, summary TEXT, next_change TEXT)");
    }

    public void Replace(IReadOnlyList<Measure> measures)
    {
        using var transaction = _connection.BeginTransaction();
        Run(transaction, "DELETE FROM measures");
        foreach (var measure in measures)
            Run(transaction, "INSERT INTO measures VALUES ($0, $1, $2, $3, $4, $5)", Fields(measure));
        transaction.Commit();
        var rows = measures.Select(measure => string.Join(',', Fields(measure).Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        File.WriteAllLines($"{_csv}.new", ["id,title,jurisdictions,status,summary,next_change", .. rows], new UTF8Encoding(false));
        File.Move($"{_csv}.new", _csv, overwrite: true);
    }

    public void Dispose() => _connection.Dispose();

    private static string[] Fields(Measure measure) => [measure.Id, measure.Title, measure.Jurisdictions, measure.Status, measure.Summary, measure.NextChange];

    private void Run(SqliteTransaction? transaction, string sql, params string[] values)
    {
        using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i}", values[i]);
        command.ExecuteNonQuery();
    }
}
