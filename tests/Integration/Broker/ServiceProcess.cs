using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>One of the separate services as operators run it: a process of its own, from its build output. Disposing kills it if it still runs.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _ended;
    private HttpClient? _client;

    private ServiceProcess(string project, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Repository.ProgramOf($"services/{project}", $"Ledger.{project}.dll"), .. args])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _ended = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError), _process.WaitForExitAsync());
    }

    public Uri Http { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    /// <summary>One channel, which outlives restarts of the service on the same port.</summary>
    public GrpcChannel Channel { get; private set; } = null!;

    public HttpClient Client => _client ??= new HttpClient { BaseAddress = Http };

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>All that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts a service and waits until it has told its addresses; it may not be ready yet.</summary>
    /// <param name="project">Agreements, ExportControls, Facilities or Timeline.</param>
    /// <param name="args">Its settings.</param>
    public static async Task<ServiceProcess> StartAsync(string project, params IReadOnlyList<string> args)
    {
        var service = new ServiceProcess(project, args);
        if (await Task.WhenAny(service._up.Task, service._ended).WaitAsync(Patience) == service._up.Task)
            return service;
        var said = service.Said;
        await service.DisposeAsync();
        throw new InvalidOperationException($"{project} ended instead of coming up: {said}");
    }

    /// <summary>Starts a service that is expected to end by itself, and returns its status and what it said.</summary>
    public static async Task<(int Status, string Said)> RunToEndAsync(string project, params IReadOnlyList<string> args)
    {
        await using var service = new ServiceProcess(project, args);
        await service._ended.WaitAsync(Patience);
        return (service._process.ExitCode, service.Said);
    }

    /// <summary>Waits until its health check says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
                return;
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"not ready: {await answer.Content.ReadAsStringAsync()}; it said: {Said}");
            await Task.Delay(100);
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task<int> TerminateAsync()
    {
        Signals.AskToEnd(_process);
        await _ended.WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _ended.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _ended.WaitAsync(Patience);
        Channel?.Dispose();
        _client?.Dispose();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.AppendLine(line);
            if (HttpLine.Match(line) is { Success: true } http)
                Http = new Uri(http.Groups[1].Value);
            if (GrpcLine.Match(line) is { Success: true } grpc)
            {
                Grpc = new Uri(grpc.Groups[1].Value);
                Channel = GrpcChannel.ForAddress(Grpc);
                _up.TrySetResult();
            }
        }
    }

    [GeneratedRegex(@"^\s+HTTP/JSON\s+(http://\S+)")]
    private static partial Regex HttpLine { get; }

    [GeneratedRegex(@"^\s+gRPC\s+(http://\S+)")]
    private static partial Regex GrpcLine { get; }
}
