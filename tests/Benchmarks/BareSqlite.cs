using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Ledger.Benchmarks;

/// <summary>
/// A bare group commit: one connection, whatever waits shares one transaction; WAL, synchronous = FULL. Either the least that is durable, a
/// table of documents, or an event store's rows with the two indexes that keep event ids and revisions unique.
/// </summary>
internal sealed class BareSqlite : IAsyncDisposable
{
    private readonly Channel<(byte[][] Documents, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(byte[][], TaskCompletionSource)>();
    private readonly SqliteConnection _connection;
    private readonly Task _writing;

    private readonly bool _keepsUnique;
    private long _stream;

    public BareSqlite(string file, bool keepsUnique)
    {
        _keepsUnique = keepsUnique;
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; CREATE TABLE documents (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
        Execute(
            """
            CREATE TABLE events (id INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, event_id BLOB NOT NULL UNIQUE, data BLOB NOT NULL);
            CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
            """);
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
        insert.CommandText = _keepsUnique
            ? "INSERT INTO events (stream, revision, event_id, data) VALUES ($stream, $revision, $id, $data)"
            : "INSERT INTO documents (data) VALUES ($data)";
        var data = insert.Parameters.Add("$data", SqliteType.Blob);
        if (_keepsUnique)
        {
            insert.Parameters.Add("$stream", SqliteType.Text);
            insert.Parameters.Add("$revision", SqliteType.Integer);
            insert.Parameters.Add("$id", SqliteType.Blob);
        }
        var batch = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            using (var transaction = _connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                while (_waiting.Reader.TryRead(out var next))
                {
                    _stream++;
                    for (var revision = 0; revision < next.Documents.Length; revision++)
                    {
                        data.Value = next.Documents[revision];
                        if (_keepsUnique)
                        {
                            insert.Parameters[1].Value = $"facility-bench-{_stream}";
                            insert.Parameters[2].Value = revision;
                            insert.Parameters[3].Value = Guid.NewGuid().ToByteArray();
                        }
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
