using System.Runtime.CompilerServices;
using Ledger.ExportControls.Domain;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>How measures stand at one pair of cuts, by what is known of them beforehand. Safe for many readers.</summary>
/// <param name="index">The index.</param>
/// <param name="position">The last ledger position known.</param>
/// <param name="published">A cut of publication.</param>
/// <param name="actsOn">Everything visible that acts on a measure that is introduced, by its id.</param>
internal sealed class MeasuresAtCut(LedgerIndex index, int position, int published, Func<string, MeasureActs> actsOn)
{
    /// <summary>A measure whose timeline is at hand for trades to a destination; null where it is not, or nothing introduces it.</summary>
    public ResolvedMeasure? Resolved(int measure, in AskedDestination to) => index.Timelines.Find(measure, position, published, out var record, out var timeline) switch
    {
        Foreknown.Timeline => IsTold(timeline, to) ? new TimelineMeasure(index, measure, record, timeline, SpansTo(timeline, to), trade: null, actsOn) : null,
        Foreknown.Nothing => IntroducedDispute(measure) is { Introduction: { } introduction, Measure: var disputed } && IsTold(disputed, to) ? Dispute(disputed, measure, introduction, to, trade: null) : null,
        _ => null,
    };

    /// <summary>The life of a measure for a trade; null where nothing introduces it, it rests, or the trade cannot concern it.</summary>
    public MeasureLife? LifeOf(int measure, AskedTrade trade)
    {
        var known = index.Timelines.Find(measure, position, published, out var record, out var timeline);
        if (known == Foreknown.Timeline && IsTold(timeline, trade.Destination))
        {
            var spans = SpansTo(timeline, trade.Destination);
            return spans.RestSince(trade.Since.Of(timeline.Zone).ToUnixTimeTicks()) ? null
                : MeasureLife.Of(new TimelineMeasure(index, measure, record, timeline, spans, trade.Numbers, actsOn), trade.Question);
        }
        if (known == Foreknown.Nothing)
        {
            if (IntroducedDispute(measure) is not { Introduction: { } introduction, Measure: var disputed })
                return null;
            if (IsTold(disputed, trade.Destination))
            {
                return disputed.IsRepealedSince(trade.Since.Of(introduction), position, published) ? null
                    : MeasureLife.Of(Dispute(disputed, measure, introduction, trade.Destination, trade.Numbers), trade.Question);
            }
        }
        return known == Foreknown.NotIntroduced ? null : MeasureLife.Of(actsOn(index.Rows.Vocabulary.Symbols[measure]), trade.Question);
    }

    /// <summary>How a measure as a whole stands; false where it is not introduced, or not wanted.</summary>
    public bool TryFind(int measure, ZonedMoments moments, Func<Status, bool> wanted, out FoundState found)
    {
        found = default;
        var known = index.Timelines.Find(measure, position, published, out var record, out var timeline);
        if (known == Foreknown.Timeline)
        {
            var spans = timeline.Whole;
            var span = spans.SpanAt(moments.Of(timeline.Zone).ToUnixTimeTicks());
            found = new FoundState(measure, record, timeline, span, null);
            return wanted(spans.StatusOf(span));
        }
        if (known == Foreknown.NotIntroduced || IntroducedDispute(measure) is not { Introduction: { } introduction, Measure: var disputed })
            return false;
        var moment = moments.Of(introduction);
        var acts = disputed.IsTold ? disputed.ActsWithin(introduction, (moment, moment + Duration.Epsilon), position, published) : actsOn(index.Rows.Vocabulary.Symbols[measure]);
        var state = MeasureState.Of(new MeasureLife(acts, Question.Nothing), moment);
        found = new FoundState(measure, default, default, 0, new StrongBox<MeasureState>(state));
        return wanted(state.Status);
    }

    private bool IsTold(FoldedTimeline timeline, in AskedDestination to) =>
        timeline.IsForTrades && !(timeline.HasParts && to.IsGroup) && !(to.Code is { } code && timeline.NamesGroupOf(code, index.Rows.Vocabulary.Symbols));

    private static bool IsTold(DisputedMeasure disputed, in AskedDestination to) =>
        disputed.IsForTrades && !(disputed.HasParts && to.IsGroup) && !(to.Code is { } code && disputed.NamesGroupOf(code));

    private static FoldedSpans SpansTo(FoldedTimeline timeline, in AskedDestination to) => to.Code is null ? timeline.Whole : timeline.To(to.Number);

    private DisputedLife Dispute(DisputedMeasure disputed, int measure, int introduction, in AskedDestination to, TradeNumbers? trade) =>
        new(index, disputed, index.Rows.Vocabulary.Symbols[measure], introduction, to.Code, trade, (position, published), actsOn);

    /// <summary>A measure of which nothing is known beforehand, with the row that introduces it here.</summary>
    private (DisputedMeasure Measure, int? Introduction) IntroducedDispute(int measure)
    {
        var disputed = index.Timelines.Disputed(measure, position);
        return (disputed, disputed.IntroductionAt(position, published));
    }
}
