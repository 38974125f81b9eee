using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace Ledger.Benchmarks;

/// <summary>The host as its users run it: a process of its own.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    private readonly Process _process;

    private HostRun(Process process, string grpc, string http)
    {
        (_process, Grpc, Http) = (process, grpc, http);
        var greeted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Greeted = greeted.Task;
        _ = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("Worth", StringComparison.Ordinal))
                    greeted.TrySetResult();
            }
            greeted.TrySetException(new InvalidOperationException("the host ended"));
        });
    }

    /// <summary>Completes when every part of it is ready.</summary>
    public Task Greeted { get; }

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

    /// <summary>Starts it, and answers when it has greeted: it records and answers then.</summary>
    public static async Task<HostRun> StartAsync(string folder, bool empty)
    {
        var host = Launch(folder, empty);
        await host.Greeted;
        return host;
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public static HostRun Launch(string folder, bool empty)
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("tests", StringComparison.Ordinal)];
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        var (http, grpc) = (FreePort(), FreePort());
        foreach (var argument in (string[])[Path.Combine(root, "services", "Host", "bin", configuration, "net10.0", "Ledger.Host.dll"),
            "--data", folder, "--http-port", http, "--grpc-port", grpc, .. empty ? ["--empty"] : Array.Empty<string>()])
        {
            start.ArgumentList.Add(argument);
        }
        return new HostRun(Process.Start(start)!, $"http://127.0.0.1:{grpc}", $"http://127.0.0.1:{http}");
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", $"-TERM {_process.Id}");
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString();
    }
}
