using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// One commitment of an agreement over all moments (DESIGN T7): it never happens by time alone. A later act in legal order that states it again
/// moves it; what says that it was fulfilled confirms it, but not what is dated before the last act that set or moved it; unconfirmed it is
/// overdue from the day after its latest due day.
/// </summary>
/// <param name="makings">What set and moved it, in legal order.</param>
/// <param name="fulfilments">What says that it was fulfilled, in legal order.</param>
internal sealed class Commitment(IReadOnlyList<Effect> makings, IReadOnlyList<Effect> fulfilments)
{
    private readonly List<Schedule> _schedules = [.. makings.Select((making, at) => new Schedule(making, at + 1 < makings.Count ? makings[at + 1].AnnouncedDay : null, fulfilments))];

    public CommitmentState At(Instant moment)
    {
        var (standing, status, next, occurrences) = In(Reading.Shown, moment);
        var isCertain = Readings.All.All(reading => In(reading, moment) is var other && other.Status == status && other.Next == next && other.Standing.SaysSame(standing));
        var acts = makings.Where(making => Schedule.AnnouncementOf(making, Reading.Shown) <= moment).DefaultIfEmpty(standing.By)
            .Concat(fulfilments.Where(fulfilment => Schedule.StartOf(fulfilment, Reading.Shown) <= moment));
        return new CommitmentState(
            standing.Made, standing.By, status, isCertain, next, occurrences, status == CommitmentStatus.Fulfilled && standing.Made.Recurrence is null ? standing.FulfilledOn(null, moment) : null,
            standing.Made.Recurrence is null ? standing.FulfilledBy(null, moment) : [], acts.Order(LegalOrder.Instance).ToItems());
    }

    /// <summary>Boundaries that occurrences make, up to some days after a moment.</summary>
    public IEnumerable<Instant> BoundariesUpTo(Instant moment) => _schedules.SelectMany(schedule => schedule.BoundariesUpTo(moment));

    private (Schedule Standing, CommitmentStatus Status, LocalDate? Next, Items<OccurrenceState> Occurrences) In(Reading reading, Instant moment)
    {
        var at = _schedules.FindLastIndex(schedule => Schedule.AnnouncementOf(schedule.By, reading) <= moment);
        if (at < 0)
            return (_schedules[0], CommitmentStatus.Announced, _schedules[0].First, []);
        var standing = _schedules[at];
        // What was due before the schedule was moved is not moved: each occurrence is overdue alone.
        var kept = _schedules.Take(at).SelectMany(schedule => schedule.OccurrencesBeforeItWasMoved(reading, moment)).ToList();
        var (status, next, own) = standing.In(reading, moment);
        var occurrences = own.Concat(kept.Where(earlier => own.All(occurrence => occurrence.Due != earlier.Due))).OrderBy(occurrence => occurrence.Due).ToItems();
        var isOverdue = occurrences.Any(occurrence => occurrence.Status == CommitmentStatus.Overdue);
        return (standing, isOverdue ? CommitmentStatus.Overdue : status, next, occurrences);
    }
}

/// <summary>The commitments that an agreement's effects hold.</summary>
internal static class Commitments
{
    /// <param name="effects">In legal order.</param>
    public static IEnumerable<Commitment> Of(IReadOnlyList<Effect> effects) =>
        from made in effects
        where made.Body is CommitmentMade
        group made by ((CommitmentMade)made.Body).Commitment into same
        select new Commitment([.. same], [.. effects.Where(effect => Fulfils(effect, same.First()))]);

    /// <summary>Fulfilments of what is not there, or dated before it was undertaken: they confirm nothing.</summary>
    public static IEnumerable<Effect> Dangling(IReadOnlyList<Effect> effects) =>
        effects.Where(effect => effect.Body is CommitmentFulfilled && !effects.Any(made => made.Body is CommitmentMade && Fulfils(effect, made)));

    /// <summary>True where a date certainly lies before another.</summary>
    public static bool IsBefore(LegalMoment date, LegalMoment other) => date.LatestDay < other.EarliestDay;

    private static bool Fulfils(Effect effect, Effect made) =>
        effect.Body is CommitmentFulfilled fulfilled && fulfilled.Commitment == ((CommitmentMade)made.Body).Commitment && !IsBefore(effect.OwnDate(fulfilled.Effective), made.AnnouncedOn);
}
