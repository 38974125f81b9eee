using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>A resolved measure at one cut of knowledge, whose effects are read from their rows when they are asked for.</summary>
/// <param name="id">Its id.</param>
/// <param name="record">Its record.</param>
/// <param name="timeline">Its timeline there.</param>
/// <param name="values">Values by number, from 1.</param>
/// <param name="effectOf">The effect of a row.</param>
/// <param name="acts">Everything that acts on it.</param>
internal sealed class TimelineMeasure(
    string id, TimelineRecord record, TimelineSpans timeline, Columns.Chunked<Quantity> values, Func<int, Effect> effectOf, Func<MeasureActs> acts) : ResolvedMeasure
{
    public override string Id => id;

    public override Effect Introduction => field ??= Effect(timeline.Introduction);

    public override MeasureActs Acts => field ??= acts();

    public override IReadOnlyList<Instant> Starts => field ??= [.. Enumerable.Range(1, timeline.Count - 1).Select(span => Instant.FromUnixTimeTicks(timeline.StartOf(span)))];

    public override Status StatusOf(int span) => timeline.StatusOf(span);

    public override MeasureSpan SpanOf(int span) => new(
        span == 0 ? Instant.MinValue : Starts[span - 1], timeline.StatusOf(span), timeline.IsCertain(span), ValueOf(span), Because(span), Effect(timeline.ScopeBy(span)),
        Effect(timeline.ValueBy(span)));

    private Quantity? ValueOf(int span) => timeline.ValueOf(span) is var number and not 0 ? values[number - 1] : null;

    private Items<Effect> Because(int span)
    {
        var set = timeline.BecauseOf(span);
        return set == 0 ? [] : Enumerable.Range(0, record.Rows).Where(row => (set >> row & 1) != 0).Select(Effect).ToItems();
    }

    private Effect Effect(int row) => effectOf(record.Row(row));
}
