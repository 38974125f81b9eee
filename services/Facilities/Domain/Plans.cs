using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>
/// Plans (DESIGN T7): a later one in legal order for the same subject moves it; what it says confirms it does, but not a fact dated before
/// the last act that set or moved it; unconfirmed it is overdue from the day after its latest day.
/// </summary>
internal static class Plans
{
    public static IEnumerable<PlanState> At(IReadOnlyList<Effect> effects, DateTimeZone zone, Instant moment) =>
        from effect in effects
        where effect.Body is CapacityPlanned or MilestonePlanned && Readings.StartOf(effect.AnnouncedOn, Pull.Counts, Reading.Shown, effect) <= moment
        group effect by SubjectOf(effect.Body) into same
        let plan = same.Last()
        select Standing(plan, [.. effects.Where(fact => Confirms(fact, plan))], zone, moment);

    /// <summary>What a plan is about: a later one about the same moves it.</summary>
    private static string SubjectOf(EventBody plan) => plan switch
    {
        CapacityPlanned capacity => $"capacity {capacity.Product} {capacity.Stage} {capacity.Basis} {capacity.Amount.Pilot}",
        MilestonePlanned { Status: { } status } milestone => $"stage {milestone.Stage} {status}",
        MilestonePlanned milestone => $"output {milestone.FirstOutputOf} {milestone.Stage}",
        _ => throw new InvalidOperationException($"{plan.GetType().Name} is no plan"),
    };

    private static PlanState Standing(Effect plan, List<Effect> confirmations, DateTimeZone zone, Instant moment)
    {
        PlanStanding In(Reading reading) =>
            confirmations.Exists(fact => Facts.StartOf(fact, reading) <= moment) ? PlanStanding.Confirmed
            : DueOf(plan.Body)?.LatestDay is { } due && LegalTime.StartOfDay(due.PlusDays(1), zone) <= moment ? PlanStanding.Overdue
            : PlanStanding.Planned;
        var standing = In(Reading.Shown);
        return new PlanState(
            plan.Body, plan, standing, Readings.All.All(reading => In(reading) == standing),
            confirmations.Where(fact => Facts.StartOf(fact, Reading.Shown) <= moment).MinBy(fact => Facts.StartOf(fact, Reading.Shown)));
    }

    private static LegalMoment? DueOf(EventBody plan) => plan is CapacityPlanned capacity ? capacity.Due : ((MilestonePlanned)plan).Due;

    private static bool Confirms(Effect fact, Effect plan) => Says(fact.Body, plan.Body) && !(fact.OwnDate(Facts.OwnDate(fact.Body)).LatestDay < plan.AnnouncedOn.EarliestDay);

    private static bool Says(EventBody fact, EventBody plan) => (fact, plan) switch
    {
        (CapacityRated rated, CapacityPlanned planned) => rated.Product == planned.Product && rated.Stage == planned.Stage && rated.Basis == planned.Basis
            && rated.Amount.Pilot == planned.Amount.Pilot && Reaches(rated.Amount, planned.Amount),
        (StageStatusChanged changed, MilestonePlanned { Status: { } status } planned) => changed.Stage == planned.Stage && changed.Status == status,
        (FirstOutputAchieved first, MilestonePlanned { FirstOutputOf: { } product } planned) => first.Product == product && first.Stage == planned.Stage,
        _ => false,
    };

    private static bool Reaches(Quantity rated, Quantity planned) =>
        planned.Amount is not { } wanted || (rated.Unit == planned.Unit && (rated.To ?? rated.Amount) >= wanted);
}
