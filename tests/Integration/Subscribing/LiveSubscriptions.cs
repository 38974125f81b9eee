using System.Globalization;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Crash;

namespace Ledger.Integration.Subscribing;

/// <summary>A ledger followed while it grows: live, quiet, resumed, and by one that does not read.</summary>
public sealed class LiveSubscriptions(EmptyLedger empty) : IClassFixture<EmptyLedger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RunningLedger Ledger => empty.Ledger;

    private SubscriptionsService.SubscriptionsServiceClient Subscriptions => new(Ledger.Invoker);

    [Fact]
    public async Task What_is_recorded_comes_live_and_a_quiet_ledger_is_heard_of_by_its_position()
    {
        var from = await Ledger.PositionAsync() + 1;
        using var call = Subscriptions.Subscribe(new SubscribeRequest { FromPosition = from, HeartbeatSeconds = 1 }, deadline: DateTime.UtcNow + Patience);
        var heartbeat = await NextAsync(call);
        Assert.Equal((from - 1, 0), (heartbeat.Position, heartbeat.Events.Count));
        await RecordAsync(1);
        SubscribeResponse live;
        while ((live = await NextAsync(call)).Events.Count == 0)
            Assert.Equal(from - 1, live.Position);
        Assert.Equal([from, from + 1], live.Events.Select(announced => announced.Position));
        Assert.Equal("facilities", live.Events[0].Owner);
    }

    [Fact]
    public async Task A_subscription_that_is_cut_off_resumes_behind_the_last_position()
    {
        var from = await Ledger.PositionAsync() + 1;
        await RecordAsync(20);
        var seen = new List<long>();
        while (seen.Count < 40)
        {
            using var call = Subscriptions.Subscribe(new SubscribeRequest { FromPosition = from + seen.Count }, deadline: DateTime.UtcNow + Patience);
            for (var i = 0; i < 3 && seen.Count < 40; i++)
                seen.AddRange((await NextAsync(call)).Events.Select(announced => announced.Position));
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(offset => from + offset), seen);
    }

    [Fact]
    public async Task One_that_does_not_read_costs_no_memory_holds_nobody_up_and_catches_up()
    {
        var from = await Ledger.PositionAsync() + 1;
        const int Commands = 1000, Note = 20_000;
        var idle = Enumerable.Range(0, 20).Select(_ => Subscriptions.Subscribe(new SubscribeRequest { FromPosition = from }, deadline: DateTime.UtcNow + (Patience * 4))).ToList();
        using var reading = Subscriptions.Subscribe(new SubscribeRequest { FromPosition = from }, deadline: DateTime.UtcNow + (Patience * 4));
        var before = Ledger.MostMemory;
        await RecordAsync(Commands, new string('n', Note));
        for (var seen = 0; seen < 2 * Commands;)
            seen += (await NextAsync(reading)).Events.Count;
        // Each idle one would have to hold 40 MB. Half of that is allowed: the ledger itself keeps 64 MB of documents, and its collector lets some 100 MB lie
        // before it collects.
        var grown = Ledger.MostMemory - before;
        Assert.True(grown < 20L * Commands * Note, $"{grown.ToString("N0", CultureInfo.InvariantCulture)} bytes for 20 idle subscribers");
        var late = new List<long>();
        while (late.Count < 2 * Commands)
            late.AddRange((await NextAsync(idle[0])).Events.Select(announced => announced.Position));
        Assert.Equal(Enumerable.Range(0, 2 * Commands).Select(offset => from + offset), late);
        idle.ForEach(call => call.Dispose());
    }

    private async Task RecordAsync(int commands, string? note = null)
    {
        for (var i = 0; i < commands; i++)
            await Ledger.Facilities.RecordActAsync(Plants.Registered($"plant-{Guid.NewGuid():N}", note));
    }

    private static async Task<SubscribeResponse> NextAsync(AsyncServerStreamingCall<SubscribeResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return call.ResponseStream.Current;
    }
}
