using System.Diagnostics;

namespace Ledger.Integration.Broker;

/// <summary>How every test of faults runs: writers at work, a fault each round, and the whole comparison at the end.</summary>
internal static class UnderFaults
{
    /// <param name="ledger">The ledger under load.</param>
    /// <param name="sharing">What the writers share.</param>
    /// <param name="rounds">How often something fails.</param>
    /// <param name="fault">Makes it fail, in a round, by chance.</param>
    /// <param name="output">Told the seed, and what came of it.</param>
    public static async Task RunAsync(SeparateLedger ledger, Sharing sharing, int rounds, Func<int, Random, Task> fault, ITestOutputHelper output)
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        var seed = FaultRun.Seed(output);
        var random = new Random(seed);
        var writers = new WritersUnderFaults(ledger, seed, sharing);
        await writers.StartAsync();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(random.Next(100, 800));
            await fault(round, random);
        }
        await Task.Delay(500);
        var (pending, faults) = (writers.Pending, watch.Elapsed);
        await writers.AssertAllThereOnceAsync();
        output.WriteLine($"{rounds} rounds; {writers}, {pending} of them first answered pending; {faults.TotalSeconds:N0} s of faults, {(watch.Elapsed - faults).TotalSeconds:N0} s until all was settled and compared");
    }
}
