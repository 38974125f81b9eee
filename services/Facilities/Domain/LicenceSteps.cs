using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Facilities.Domain;

/// <summary>Translates the effects on a licence or a condition into steps of its life: they live in time exactly as measures do.</summary>
internal static class LicenceSteps
{
    public static Step Of(Effect effect) => effect.Body switch
    {
        LicenceGranted granted => new Step.Introduce(effect, granted.Period),
        LicenceConditionImposed imposed => new Step.Introduce(effect, imposed.Period),
        LicenceRenewed renewed => new Step.Extend(effect, renewed.Starts, new PeriodEnd(renewed.Through, renewed.Until)),
        LicenceSuspended suspended => new Step.Hold(effect, HoldKind.Suspension, suspended.Period),
        LicenceSuspensionExtended extended => new Step.ExtendHold(
            effect, extended.Suspension, extended.Starts, new PeriodEnd(extended.Through, extended.Until)),
        LicenceSuspensionEnded ended => new Step.EndHold(effect, ended.Suspension, ended.Effective),
        LicenceRevoked revoked => new Step.Repeal(effect, revoked.Effective),
        LicenceConditionRescheduled rescheduled => new Step.Reschedule(effect, rescheduled.Effective, rescheduled.NewStart),
        LicenceConditionLifted lifted => new Step.Repeal(effect, lifted.Effective),
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} is no step of a licence's life"),
    };
}
