using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;
using Interval = Ledger.Kernel.Lifespans.Interval;

namespace Ledger.Facilities.Domain;

/// <summary>
/// Licences and their conditions, which live in time exactly as measures do: granted or imposed is introduced, renewed is extended, revoked or
/// lifted is repealed (DESIGN section 3).
/// </summary>
internal sealed class Licences
{
    private readonly IReadOnlyList<Effect> _effects;

    /// <summary>What each suspension's links are suspensions of.</summary>
    private readonly Dictionary<string, string> _suspended = [];

    /// <param name="effects">The facility's, in legal order.</param>
    public Licences(IReadOnlyList<Effect> effects)
    {
        _effects = effects;
        foreach (var effect in effects)
        {
            if (effect.Body is LicenceSuspended suspended)
                _suspended.TryAdd(effect.Reference, suspended.Target);
        }
        foreach (var effect in effects)
        {
            if (effect.Body is LicenceSuspensionExtended extended && _suspended.TryGetValue(extended.Suspension, out var target))
                _suspended.TryAdd(effect.Reference, target);
        }
    }

    /// <summary>Ids of licences granted and conditions imposed.</summary>
    public IEnumerable<string> Ids => _effects.Select(effect => IntroducedBy(effect.Body)).OfType<string>().Distinct();

    /// <summary>The effect that grants a licence or imposes a condition; null where none does.</summary>
    public Effect? Introduction(string id) => _effects.FirstOrDefault(effect => IntroducedBy(effect.Body) == id);

    /// <summary>The target of a suspension named by any of its links; null where it is not there.</summary>
    public string? TargetOf(string suspension) => _suspended.GetValueOrDefault(suspension);

    /// <summary>The effects that act on a licence or condition, its introduction among them, in legal order.</summary>
    public IReadOnlyList<Effect> ActingOn(string id) => [.. _effects.Where(effect => TargetOf(effect.Body) == id)];

    /// <summary>The life of a licence or condition in one reading.</summary>
    public Lifespan Life(string id, Reading reading) => Lifespan.Fold([.. ActingOn(id).Select(StepOf)], reading, static _ => false);

    public LicenceState? At(string id, Instant moment)
    {
        if (Introduction(id) is not { Body: LicenceGranted granted } introduction)
            return null;
        var (status, certain) = StatusOf(id, moment);
        var (holdsFrom, ends) = PeriodOf(id, granted, moment);
        var conditions =
            from condition in Ids
            where condition.StartsWith(id + "/", StringComparison.Ordinal)
            orderby condition
            let imposed = Introduction(condition)!
            let standing = StatusOf(condition, moment)
            select new ConditionState(condition, (LicenceConditionImposed)imposed.Body, imposed, standing.Status, standing.IsCertain);
        return new LicenceState(id, granted, introduction, status, certain, conditions.ToItems(), ActingOn(id).ToItems(), holdsFrom, ends);
    }

    /// <summary>Effects that find nothing to act on.</summary>
    public IEnumerable<Effect> Dangling =>
        _effects.Where(effect => effect.Body is LicenceRenewed or LicenceSuspended or LicenceSuspensionExtended or LicenceSuspensionEnded or LicenceRevoked
                or LicenceConditionRescheduled or LicenceConditionLifted && (TargetOf(effect.Body) is not { } target || Introduction(target) is null))
            .Concat(Ids.SelectMany(id => Life(id, Reading.Shown).Dangling));

    private (Status Status, bool IsCertain) StatusOf(string id, Instant moment)
    {
        var status = Life(id, Reading.Shown).At(moment, null).Status;
        return (status, Readings.All.All(reading => Life(id, reading).At(moment, null).Status == status));
    }

    /// <summary>The period that runs at the moment or ran last, as worded: the one whose end the life has placed there.</summary>
    private (LegalMoment? HoldsFrom, PeriodEnd? Ends) PeriodOf(string id, LicenceGranted granted, Instant moment)
    {
        if (Life(id, Reading.Shown).LastPeriodAt(moment) is not { } period)
            return (granted.Period.Starts, granted.Period.End);
        var renewals = ActingOn(id).Where(effect => effect.Body is LicenceRenewed).Select(effect => (effect, Body: (LicenceRenewed)effect.Body));
        var renewed = renewals.LastOrDefault(renewal =>
            Readings.EndOf(new PeriodEnd(renewal.Body.Through, renewal.Body.Until), Pull.Counts, Reading.Shown, renewal.effect) == period.End);
        return renewed.Body is { } last ? (last.Starts ?? granted.Period.Starts, new PeriodEnd(last.Through, last.Until)) : (granted.Period.Starts, granted.Period.End);
    }

    private string? TargetOf(EventBody body) => body switch
    {
        LicenceGranted it => it.Licence,
        LicenceRenewed it => it.Licence,
        LicenceRevoked it => it.Licence,
        LicenceSuspended it => it.Target,
        LicenceSuspensionExtended it => TargetOf(it.Suspension),
        LicenceSuspensionEnded it => TargetOf(it.Suspension),
        LicenceConditionImposed it => it.Condition,
        LicenceConditionRescheduled it => it.Condition,
        LicenceConditionLifted it => it.Condition,
        _ => null,
    };

    private static string? IntroducedBy(EventBody body) => body switch
    {
        LicenceGranted granted => granted.Licence,
        LicenceConditionImposed imposed => imposed.Condition,
        _ => null,
    };

    private static Step StepOf(Effect effect) => effect.Body switch
    {
        LicenceGranted it => new Step.Introduce(effect, it.Period),
        LicenceConditionImposed it => new Step.Introduce(effect, it.Period),
        LicenceRenewed it => new Step.Extend(effect, it.Starts, new PeriodEnd(it.Through, it.Until)),
        LicenceConditionRescheduled it => new Step.Reschedule(effect, it.Effective, it.NewStart),
        LicenceSuspended it => new Step.Hold(effect, HoldKind.Suspension, it.Period, Interval.Whole),
        LicenceSuspensionExtended it => new Step.ExtendHold(effect, it.Suspension, it.Starts, new PeriodEnd(it.Through, it.Until), null),
        LicenceSuspensionEnded it => new Step.EndHold(effect, it.Suspension, it.Effective, Interval.Whole),
        LicenceRevoked it => new Step.Repeal(effect, it.Effective, Interval.Whole),
        LicenceConditionLifted it => new Step.Repeal(effect, it.Effective, Interval.Whole),
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} is no step of a licence's life"),
    };
}
