using System.Diagnostics;
using Ledger.Adapters.EventLog;
using Ledger.Benchmarks.Generated;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Benchmarks;

/// <summary>One measure on which ever more act: its state at random coordinates on all three axes, in process and with the events' ids alone. Up to a length the fold's answers are compared first.</summary>
internal static class VersionsBenchmark
{
    private const int Seed = 20251030;
    private const int Asked = 2_000;
    private const int AskedOfFold = 20;
    private const int LongestFolded = 10_000;
    private const int AppendedAtOnce = 1_000;
    private const int EnteredLate = 100;

    private static readonly int[] UsualVersions = [100, 1_000, 10_000, 100_000, 1_000_000];

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    /// <summary>Runs it.</summary>
    /// <param name="versions">How many act on each; none: a hundred to a million.</param>
    public static void Run(IReadOnlyList<int> versions)
    {
        Console.WriteLine($"versions: one measure on which so many act, seed {Seed}, {Asked:N0} random coordinates each");
        foreach (var each in versions.Count > 0 ? versions : UsualVersions)
            Run(each);
    }

    private static void Run(int versions)
    {
        var random = new Random(Seed);
        var documents = new Dictionary<string, LedgerEvent>();
        // No answer here reads a document; the fold reads them all.
        var memory = new LedgerMemory(Streams, new Timeline.Sequencing.Documents((stream, _) => Stored(documents[stream]), mostBytes: 0));
        foreach (var some in VersionedMeasure.Events(versions, random).Chunk(AppendedAtOnce))
        {
            if (versions <= LongestFolded)
                Array.ForEach(some, each => documents.Add(each.Header.Stream, each));
            memory.Append([.. some.Select((each, i) => new ReadEvent(each, At(memory.Latest.Count + i), ReadOnlyMemory<byte>.Empty))]);
        }
        var watch = Stopwatch.StartNew();
        memory.Latest.Index.Timelines.Refresh(memory.Latest.Index.Symbol(VersionedMeasure.Id));
        var resolved = watch.Elapsed;
        var (others, asked) = (Drawn(memory.Latest, random), Drawn(memory.Latest, random));
        foreach (var question in versions <= LongestFolded ? asked.Take(AskedOfFold) : [])
        {
            if (question.StateIn(World.Folded(question.Cut, Streams)) != question.StateIn(World.Of(question.Cut)))
                throw new InvalidOperationException($"the index answers otherwise than the fold: {question}");
        }
        Warming.By(others.Select(question => (Action)(() => _ = question.AnsweredBy(World.Of(question.Cut)))));
        var took = new Latencies();
        asked.ForEach(question => took.Time(() => _ = question.AnsweredBy(World.Of(question.Cut))));
        took.Tell($"  {versions:N0} versions, read once in {resolved.TotalMilliseconds:N0} ms: state");
        AddLate(memory).Tell("    one act more, entered late, until the state shows it");
    }

    /// <summary>Suspensions of long ago, one after the other, each until the state of its first day shows it.</summary>
    private static Latencies AddLate(LedgerMemory memory)
    {
        var took = new Latencies();
        for (var number = 0; number < EnteredLate; number++)
        {
            var day = GeneratedLedger.First.PlusDays(number);
            var late = GeneratedLedger.Suspension($"late-{number}", VersionedMeasure.Id, day, memory.Latest[memory.Latest.Position].RecordedBy).Event;
            took.Time(() =>
            {
                memory.Append([new ReadEvent(late, At(memory.Latest.Count), ReadOnlyMemory<byte>.Empty)]);
                var question = new Asking(new Cut(memory.Latest, null, IsProvisional: false), day, VersionedMeasure.Id, Question.Nothing);
                if (question.AnsweredBy(World.Of(question.Cut)) is not { } state || !state.Because.Contains(memory.Latest.Position))
                    throw new InvalidOperationException($"{VersionedMeasure.Id} does not show what was entered late");
            });
        }
        return took;
    }

    private static List<Asking> Drawn(LedgerSnapshot ledger, Random random) => [.. Enumerable.Range(0, Asked).Select(_ => new Asking(
        new Cut(ledger.CutAt(random.Next(ledger.Count / 10, ledger.Count)), Asking.PublishedDrawn(random), IsProvisional: false),
        GeneratedLedger.First.PlusDays(random.Next(0, 7900)), VersionedMeasure.Id, Question.Nothing))];

    private static StoredEvent Stored(LedgerEvent each) =>
        new(At(0), each.Header.Stream, each.Header.Revision, each.Header.EventId, WireNames.Of(each.Body), ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty) { Decoded = each };

    private static LogPosition At(int position) => new((ulong)position, (ulong)position);
}
