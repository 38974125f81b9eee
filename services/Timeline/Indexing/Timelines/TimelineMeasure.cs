using System.Collections;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>A resolved measure at one cut of knowledge, whose effects are read from their rows when they are asked for.</summary>
/// <param name="index">The index.</param>
/// <param name="measure">Number of its id.</param>
/// <param name="record">Its record.</param>
/// <param name="timeline">Its timeline there.</param>
/// <param name="spans">Of it, for the destination that is asked for.</param>
/// <param name="trade">The trade that is asked for, in numbers; null: it is told by words.</param>
/// <param name="acts">Everything that acts on it.</param>
internal sealed class TimelineMeasure(
    LedgerIndex index, int measure, TimelineRecord record, FoldedTimeline timeline, FoldedSpans spans, TradeNumbers? trade, Func<string, MeasureActs> acts) : ResolvedMeasure
{
    private (int ScopeBy, BriefMatch? Match)? _matched;

    public override string Id => field ??= index.Rows.Vocabulary.Symbols[measure];

    public override DateTimeZone Zone { get; } = index.Rows.ZoneOf(timeline.Zone);

    public override Effect Introduction => field ??= Effect(timeline.Introduction);

    public override Requirement Requirement => timeline.Requirement;

    public override bool HasParts => timeline.HasParts;

    public override bool NamesGroups => timeline.NamesGroups;

    public override MeasureActs Acts => field ??= acts(Id);

    public override IReadOnlyList<Instant> Starts => field ??= new SpanStarts(spans);

    public override int Spans => spans.Count;

    public override int SpanAt(Instant moment) => spans.SpanAt(moment.ToUnixTimeTicks());

    public override Status StatusOf(int span) => spans.StatusOf(span);

    public override Quantity? ValueOf(int span) => index.Timelines.ValueBy(spans.ValueOf(span));

    public override BriefMatch? MatchOf(int span)
    {
        var scopeBy = spans.ScopeBy(span);
        if (_matched is not { } known || known.ScopeBy != scopeBy)
            _matched = known = (scopeBy, record.ScopeOf(scopeBy) is { } scope ? trade?.Match(scope) : null);
        return known.Match;
    }

    public override Items<long> RestsOn(int span) => record.RestsOn(timeline.Introduction, spans, span);

    public override MeasureSpan SpanOf(int span) => new(
        span == 0 ? Instant.MinValue : Starts[span - 1], spans.StatusOf(span), spans.IsCertain(span), ValueOf(span), Because(span), Effect(spans.ScopeBy(span)),
        Effect(spans.ValueBy(span)));

    private Items<Effect> Because(int span)
    {
        var (first, then) = spans.BecauseOf(span);
        return (first | then) == 0 ? [] : RowsIn(first).Concat(RowsIn(then)).Select(Effect).ToItems();
    }

    private IEnumerable<int> RowsIn(ulong set) => Enumerable.Range(0, record.Rows).Where(row => (set >> row & 1) != 0);

    private Effect Effect(int row) => index.Rows.EffectOf(record.Row(row));

    /// <summary>Where spans begin but the first, read as they are asked for: most questions look at a few.</summary>
    private sealed class SpanStarts(FoldedSpans spans) : IReadOnlyList<Instant>
    {
        public int Count => spans.Count - 1;

        public Instant this[int index] => Instant.FromUnixTimeTicks(spans.StartOf(index + 1));

        public IEnumerator<Instant> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
