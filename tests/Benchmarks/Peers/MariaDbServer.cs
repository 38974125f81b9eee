using System.Diagnostics;

namespace Ledger.Benchmarks.Peers;

/// <summary>A throw-away MariaDB that listens on a socket alone, durable (innodb_flush_log_at_trx_commit = 1).</summary>
internal sealed class MariaDbServer : IAsyncDisposable
{
    private const string Binary = "/usr/sbin/mariadbd";
    private const string Installer = "/usr/bin/mariadb-install-db";

    private readonly Process _process;

    private MariaDbServer(string folder, Process process) => (Folder, _process) = (folder, process);

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    public string Socket => Path.Combine(Folder, "s");

    /// <summary>Null, with a sentence, where MariaDB is not installed.</summary>
    /// <param name="scratch">Where its data lie.</param>
    /// <param name="settings">Beyond those built in: name=value.</param>
    public static async Task<MariaDbServer?> StartAsync(ScratchFolder scratch, params string[] settings)
    {
        if (!File.Exists(Binary) || !File.Exists(Installer))
        {
            Console.WriteLine("MariaDB is not installed (apt-get install mariadb-server): left out");
            return null;
        }
        var folder = scratch.New("mariadb");
        var user = $"--user={Environment.UserName}";
        await LocalServer.RunAsync(Installer, "--no-defaults", user, $"--datadir={folder}", "--auth-root-authentication-method=normal", "--skip-test-db");
        var start = new ProcessStartInfo(
            Binary, ["--no-defaults", user, $"--datadir={folder}", $"--socket={folder}/s", $"--log-error={folder}/log", "--skip-networking", "--default-time-zone=+00:00", .. settings.Select(setting => $"--{setting}")]);
        var server = new MariaDbServer(folder, Process.Start(start)!);
        for (var waited = Stopwatch.StartNew(); !File.Exists(server.Socket); await Task.Delay(50))
        {
            if (server._process.HasExited || waited.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"MariaDB does not start: {await File.ReadAllTextAsync($"{folder}/log")}");
        }
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
