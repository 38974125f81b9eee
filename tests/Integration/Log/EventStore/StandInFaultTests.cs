using Ledger.Adapters.EventLog;
using Ledger.Integration.Running;

namespace Ledger.Integration.Log.EventStore;

/// <summary>The adapter against a server that fails on demand. Each test asks for its fault, and finds the store as a whole afterwards.</summary>
public sealed class StandInFaultTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private StandInProcess _server = null!;
    private IEventLog _log = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StandInProcess.StartAsync(_data.Path);
        _log = Open(60_000);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData("Reset")]
    [InlineData("Silent")]
    public async Task An_answer_that_is_lost_after_the_append_is_unknown_and_the_append_is_found(string how)
    {
        await AppendedAsync("a", -1);
        await _server.AskForAsync($"lose-answers?count=1&how={how}");
        var lost = To("a", 0);
        await using var hasty = Open(3000);
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => hasty.AppendAsync([lost], Stop));
        Assert.Equal(lost.Events[0].EventId, (await _log.ReadLastAsync("a", Stop))!.EventId);
        // Whether the store knows it again or refuses it, it is stored once.
        var again = Assert.Single(await _log.AppendAsync([lost], Stop));
        Assert.True(again is AppendOutcome.Appended { Revision: 1 } or AppendOutcome.WrongRevision { CurrentRevision: 1 });
        await AppendedAsync("a", 1);
    }

    [Fact]
    public async Task One_lost_answer_among_many_leaves_every_append_whole()
    {
        await _server.AskForAsync("lose-answers?count=3");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                return (await _log.AppendAsync([To($"many-{i}", -1)], Stop))[0] is AppendOutcome.Appended ? "done" : "refused";
            }
            catch (EventLogUnavailableException)
            {
                return "unknown";
            }
        }));
        Assert.Contains("unknown", outcomes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var stored = await _log.ReadStreamAsync($"many-{i}", 0, Stop).CountAsync(Stop);
            Assert.True(stored == 1 || (stored == 0 && outcomes[i] == "unknown"), $"{outcomes[i]}, {stored} stored");
        }
    }

    [Fact]
    public async Task Not_leader_in_the_middle_is_followed_to_the_leader()
    {
        await AppendedAsync("a", -1);
        await _server.AskForAsync("not-leader?count=2&after=10");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (await _log.AppendAsync([To($"led-{i}", -1), To($"led-{i}", 0)], Stop)).ToList()));
        Assert.All(outcomes, pair => Assert.All(pair, (outcome, n) => Assert.True(
            outcome is AppendOutcome.Appended appended ? appended.Revision == n : outcome is AppendOutcome.WrongRevision, $"{outcome}")));
        for (var i = 0; i < outcomes.Length; i++)
            Assert.Equal(2, await _log.ReadStreamAsync($"led-{i}", 0, Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_stall_beyond_the_deadline_is_unavailable_and_passes()
    {
        await AppendedAsync("a", -1);
        await using var hasty = Open(1000);
        await hasty.ReadLastAsync("a", Stop);
        await _server.AskForAsync("stall?milliseconds=6000");
        var (append, read) = (hasty.AppendAsync([To("a", 0)], Stop), hasty.ReadLastAsync("a", Stop));
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => append);
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => read);
        Assert.InRange((await ReadAsync("a")).Count, 1, 2);
        await AppendedAsync("b", -1);
    }

    [Fact]
    public async Task A_short_stall_is_waited_for()
    {
        await AppendedAsync("a", -1);
        await _server.AskForAsync("stall?milliseconds=700");
        await AppendedAsync("a", 0);
        Assert.Equal(2, (await ReadAsync("a")).Count);
    }

    [Fact]
    public async Task Answers_in_any_order_and_twice_reach_their_callers()
    {
        await _server.AskForAsync("reorder?window=16");
        await _server.AskForAsync("duplicate?count=500");
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            for (var n = 0; n < 10; n++)
            {
                await AppendedAsync($"order-{i}", n - 1);
                Assert.Equal(n, Assert.IsType<AppendOutcome.WrongRevision>((await _log.AppendAsync([To($"order-{i}", n + 5)], Stop))[0]).CurrentRevision);
            }
        }));
        for (var i = 0; i < 32; i++)
            Assert.Equal(10, (await ReadAsync($"order-{i}")).Count);
    }

    [Fact]
    public async Task A_subscription_goes_on_across_cut_connections_without_gaps_or_doubles()
    {
        const int each = 300;
        await _server.AskForAsync("cut-subscriptions?every=40");
        await _server.AskForAsync("duplicate?count=20");
        var taken = TakeAsync("sub-", 3 * each);
        for (var n = 0; n < each; n++)
        {
            await _log.AppendAsync([To("sub-1", n - 1), To("sub-2", n - 1), To("sub-3", n - 1)], Stop);
            if (n % 100 == 50)
                await CutWhileIdleAsync();
        }
        var all = await _log.ReadAllAsync(LogPosition.Start, ["sub-"], Stop).ToListAsync(Stop);
        Assert.Equal(all.Select(stored => stored.Position), (await taken).Select(stored => stored.Position));
    }

    [Fact]
    public async Task A_server_that_was_killed_has_all_that_it_answered_at_the_same_positions()
    {
        var appended = new List<LogPosition>();
        var taken = TakeAsync("kept-", 41);
        for (var n = 0; n < 40; n++)
            appended.Add((await AppendedAsync("kept-1", n - 1)).Position);
        await _server.KillAsync();
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => _log.AppendAsync([To("kept-1", 39)], Stop));
        await _server.DisposeAsync();
        _server = await StandInProcess.StartAsync(_data.Path, "--port", $"{_server.Port}");
        // A connection is tried anew after a moment; until then the store is away.
        while (await IsAwayAsync())
            await Task.Delay(50, Stop);
        Assert.Equal(appended, (await ReadAsync("kept-1")).Select(stored => stored.Position));
        var last = await AppendedAsync("kept-1", 39);
        // The subscription outlived the server.
        Assert.Equal([.. appended, last.Position], (await taken).Select(stored => stored.Position));
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_waited_for_by_subscriptions_alone()
    {
        await using var log = EventLogs.Open("esdb://127.0.0.1:1?tls=false");
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => log.AppendAsync([To("a", -1)], Stop));
        await Assert.ThrowsAsync<EventLogUnavailableException>(async () => await log.ReadStreamAsync("a", 0, Stop).CountAsync(Stop));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(500);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.SubscribeAsync(LogPosition.Start, ["a"], enough.Token).FirstAsync(enough.Token));
    }

    /// <summary>Most tests are patient, since what they ask is not how fast a busy machine is.</summary>
    private IEventLog Open(int deadline) => EventLogs.Open($"{_server.Address}&defaultDeadline={deadline}&gossipTimeout=60000");

    private async Task CutWhileIdleAsync()
    {
        await _server.AskForAsync("disconnect");
        // A call that was about to be sent may find the connection gone; what it did is unknown, and it did nothing here.
        await Task.Delay(100, Stop);
    }

    private async Task<bool> IsAwayAsync()
    {
        try
        {
            await _log.ReadLastAsync("any", Stop);
            return false;
        }
        catch (EventLogUnavailableException)
        {
            return true;
        }
    }

    private async Task<List<StoredEvent>> TakeAsync(string prefix, int count)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromMinutes(4));
        var taken = new List<StoredEvent>();
        await foreach (var message in _log.SubscribeAsync(LogPosition.Start, [prefix], enough.Token))
        {
            if (message is SubscriptionMessage.EventAppeared { Event: var stored })
                taken.Add(stored);
            if (taken.Count == count)
                break;
        }
        return taken;
    }

    private Task<List<StoredEvent>> ReadAsync(string stream) => _log.ReadStreamAsync(stream, 0, Stop).ToListAsync(Stop).AsTask();

    private async Task<AppendOutcome.Appended> AppendedAsync(string stream, long expected) =>
        Assert.IsType<AppendOutcome.Appended>(Assert.Single(await _log.AppendAsync([To(stream, expected)], Stop)));

    private static StreamAppend To(string stream, long expected) => new(stream, expected, [new EventToStore(Guid.NewGuid(), "test.said.v1", "{}"u8.ToArray(), "{}"u8.ToArray())]);
}
