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
        MeasureSuspended suspended => new Step.Hold(effect, HoldKind.Suspension, suspended.Period, IntervalOf(suspended.Part)),
        SuspensionExtended extended => new Step.ExtendHold(
            effect, extended.Suspension, extended.Starts, new PeriodEnd(extended.Through, extended.Until), SliceOf(extended.Part)),
        SuspensionEnded ended => new Step.EndHold(effect, ended.Suspension, ended.Effective, IntervalOf(ended.Part)),
        ExemptionGranted granted => new Step.Hold(effect, HoldKind.Exemption, granted.Period, IntervalOf(granted.Part)),
        ExemptionExtended extended => new Step.ExtendHold(
            effect, extended.Exemption, extended.Starts, new PeriodEnd(extended.Through, extended.Until), SliceOf(extended.Part)),
        ExemptionEnded ended => new Step.EndHold(effect, ended.Exemption, ended.Effective, IntervalOf(ended.Part)),
        MeasureRepealed repealed when !Ids.Covers(repealed.Target, measure) => new Step.EndHoldsOf(effect, repealed.Target, repealed.Effective),
        MeasureRepealed repealed => new Step.Repeal(effect, repealed.Effective, IntervalOf(repealed.Part)),
        MeasureWithdrawn withdrawn => new Step.Withdraw(effect, withdrawn.Effective),
        MeasureAmended { Restores: { } repeal } amended => new Step.Restore(effect, repeal, amended.Period),
        MeasureAmended or EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed or EnforcementEnded => null,
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} is no step of a measure's life"),
    };

    public static Interval IntervalOf(Part? part) => SliceOf(part) ?? Interval.Whole;

    private static Interval? SliceOf(Part? part) => part?.Slice is { } slice ? new Interval(slice.Above, slice.To) : null;
}
