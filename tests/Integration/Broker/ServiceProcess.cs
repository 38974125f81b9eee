using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>One of the separate services as operators run it: a process of its own, from its build output. Disposing kills it if it still runs.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ChildProgram _program;
    private HttpClient? _client;

    private ServiceProcess(ChildProgram program)
    {
        _program = program;
        Http = new Uri(HttpLine.Match(Said).Groups[1].Value);
        Grpc = new Uri(GrpcLine.Match(Said).Groups[1].Value);
        Channel = Calls.Channel(Grpc);
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    /// <summary>One channel, which outlives restarts of the service on the same port.</summary>
    public GrpcChannel Channel { get; }

    public HttpClient Client => _client ??= new HttpClient { BaseAddress = Http };

    public int ProcessId => _program.ProcessId;

    public int ExitCode => _program.ExitCode;

    /// <summary>All that it wrote.</summary>
    public string Said => _program.Said;

    /// <summary>Starts a service and waits until it has told its addresses; it may not be ready yet.</summary>
    /// <param name="project">Agreements, ExportControls, Facilities or Timeline.</param>
    /// <param name="args">Its settings.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds what it wrote.</exception>
    public static async Task<ServiceProcess> StartAsync(string project, params IReadOnlyList<string> args)
    {
        var program = Program(project, args);
        try
        {
            await program.SaysAsync("  gRPC ");
            return new ServiceProcess(program);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a service that is expected to end by itself, and returns its status and what it said.</summary>
    public static async Task<(int Status, string Said)> RunToEndAsync(string project, params IReadOnlyList<string> args)
    {
        await using var program = Program(project, args);
        return (await program.EndsAsync(), program.Said);
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
    public Task<int> TerminateAsync() => _program.TerminateAsync();

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public Task KillAsync() => _program.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Channel.Dispose();
        _client?.Dispose();
    }

    private static ChildProgram Program(string project, IReadOnlyList<string> args) => ChildProgram.Start($"services/{project}", $"Ledger.{project}", args);

    [GeneratedRegex(@"^\s+HTTP/JSON\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex HttpLine { get; }

    [GeneratedRegex(@"^\s+gRPC\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex GrpcLine { get; }
}
