using System.Collections.Concurrent;
using CsCheck;
using Google.Protobuf;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Sequencing;

namespace Ledger.Specs.Indexing;

/// <summary>Readers share no lock with the writer, and see whole commands, never more or less than their position holds.</summary>
public sealed class ConcurrentReaderSpecs(ITestOutputHelper output)
{
    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    /// <summary>What a reader was told, to be asked again of a ledger that ends there.</summary>
    private sealed record Told(long Position, Subject Subject, Coordinate Coordinate, byte[] Answer);

    [Fact]
    public async Task An_answer_given_while_events_are_added_is_that_of_a_ledger_which_ends_at_its_position()
    {
        var drawn = MergedLedger.Any.Single();
        var commands = MergedLedger.CommandsOf(drawn);
        var ends = Ends(commands);
        var ledger = MergedLedger.Empty();
        var told = new ConcurrentBag<Told>();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(reader => Task.Run(() => Read(ledger, new Random(drawn.Seed + reader), told, done.Token))).ToList();
        foreach (var command in commands)
        {
            ledger.Record(command);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        await done.CancelAsync();
        await Task.WhenAll(readers);

        Assert.All(told, each => Assert.Contains(each.Position, ends));
        foreach (var group in told.GroupBy(each => each.Position))
        {
            var stopped = MergedLedger.Empty();
            foreach (var command in commands.TakeWhile((_, i) => ends[i + 1] <= group.Key))
                stopped.Record(command);
            var cut = new Cut(stopped.Latest, null, IsProvisional: false);
            var world = World.Folded(cut, Streams);
            foreach (var each in group)
                Assert.Equal(each.Subject.Ask(world, world, each.Coordinate with { Cut = cut }).ToByteArray(), each.Answer);
        }
        output.WriteLine($"seed {drawn.Seed}: {told.Count} answers at {told.Select(each => each.Position).Distinct().Count()} positions, while {commands.Count} commands were added");
        Assert.True(told.Select(each => each.Position).Distinct().Count() > commands.Count / 10, "readers saw too little of the ledger's growth");
    }

    [Fact]
    public async Task A_thousand_readers_and_a_writer_hold_no_more_than_the_ledger_and_the_last_worlds()
    {
        const int readers = 1000;
        const long most = 96 * 1024 * 1024;
        var drawn = MergedLedger.Any.Array[8].Single();
        var (ledger, worlds) = (MergedLedger.Empty(), new RecentWorlds());
        using var done = new CancellationTokenSource();
        var asked = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var reading = Enumerable.Range(0, readers).Select(reader => Task.Run(async () =>
        {
            var random = new Random(drawn[0].Seed + reader);
            while (!done.IsCancellationRequested)
            {
                var latest = ledger.Latest;
                var coordinate = IndexSpecs.CoordinateIn(new Cut(latest.CutAt(random.Next(-1, latest.Count + 1)), null, IsProvisional: false), random);
                _ = InForceAnswers.Of(worlds.Of(coordinate.Cut), coordinate, new Api.Timeline.V1.ListInForceRequest { PageSize = 50 }, 0);
                Interlocked.Increment(ref asked);
                await Task.Yield();
            }
        })).ToList();
        var held = 0L;
        foreach (var command in MergedLedger.CommandsOf(drawn[0]))
        {
            ledger.Record(command);
            await Task.Delay(2, TestContext.Current.CancellationToken);
            if (ledger.Latest.Count % 40 == 0)
                held = Math.Max(held, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        held = Math.Max(held, GC.GetTotalMemory(forceFullCollection: true) - before);
        await done.CancelAsync();
        await Task.WhenAll(reading);
        output.WriteLine($"seed {drawn[0].Seed}: {asked} lists asked by {readers} readers of a ledger that grew to {ledger.Latest.Count} events; {held / 1024 / 1024} MB held at most");
        // A reader holds one list of fifty, some tens of kilobytes, while it is made; sixteen worlds hold what was asked of them; the ledger is small.
        Assert.InRange(held, 0, most);
        Assert.True(asked > readers, $"only {asked} lists were asked for");
    }

    private static void Read(LedgerMemory ledger, Random random, ConcurrentBag<Told> told, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var latest = ledger.Latest;
            var cut = new Cut(latest, null, IsProvisional: false);
            var world = World.Of(cut);
            foreach (var id in FindAnswers.Ids(world).OrderBy(_ => random.Next()).Take(3))
            {
                var (subject, coordinate) = (random.Next(2) == 0 ? Subject.Show(id) : Subject.History(id, Streams), IndexSpecs.CoordinateIn(cut, random));
                told.Add(new Told(latest.Position, subject, coordinate, subject.Ask(world, world, coordinate).ToByteArray()));
            }
            // Each answer is asked for again afterwards: some thousand are enough.
            Thread.Sleep(5);
        }
    }

    /// <summary>The positions at which the ledger ends before the first command and after each.</summary>
    private static List<long> Ends(IReadOnlyList<IReadOnlyList<LedgerEvent>> commands)
    {
        var ends = new List<long> { -1 };
        foreach (var command in commands)
            ends.Add(ends[^1] + command.Count);
        return ends;
    }
}
