using Ledger.Adapters.EventLog;
using Ledger.Benchmarks.Generated;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Benchmarks;

/// <summary>A suspension that was announced long ago and is entered now.</summary>
/// <param name="Number">Which of those of one run.</param>
/// <param name="Measure">Id of the measure suspended.</param>
internal sealed record LateEntry(int Number, string Measure)
{
    /// <summary>Effective axis: when it begins; a year later it ends.</summary>
    public LocalDate From => new LocalDate(2015, 1, 1).PlusDays(Number);

    private string Instrument => $"late-{Number}";

    /// <summary>The event, as recorded just after all others.</summary>
    public LedgerEvent After(LedgerSnapshot ledger) => GeneratedLedger.Suspension(Instrument, Measure, From, ledger[ledger.Position].RecordedBy).Event;

    /// <summary>Enters so many on measures at random, in memory alone, and tells how long each takes until it is seen.</summary>
    public static Latencies AddTo(LedgerMemory memory, IReadOnlyList<string> measures, IEnumerable<int> numbers, Random random)
    {
        var took = new Latencies();
        foreach (var number in numbers)
        {
            var entry = new LateEntry(number, measures[random.Next(measures.Count)]);
            var late = entry.After(memory.Latest);
            took.Time(() => entry.AddTo(memory, late));
        }
        return took;
    }

    /// <summary>Adds it to the ledger in memory, and looks that the measure shows it.</summary>
    private void AddTo(LedgerMemory memory, LedgerEvent late)
    {
        var at = new LogPosition((ulong)memory.Latest.Count + 1, (ulong)memory.Latest.Count + 1);
        memory.Append([new ReadEvent(late, at, ReadOnlyMemory<byte>.Empty)]);
        Find(memory);
    }

    /// <exception cref="InvalidOperationException">The measure does not show it.</exception>
    public void Find(LedgerMemory memory)
    {
        var controls = World.Of(new Cut(memory.Latest, null, IsProvisional: false)).Controls;
        if (!controls.ActingOn(Measure).Any(effect => effect.Entity == Instrument))
            throw new InvalidOperationException($"{Measure} does not show what was entered late");
    }
}
