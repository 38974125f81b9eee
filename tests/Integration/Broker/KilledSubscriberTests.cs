using System.Globalization;
using Ledger.Follower;
using Ledger.Integration.Running;
using Ledger.Integration.Subscribing;

namespace Ledger.Integration.Broker;

/// <summary>
/// Subscribers in processes of their own are killed under load: half of the time held between an effect and its checkpoint, half of the time
/// wherever they are. What holds afterwards is what their checkpoint promises.
/// </summary>
[Collection(OneSeparateLedger.Name)]
public sealed class KilledSubscriberTests(SeparateLedgerFixture fixture, ITestOutputHelper output)
{
    private const int MostEventsALife = 200;

    [Fact]
    public async Task Subscribers_killed_between_effect_and_checkpoint_have_the_ledger_as_their_checkpoint_promises()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        var seed = FaultRun.Seed(output);
        using var transaction = TemporaryFolder.InMemory();
        using var file = TemporaryFolder.InMemory();
        var writers = new WritersUnderFaults(fixture.Ledger, seed, Sharing.Little);
        await writers.StartAsync();
        var held = await Task.WhenAll(KillAsync("transaction", transaction, seed), KillAsync("file", file, seed + 1));
        await writers.AssertAllThereOnceAsync();
        var all = await RecordedEvents.AllAsync(fixture.Ledger["Timeline"].Channel, TestContext.Current.CancellationToken);
        await Task.WhenAll(EndAsync("transaction", transaction, all.Count - 1), EndAsync("file", file, all.Count - 1));

        // The checkpoint in the effect's own transaction: each position once, in order, byte for byte.
        using (var record = new SqliteRecord(transaction.Of("record.db")))
            record.AssertIs(all);
        // The checkpoint in a file: an effect that may be repeated is there once and in order too;
        using (var record = new SqliteRecord(file.Of("record.db")))
            record.AssertIs(all);
        // what was called is told of: never out of order, nothing left out, and again at most once for each kill, then at once.
        var calls = File.ReadLines(file.Of("calls")).Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(all.Select(recorded => recorded.Position), calls.Distinct());
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 1));
        var again = calls.Count - all.Count;
        Assert.InRange(again, held[1], FaultRun.Rounds);
        output.WriteLine($"{FaultRun.Rounds} kills each, {held[0]} and {held[1]} of them held between effect and checkpoint; {all.Count} events, with the file {again} of them handled again; {writers}");
    }

    /// <returns>How often it was held between effect and checkpoint when it was killed.</returns>
    private async Task<int> KillAsync(string kind, TemporaryFolder folder, int seed)
    {
        var (random, held) = (new Random(seed), 0);
        for (var round = 0; round < FaultRun.Rounds; round++)
        {
            var isHeld = random.Next(2) == 0;
            await using var follower = Start(kind, folder, isHeld ? random.Next(1, MostEventsALife) : 0, -1);
            if (isHeld)
                await follower.SaysAsync("between");
            else
                await AnywhereAsync(follower, random.Next(1500));
            held += isHeld ? 1 : 0;
            await follower.KillAsync();
        }
        return held;
    }

    private static async Task AnywhereAsync(ChildProgram follower, int milliseconds)
    {
        await follower.SaysAsync("follows");
        await Task.Delay(milliseconds);
    }

    private async Task EndAsync(string kind, TemporaryFolder folder, long position)
    {
        await using var follower = Start(kind, folder, 0, position);
        Assert.True(await follower.EndsAsync() == 0, follower.Said);
    }

    /// <summary>The one over the topic, the other over gRPC alone.</summary>
    private ChildProgram Start(string kind, TemporaryFolder folder, int holdAt, long through) => ChildProgram.Start(
        "tests/Follower", "Ledger.Follower",
        [
            kind, $"{fixture.Ledger["Timeline"].Grpc}", folder.Path, holdAt.ToString(CultureInfo.InvariantCulture), through.ToString(CultureInfo.InvariantCulture),
            .. kind == "transaction" ? [$"{fixture.Ledger.Broker.AddressOf("subscriber")}"] : Array.Empty<string>(),
        ]);
}
