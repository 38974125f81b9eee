using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>A commitment as one act set or moved it: when it is due, and what has confirmed it since.</summary>
/// <param name="by">The act's effect.</param>
/// <param name="movedOn">The day on which a later act moved it; null: none did.</param>
/// <param name="fulfilments">All of the commitment, in legal order.</param>
internal sealed class Schedule(Effect by, LocalDate? movedOn, IReadOnlyList<Effect> fulfilments)
{
    public Effect By => by;

    public CommitmentMade Made { get; } = (CommitmentMade)by.Body;

    /// <summary>Its due day, the first of a recurring one: the latest that its date allows.</summary>
    public LocalDate? First => Made.Due?.LatestDay;

    /// <summary>From when it stands in a reading: it is made, or moved, when it is announced.</summary>
    public static Instant AnnouncementOf(Effect making, Reading reading) => Readings.StartOf(making.AnnouncedOn, Pull.Counts, reading, making);

    /// <summary>When a fulfilment came, in a reading.</summary>
    public static Instant StartOf(Effect fulfilment, Reading reading) => Readings.StartOf(OwnDateOf(fulfilment), Pull.Counts, reading, fulfilment);

    public bool SaysSame(Schedule other) => Made == other.Made;

    /// <summary>How it stands, were it the last that set or moved the commitment.</summary>
    public (CommitmentStatus Status, LocalDate? Next, Items<OccurrenceState> Occurrences) In(Reading reading, Instant moment)
    {
        if (Made.Recurrence is { } rule && First is { } first)
            return Recurring(rule, first, reading, moment);
        if (IsFulfilled(null, reading, moment))
            return (CommitmentStatus.Fulfilled, null, []);
        var overdue = First is { } due && HasPassed(due, moment);
        return (overdue ? CommitmentStatus.Overdue : CommitmentStatus.Due, overdue ? null : First, []);
    }

    /// <summary>Of a recurring one, the occurrences that were due before the day on which it was moved.</summary>
    public IEnumerable<OccurrenceState> OccurrencesBeforeItWasMoved(Reading reading, Instant moment) =>
        Made.Recurrence is { } rule && First is { } first && movedOn is { } moved
            ? Recurrences.Through(rule, first, moved.PlusDays(-1)).Select(day => Occurrence(day, reading, moment))
            : [];

    /// <summary>When everyone who undertook it had fulfilled it, in the certain reading; null where they have not.</summary>
    public LegalMoment? FulfilledOn(LocalDate? occurrence, Instant moment)
    {
        if (!IsFulfilled(occurrence, Reading.Shown, moment))
            return null;
        var firsts = Made.By.Select(party => Confirming(occurrence, Reading.Shown, moment).Where(fulfilment => Fulfillers(fulfilment).Contains(party)).MinBy(fulfilment => StartOf(fulfilment, Reading.Shown))!);
        return OwnDateOf(firsts.MaxBy(fulfilment => StartOf(fulfilment, Reading.Shown))!);
    }

    /// <summary>Who has fulfilled it.</summary>
    public Items<string> FulfilledBy(LocalDate? occurrence, Instant moment) => Confirming(occurrence, Reading.Shown, moment).SelectMany(Fulfillers).Distinct().ToItems();

    /// <summary>Boundaries that occurrences make, up to some days after a moment.</summary>
    public IEnumerable<Instant> BoundariesUpTo(Instant moment)
    {
        if (Made.Recurrence is not { } rule || First is not { } first)
            return [];
        var from = Instant.Max(moment, LegalTime.StartOfDay(first, by.Zone));
        var today = from < LegalTime.StartOfDay(new LocalDate(9990, 1, 1), by.Zone) ? LegalTime.DayOf(from, by.Zone) : first;
        return Recurrences.Through(rule, first, Later(today.PlusDays(Recurrences.DaysAhead), NextUnmet(rule, first, today)))
            .SelectMany(day => new[] { LegalTime.StartOfDay(day, by.Zone), LegalTime.StartOfDay(day.PlusDays(1), by.Zone) });
    }

    private (CommitmentStatus, LocalDate?, Items<OccurrenceState>) Recurring(string rule, LocalDate first, Reading reading, Instant moment)
    {
        var today = LegalTime.DayOf(moment, by.Zone);
        var ahead = fulfilments.Select(OccurrenceOf).OfType<LocalDate>().Where(day => day > today && IsFulfilled(day, reading, moment) && Recurrences.NextFrom(rule, first, day) == day);
        var occurrences = Recurrences.Through(rule, first, today).Concat(ahead).Distinct().Order().Select(day => Occurrence(day, reading, moment)).ToItems();
        var next = Recurrences.NextFrom(rule, first, today);
        while (next is { } day && IsFulfilled(day, reading, moment))
            next = Recurrences.NextFrom(rule, first, day.PlusDays(1));
        var status = occurrences.Any(occurrence => occurrence.Status == CommitmentStatus.Overdue) ? CommitmentStatus.Overdue
            : next is null ? CommitmentStatus.Fulfilled
            : CommitmentStatus.Due;
        return (status, next, occurrences);
    }

    private OccurrenceState Occurrence(LocalDate day, Reading reading, Instant moment) => new(
        day,
        IsFulfilled(day, reading, moment) ? CommitmentStatus.Fulfilled : HasPassed(day, moment) ? CommitmentStatus.Overdue : CommitmentStatus.Due,
        FulfilledOn(day, moment));

    private bool HasPassed(LocalDate day, Instant moment) => LegalTime.StartOfDay(day.PlusDays(1), by.Zone) <= moment;

    private bool IsFulfilled(LocalDate? occurrence, Reading reading, Instant moment)
    {
        var fulfillers = Confirming(occurrence, reading, moment).SelectMany(Fulfillers).ToHashSet();
        return fulfillers.Count > 0 && Made.By.All(fulfillers.Contains);
    }

    private IEnumerable<Effect> Confirming(LocalDate? occurrence, Reading reading, Instant moment) =>
        fulfilments.Where(fulfilment => OccurrenceOf(fulfilment) == occurrence && StartOf(fulfilment, reading) <= moment && IsNotBefore(fulfilment, reading));

    /// <summary>Not dated before the act that set or moved it: civil days as written, whichever of the allowed ones the reading takes.</summary>
    private bool IsNotBefore(Effect fulfilment, Reading reading)
    {
        var own = OwnDateOf(fulfilment);
        return reading switch
        {
            Reading.Least => (own.EarliestDay ?? LocalDate.MinIsoValue) >= by.AnnouncedDay,
            Reading.Most => (own.LatestDay ?? LocalDate.MaxIsoValue) >= (by.AnnouncedOn.EarliestDay ?? LocalDate.MinIsoValue),
            _ => (own.LatestDay ?? own.EarliestDay ?? fulfilment.AnnouncedDay) >= by.AnnouncedDay,
        };
    }

    /// <summary>
    /// The second due day on or after a day that no visible fulfilment names: where intervals are long the next change lies further off than any
    /// fixed number of days, and it is the first of these at the latest.
    /// </summary>
    private LocalDate? NextUnmet(string rule, LocalDate first, LocalDate from)
    {
        var named = fulfilments.Select(OccurrenceOf).ToHashSet();
        var next = Recurrences.NextFrom(rule, first, from);
        for (var unmet = 0; next is { } day; next = Recurrences.NextFrom(rule, first, day.PlusDays(1)))
        {
            if (!named.Contains(day) && ++unmet == 2)
                return day;
        }
        return null;
    }

    private IEnumerable<string> Fulfillers(Effect fulfilment) => (CommitmentFulfilled)fulfilment.Body is { By.IsEmpty: false } named ? named.By : Made.By;

    private static LocalDate Later(LocalDate day, LocalDate? other) => other > day ? other.Value : day;

    private static LocalDate? OccurrenceOf(Effect fulfilment) => ((CommitmentFulfilled)fulfilment.Body).Occurrence?.LatestDay;

    private static LegalMoment OwnDateOf(Effect fulfilment) => fulfilment.OwnDate(((CommitmentFulfilled)fulfilment.Body).Effective);
}
