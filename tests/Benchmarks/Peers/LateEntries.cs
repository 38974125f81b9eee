using System.Diagnostics;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// One late entry until it is seen. Ours: recorded durably, projected, and the measure shows it. A peer's: rows closed and opened in one durable
/// transaction, and the measure read back; what the domain needs to work out those rows is told apart and not counted, to the peers' advantage.
/// </summary>
internal static class LateEntries
{
    private const int Recorded = 100;
    private const int InMemory = 200;

    public static async Task RunAsync(LedgerMemory memory, IEventLog log, ResolvedRows rows, IReadOnlyList<SqlPeer> peers, PeersTable table)
    {
        var random = new Random(Recorded);
        var (ours, resolving, theirs) = (new Latencies(), new Latencies(), peers.Select(_ => new Latencies()).ToList());
        for (var i = 0; i < Recorded; i++)
        {
            var entry = Drawn(i, memory, rows, random);
            ours.Add(await RecordAsync(entry, memory, log));
            var (closed, opened) = (new List<StateRow>(), new List<StateRow>());
            resolving.Time(() => (closed, opened) = rows.Take(memory.Latest, entry.Measure));
            var asking = Within(entry, memory);
            var expected = OurAnswers.State(asking);
            for (var j = 0; j < peers.Count; j++)
            {
                List<AnswerRow> shown = [];
                theirs[j].Time(() =>
                {
                    peers[j].Apply(closed, opened, memory.Latest.Position);
                    shown = peers[j].State(asking);
                });
                if (!shown.SequenceEqual(expected))
                    throw new InvalidOperationException($"{entry.Measure} after a late entry: ours [{string.Join("; ", expected)}], {peers[j].Name} [{string.Join("; ", shown)}]");
            }
        }
        var inMemory = LateEntry.AddTo(memory, rows.Measures, Enumerable.Range(Recorded, InMemory), random);
        table.Add("one late entry, durable, until it is seen", ours, theirs);
        inMemory.Tell("  one late entry in the index alone, without the store");
        resolving.Tell("  working out the rows that a late entry changes");
    }

    /// <summary>On a measure that is in force then, so that every side has something to change.</summary>
    private static LateEntry Drawn(int number, LedgerMemory memory, ResolvedRows rows, Random random)
    {
        while (true)
        {
            var entry = new LateEntry(number, rows.Measures[random.Next(rows.Measures.Count)]);
            if (OurAnswers.State(Within(entry, memory)) is [{ Status: Status.InForce }])
                return entry;
        }
    }

    /// <summary>A question for a day within what the entry suspends.</summary>
    private static Asking Within(LateEntry entry, LedgerMemory memory) =>
        new(new Cut(memory.Latest, null, IsProvisional: false), entry.From.PlusDays(100), entry.Measure, Question.Nothing);

    private static async Task<TimeSpan> RecordAsync(LateEntry entry, LedgerMemory memory, IEventLog log)
    {
        var late = entry.After(memory.Latest);
        var since = Stopwatch.GetTimestamp();
        var stored = new EventToStore(late.Header.EventId, WireNames.Of(late.Body), EventCodec.Encode(late), ReadOnlyMemory<byte>.Empty);
        var next = memory.Latest.Position + 1;
        foreach (var outcome in await log.AppendAsync([new StreamAppend(late.Header.Stream, -1, [stored])], CancellationToken.None))
            _ = outcome as AppendOutcome.Appended ?? throw new InvalidOperationException($"a late entry is not appended: {outcome}");
        await memory.WaitForAsync(next, CancellationToken.None);
        entry.Find(memory);
        return Stopwatch.GetElapsedTime(since);
    }
}
