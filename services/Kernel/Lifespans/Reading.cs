using NodaTime;

namespace Ledger.Kernel.Lifespans;

/// <summary>
/// How approximate dates are taken (DESIGN T7). A measure counts only if it applies in every reading; it is possible if it does in some.
/// </summary>
public enum Reading
{
    /// <summary>The certain reading, with unbounded dates read as their bound or the announcement: the one whose status and value are shown.</summary>
    Shown,

    /// <summary>Latest starts and earliest ends for what counts, earliest starts and latest ends for what holds it back or ends it.</summary>
    Least,

    /// <summary>The reverse.</summary>
    Most,
}

/// <summary>Which way a date pulls.</summary>
public enum Pull
{
    /// <summary>Of what counts, and of what annuls or ends a suspension.</summary>
    Counts,

    /// <summary>Of what holds a measure back or ends it.</summary>
    HoldsBack,
}

/// <summary>Takes dates in a reading.</summary>
public static class Readings
{
    /// <summary>All of them, each at the place that is its number.</summary>
    public static IReadOnlyList<Reading> All { get; } = [Reading.Shown, Reading.Least, Reading.Most];

    /// <summary>The instant at which something starts, in a reading.</summary>
    public static Instant StartOf(LegalMoment moment, Pull pull, Reading reading, Effect by)
    {
        var bound = (pull == Pull.Counts) == (reading != Reading.Most) ? Bound.Latest : Bound.Earliest;
        var start = LegalTime.StartOf(moment, bound, by.Zone);
        if (reading != Reading.Shown || IsBounded(start))
            return start;
        var other = LegalTime.StartOf(moment, Other(bound), by.Zone);
        if (IsBounded(other))
            return other;
        var announced = LegalTime.StartOf(by.AnnouncedOn, bound, by.Zone);
        return IsBounded(announced) ? announced : LegalTime.StartOf(by.AnnouncedOn, Other(bound), by.Zone);
    }

    /// <summary>The instant at which something has ended, in a reading.</summary>
    public static Instant EndOf(PeriodEnd end, Pull pull, Reading reading, Effect by)
    {
        var bound = (pull == Pull.Counts) == (reading != Reading.Most) ? Bound.Earliest : Bound.Latest;
        var instant = LegalTime.EndOf(end, bound, by.Zone);
        if (reading != Reading.Shown)
            return instant;
        var (earliest, latest) = (LegalTime.EndOf(end, Bound.Earliest, by.Zone), LegalTime.EndOf(end, Bound.Latest, by.Zone));
        return IsBounded(earliest) && IsBounded(latest) ? instant : latest;
    }

    /// <summary>Every instant at which a date of the effect may come or go, in any reading: where an answer may change by time alone.</summary>
    public static IEnumerable<Instant> BoundariesOf(Effect effect)
    {
        foreach (var moment in Moments.Of(effect.Body).Append(effect.AnnouncedOn))
        {
            // A day or moment that is exact is the same whichever bound is taken.
            foreach (var bound in moment.IsExact ? Exact : Bounds)
            {
                var start = LegalTime.StartOf(moment, bound, effect.Zone);
                if (IsBounded(start))
                    yield return start;
                var end = LegalTime.EndOf(new PeriodEnd(moment, null), bound, effect.Zone);
                if (IsBounded(end))
                    yield return end;
            }
        }
    }

    private static readonly Bound[] Bounds = [Bound.Earliest, Bound.Latest];
    private static readonly Bound[] Exact = [Bound.Earliest];

    public static bool IsBounded(Instant instant) => instant != Instant.MinValue && instant != Instant.MaxValue;

    private static Bound Other(Bound bound) => bound == Bound.Earliest ? Bound.Latest : Bound.Earliest;
}
