using Ledger.Integration.Running;

namespace Ledger.Benchmarks;

/// <summary>A throw-away PostgreSQL 15 on loopback and a socket, durable (synchronous_commit = on).</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly int _port;

    private PostgresServer(string folder, int port) => (Folder, _port) = (folder, port);

    /// <summary>Its data folder, in which its socket lies as well.</summary>
    public string Folder { get; }

    /// <summary>How a client reaches it over TCP, as a service elsewhere would.</summary>
    public string OverLoopback => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    /// <summary>How a client beside it reaches it.</summary>
    public string OverSocket => $"Host={Folder};Port={_port};Username=postgres;Database=postgres";

    /// <summary>Null, with a sentence, where PostgreSQL 15 is not installed.</summary>
    /// <param name="scratch">Where its data lie.</param>
    /// <param name="settings">Beyond those as installed: name=value.</param>
    public static async Task<PostgresServer?> StartAsync(ScratchFolder scratch, params string[] settings)
    {
        if (!File.Exists($"{Binaries}/initdb"))
        {
            Console.WriteLine("PostgreSQL 15 is not installed (apt-get install postgresql-15): left out");
            return null;
        }
        var folder = scratch.New("postgres");
        var port = Loopback.FreePort();
        var options = string.Concat(settings.Select(setting => $" -c {setting}"));
        // The server will not run as root: its own user owns the folder, and must be able to reach it.
        await LocalServer.RunAsync("chmod", "755", Path.GetDirectoryName(folder)!);
        await LocalServer.RunAsync("chown", "postgres", folder);
        await LocalServer.RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/initdb", "-D", folder, "-A", "trust", "-E", "UTF8", "--no-instructions");
        await LocalServer.RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/pg_ctl", "-D", folder, "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}{options}", "start");
        return new PostgresServer(folder, port);
    }

    public async ValueTask DisposeAsync() =>
        await LocalServer.RunAsync("runuser", "-u", "postgres", "--", $"{Binaries}/pg_ctl", "-D", Folder, "-m", "immediate", "stop");
}
