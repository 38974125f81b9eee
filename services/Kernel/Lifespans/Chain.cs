using NodaTime;

namespace Ledger.Kernel.Lifespans;

/// <summary>
/// A first period with what was added to it (DESIGN T3, <i>Extension</i>): extending any link extends the chain, ending any link ends it. A
/// link keeps its place when one before it is annulled, so places are counted over all links and only live ones hold.
/// </summary>
internal sealed class Chain
{
    private readonly List<Segment> _segments = [];
    private readonly Pull _pull;
    private readonly Reading _reading;

    public Chain(Step.Introduce first, Reading reading, bool live)
        : this(first.By, first.Period, Pull.Counts, reading, live)
    {
    }

    public Chain(Step.Hold first, Reading reading, bool live)
        : this(first.By, first.Period, Pull.HoldsBack, reading, live) => Kind = first.Kind;

    /// <summary>The suspension that a rescheduling is from the start on: from its own date until the new start, without end where it names none.</summary>
    public Chain(Step.Reschedule rescheduling, Instant from, Instant newStart, Reading reading)
    {
        (_pull, _reading, IsStandstill) = (Pull.HoldsBack, reading, true);
        _segments.Add(new Segment(rescheduling.By, from, null, newStart, newStart, rescheduling.NewStart is null, live: true));
    }

    private Chain(Effect by, Period period, Pull pull, Reading reading, bool live)
    {
        (_pull, _reading) = (pull, reading);
        _segments.Add(new Segment(
            by, Readings.StartOf(period.Starts, pull, reading, by), null, Readings.EndOf(period.End, pull, reading, by),
            LegalTime.EndOf(period.End, Bound.Latest, by.Zone), period.End.IsOpen, live));
    }

    public HoldKind Kind { get; }

    /// <summary>True for the suspension that a rescheduling made: a later rescheduling ends it.</summary>
    public bool IsStandstill { get; }

    /// <summary>References by which later acts may name the chain.</summary>
    public List<string> Links { get; } = [];

    public IReadOnlyList<Segment> Segments => _segments;

    public Effect First => _segments[0].By;

    /// <summary>True where some link holds until further notice and nothing ended it.</summary>
    public bool IsEndless => _segments.Exists(segment => segment.Live && segment.IsEndless);

    private Instant LatestEnd => _segments.Max(segment => segment.LatestEnd);

    /// <summary>Adds a period; false where it would extend what has ended and states no start of its own: it dangles.</summary>
    public bool Extend(Effect by, LegalMoment? starts, PeriodEnd end, bool live)
    {
        if (starts is null && LatestEnd <= LegalTime.StartOfDay(by.AnnouncedDay, by.Zone))
            return false;
        var placed = Readings.EndOf(end, _pull, _reading, by);
        var latest = LegalTime.EndOf(end, Bound.Latest, by.Zone);
        Instant? ownStart = starts is null ? null : Readings.StartOf(starts, _pull, _reading, by);
        if (live)
            CloseUnknownEnds(ownStart ?? placed, ownStart ?? latest);
        var last = _segments.MaxBy(segment => segment.End)!;
        _segments.Add(new Segment(by, ownStart ?? last.End, ownStart is null ? last : _segments[0], placed, latest, end.IsOpen, live));
        return true;
    }

    /// <summary>
    /// An unknown end is not "until further notice", and a renewal closes it (DESIGN T7): at the renewal's own start, or else by joining it
    /// into one period that ends when the renewal does.
    /// </summary>
    private void CloseUnknownEnds(Instant end, Instant latestEnd)
    {
        foreach (var segment in _segments.Where(segment => !segment.IsEndless))
        {
            if (segment.End == Instant.MaxValue)
                segment.End = end;
            if (segment.LatestEnd == Instant.MaxValue)
                segment.LatestEnd = latestEnd;
        }
    }

    /// <summary>Ends every link placed so far.</summary>
    public void EndFrom(Instant from)
    {
        foreach (var segment in _segments.Where(segment => segment.End > from))
            (segment.End, segment.LatestEnd, segment.IsEndless) = (from, Instant.Min(segment.LatestEnd, from), false);
    }

    /// <summary>Adds the effects of those periods that hold at a moment.</summary>
    public void AddRunning(Instant moment, ref List<Effect>? running)
    {
        foreach (var segment in _segments)
        {
            if (segment.Holds(moment))
                (running ??= []).Add(segment.By);
        }
    }

    public bool Runs(Instant moment) => _segments.Exists(segment => segment.Holds(moment));
}
