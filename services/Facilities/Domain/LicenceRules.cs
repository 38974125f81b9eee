using System.Text.RegularExpressions;
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
internal sealed partial class LicenceRules(Effect effect, Licences all, Licences before, bool acceptsUnresolved, string field)
{
    public IEnumerable<Refusal> Grant(LicenceGranted granted)
    {
        if (!LicenceId().IsMatch(granted.Licence))
            yield return FacilityRules.ConditionId.Refuse($"{field}.licence", $"'{granted.Licence}' is no id of a licence: write letters, digits, '.', '_' and '-'; a slash parts a condition from its licence");
        foreach (var refusal in Twice(granted.Licence, "licence").Concat(Span(granted.Period, FacilityRules.PeriodBackwards)))
            yield return refusal;
    }

    public IEnumerable<Refusal> Impose(LicenceConditionImposed imposed)
    {
        if (!ConditionId().IsMatch(imposed.Condition))
            yield return FacilityRules.ConditionId.Refuse($"{field}.condition", $"'{imposed.Condition}' is not licence/condition");
        else if (!acceptsUnresolved && all.Introduction(Licences.LicenceOf(imposed.Condition)) is null)
            yield return FacilityRules.UnknownLicence.Refuse($"{field}.condition", $"{effect.Entity} has no licence {Licences.LicenceOf(imposed.Condition)}");
        foreach (var refusal in PlantRules.IsSaid(imposed.What, $"{field}.what").Concat(Twice(imposed.Condition, "condition")).Concat(Span(imposed.Period, FacilityRules.PeriodBackwards)))
            yield return refusal;
    }

    public IEnumerable<Refusal> Renew(LicenceRenewed renewed) => Known(renewed.Licence, "licence", isLicence: true, life =>
    {
        var (shown, announced) = (life.In(Reading.Shown), LegalTime.StartOfDay(effect.AnnouncedDay, effect.Zone));
        if (IsOver(life, announced) is { } over)
            return [Over(renewed.Licence, over)];
        // Whatever may have been the old end: the earliest, as far as the renewal is compared with it.
        return Extension(
            shown.IsEndless, shown.HasEndedBy(effect.AnnouncedDay, effect.Zone), life.In(Reading.Least).Periods.Select(period => period.End).Max(), renewed.Starts,
            new PeriodEnd(renewed.Through, renewed.Until), renewed.Licence, FacilityRules.PeriodBackwards);
    });

    public IEnumerable<Refusal> Suspend(LicenceSuspended suspended) =>
        Known(suspended.Target, "target", isLicence: null, _ => []).Concat(Span(suspended.Period, FacilityRules.SuspensionBackwards));

    public IEnumerable<Refusal> ExtendSuspension(LicenceSuspensionExtended extended) => KnownSuspension(extended.Suspension, life =>
    {
        var (shown, link) = (life.In(Reading.Shown), extended.Suspension);
        return Extension(
            shown.HoldIsEndless(link) == true, shown.HoldHasEndedBy(link, effect.AnnouncedDay, effect.Zone) == true, life.In(Reading.Most).HoldEnd(link), extended.Starts,
            new PeriodEnd(extended.Through, extended.Until), link, FacilityRules.SuspensionBackwards);
    });

    public IEnumerable<Refusal> EndSuspension(LicenceSuspensionEnded ended) => KnownSuspension(ended.Suspension, life =>
    {
        // It may run on any of the days that its own date allows, in the reading in which suspensions are longest.
        var own = effect.OwnDate(ended.Effective);
        var (first, last) = (LegalTime.StartOf(own, Bound.Earliest, effect.Zone), LegalTime.EndOf(new PeriodEnd(own, null), Bound.Latest, effect.Zone));
        if (own.Local is not null)
            last = first + Duration.Epsilon;
        var moments = life.Acting.SelectMany(Readings.BoundariesOf).Append(first).Append(Readings.StartOf(own, Pull.Counts, Reading.Shown, effect))
            .Where(moment => Readings.IsBounded(moment) && first <= moment && moment < last);
        return moments.Any(moment => life.In(Reading.Least).HoldsAt(moment).Any(hold => hold.Links.Contains(ended.Suspension) && hold.Runs))
            ? []
            : [FacilityRules.NotRunning.Refuse(field, $"the suspension {ended.Suspension} is not running on {own}")];
    });

    public IEnumerable<Refusal> Revoke(LicenceRevoked revoked) => Known(revoked.Licence, "licence", isLicence: true, life => End(life, revoked.Licence, revoked.Effective));

    public IEnumerable<Refusal> Lift(LicenceConditionLifted lifted) =>
        Known(lifted.Condition, "condition", isLicence: false, life => End(life, lifted.Condition, lifted.Effective));

    public IEnumerable<Refusal> Reschedule(LicenceConditionRescheduled moved) => Known(moved.Condition, "condition", isLicence: false, life =>
    {
        var shown = life.In(Reading.Shown);
        if (IsOver(life, LegalTime.StartOfDay(effect.AnnouncedDay, effect.Zone)) is { } over)
            return [FacilityRules.NothingToMove.Refuse(field, $"{moved.Condition} is over, by {over.Because[0].Reference} of {over.Because[0].AnnouncedOn}")];
        if (shown.HasEndedBy(effect.AnnouncedDay, effect.Zone))
            return [FacilityRules.NothingToMove.Refuse(field, $"{moved.Condition} had ended before {effect.AnnouncedOn}")];
        return moved.NewStart is { } start && shown.Periods.Select(period => period.End).Max() <= LegalTime.StartOf(start, Bound.Earliest, effect.Zone)
            ? [FacilityRules.NothingToMove.Refuse($"{field}.newStart", $"{moved.Condition} ends before {start}")]
            : [];
    });

    private IEnumerable<Refusal> End(LicenceLife life, string target, LegalMoment? effective)
    {
        var from = Readings.StartOf(effect.OwnDate(effective), Pull.HoldsBack, Reading.Shown, effect);
        return IsOver(life, from) is { } over ? [Over(target, over)] : [];
    }

    /// <summary>Revoked or lifted by a moment on whichever of the days that dates allow: in the reading in which what ends it comes last.</summary>
    private static Standing? IsOver(LicenceLife life, Instant moment) => life.In(Reading.Most).At(moment) is { Status: Status.Repealed } over ? over : null;

    private Refusal Over(string target, Standing over) =>
        FacilityRules.RevokedAlready.Refuse(field, $"{target} is over, by {over.Because[0].Reference} of {over.Because[0].AnnouncedOn}");

    /// <param name="target">The id named.</param>
    /// <param name="name">The field that names it.</param>
    /// <param name="isLicence">Whether it should be a licence's or a condition's; null: either.</param>
    /// <param name="judge">What else is to be said where it is recorded.</param>
    private IEnumerable<Refusal> Known(string target, string name, bool? isLicence, Func<LicenceLife, IEnumerable<Refusal>> judge)
    {
        if (!(isLicence != false && LicenceId().IsMatch(target)) && !(isLicence != true && ConditionId().IsMatch(target)))
        {
            var kind = isLicence switch { true => "a licence", false => "a condition, licence/condition", null => "a licence or a condition" };
            return [FacilityRules.TargetKind.Refuse($"{field}.{name}", $"'{target}' is not the id of {kind}")];
        }
        if (all.Introduction(target) is not null && before.Life(target) is { } life)
            return judge(life);
        return acceptsUnresolved ? [] : [FacilityRules.UnknownLicence.Refuse($"{field}.{name}", $"{effect.Entity} has no licence or condition {target}")];
    }

    private IEnumerable<Refusal> KnownSuspension(string suspension, Func<LicenceLife, IEnumerable<Refusal>> judge)
    {
        if (suspension == effect.Reference)
            return [FacilityRules.TargetKind.Refuse($"{field}.suspension", $"{suspension} names itself")];
        if (all.ByReference(suspension) is { Body: not (LicenceSuspended or LicenceSuspensionExtended) })
            return [FacilityRules.TargetKind.Refuse($"{field}.suspension", $"{suspension} is no suspension")];
        if (all.ByReference(suspension) is not { } named || all.TargetOf(named.Body) is not { } target || all.Introduction(target) is null)
            return acceptsUnresolved ? [] : [FacilityRules.UnknownLicence.Refuse($"{field}.suspension", $"{suspension} is no suspension of a licence of {effect.Entity}")];
        if (LegalOrder.Instance.Compare(named, effect) > 0)
            return [FacilityRules.TargetKind.Refuse($"{field}.suspension", $"{suspension} was announced on {named.AnnouncedOn}, after this act of {effect.AnnouncedOn}")];
        // A link that never joined a chain, its own suspension not being before it, is no suspension to act on.
        return before.Life(target) is { } life && life.In(Reading.Shown).HoldEnd(suspension) is not null ? judge(life)
            : acceptsUnresolved ? []
            : [FacilityRules.UnknownLicence.Refuse($"{field}.suspension", $"{suspension} extends nothing that is there")];
    }

    private IEnumerable<Refusal> Extension(bool isEndless, bool hasEnded, Instant? oldEnd, LegalMoment? starts, PeriodEnd end, string what, Rule backwards)
    {
        if (isEndless)
            yield return FacilityRules.NothingToRenew.Refuse(field, $"{what} has no end");
        else if (starts is null && hasEnded)
            yield return FacilityRules.NothingToRenew.Refuse($"{field}.starts", $"{what} had ended before {effect.AnnouncedOn}: state a start of its own");
        foreach (var refusal in Ends(end, backwards, field))
            yield return refusal;
        if (starts is not null && PlantRules.EndsBefore(effect, starts, end))
            yield return backwards.Refuse(field, $"it begins on {starts} and ends {end}");
        else if (starts is null && !isEndless && !end.IsOpen && LegalTime.EndOf(end, Bound.Latest, effect.Zone) <= oldEnd)
            yield return backwards.Refuse(field, $"{what} does not end before {end} already: it would end before it begins");
    }

    private IEnumerable<Refusal> Twice(string id, string name) => all.Introduction(id) is { } twin
        ? [FacilityRules.LicenceTwice.Refuse($"{field}.{name}", $"{id} stands recorded by {twin.Reference}")]
        : [];

    private IEnumerable<Refusal> Span(Ledger.Kernel.Period period, Rule rule)
    {
        foreach (var refusal in Ends(period.End, rule, $"{field}.period"))
            yield return refusal;
        if (PlantRules.EndsBefore(effect, period.Starts, period.End))
            yield return rule.Refuse($"{field}.period", $"it begins on {period.Starts} and ends {period.End}");
    }

    private static IEnumerable<Refusal> Ends(PeriodEnd end, Rule rule, string field)
    {
        if (end is { Through: not null, Until: not null })
            yield return rule.Refuse(field, $"it ends both through {end.Through} and until {end.Until}: state one");
        else if (end.Through is { Local: not null } through)
            yield return rule.Refuse($"{field}.through", $"'{through}' is a moment: an inclusive last day is a civil day; write until for a moment");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")]
    private static partial Regex LicenceId();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,119}/[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$")]
    private static partial Regex ConditionId();
}
