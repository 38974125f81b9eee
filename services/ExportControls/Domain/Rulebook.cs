using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.ExportControls.Domain;

/// <summary>The rulebook: what may be said of instruments and measures. One arm for each kind of effect.</summary>
internal static class Rulebook
{
    /// <summary>Judges one effect.</summary>
    /// <param name="effect">As it would read.</param>
    /// <param name="visible">All visible effects that it could depend on, without itself.</param>
    /// <param name="acceptsUnresolved">Whether the request accepts targets that are not recorded.</param>
    /// <param name="sameNumber">Another instrument that bears the same number.</param>
    /// <param name="field">The effect's place in the request.</param>
    public static IEnumerable<Refusal> Judge(
        Effect effect, IReadOnlyList<Effect> visible, bool acceptsUnresolved, string? sameNumber, string field)
    {
        if (effect.Body is not InstrumentPublished && !visible.Any(other => other.Entity == effect.Entity && other.Body is InstrumentPublished))
        {
            return [ExportControlsRules.UnknownInstrument.Refuse(field, $"{effect.Entity} is not published: its first effect is instrumentPublished")];
        }
        var ownRules = effect.Body switch
        {
            InstrumentPublished published => IntroductionRules.Publish(effect, published, visible, sameNumber, field),
            MeasureIntroduced introduced => IntroductionRules.Introduce(effect, introduced, visible, field),
            MeasureAmended amended => IntroductionRules.Amend(effect, amended, visible, field),
            MeasureSuspended suspended => DateRules.Period(effect, suspended.Period, ExportControlsRules.SuspensionBackwards, field),
            ExemptionGranted granted => DateRules.Period(effect, granted.Period, ExportControlsRules.PeriodBackwards, field),
            ProceedingStageReached reached => DateRules.Stage(effect, reached, field),
            CoverageStated stated => IntroductionRules.Cover(stated, field),
            StatementRecorded => [],
            _ when Targets.Of(effect.Body) is not null => [],
            _ => throw new InvalidOperationException($"no rule for {effect.Body.GetType().Name} on an instrument"),
        };
        var refusals = ownRules.Concat(ScopeRules.Keys(effect.Body, field)).ToList();
        if (refusals.Count == 0 && Targets.Of(effect.Body) is { } target)
            refusals.AddRange(TargetRules.Judge(effect, target, new Controls(visible), BeforeIt(effect, visible), acceptsUnresolved, field));
        return refusals;
    }

    /// <summary>
    /// What an act is judged on: the effects before it in legal order, and whatever introduces what it names, since targets are sought among
    /// all visible events.
    /// </summary>
    private static Controls BeforeIt(Effect effect, IReadOnlyList<Effect> visible) =>
        new(visible.Where(other => other.Body is InstrumentPublished or MeasureIntroduced || LegalOrder.Instance.Compare(other, effect) < 0));
}
