using NodaTime;

namespace Ledger.Kernel.Lifespans;

/// <summary>A period as placed in one reading: from its start, up to but not including its end.</summary>
/// <param name="by">The effect that states it.</param>
/// <param name="start">Where it starts by itself.</param>
/// <param name="extended">What it extends and never begins before, wherever that is moved (DESIGN T3, <i>Extension</i>); null for a first period.</param>
/// <param name="end">Where it ends.</param>
/// <param name="latestEnd">Where it ends whichever day is taken.</param>
/// <param name="isEndless">Whether it holds until further notice.</param>
/// <param name="live">Whether its effect stands at the moment asked.</param>
internal sealed class Segment(Effect by, Instant start, Segment? extended, Instant end, Instant latestEnd, bool isEndless, bool live)
{
    private Instant _start = start;

    public Effect By { get; } = by;

    public Instant Start
    {
        get => extended is null ? _start : Instant.Max(_start, extended.Start);
        set => _start = value;
    }

    public Instant End { get; set; } = end;

    /// <summary>The end whichever day is taken: by it the period has ended for certain.</summary>
    public Instant LatestEnd { get; set; } = latestEnd;

    /// <summary>True where it holds until further notice; an unknown end is one all the same.</summary>
    public bool IsEndless { get; set; } = isEndless;

    /// <summary>False where its effect is annulled at the moment asked: it keeps its place, and does not hold.</summary>
    public bool Live { get; } = live;

    public bool Holds(Instant moment) => Live && Start <= moment && moment < End;
}
