using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>Rules about what comes into being: instruments, measures, amendments, coverage.</summary>
internal static class IntroductionRules
{
    public static IEnumerable<Refusal> Publish(
        Effect effect, InstrumentPublished published, IReadOnlyList<Effect> visible, string? sameNumber, string field)
    {
        if (visible.Any(other => other.Entity == effect.Entity && other.Body is InstrumentPublished))
            yield return ExportControlsRules.InstrumentTwice.Refuse(field, $"{effect.Entity} is published already");
        if (published.Issuers.IsEmpty && !published.Unpublished)
            yield return ExportControlsRules.InstrumentTwice.Refuse($"{field}.issuers", "an instrument has an issuer, unless it is unpublished");
        if (sameNumber is not null)
        {
            yield return ExportControlsRules.InstrumentTwice.Refuse(
                $"{field}.number", $"{published.Issuers[0]} No. {published.Number} of {published.Year?.ToString() ?? "no year"} is recorded as {sameNumber}");
        }
    }

    public static IEnumerable<Refusal> Introduce(Effect effect, MeasureIntroduced introduced, IReadOnlyList<Effect> visible, string field)
    {
        if (!Ids.IsMeasureOf(effect.Entity, introduced.Measure))
            yield return ExportControlsRules.MeasureId.Refuse($"{field}.measure", $"'{introduced.Measure}' is not {effect.Entity}/clause or {effect.Entity}/clause/limb");
        if (visible.FirstOrDefault(other => other.Body is MeasureIntroduced earlier && earlier.Measure == introduced.Measure) is { } twin)
            yield return ExportControlsRules.MeasureTwice.Refuse($"{field}.measure", $"{introduced.Measure} is introduced by {twin.Reference}");
        foreach (var refusal in DateRules.Period(effect, introduced.Period, ExportControlsRules.PeriodBackwards, field))
            yield return refusal;
        if (introduced.Requirement is Requirement.Charge or Requirement.Quota && introduced.Value is null)
            yield return ExportControlsRules.ValueMissing.Refuse($"{field}.value", $"{introduced.Measure} is a {introduced.Requirement.ToString().ToLowerInvariant()}: state its value, with no amount where the source states none");
    }

    public static IEnumerable<Refusal> Amend(Effect effect, MeasureAmended amended, IReadOnlyList<Effect> visible, string field)
    {
        if (amended is { Scope: null, Value: null, Restores: null })
            yield return ExportControlsRules.EmptyAmendment.Refuse(field, "the amendment states neither scope nor value");
        foreach (var refusal in DateRules.Period(effect, amended.Period, ExportControlsRules.PeriodBackwards, field))
            yield return refusal;
        if (amended.Restores is { } restored
            && visible.FirstOrDefault(other => other.Reference == restored) is not { Body: MeasureRepealed })
        {
            yield return ExportControlsRules.RestoresRepeal.Refuse($"{field}.restores", $"{restored} is not a recorded repeal");
        }
    }

    public static IEnumerable<Refusal> Cover(CoverageStated stated, string field)
    {
        if (!Jurisdictions.IsKnown(stated.Jurisdiction))
            yield return ExportControlsRules.CoverageUnknown.Refuse($"{field}.jurisdiction", $"'{stated.Jurisdiction}' is not in the table of jurisdictions");
        if (stated.Through.EarliestDay is null)
            yield return ExportControlsRules.CoverageUnknown.Refuse($"{field}.through", $"'{stated.Through}' is not a day");
    }
}
