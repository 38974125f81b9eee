using Ledger.Integration.Api.Asking;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;
using Ledger.Adapters.EventLog;

namespace Ledger.Integration.Api;

/// <summary><c>ledger move</c>: the sample ledger from SQLite to the protocol of EventStoreDB and back.</summary>
[Collection(HostTests.Name)]
public sealed class Moving : IDisposable
{
    private static readonly string[] Everything = ["instrument-", "agreement-", "facility-", "operation-"];

    private readonly TemporaryFolder _folders = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ledger_is_moved_there_and_back_and_is_the_same()
    {
        await RecordSampleAsync("first");
        var before = await ContentsAsync("first");
        await using var server = await StandInProcess.StartAsync(_folders.Of("server"));
        // Somebody else's events are on the server, before and between ours.
        await AppendAsync(Address(server), new StreamAppend("theirs-1", -1, [NewEvent()]));
        await AppendAsync($"sqlite:{_folders.Of("first")}", new StreamAppend("operation-1", -1, [NewEvent()]));

        var there = await MoveAsync($"sqlite:{_folders.Of("first")}", Address(server));
        Assert.True(there.ExitStatus == 0, there.ToString());
        Assert.Contains($"{before.Count + 1} events copied, 0 were there; both stand at position {before.Count - 1}", there.Output);
        var back = await MoveAsync(Address(server), $"sqlite:{_folders.Of("second")}");
        Assert.True(back.ExitStatus == 0, back.ToString());
        Assert.Equal(Sums(there.Output), Sums(back.Output));
        Assert.Equal(2, Sums(back.Output).Count);

        // The source is as it was, and the copy of the copy is equal to it.
        Assert.Equal(before, (await ContentsAsync("first")).Where(stored => !stored.Stream.StartsWith("operation-", StringComparison.Ordinal)));
        Assert.Equal(await ContentsAsync("first"), await ContentsAsync("second"));

        // It goes on where it was broken off: the destination holds a beginning.
        await AppendAsync($"sqlite:{_folders.Of("part")}", [.. before.Take(100).Select(stored => new StreamAppend(stored.Stream, stored.Revision - 1, [stored.ToStore()]))]);
        var rest = await MoveAsync(Address(server), _folders.Of("part"));
        Assert.Contains($"{before.Count - 99} events copied, 100 were there", rest.Output);
        Assert.Equal(Sums(there.Output), Sums(rest.Output));
    }

    [Fact]
    public async Task A_destination_with_other_events_is_refused_and_left_as_it_is()
    {
        await AppendAsync(_folders.Of("source"), new StreamAppend("operation-1", -1, [NewEvent(), NewEvent()]));
        await AppendAsync(_folders.Of("other"), new StreamAppend("operation-1", -1, [NewEvent()]));
        var before = await ContentsAsync("other");
        var refused = await MoveAsync(_folders.Of("source"), _folders.Of("other"));
        Assert.True(refused.ExitStatus == 9, refused.ToString());
        Assert.Contains("the destination holds other events (first: stream operation-1, revision 0)", refused.Errors);
        Assert.Equal(before, await ContentsAsync("other"));
        // One that holds more than the source is no beginning of it either.
        await AppendAsync(_folders.Of("short"), new StreamAppend("facility-1", -1, []));
        var longer = await MoveAsync(_folders.Of("short"), _folders.Of("other"));
        Assert.True(longer.ExitStatus == 9, longer.ToString());
    }

    [Theory]
    [InlineData("no/such/folder", "other", 2, "holds no ledger")]
    [InlineData("esdb://host?tsl=true", "other", 2, "tsl")]
    [InlineData("esdb://127.0.0.1:1?tls=false", "other", 6, "cannot be reached")]
    public async Task What_cannot_be_moved_is_said(string from, string to, int status, string sentence)
    {
        var refused = await MoveAsync(from, _folders.Of(to));
        Assert.True(refused.ExitStatus == status, refused.ToString());
        Assert.Contains(sentence, refused.Errors);
        Assert.Single(refused.Errors.TrimEnd().Split('\n'));
    }

    public void Dispose() => _folders.Dispose();

    /// <summary>Patient, since what is asked is not how fast a busy machine is.</summary>
    private static string Address(StandInProcess server) => $"{server.Address}&defaultDeadline=60000&gossipTimeout=60000";

    private static Task<CommandEnd> MoveAsync(string from, string to) => LedgerCommand.RunAsync("http://127.0.0.1:1", ["move", "--from", from, "--to", to]);

    private async Task RecordSampleAsync(string folder)
    {
        await using var host = await HostProcess.StartAsync(_folders.Of(folder));
        await host.TerminateAsync();
    }

    private static async Task AppendAsync(string store, params IReadOnlyList<StreamAppend> appends)
    {
        await using var log = EventLogs.Open(store);
        Assert.All(await log.AppendAsync([.. appends.Where(append => append.Events.Count > 0)], Stop), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
    }

    private async Task<List<Content>> ContentsAsync(string folder)
    {
        await using var log = EventLogs.OpenExisting($"sqlite:{_folders.Of(folder)}");
        return await log.ReadAllAsync(LogPosition.Start, Everything, Stop)
            .Select(stored => new Content(stored.Stream, stored.Revision, stored.EventId, stored.Type, Convert.ToBase64String(stored.Data.Span), Convert.ToBase64String(stored.Metadata.Span)))
            .ToListAsync(Stop);
    }

    private static List<string> Sums(string output) => [.. output.Split('\n').Where(line => line.Contains("sha256", StringComparison.Ordinal))];

    private static EventToStore NewEvent() => new(Guid.NewGuid(), "test.said.v1", """{"said":"by others"}"""u8.ToArray(), """{"trace":"1"}"""u8.ToArray());

    private sealed record Content(string Stream, long Revision, Guid EventId, string Type, string Data, string Metadata)
    {
        public EventToStore ToStore() => new(EventId, Type, Convert.FromBase64String(Data), Convert.FromBase64String(Metadata));
    }
}
