using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>Rules about dates that cannot be.</summary>
internal static class DateRules
{
    /// <summary>A period ends after it begins, whichever of the allowed days are taken for the best.</summary>
    public static IEnumerable<Refusal> Period(Effect effect, Period period, Rule rule, string field)
    {
        if (period is { Through: not null, Until: not null })
            yield return rule.Refuse($"{field}.period", $"the period ends both through {period.Through} and until {period.Until}: state one");
        if (period.Through is { Local: not null } through)
            yield return rule.Refuse($"{field}.period.through", $"'{through}' is a moment: an inclusive last day is a civil day; write until for a moment");
        else if (EndsBefore(effect, period.Starts, period.End))
            yield return rule.Refuse($"{field}.period", $"it begins on {period.Starts} and ends {period.End}");
    }

    public static bool EndsBefore(Effect effect, LegalMoment starts, PeriodEnd end) =>
        !end.IsOpen && LegalTime.EndOf(end, Bound.Latest, effect.Zone) <= LegalTime.StartOf(starts, Bound.Earliest, effect.Zone);

    public static IEnumerable<Refusal> Stage(Effect effect, ProceedingStageReached reached, string field)
    {
        if (reached.Through is { } through && EndsBefore(effect, effect.OwnDate(reached.Effective), new PeriodEnd(through, null)))
            yield return ExportControlsRules.StageBackwards.Refuse($"{field}.through", $"the stage begins on {effect.OwnDate(reached.Effective)} and ends through {through}");
    }
}
