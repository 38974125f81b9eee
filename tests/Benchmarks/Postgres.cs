using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>A throw-away PostgreSQL 15 on loopback, durable (synchronous_commit = on).</summary>
internal sealed class Postgres : IAsyncDisposable
{
    public const int Clients = 64;

    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string _folder;
    private readonly NpgsqlDataSource _source;

    private Postgres(string folder, NpgsqlDataSource source) => (_folder, _source) = (folder, source);

    /// <summary>Null, with a sentence, where PostgreSQL 15 is not installed.</summary>
    public static async Task<Postgres?> StartAsync(ScratchFolder scratch)
    {
        if (!File.Exists($"{Binaries}/initdb"))
        {
            Console.WriteLine("PostgreSQL 15 is not installed (apt-get install postgresql-15): left out");
            return null;
        }
        var folder = scratch.New("postgres");
        var port = FreePort();
        // The server will not run as root: its own user owns the folder, and must be able to reach it.
        await RunAsync("chmod", "755", Path.GetDirectoryName(folder)!);
        await RunAsync("chown", "postgres", folder);
        await RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/initdb", "-D", folder, "-A", "trust", "--no-instructions");
        await RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/pg_ctl", "-D", folder, "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start");
        var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Maximum Pool Size={Clients}");
        await using (var create = source.CreateCommand("CREATE TABLE documents (id bigserial PRIMARY KEY, data bytea NOT NULL)"))
            await create.ExecuteNonQueryAsync();
        return new Postgres(folder, source);
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
        await RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/pg_ctl", "-D", _folder, "-m", "immediate", "stop");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server outlives pg_ctl and would hold a redirected output open.
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" >/dev/null 2>&1", "bash", program, .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with status {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
