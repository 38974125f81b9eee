using System.Runtime.CompilerServices;
using NodaTime;

namespace Ledger.Kernel;

/// <summary>Which of the allowed days of an approximate date is taken.</summary>
public enum Bound
{
    Earliest,
    Latest,
}

/// <summary>
/// Turns what sources say into instants, in one legal zone (DESIGN T1, T2). A start counts from the first instant of its day; an end
/// <c>through</c> a day is the first instant of the next. An unbounded date becomes <see cref="Instant.MinValue"/> or <see cref="Instant.MaxValue"/>.
/// </summary>
public static class LegalTime
{
    /// <summary>The first instant at which something that starts at <paramref name="moment"/> holds.</summary>
    public static Instant StartOf(LegalMoment moment, Bound bound, DateTimeZone zone)
    {
        if (moment.Local is { } local)
            return Resolve(local, moment.Offset, zone);
        return bound == Bound.Earliest
            ? moment.EarliestDay is { } first ? StartOfDay(first, zone) : Instant.MinValue
            : moment.LatestDay is { } last ? StartOfDay(last, zone) : Instant.MaxValue;
    }

    /// <summary>The first instant at which something with this end no longer holds.</summary>
    public static Instant EndOf(PeriodEnd end, Bound bound, DateTimeZone zone)
    {
        if (end.Until is { } until)
            return StartOf(until, bound, zone);
        if (end.Through is not { } through)
            return Instant.MaxValue;
        return bound == Bound.Earliest
            ? through.EarliestDay is { } first ? StartOfDay(first.PlusDays(1), zone) : Instant.MinValue
            : through.LatestDay is { } last ? StartOfDay(last.PlusDays(1), zone) : Instant.MaxValue;
    }

    /// <summary>The first instant of a civil day in a zone. Answers ask for the same days over and over, so those asked last are kept.</summary>
    public static Instant StartOfDay(LocalDate day, DateTimeZone zone)
    {
        ref var kept = ref Starts[(((day.Year * 512) + (day.Month * 32) + day.Day) ^ RuntimeHelpers.GetHashCode(zone)) & (Starts.Length - 1)];
        var known = Volatile.Read(ref kept);
        if (known is not null && known.Day == day && ReferenceEquals(known.Zone, zone))
            return known.At;
        known = new DayStart(day, zone, zone.AtStartOfDay(day).ToInstant());
        Volatile.Write(ref kept, known);
        return known.At;
    }

    private static readonly DayStart?[] Starts = new DayStart?[1 << 15];

    private sealed record DayStart(LocalDate Day, DateTimeZone Zone, Instant At);

    /// <summary>The last instant of a civil day: the state "on date D" is the state at this instant (DESIGN T1).</summary>
    public static Instant CloseOf(LocalDate day, DateTimeZone zone) => StartOfDay(day.PlusDays(1), zone) - Duration.Epsilon;

    public static LocalDate DayOf(Instant instant, DateTimeZone zone) => instant.InZone(zone).Date;

    /// <summary>
    /// Says why a local moment cannot be taken in a zone: daylight saving doubles or skips it and no offset is given. Null when it can: an
    /// offset that is given is the one taken, in use there or not.
    /// </summary>
    public static string? Doubt(LegalMoment moment, DateTimeZone zone)
    {
        if (moment.Local is not { } local)
            return null;
        if (moment.Offset is not null)
            return null;
        var mapping = zone.MapLocal(local);
        return mapping.Count switch
        {
            0 => $"the local moment {moment} does not exist in {zone.Id}: daylight saving skips it; state an offset",
            2 => $"the local moment {moment} happens twice in {zone.Id}: daylight saving doubles it; state an offset",
            _ => null,
        };
    }

    private static Instant Resolve(LocalDateTime local, Offset? offset, DateTimeZone zone) =>
        offset is { } stated ? local.WithOffset(stated).ToInstant() : local.InZoneLeniently(zone).ToInstant();
}
