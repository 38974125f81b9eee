using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Grpc.Net.Client;

namespace Ledger.Benchmarks;

/// <summary>The host as its users run it: a process of its own.</summary>
internal sealed partial class HostRun : IAsyncDisposable
{
    private readonly Process _process;

    private HostRun(Process process, string grpc, string http) => (_process, Grpc, Http) = (process, grpc, http);

    public string Grpc { get; }

    public string Http { get; }

    public TimeSpan Cpu => _process.TotalProcessorTime;

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public GrpcChannel Channel() => GrpcChannel.ForAddress(Grpc);

    public static async Task<HostRun> StartAsync(string folder, bool empty)
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("tests", StringComparison.Ordinal)];
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(root, "services", "Host", "bin", configuration, "net10.0", "Ledger.Host.dll"),
            "--data", folder, "--http-port", FreePort(), "--grpc-port", FreePort(), .. empty ? ["--empty"] : Array.Empty<string>()])
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start)!;
        var addresses = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Worth", StringComparison.Ordinal))
            addresses.AddRange(Address().Matches(line).Select(match => match.Value));
        _ = Task.Run(process.StandardOutput.ReadToEndAsync);
        return new HostRun(process, addresses[^1], addresses[0]);
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", $"-TERM {_process.Id}"))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
