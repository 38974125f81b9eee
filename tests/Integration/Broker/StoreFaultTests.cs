namespace Ledger.Integration.Broker;

/// <summary>
/// The store fails at each step of the write path, under two instances of an owner and two of timeline that decide and record on the same streams at
/// once, over a store of two nodes.
/// </summary>
public sealed class StoreFaultTests(DoubledLedgerFixture fixture, ITestOutputHelper output) : IClassFixture<DoubledLedgerFixture>
{
    /// <summary>How a command comes to be recorded and announced: who asks the store what, of which streams.</summary>
    private static readonly (string Step, string Client, string Call, string Stream)[] Steps =
    [
        ("an owner reads its streams", "Facilities", "Subscribe", "facility-"),
        ("the recorder appends", "Timeline", "Append", "facility-"),
        ("the recorder seeks a request id after a conflict", "Timeline", "Read", "facility-"),
        ("the sequencer follows the store", "Timeline", "Subscribe", "facility-"),
        ("the outcome of an operation is noted", "Timeline", "Append", "operation-"),
        ("the announcer notes lease and checkpoint", "Timeline", "Append", "lease-"),
    ];

    private static readonly string[] Strikes = ["Lose", "NotLeader", "Resign"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Two_instances_of_an_owner_and_two_recorders_decide_on_the_same_streams_at_once() =>
        UnderFaults.RunAsync(fixture.Ledger, Sharing.Much, FaultRun.Rounds, (_, _) => Task.CompletedTask, output);

    [Fact]
    public Task The_store_loses_an_answer_points_elsewhere_or_changes_its_leader_at_each_step_of_the_write_path()
    {
        var faults = Steps.SelectMany(_ => Strikes, (step, strike) => (Step: step, Strike: strike)).ToArray();
        // Each at least once, in an order of the seed.
        return UnderFaults.RunAsync(fixture.Ledger, Sharing.Much, Math.Max(faults.Length, FaultRun.Rounds), (round, random) =>
        {
            if (round % faults.Length == 0)
                random.Shuffle(faults);
            var ((step, client, call, stream), strike) = faults[round % faults.Length];
            return StrikeAsync($"{strike} when {step}", $"at?what={strike}&client={client}{(random.Next(2) == 0 ? "" : "2")}&call={call}&stream={stream}", call == "Subscribe", stream == "lease-");
        }, output);
    }

    [Fact]
    public Task The_store_is_away_for_a_while() => UnderFaults.RunAsync(fixture.Ledger, Sharing.Much, Math.Max(1, FaultRun.Rounds / 50), async (_, random) =>
    {
        await fixture.Ledger.StoreAwayAsync(FaultRun.IsLong ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(random.Next(3, 6)));
        await fixture.Ledger.ReadyAsync();
    }, output);

    /// <summary>Aims a fault at whichever node leads, and waits until it has struck: one that never does tests nothing.</summary>
    private async Task StrikeAsync(string what, string fault, bool isAtStart, bool isOfOneInstance)
    {
        var nodes = fixture.Ledger.Nodes;
        // Which instance announces is theirs to settle.
        string[] aims = isOfOneInstance ? [fault.Replace("Timeline2", "Timeline", StringComparison.Ordinal), fault.Replace("client=Timeline&", "client=Timeline2&", StringComparison.Ordinal)] : [fault];
        foreach (var node in nodes)
        {
            foreach (var aim in aims)
                await node.AskForAsync(aim);
        }
        // Subscriptions last; what is to strike at their start comes to it when they are cut.
        if (isAtStart)
            await Task.WhenAll(nodes.Select(node => node.AskForAsync("disconnect")));
        var until = DateTime.UtcNow + Patience;
        while ((await Task.WhenAll(nodes.Select(node => node.AimedAsync()))).Sum() == nodes.Count * aims.Length)
        {
            Assert.True(DateTime.UtcNow < until, $"this did not come to pass: {what}");
            await Task.Delay(20);
        }
        foreach (var node in nodes)
            await node.AskForAsync("clear");
    }
}

/// <summary>One ledger with two instances of an owner and of timeline, over a store of two nodes, for the tests of a class.</summary>
public sealed class DoubledLedgerFixture : SeparateLedgerFixture
{
    protected override Task<SeparateLedger> StartAsync() => SeparateLedger.StartAsync(nodes: 2, "Timeline", "Facilities");
}
