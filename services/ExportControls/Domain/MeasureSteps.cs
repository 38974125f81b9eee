using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.ExportControls.Domain;

/// <summary>Translates the effects that act on a measure into steps of its life.</summary>
internal static class MeasureSteps
{
    /// <summary>The step that an effect is; null for those that are none (amendments without a repeal to undo, annulments, enforcement).</summary>
    public static Step? Of(Effect effect, string measure) => effect.Body switch
    {
        InstrumentPublished published => new Step.Introduce(effect, Period.From(effect.OwnDate(published.Effective))),
        MeasureIntroduced introduced => new Step.Introduce(effect, introduced.Period),
        MeasureExtended extended => new Step.Extend(effect, extended.Starts, new PeriodEnd(extended.Through, extended.Until)),
        MeasureRescheduled rescheduled => new Step.Reschedule(effect, rescheduled.Effective, rescheduled.NewStart),
        MeasureSuspended suspended => new Step.Hold(effect, HoldKind.Suspension, suspended.Period),
        SuspensionExtended extended => new Step.ExtendHold(effect, extended.Suspension, extended.Starts, new PeriodEnd(extended.Through, extended.Until)),
        SuspensionEnded ended => new Step.EndHold(effect, ended.Suspension, ended.Effective),
        ExemptionGranted granted => new Step.Hold(effect, HoldKind.Exemption, granted.Period),
        ExemptionExtended extended => new Step.ExtendHold(effect, extended.Exemption, extended.Starts, new PeriodEnd(extended.Through, extended.Until)),
        ExemptionEnded ended => new Step.EndHold(effect, ended.Exemption, ended.Effective),
        MeasureRepealed repealed when !Ids.Covers(repealed.Target, measure) => new Step.EndHoldsOf(effect, repealed.Target, repealed.Effective),
        MeasureRepealed repealed => new Step.Repeal(effect, repealed.Effective),
        MeasureWithdrawn withdrawn => new Step.Withdraw(effect, withdrawn.Effective),
        MeasureAmended { Restores: { } repeal } amended => new Step.Restore(effect, repeal, amended.Period),
        MeasureAmended or EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed or EnforcementEnded => null,
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} is no step of a measure's life"),
    };

    /// <summary>What is left of an effect on a part in which the question does not lie: the link of a chain, by which later acts may name it.</summary>
    public static Step? OutsideItsPart(Effect effect) => effect.Body switch
    {
        SuspensionExtended extended => new Step.LinkHold(effect, extended.Suspension),
        ExemptionExtended extended => new Step.LinkHold(effect, extended.Exemption),
        _ => null,
    };
}
