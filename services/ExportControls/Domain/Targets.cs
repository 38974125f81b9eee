using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>What an effect acts on: an instrument, clause or measure, or another effect by its reference.</summary>
public static class Targets
{
    /// <summary>The scope that an effect gives a measure, by introducing or amending it; null where it gives none.</summary>
    public static Scope? ScopeOf(EventBody body) => (body as MeasureIntroduced)?.Scope ?? (body as MeasureAmended)?.Scope;

    /// <summary>The target as stated; null for effects that act on nothing.</summary>
    public static string? Of(EventBody body) => body switch
    {
        MeasureAmended amended => amended.Target,
        MeasureExtended extended => extended.Target,
        MeasureRescheduled rescheduled => rescheduled.Target,
        MeasureSuspended suspended => suspended.Target,
        SuspensionExtended extended => extended.Suspension,
        SuspensionEnded ended => ended.Suspension,
        MeasureRepealed repealed => repealed.Target,
        MeasureWithdrawn withdrawn => withdrawn.Target,
        ExemptionGranted granted => granted.Target,
        ExemptionExtended extended => extended.Exemption,
        ExemptionEnded ended => ended.Exemption,
        EffectAnnulled annulled => annulled.Target,
        AnnulmentStayed stayed => stayed.Annulment,
        StayEnded ended => ended.Stay,
        AnnulmentReversed reversed => reversed.Annulment,
        EnforcementEnded ended => ended.Target,
        _ => null,
    };

    /// <summary>The part acted on; null: the whole.</summary>
    public static Part? PartOf(EventBody body) => body switch
    {
        MeasureExtended extended => extended.Part,
        MeasureRescheduled rescheduled => rescheduled.Part,
        MeasureSuspended suspended => suspended.Part,
        SuspensionExtended extended => extended.Part,
        SuspensionEnded ended => ended.Part,
        MeasureRepealed repealed => repealed.Part,
        MeasureWithdrawn withdrawn => withdrawn.Part,
        ExemptionGranted granted => granted.Part,
        ExemptionExtended extended => extended.Part,
        ExemptionEnded ended => ended.Part,
        EffectAnnulled annulled => annulled.Part,
        AnnulmentStayed stayed => stayed.Part,
        StayEnded ended => ended.Part,
        AnnulmentReversed reversed => reversed.Part,
        EnforcementEnded ended => ended.Part,
        _ => null,
    };

    /// <summary>From when until when an act is at work by its own dates, as entered; an extension counts from its own announcement.</summary>
    public static Period PeriodOf(Effect effect) => effect.Body switch
    {
        MeasureAmended it => it.Period,
        MeasureSuspended it => it.Period,
        ExemptionGranted it => it.Period,
        MeasureExtended it => From(effect, it.Starts, it.Through, it.Until),
        SuspensionExtended it => From(effect, it.Starts, it.Through, it.Until),
        ExemptionExtended it => From(effect, it.Starts, it.Through, it.Until),
        MeasureRescheduled it => From(effect, it.Effective, null, null),
        SuspensionEnded it => From(effect, it.Effective, null, null),
        ExemptionEnded it => From(effect, it.Effective, null, null),
        MeasureRepealed it => From(effect, it.Effective, null, null),
        MeasureWithdrawn it => From(effect, it.Effective, null, null),
        EnforcementEnded it => From(effect, it.Effective, null, null),
        EffectAnnulled it => From(effect, it.VoidFrom ?? LegalMoment.Unknown, null, null),
        AnnulmentStayed it => From(effect, LegalMoment.Unknown, it.Through, it.Until),
        StayEnded or AnnulmentReversed => From(effect, LegalMoment.Unknown, null, null), // for all time
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} acts on nothing"),
    };

    private static Period From(Effect effect, LegalMoment? starts, LegalMoment? through, LegalMoment? until) => new(effect.OwnDate(starts), through, until, null, null);
}
