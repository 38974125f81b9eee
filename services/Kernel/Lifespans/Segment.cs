using NodaTime;

namespace Ledger.Kernel.Lifespans;

/// <summary>A period as placed in one reading: from its start, up to but not including its end.</summary>
internal sealed class Segment(Effect by, Instant start, Instant end, Instant latestEnd, bool isEndless, bool live, Interval slice)
{
    public Effect By { get; } = by;

    public Instant Start { get; set; } = start;

    public Instant End { get; set; } = end;

    /// <summary>The end whichever day is taken: by it the period has ended for certain.</summary>
    public Instant LatestEnd { get; set; } = latestEnd;

    /// <summary>True where it holds until further notice; an unknown end is one all the same.</summary>
    public bool IsEndless { get; set; } = isEndless;

    /// <summary>False where its effect is annulled at the moment asked: it keeps its place, and does not hold.</summary>
    public bool Live { get; } = live;

    public Interval Slice { get; } = slice;

    /// <summary>Slices taken out of it from a moment by acts that end it in part.</summary>
    public List<(Instant From, Interval Slice)> Ended { get; } = [];

    public bool Holds(Instant moment) => Live && Start <= moment && moment < End;

    public Intervals SliceAt(Instant moment) =>
        Intervals.Of([Slice]).Without(Intervals.Of(Ended.Where(ended => ended.From <= moment).Select(ended => ended.Slice)));
}
