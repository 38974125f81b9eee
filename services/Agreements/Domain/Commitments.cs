using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// One commitment of an agreement over all moments (DESIGN T7): it never happens by time alone. What says that it was fulfilled confirms it;
/// unconfirmed it is overdue from the day after its latest due day.
/// </summary>
internal sealed class Commitment(Effect by, CommitmentMade made, IReadOnlyList<Effect> fulfilments, DateTimeZone zone)
{
    public CommitmentState At(Instant moment)
    {
        var (status, next, occurrences) = In(Reading.Shown, moment);
        var isCertain = Readings.All.All(reading => In(reading, moment) is var other && other.Status == status && other.NextDue == next);
        var come = fulfilments.Where(fulfilment => StartOf(fulfilment, Reading.Shown) <= moment).ToList();
        var single = made.Recurrence is null;
        return new CommitmentState(
            made, by, status, isCertain, next, occurrences, single && status == CommitmentStatus.Fulfilled ? LastOf(come) : null,
            single ? come.SelectMany(Fulfillers).Distinct().ToItems() : [], come.Prepend(by).ToItems());
    }

    /// <summary>Boundaries that occurrences make, up to some days after a moment.</summary>
    public IEnumerable<Instant> BoundariesUpTo(Instant moment)
    {
        if (made.Recurrence is null || First is not { } first)
            return [];
        var from = Instant.Max(moment, LegalTime.StartOfDay(first, zone));
        var today = from < LegalTime.StartOfDay(new LocalDate(9990, 1, 1), zone) ? LegalTime.DayOf(from, zone) : first;
        return Recurrences.Through(made.Recurrence, first, Later(today.PlusDays(Recurrences.DaysAhead), NextUnmet(made.Recurrence, first, today)))
            .SelectMany(day => new[] { LegalTime.StartOfDay(day, zone), LegalTime.StartOfDay(day.PlusDays(1), zone) });
    }

    /// <summary>
    /// The second due day on or after a day that no visible fulfilment names: where intervals are long the next change lies further off than any
    /// fixed number of days, and it is the first of these at the latest.
    /// </summary>
    private LocalDate? NextUnmet(string rule, LocalDate first, LocalDate from)
    {
        var named = fulfilments.Select(fulfilment => ((CommitmentFulfilled)fulfilment.Body).Occurrence?.LatestDay).ToHashSet();
        var next = Recurrences.NextFrom(rule, first, from);
        for (var unmet = 0; next is { } day; next = Recurrences.NextFrom(rule, first, day.PlusDays(1)))
        {
            if (!named.Contains(day) && ++unmet == 2)
                return day;
        }
        return null;
    }

    private static LocalDate Later(LocalDate day, LocalDate? other) => other > day ? other.Value : day;

    private LocalDate? First => made.Due?.LatestDay;

    private (CommitmentStatus Status, LocalDate? NextDue, Items<OccurrenceState> Occurrences) In(Reading reading, Instant moment)
    {
        if (moment < Readings.StartOf(by.AnnouncedOn, Pull.Counts, reading, by))
            return (CommitmentStatus.Announced, First, []);
        if (made.Recurrence is { } rule && First is { } first)
            return Recurring(rule, first, reading, moment);
        if (IsFulfilled(null, reading, moment))
            return (CommitmentStatus.Fulfilled, null, []);
        var overdue = made.Due?.LatestDay is { } due && LegalTime.StartOfDay(due.PlusDays(1), zone) <= moment;
        return (overdue ? CommitmentStatus.Overdue : CommitmentStatus.Due, overdue ? null : First, []);
    }

    private (CommitmentStatus, LocalDate?, Items<OccurrenceState>) Recurring(string rule, LocalDate first, Reading reading, Instant moment)
    {
        var today = LegalTime.DayOf(moment, zone);
        var ahead = fulfilments.Select(fulfilment => ((CommitmentFulfilled)fulfilment.Body).Occurrence?.LatestDay).OfType<LocalDate>().Where(day => day > today);
        var occurrences = Recurrences.Through(rule, first, today).Concat(ahead.Where(day => IsFulfilled(day, reading, moment))).Distinct().Order()
            .Select(day => new OccurrenceState(
                day,
                IsFulfilled(day, reading, moment) ? CommitmentStatus.Fulfilled
                : LegalTime.StartOfDay(day.PlusDays(1), zone) <= moment ? CommitmentStatus.Overdue
                : CommitmentStatus.Due,
                FulfilledOn(day, moment)))
            .ToItems();
        var next = Recurrences.NextFrom(rule, first, today);
        while (next is { } day && IsFulfilled(day, reading, moment))
            next = Recurrences.NextFrom(rule, first, day.PlusDays(1));
        var status = occurrences.Any(occurrence => occurrence.Status == CommitmentStatus.Overdue) ? CommitmentStatus.Overdue
            : next is null ? CommitmentStatus.Fulfilled
            : CommitmentStatus.Due;
        return (status, next, occurrences);
    }

    private bool IsFulfilled(LocalDate? occurrence, Reading reading, Instant moment)
    {
        var fulfillers = Of(occurrence).Where(fulfilment => StartOf(fulfilment, reading) <= moment).SelectMany(Fulfillers).ToHashSet();
        return fulfillers.Count > 0 && made.By.All(fulfillers.Contains);
    }

    private LegalMoment? FulfilledOn(LocalDate occurrence, Instant moment) =>
        IsFulfilled(occurrence, Reading.Shown, moment) ? LastOf([.. Of(occurrence).Where(fulfilment => StartOf(fulfilment, Reading.Shown) <= moment)]) : null;

    private IEnumerable<Effect> Of(LocalDate? occurrence) =>
        fulfilments.Where(fulfilment => ((CommitmentFulfilled)fulfilment.Body).Occurrence?.LatestDay == occurrence);

    private IEnumerable<string> Fulfillers(Effect fulfilment) => (CommitmentFulfilled)fulfilment.Body is { By.IsEmpty: false } named ? named.By : made.By;

    private static Instant StartOf(Effect fulfilment, Reading reading) =>
        Readings.StartOf(fulfilment.OwnDate(((CommitmentFulfilled)fulfilment.Body).Effective), Pull.Counts, reading, fulfilment);

    private static LegalMoment? LastOf(List<Effect> come) => come.MaxBy(fulfilment => StartOf(fulfilment, Reading.Shown)) is { } last
        ? last.OwnDate(((CommitmentFulfilled)last.Body).Effective)
        : null;
}

/// <summary>The commitments that an agreement's effects hold.</summary>
internal static class Commitments
{
    /// <param name="effects">In legal order.</param>
    /// <param name="zone">In which due days end.</param>
    public static IEnumerable<Commitment> Of(IReadOnlyList<Effect> effects, DateTimeZone zone) =>
        from made in effects
        where made.Body is CommitmentMade
        let body = (CommitmentMade)made.Body
        group (made, body) by body.Commitment into same
        let first = same.First()
        select new Commitment(first.made, first.body, [.. effects.Where(effect => Fulfils(effect, first.made, first.body))], zone);

    /// <summary>Fulfilments of what is not there, or dated before it was undertaken: they confirm nothing.</summary>
    public static IEnumerable<Effect> Dangling(IReadOnlyList<Effect> effects) => effects.Where(effect =>
        effect.Body is CommitmentFulfilled && !effects.Any(made => made.Body is CommitmentMade body && Fulfils(effect, made, body)));

    private static bool Fulfils(Effect effect, Effect made, CommitmentMade body) =>
        effect.Body is CommitmentFulfilled fulfilled && fulfilled.Commitment == body.Commitment && !IsBefore(effect.OwnDate(fulfilled.Effective), made.AnnouncedOn);

    /// <summary>True where a date certainly lies before another.</summary>
    public static bool IsBefore(LegalMoment date, LegalMoment other) => date.LatestDay < other.EarliestDay;
}
