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
        : this(first.By, first.Period, Pull.Counts, reading, live, Interval.Whole)
    {
    }

    public Chain(Step.Hold first, Reading reading, bool live)
        : this(first.By, first.Period, Pull.HoldsBack, reading, live, first.Slice) => Kind = first.Kind;

    private Chain(Effect by, Period period, Pull pull, Reading reading, bool live, Interval slice)
    {
        (_pull, _reading) = (pull, reading);
        Links.Add(by.Reference);
        _segments.Add(new Segment(
            by, Readings.StartOf(period.Starts, pull, reading, by), Readings.EndOf(period.End, pull, reading, by),
            LegalTime.EndOf(period.End, Bound.Latest, by.Zone), period.End.IsOpen, live, slice));
    }

    public HoldKind Kind { get; }

    /// <summary>References by which later acts may name the chain.</summary>
    public HashSet<string> Links { get; } = [];

    public IReadOnlyList<Segment> Segments => _segments;

    public Effect First => _segments[0].By;

    /// <summary>True where some link holds until further notice and nothing ended it.</summary>
    public bool IsEndless => _segments.Exists(segment => segment.Live && segment.IsEndless);

    private Instant PlacedEnd => _segments.Max(segment => segment.End);

    private Instant LatestEnd => _segments.Max(segment => segment.LatestEnd);

    /// <summary>Adds a period; false where it would extend what has ended and states no start of its own: it dangles.</summary>
    public bool Extend(Effect by, LegalMoment? starts, PeriodEnd end, Interval? slice, bool live)
    {
        if (starts is null && LatestEnd <= LegalTime.StartOfDay(by.AnnouncedDay, by.Zone))
            return false;
        var placed = Readings.EndOf(end, _pull, _reading, by);
        var latest = LegalTime.EndOf(end, Bound.Latest, by.Zone);
        Instant? ownStart = starts is null ? null : Readings.StartOf(starts, _pull, _reading, by);
        if (live && (slice is null || slice == _segments[0].Slice))
            CloseUnknownEnds(ownStart ?? placed, ownStart ?? latest);
        Links.Add(by.Reference);
        _segments.Add(new Segment(
            by, Instant.Max(ownStart ?? PlacedEnd, _segments[0].Start), placed, latest, end.IsOpen, live, slice ?? _segments[0].Slice));
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

    /// <summary>Ends every link placed so far, for the slice named.</summary>
    public void EndFrom(Instant from, Interval slice)
    {
        foreach (var segment in _segments)
        {
            if (slice != Interval.Whole)
                segment.Ended.Add((from, slice));
            else if (segment.End > from)
                (segment.End, segment.LatestEnd, segment.IsEndless) = (from, Instant.Min(segment.LatestEnd, from), false);
        }
    }

    public bool Runs(Instant moment) => _segments.Any(segment => segment.Holds(moment) && !segment.SliceAt(moment).IsEmpty);
}
