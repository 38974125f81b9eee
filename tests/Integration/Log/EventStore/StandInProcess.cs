using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Integration.Running;

namespace Ledger.Integration.Log.EventStore;

/// <summary>A stand-in for a real server, as a process of its own; disposing kills it. Its folder is the caller's.</summary>
public sealed partial class StandInProcess : IAsyncDisposable
{
    private readonly ChildProgram _program;

    private StandInProcess(ChildProgram program)
    {
        _program = program;
        var protocol = ProtocolLine.Match(program.Said);
        (Address, Port) = (protocol.Groups[1].Value, int.Parse(protocol.Groups[2].Value, CultureInfo.InvariantCulture));
        Control = new HttpClient { BaseAddress = new Uri(ControlLine.Match(program.Said).Groups[1].Value) };
    }

    /// <summary>As it is named in settings, without further options.</summary>
    public string Address { get; }

    public int Port { get; }

    public int ProcessId => _program.ProcessId;

    public HttpClient Control { get; }

    /// <summary>Aimed faults that have not struck yet.</summary>
    public async Task<int> AimedAsync()
    {
        using var state = JsonDocument.Parse(await Control.GetStringAsync(new Uri("/", UriKind.Relative)));
        return state.RootElement.GetProperty("aimed").GetInt32();
    }

    /// <param name="data">The folder it keeps; several over one folder are a cluster.</param>
    /// <param name="args">Further arguments; without <c>--port</c> it is any free one.</param>
    /// <exception cref="InvalidOperationException">It ended instead of coming up; the message holds what it wrote.</exception>
    public static async Task<StandInProcess> StartAsync(string data, params IReadOnlyList<string> args)
    {
        var program = ChildProgram.Start("tests/EventStoreStandIn", "Ledger.EventStoreStandIn", ["--data", data, .. args.Contains("--port") ? [] : (string[])["--port", "0"], .. args]);
        try
        {
            await program.SaysAsync("  data ");
            return new StandInProcess(program);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for a fault, such as <c>lose-answers?count=1</c>.</summary>
    public async Task AskForAsync(string fault)
    {
        using var answer = await Control.PostAsync(new Uri($"/faults/{fault}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _program.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Control.Dispose();
    }

    [GeneratedRegex(@"^\s+protocol\s+(esdb://[\d.]+:(\d+)\S*)", RegexOptions.Multiline)]
    private static partial Regex ProtocolLine { get; }

    [GeneratedRegex(@"^\s+control\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex ControlLine { get; }
}
