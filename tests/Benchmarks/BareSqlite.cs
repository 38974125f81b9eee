using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Ledger.Benchmarks;

/// <summary>The least that is durable: one connection, one table, whatever waits shares one transaction. WAL, synchronous = FULL.</summary>
internal sealed class BareSqlite : IAsyncDisposable
{
    private readonly Channel<(byte[][] Documents, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(byte[][], TaskCompletionSource)>();
    private readonly SqliteConnection _connection;
    private readonly Task _writing;

    public BareSqlite(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE documents (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
        _writing = Task.Run(WriteAsync);
    }

    public async Task<double> RateAsync(IReadOnlyList<byte[][]> documents, int inFlight, TimeSpan duration)
    {
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(client => Task.Run(async () =>
        {
            for (var i = client; watch.Elapsed < duration; i++)
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await _waiting.Writer.WriteAsync((documents[i % documents.Count], source));
                await source.Task;
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writing;
        await _connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO documents (data) VALUES ($data)";
        var data = insert.Parameters.Add("$data", SqliteType.Blob);
        var batch = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            using (var transaction = _connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                while (_waiting.Reader.TryRead(out var next))
                {
                    foreach (var document in next.Documents)
                    {
                        data.Value = document;
                        insert.ExecuteNonQuery();
                    }
                    batch.Add(next.Done);
                }
                transaction.Commit();
            }
            batch.ForEach(done => done.SetResult());
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
