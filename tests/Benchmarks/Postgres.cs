using System.Diagnostics;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>How many documents PostgreSQL 15 inserts durably, settings as installed, for many clients that each wait for their commit.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    public const int Clients = 64;

    private readonly PostgresServer _server;
    private readonly NpgsqlDataSource _source;

    private Postgres(PostgresServer server, NpgsqlDataSource source) => (_server, _source) = (server, source);

    /// <summary>Null, with a sentence, where PostgreSQL 15 is not installed.</summary>
    public static async Task<Postgres?> StartAsync(ScratchFolder scratch)
    {
        if (await PostgresServer.StartAsync(scratch) is not { } server)
            return null;
        var source = NpgsqlDataSource.Create($"{server.OverLoopback};Maximum Pool Size={Clients}");
        await using (var create = source.CreateCommand("CREATE TABLE documents (id bigserial PRIMARY KEY, data bytea NOT NULL)"))
            await create.ExecuteNonQueryAsync();
        return new Postgres(server, source);
    }

    public async Task<double> RateAsync(IReadOnlyList<byte[][]> documents, TimeSpan duration)
    {
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var insert = new NpgsqlCommand("INSERT INTO documents (data) SELECT unnest($1)", connection);
            var data = insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bytea });
            for (var i = client; watch.Elapsed < duration; i++)
            {
                data.Value = documents[i % documents.Count];
                await insert.ExecuteNonQueryAsync();
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
