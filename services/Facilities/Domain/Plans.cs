using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>
/// The plans for one subject (DESIGN T7): a later one in legal order moves it; what it says confirms it does, but not a fact dated before the
/// last act that set or moved it; unconfirmed it is overdue from the day after its latest day.
/// </summary>
internal sealed class Plans
{
    private readonly List<(Effect Plan, Fact Announcement)> _plans;
    private readonly List<Fact> _facts;

    private Plans(IEnumerable<Effect> plans, IEnumerable<Fact> facts)
    {
        // A plan has no date of its own from which it stands: it is made, or moved, when it is announced.
        _plans = [.. plans.Select(plan => (plan, Fact.Of(plan, plan.AnnouncedOn)))];
        _facts = [.. facts.Where(fact => _plans.Exists(each => Says(fact.By.Body, each.Plan.Body)))];
    }

    /// <summary>All plans of a facility, by their subjects.</summary>
    /// <param name="effects">The facility's, in legal order.</param>
    /// <param name="facts">Its facts, in legal order.</param>
    public static IEnumerable<Plans> Of(IReadOnlyList<Effect> effects, IReadOnlyList<Fact> facts) =>
        from effect in effects
        where effect.Body is CapacityPlanned or MilestonePlanned
        group effect by SubjectOf(effect.Body) into same
        select new Plans(same, facts);

    /// <summary>
    /// What a plan is about, all that it says but its due date: a stage status, the first output of a product, a capacity at an amount. A later
    /// one about the same moves it; one of another amount is another plan, as the phases of a plant are.
    /// </summary>
    public static string SubjectOf(EventBody plan) => plan switch
    {
        CapacityPlanned { Amount: var amount } capacity => $"capacity {CapacitySubject.Of(capacity)} at {amount.Amount} to {amount.To} {amount.Unit}",
        MilestonePlanned { Status: { } status } milestone => $"stage {milestone.Stage} {status}",
        MilestonePlanned milestone => $"output {Products.Canonical(milestone.FirstOutputOf ?? "")}",
        _ => throw new InvalidOperationException($"{plan.GetType().Name} is no plan"),
    };

    /// <summary>The plan that stands at a moment: the last that has been announced; null before that.</summary>
    public PlanState? At(Instant moment)
    {
        var shown = _plans.FindLast(each => each.Announcement.Shown <= moment).Plan ?? _plans.FindLast(each => each.Announcement.Earliest <= moment).Plan;
        if (shown is null)
            return null;
        var (standing, confirmedBy) = Standing(shown, moment, Reading.Shown);
        var isCertain = _plans.Exists(each => each.Announcement.Latest <= moment)
            && MayStand(moment).All(plan => Same(plan, shown) && Readings.All.All(reading => Standing(plan, moment, reading).Standing == standing));
        return new PlanState(shown.Body, shown, standing, isCertain, confirmedBy);
    }

    /// <summary>The plans that stand on some choice of the days that approximate announcements allow: those after the last certain one, and it.</summary>
    private IEnumerable<Effect> MayStand(Instant moment)
    {
        var certain = _plans.FindLastIndex(each => each.Announcement.Latest <= moment);
        return _plans.Skip(Math.Max(certain, 0)).Where(each => each.Announcement.Earliest <= moment).Select(each => each.Plan);
    }

    private static bool Same(Effect plan, Effect other) => Plain.Summary(plan.Body) == Plain.Summary(other.Body);

    private (PlanStanding Standing, Effect? ConfirmedBy) Standing(Effect plan, Instant moment, Reading reading)
    {
        var confirming = _facts
            .Where(fact => fact.Start(reading) <= moment && Says(fact.By.Body, plan.Body) && IsNotBefore(fact.By, plan, reading))
            .OrderBy(fact => fact.Start(reading)).FirstOrDefault();
        if (confirming is not null)
            return (PlanStanding.Confirmed, confirming.By);
        var isOverdue = DueOf(plan.Body)?.LatestDay is { } due && LegalTime.StartOfDay(due.PlusDays(1), plan.Zone) <= moment;
        return (isOverdue ? PlanStanding.Overdue : PlanStanding.Planned, null);
    }

    /// <summary>Not dated before the act that set or moved the plan: civil days as written, whichever of the allowed ones the reading takes.</summary>
    private static bool IsNotBefore(Effect fact, Effect plan, Reading reading)
    {
        var own = fact.OwnDate(Facts.OwnDate(fact.Body));
        return reading switch
        {
            Reading.Least => (own.EarliestDay ?? LocalDate.MinIsoValue) >= plan.AnnouncedDay,
            Reading.Most => (own.LatestDay ?? LocalDate.MaxIsoValue) >= (plan.AnnouncedOn.EarliestDay ?? LocalDate.MinIsoValue),
            _ => (own.LatestDay ?? own.EarliestDay ?? fact.AnnouncedDay) >= plan.AnnouncedDay,
        };
    }

    private static LegalMoment? DueOf(EventBody plan) => plan is CapacityPlanned capacity ? capacity.Due : ((MilestonePlanned)plan).Due;

    /// <summary>
    /// What confirms a plan: that very status of the stage; a first output of the product, at whatever stage or scale; a rating of the same
    /// product, stage, basis and pilot mark at the amount planned or more, in the same unit. No amount is converted.
    /// </summary>
    private static bool Says(EventBody fact, EventBody plan) => (fact, plan) switch
    {
        (CapacityRated rated, CapacityPlanned planned) => CapacitySubject.Of(rated) == CapacitySubject.Of(planned) && Reaches(rated.Amount, planned.Amount),
        (StageStatusChanged changed, MilestonePlanned { Status: { } status } planned) => changed.Stage == planned.Stage && changed.Status == status,
        (FirstOutputAchieved first, MilestonePlanned { Status: null, FirstOutputOf: { } product }) => Products.AreSame(first.Product, product),
        _ => false,
    };

    private static bool Reaches(Quantity rated, Quantity planned) =>
        planned.Amount is not { } wanted || (rated.Unit == planned.Unit && (rated.To ?? rated.Amount) >= wanted);
}

/// <summary>What a capacity is of; an amount at pilot scale is another subject.</summary>
internal sealed record CapacitySubject(string Product, Stage Stage, CapacityBasis Basis, bool Pilot)
{
    public static CapacitySubject Of(CapacityRated rated) => new(Products.Canonical(rated.Product), rated.Stage, rated.Basis, rated.Amount.Pilot);

    public static CapacitySubject Of(CapacityPlanned planned) =>
        new(Products.Canonical(planned.Product), planned.Stage, planned.Basis, planned.Amount.Pilot);
}
