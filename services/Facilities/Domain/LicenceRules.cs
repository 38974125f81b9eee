using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>Rules about licences and their conditions, for one effect.</summary>
/// <param name="effect">The effect judged.</param>
/// <param name="all">Licences in all visible effects: where targets are sought.</param>
/// <param name="before">Licences in the effects before it in legal order: by which dates are judged.</param>
/// <param name="acceptsUnresolved">Whether targets that are not recorded are accepted.</param>
/// <param name="field">The effect's place in the request.</param>
internal sealed class LicenceRules(Effect effect, Licences all, Licences before, bool acceptsUnresolved, string field)
{
    public IEnumerable<Refusal> Grant(LicenceGranted granted)
    {
        if (string.IsNullOrWhiteSpace(granted.Licence) || granted.Licence.Contains('/', StringComparison.Ordinal))
            yield return FacilityRules.ConditionId.Refuse($"{field}.licence", $"'{granted.Licence}' is no id of a licence: a slash parts a condition from its licence");
        foreach (var refusal in Twice(granted.Licence, "licence").Concat(Span(granted.Period, FacilityRules.PeriodBackwards)))
            yield return refusal;
    }

    public IEnumerable<Refusal> Impose(LicenceConditionImposed imposed)
    {
        var slash = imposed.Condition.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == imposed.Condition.Length - 1)
            yield return FacilityRules.ConditionId.Refuse($"{field}.condition", $"'{imposed.Condition}' is not licence/condition");
        else if (!acceptsUnresolved && all.Introduction(imposed.Condition[..slash]) is null)
            yield return FacilityRules.UnknownLicence.Refuse($"{field}.condition", $"{effect.Entity} has no licence {imposed.Condition[..slash]}");
        foreach (var refusal in Twice(imposed.Condition, "condition").Concat(Span(imposed.Period, FacilityRules.PeriodBackwards)))
            yield return refusal;
    }

    public IEnumerable<Refusal> Renew(LicenceRenewed renewed) => Known(renewed.Licence, "licence", life =>
    {
        var end = new PeriodEnd(renewed.Through, renewed.Until);
        return Extension(life.LastPeriodAt(Instant.MaxValue - Duration.FromDays(1)), life.IsEndless, life.HasEndedBy(effect.AnnouncedDay, effect.Zone), renewed.Starts, end, renewed.Licence);
    });

    public IEnumerable<Refusal> Suspend(LicenceSuspended suspended) =>
        Known(suspended.Target, "target", _ => []).Concat(Span(suspended.Period, FacilityRules.SuspensionBackwards));

    public IEnumerable<Refusal> ExtendSuspension(LicenceSuspensionExtended extended) => KnownSuspension(extended.Suspension, life =>
        Extension(null, life.HoldIsEndless(extended.Suspension) == true, life.HoldHasEndedBy(extended.Suspension, effect.AnnouncedDay, effect.Zone) == true, extended.Starts, new PeriodEnd(extended.Through, extended.Until), extended.Suspension));

    public IEnumerable<Refusal> EndSuspension(LicenceSuspensionEnded ended) => KnownSuspension(ended.Suspension, life =>
    {
        var from = Readings.StartOf(effect.OwnDate(ended.Effective), Pull.Counts, Reading.Shown, effect);
        return life.HoldsAt(from).Any(hold => hold.Links.Contains(ended.Suspension) && hold.Runs)
            ? []
            : [FacilityRules.NotRunning.Refuse(field, $"the suspension {ended.Suspension} is not running on {effect.OwnDate(ended.Effective)}")];
    });

    public IEnumerable<Refusal> End(string target, LegalMoment? effective, string what) => Known(target, what, life =>
    {
        var from = Readings.StartOf(effect.OwnDate(effective), Pull.HoldsBack, Reading.Shown, effect);
        return life.At(from, null) is { Status: Status.Repealed } over
            ? [FacilityRules.RevokedAlready.Refuse(field, $"{target} is over since {over.Because[0].AnnouncedOn}, by {over.Because[0].Reference}")]
            : [];
    });

    public IEnumerable<Refusal> Reschedule(LicenceConditionRescheduled moved) => Known(moved.Condition, "condition", life =>
    {
        if (life.HasEndedBy(effect.AnnouncedDay, effect.Zone))
            return [FacilityRules.NothingToMove.Refuse(field, $"{moved.Condition} had ended before {effect.AnnouncedOn}")];
        return moved.NewStart is { } start && life.LastPeriodAt(Instant.MaxValue - Duration.FromDays(1)) is { } period
            && period.End <= LegalTime.StartOf(start, Bound.Earliest, effect.Zone)
                ? [FacilityRules.NothingToMove.Refuse($"{field}.newStart", $"{moved.Condition} ends before {start}")]
                : [];
    });

    private IEnumerable<Refusal> Known(string target, string name, Func<Lifespan, IEnumerable<Refusal>> judge)
    {
        if (all.Introduction(target) is not null)
            return judge(before.Life(target, Reading.Shown));
        return acceptsUnresolved ? [] : [FacilityRules.UnknownLicence.Refuse($"{field}.{name}", $"{effect.Entity} has no licence or condition {target}")];
    }

    private IEnumerable<Refusal> KnownSuspension(string suspension, Func<Lifespan, IEnumerable<Refusal>> judge)
    {
        if (all.TargetOf(suspension) is { } target && all.Introduction(target) is not null)
            return judge(before.Life(target, Reading.Shown));
        return acceptsUnresolved ? [] : [FacilityRules.UnknownLicence.Refuse($"{field}.suspension", $"{suspension} is no suspension of a licence of {effect.Entity}")];
    }

    private IEnumerable<Refusal> Extension((Instant Start, Instant End)? last, bool isEndless, bool hasEnded, LegalMoment? starts, PeriodEnd end, string what)
    {
        if (starts is null && isEndless)
            yield return FacilityRules.NothingToRenew.Refuse(field, $"{what} has no end");
        else if (starts is null && hasEnded)
            yield return FacilityRules.NothingToRenew.Refuse($"{field}.starts", $"{what} had ended before {effect.AnnouncedOn}: state a start of its own");
        if (starts is not null && PlantRules.EndsBefore(effect, starts, end))
            yield return FacilityRules.PeriodBackwards.Refuse(field, $"it begins on {starts} and ends {end}");
        else if (starts is null && last is { } period && !end.IsOpen && LegalTime.EndOf(end, Bound.Latest, effect.Zone) <= period.End && period.End != Instant.MaxValue)
            yield return FacilityRules.PeriodBackwards.Refuse(field, $"{what} does not end before {end} already");
    }

    private IEnumerable<Refusal> Twice(string id, string name) => all.Introduction(id) is { } twin
        ? [FacilityRules.LicenceTwice.Refuse($"{field}.{name}", $"{id} stands recorded by {twin.Reference}")]
        : [];

    private IEnumerable<Refusal> Span(Ledger.Kernel.Period period, Rule rule)
    {
        if (period is { Through: not null, Until: not null })
            yield return rule.Refuse($"{field}.period", $"the period ends both through {period.Through} and until {period.Until}: state one");
        else if (PlantRules.EndsBefore(effect, period.Starts, period.End))
            yield return rule.Refuse($"{field}.period", $"it begins on {period.Starts} and ends {period.End}");
    }
}
