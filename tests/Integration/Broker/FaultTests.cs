namespace Ledger.Integration.Broker;

/// <summary>
/// Faults under load, each seeded: whatever is lost or killed, every command that was answered is recorded once, in order, and what was answered
/// pending ends in a findable outcome. LEDGER_FAULT_ROUNDS makes the short form long.
/// </summary>
public sealed class FaultTests(SeparateLedgerFixture fixture, ITestOutputHelper output) : IClassFixture<SeparateLedgerFixture>
{
    /// <summary>They wait for each other: an answer takes seconds.</summary>
    private static readonly Sharing Thousands = Sharing.Little with { Writers = 2_500, Deadline = TimeSpan.FromSeconds(20) };

    private static readonly string[] Services = ["Facilities", "Timeline", "Agreements", "ExportControls"];

    [Fact]
    public Task Each_service_killed_in_turn_under_load() => UnderLoadAsync(FaultRun.Rounds, async (round, random) =>
    {
        // Facilities and timeline are under load, the others must not disturb them.
        var service = Services[round % 5 is 4 ? 2 + random.Next(2) : round % 2];
        await fixture.Ledger.KillAndStartAsync(service);
        await fixture.Ledger.ReadyAsync();
    });

    [Fact]
    public Task The_broker_killed_with_thousands_of_requests_in_flight() => UnderFaults.RunAsync(fixture.Ledger, Thousands, Math.Max(1, FaultRun.Rounds / 10), async (_, random) =>
    {
        await fixture.Ledger.Broker.KillAsync();
        await Task.Delay(random.Next(100, 2000));
        await fixture.Ledger.Broker.StartAsync();
        await fixture.Ledger.ReadyAsync();
    }, output);

    [Fact]
    public Task A_broker_that_hangs_and_one_that_refuses_for_want_of_memory() => UnderLoadAsync(Math.Max(1, FaultRun.Rounds / 10), async (_, random) =>
    {
        fixture.Ledger.Broker.Pause(on: true);
        await Task.Delay(random.Next(500, 3000));
        fixture.Ledger.Broker.Pause(on: false);
        await fixture.Ledger.Broker.ControlAsync("set_vm_memory_high_watermark", "absolute", "1");
        await Task.Delay(random.Next(500, 2000));
        await fixture.Ledger.Broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        await fixture.Ledger.ReadyAsync();
    });

    [Fact]
    public Task The_stores_answers_lost_delayed_reordered_and_its_connections_cut() => UnderLoadAsync(FaultRun.Rounds, async (round, random) =>
    {
        string[] faults =
        [
            $"lose-answers?count={random.Next(1, 4)}", "reorder?window=5", "duplicate?count=3", $"cut-subscriptions?every={random.Next(20, 200)}", "disconnect", "not-leader?count=1",
            $"stall?milliseconds={random.Next(200, 3000)}",
        ];
        await fixture.Ledger.Store.AskForAsync(faults[round % faults.Length]);
        if (round == FaultRun.Rounds - 1)
            await fixture.Ledger.Store.AskForAsync("clear");
    });

    private Task UnderLoadAsync(int rounds, Func<int, Random, Task> fault) => UnderFaults.RunAsync(fixture.Ledger, Sharing.Little, rounds, fault, output);
}

/// <summary>One separate ledger for the tests of a class.</summary>
public class SeparateLedgerFixture : IAsyncLifetime
{
    public SeparateLedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (RabbitServer.Missing is null)
            Ledger = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Ledger is not null)
            await Ledger.DisposeAsync();
    }

    protected virtual Task<SeparateLedger> StartAsync() => SeparateLedger.StartAsync();
}
