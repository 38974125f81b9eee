using Ledger.Integration.Running;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ledger.Integration.Log.EventStore;

/// <summary>A stand-in for a real server, as a process of its own; disposing kills it. Its folder is the caller's.</summary>
public sealed partial class StandInProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _ended;

    private StandInProcess(string data, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Program, "--data", data, .. args.Contains("--port") ? [] : (string[])["--port", "0"], .. args])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _ended = FollowAsync();
    }

    /// <summary>As it is named in settings, without further options.</summary>
    public string Address { get; private set; } = "";

    public int Port { get; private set; }

    public int ProcessId => _process.Id;

    public HttpClient Control { get; } = new();

    /// <summary>Aimed faults that have not struck yet.</summary>
    public async Task<int> AimedAsync()
    {
        using var state = JsonDocument.Parse(await Control.GetStringAsync(new Uri("/", UriKind.Relative)));
        return state.RootElement.GetProperty("aimed").GetInt32();
    }

    /// <param name="data">The folder it keeps; several over one folder are a cluster.</param>
    /// <param name="args">Further arguments; without <c>--port</c> it is any free one.</param>
    public static async Task<StandInProcess> StartAsync(string data, params IReadOnlyList<string> args)
    {
        var standIn = new StandInProcess(data, args);
        if (await Task.WhenAny(standIn._up.Task, standIn._ended).WaitAsync(Patience) == standIn._up.Task)
            return standIn;
        await standIn.DisposeAsync();
        throw new InvalidOperationException("the stand-in ended instead of coming up");
    }

    /// <summary>Asks for a fault, such as <c>lose-answers?count=1</c>.</summary>
    public async Task AskForAsync(string fault)
    {
        using var answer = await Control.PostAsync(new Uri($"/faults/{fault}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>SIGKILL.</summary>
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
        _process.Dispose();
        Control.Dispose();
    }

    private async Task FollowAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ProtocolLine.Match(line) is { Success: true } protocol)
                (Address, Port) = (protocol.Groups[1].Value, int.Parse(protocol.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
            if (ControlLine.Match(line) is { Success: true } control)
                Control.BaseAddress = new Uri(control.Groups[1].Value);
            if (line.Contains("  data  ", StringComparison.Ordinal))
                _up.TrySetResult();
        }
        await _process.WaitForExitAsync();
    }

    private static string Program { get; } = Repository.ProgramOf("tests/EventStoreStandIn", "Ledger.EventStoreStandIn.dll");

    [GeneratedRegex(@"^\s+protocol\s+(esdb://[\d.]+:(\d+)\S*)")]
    private static partial Regex ProtocolLine { get; }

    [GeneratedRegex(@"^\s+control\s+(http://\S+)")]
    private static partial Regex ControlLine { get; }
}
