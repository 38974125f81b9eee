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
/// <param name="destination">Number of the destination that is asked for; null: none is.</param>
/// <param name="trade">The trade that is asked for, in numbers; null: it is told by words.</param>
/// <param name="acts">Everything that acts on it.</param>
internal sealed class TimelineMeasure(
    LedgerIndex index, int measure, TimelineRecord record, FoldedTimeline timeline, int? destination, TradeNumbers? trade, Func<string, MeasureActs> acts) : ResolvedMeasure
{
    private readonly FoldedSpans _spans = destination is { } to ? timeline.To(to) : timeline.Whole;
    private (int ScopeBy, BriefMatch? Match)? _matched;

    public override string Id => field ??= index.Rows.Vocabulary.Symbols[measure];

    public override DateTimeZone Zone { get; } = index.Rows.ZoneOf(timeline.Zone);

    public override Effect Introduction => field ??= Effect(timeline.Introduction);

    public override Requirement Requirement => timeline.Requirement;

    public override bool HasParts => timeline.HasParts;

    public override bool NamesGroups => timeline.NamesGroups;

    public override MeasureActs Acts => field ??= acts(Id);

    public override IReadOnlyList<Instant> Starts => field ??= StartsOf(_spans);

    public override int Spans => _spans.Count;

    public override int SpanAt(Instant moment) => _spans.SpanAt(moment.ToUnixTimeTicks());

    public override Status StatusOf(int span) => _spans.StatusOf(span);

    public override Quantity? ValueOf(int span) => index.Timelines.ValueBy(_spans.ValueOf(span));

    public override BriefMatch? MatchOf(int span)
    {
        var scopeBy = _spans.ScopeBy(span);
        if (_matched is not { } known || known.ScopeBy != scopeBy)
            _matched = known = (scopeBy, record.ScopeOf(scopeBy) is { } scope ? trade?.Match(scope) : null);
        return known.Match;
    }

    public override Items<long> RestsOn(int span) => record.RestsOn(timeline.Introduction, _spans, span);

    public override MeasureSpan SpanOf(int span) => new(
        span == 0 ? Instant.MinValue : Starts[span - 1], _spans.StatusOf(span), _spans.IsCertain(span), ValueOf(span), Because(span), Effect(_spans.ScopeBy(span)),
        Effect(_spans.ValueBy(span)));

    private static Instant[] StartsOf(FoldedSpans spans)
    {
        var starts = new Instant[spans.Count - 1];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = Instant.FromUnixTimeTicks(spans.StartOf(i + 1));
        return starts;
    }

    private Items<Effect> Because(int span)
    {
        var set = _spans.BecauseOf(span);
        return set == 0 ? [] : Enumerable.Range(0, record.Rows).Where(row => (set >> row & 1) != 0).Select(Effect).ToItems();
    }

    private Effect Effect(int row) => index.Rows.EffectOf(record.Row(row));
}
