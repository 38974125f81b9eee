using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Net.Client;

namespace Ledger.Integration.Running;

/// <summary>
/// The host as its users run it: a process of its own, from its build output, on free ports of loopback. Disposing kills it if it still runs;
/// the data folder is the caller's.
/// </summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _addressesTold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<EndedHost> _ended;
    private GrpcChannel? _channel;
    private HttpClient? _client;

    private HostProcess(string data, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        string[] given = [.. args];
        foreach (var argument in (string[])["--data", data, .. Port("--http-port", given), .. Port("--grpc-port", given), .. given])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _ended = FollowAsync();
    }

    /// <summary>Where HTTP/JSON answers.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>Where gRPC answers, in cleartext HTTP/2.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>One channel to <see cref="Grpc"/>, closed with the host.</summary>
    public GrpcChannel Channel => _channel ??= Calls.Channel(Grpc);

    /// <summary>
    /// One client of <see cref="Http"/>, closed with the host. Where a request asks before it sends its body, it waits for the host's word, also
    /// while the machine is busy: a body that is sent into a refusal breaks the connection.
    /// </summary>
    public HttpClient Client => _client ??= new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = StartPatience }) { BaseAddress = Http };

    public int ProcessId => _process.Id;

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <summary>Completes when the process has ended, however it did.</summary>
    public Task<EndedHost> Ended => _ended;

    /// <summary>Starts a host and waits until it is ready and has greeted, the sample data with it unless <c>--empty</c> is among the arguments.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="args">Further arguments; ports that they do not name are free ones.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds what it wrote.</exception>
    public static async Task<HostProcess> StartAsync(string data, params IReadOnlyList<string> args)
    {
        var host = await StartToAnswerAsync(data, args);
        try
        {
            await host.ReachedAsync(host._greeted.Task);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host and waits until it answers; the sample data may still be on its way into the ledger.</summary>
    public static async Task<HostProcess> StartToAnswerAsync(string data, params IReadOnlyList<string> args)
    {
        var host = new HostProcess(data, args);
        try
        {
            await host.ReachedAsync(host._addressesTold.Task);
            using var health = await host.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return health.IsSuccessStatusCode ? host : throw new InvalidOperationException($"the host told its addresses, and is not ready: {health.StatusCode}");
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host that is expected to end by itself, and waits for its end.</summary>
    public static async Task<EndedHost> RunToEndAsync(string data, params IReadOnlyList<string> args)
    {
        await using var host = new HostProcess(data, args);
        return await host._ended.WaitAsync(StartPatience);
    }

    /// <summary>Starts a host, and says how it ended if it did not come up; one that came up is stopped by the caller.</summary>
    public static async Task<(HostProcess? Up, EndedHost? Ended)> TryStartAsync(string data, params IReadOnlyList<string> args)
    {
        var host = new HostProcess(data, args);
        if (await Task.WhenAny(host._greeted.Task, host._ended).WaitAsync(StartPatience) == host._greeted.Task)
            return (host, null);
        await using (host)
            return (null, await host._ended);
    }

    /// <summary>SIGTERM, without waiting for the end.</summary>
    public void AskToEnd() => Signals.AskToEnd(_process);

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task<EndedHost> TerminateAsync()
    {
        AskToEnd();
        return await _ended.WaitAsync(EndPatience);
    }

    /// <summary>SIGKILL: no handler of the process runs any more, as when its machine's memory ends. Waits until it is gone.</summary>
    public async Task<EndedHost> KillAsync()
    {
        _process.Kill();
        return await _ended.WaitAsync(EndPatience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _ended.WaitAsync(EndPatience);
        _channel?.Dispose();
        _client?.Dispose();
        _process.Dispose();
    }

    private async Task ReachedAsync(Task reached)
    {
        if (await Task.WhenAny(reached, _ended).WaitAsync(StartPatience) == _ended)
            throw new InvalidOperationException($"the host ended: {await _ended}");
    }

    private async Task<EndedHost> FollowAsync()
    {
        await Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync(), _process.WaitForExitAsync());
        return new EndedHost(_process.ExitCode, Output, Errors);
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Add(_output, line);
            if (HttpLine.Match(line) is { Success: true } http)
                Http = new Uri(http.Groups[1].Value);
            if (GrpcLine.Match(line) is { Success: true } grpc)
            {
                Grpc = new Uri(grpc.Groups[1].Value);
                _addressesTold.TrySetResult();
            }
            if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
                _greeted.TrySetResult();
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            Add(_errors, line);
    }

    private static void Add(StringBuilder told, string line)
    {
        lock (told)
            told.AppendLine(line);
    }

    private static string Read(StringBuilder told)
    {
        lock (told)
            return told.ToString();
    }

    /// <summary>A port that the arguments do not name is any free one: the system chooses, so that no two hosts meet.</summary>
    private static string[] Port(string option, string[] given) => given.Contains(option) ? [] : [option, "0"];

    /// <summary>The host's build output, of the configuration these tests were built in.</summary>
    private static string Program { get; } = Repository.ProgramOf("services/Host", "Ledger.Host.dll");

    /// <summary>Where the program and what it brings with it stand.</summary>
    public static string Folder => Path.GetDirectoryName(Program)!;

    [GeneratedRegex(@"^\s+HTTP/JSON\s+(http://\S+)")]
    private static partial Regex HttpLine { get; }

    [GeneratedRegex(@"^\s+gRPC\s+(http://\S+)")]
    private static partial Regex GrpcLine { get; }
}
