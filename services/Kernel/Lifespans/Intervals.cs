namespace Ledger.Kernel.Lifespans;

/// <summary>An interval of a measure's value, in the value's unit. <c>To</c> null: without upper bound.</summary>
public readonly record struct Interval(decimal Above, decimal? To)
{
    public static Interval Whole => new(0, null);

    public bool IsEmpty => To <= Above;
}

/// <summary>
/// A set of value intervals: slices union as intervals, are clipped to the value of the moment and come off it (DESIGN T3, <i>Parts</i>).
/// </summary>
public readonly struct Intervals
{
    private readonly Interval[]? _sorted;

    private Intervals(Interval[] sorted) => _sorted = sorted;

    public static Intervals None => default;

    public static Intervals Of(IEnumerable<Interval> intervals)
    {
        var merged = new List<Interval>();
        foreach (var interval in intervals.Where(interval => !interval.IsEmpty).OrderBy(interval => interval.Above))
        {
            if (merged.Count > 0 && merged[^1] is var last && (last.To is null || last.To >= interval.Above))
                merged[^1] = new Interval(last.Above, last.To is null || interval.To is null ? null : Math.Max(last.To.Value, interval.To.Value));
            else
                merged.Add(interval);
        }
        return new Intervals([.. merged]);
    }

    public bool IsEmpty => _sorted is null or [];

    public IReadOnlyList<Interval> Parts => _sorted ?? [];

    public Intervals Union(Intervals other) => Of(Parts.Concat(other.Parts));

    public Intervals Without(Intervals other)
    {
        var left = Parts.ToList();
        foreach (var hole in other.Parts)
        {
            left = left.SelectMany(part => Cut(part, hole)).ToList();
        }
        return Of(left);
    }

    /// <summary>What of the set lies within a value; null: the value is unbounded or not a number.</summary>
    public Intervals ClippedTo(decimal? value) =>
        value is not { } top ? this : Of(Parts.Select(part => part with { To = part.To is { } to ? Math.Min(to, top) : top }));

    /// <summary>True when the set, clipped, is the whole of the value.</summary>
    public bool Covers(decimal? value)
    {
        if (Parts.Any(part => part.Above <= 0 && part.To is null))
            return true;
        var clipped = ClippedTo(value);
        return value is { } top && clipped.Parts is [{ Above: <= 0 } only] && only.To >= top;
    }

    /// <summary>How much of the value the set takes away.</summary>
    public decimal LengthWithin(decimal value) => ClippedTo(value).Parts.Sum(part => part.To!.Value - Math.Max(part.Above, 0));

    private static IEnumerable<Interval> Cut(Interval part, Interval hole)
    {
        if (hole.Above >= (part.To ?? decimal.MaxValue) || (hole.To ?? decimal.MaxValue) <= part.Above)
            return [part];
        var pieces = new List<Interval>();
        if (hole.Above > part.Above)
            pieces.Add(new Interval(part.Above, hole.Above));
        if (hole.To is { } to && (part.To is null || to < part.To))
            pieces.Add(new Interval(to, part.To));
        return pieces;
    }
}
