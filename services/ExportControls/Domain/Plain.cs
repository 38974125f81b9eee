using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>The effects of instruments in plain words, for people who know trade law and not this program.</summary>
public static class Plain
{
    /// <summary>How an instrument is called: "No. 57 of 2025", or its title.</summary>
    public static string NameOf(InstrumentPublished published) => published switch
    {
        { Number: { } number, Year: { } year } => $"No. {number} of {year}",
        { Number: { } number, Kind: InstrumentKind.Order } => $"Order {number}",
        { Number: { } number } => $"No. {number}",
        _ => published.Title,
    };

    /// <summary>What an effect does, in one line.</summary>
    public static string Summary(EventBody body) => body switch
    {
        InstrumentPublished published => $"publishes {NameOf(published)}{(NameOf(published) == published.Title ? "" : $": {published.Title}")}",
        MeasureIntroduced introduced =>
            $"introduces {introduced.Measure} ({Words.Of(introduced.Type)}{(introduced.Value is { } value ? $", {Words.Of(value)}" : "")}) on {Of(introduced.Scope)}",
        MeasureAmended amended => $"amends {amended.Target}{(amended.Value is { } value ? $" to {Words.Of(value)}" : "")}"
            + $"{(amended.Scope is { } scope ? $", now on {Of(scope)}" : "")}{(amended.Restores is { } repeal ? $", restoring what {repeal} repealed" : "")}",
        MeasureExtended extended => $"extends {extended.Target}{Of(extended.Part)}",
        MeasureRescheduled { NewStart: { } start } moved => $"moves the start of {moved.Target}{Of(moved.Part)} to {start}",
        MeasureRescheduled moved => $"puts off {moved.Target}{Of(moved.Part)} indefinitely",
        MeasureSuspended suspended => $"suspends {suspended.Target}{Of(suspended.Part)}",
        SuspensionExtended extended => $"extends the suspension {extended.Suspension}{Of(extended.Part)}",
        SuspensionEnded ended => $"ends the suspension {ended.Suspension}{Of(ended.Part)}",
        MeasureRepealed repealed => $"repeals {repealed.Target}{Of(repealed.Part)}",
        MeasureWithdrawn withdrawn => $"withdraws {withdrawn.Target}{Of(withdrawn.Part)} before it began",
        ExemptionGranted granted =>
            $"grants {(granted.Kind == ExemptionKind.GeneralLicence ? "a" : "an")} {Words.Of(granted.Kind)} from {granted.Target}{Of(granted.Part)}{(granted.Conditions is { } conditions ? $" ({conditions})" : "")}",
        ExemptionExtended extended => $"extends the exemption {extended.Exemption}{Of(extended.Part)}",
        ExemptionEnded ended => $"ends the exemption {ended.Exemption}{Of(ended.Part)}",
        EffectAnnulled annulled => $"{annulled.Court} annuls {annulled.Target}{Of(annulled.Part)}{(annulled.VoidFrom is null ? " from the start" : "")}",
        AnnulmentStayed stayed => $"stays the annulment {stayed.Annulment}{Of(stayed.Part)}",
        StayEnded ended => $"lifts the stay {ended.Stay}{Of(ended.Part)}",
        AnnulmentReversed reversed => $"{reversed.Court} reverses the annulment {reversed.Annulment}{Of(reversed.Part)}",
        EnforcementEnded ended => $"{ended.Target}{Of(ended.Part)} is no longer enforced",
        ProceedingStageReached reached => $"{reached.Subject}: {reached.Stage}",
        CoverageStated stated => $"states that {stated.Jurisdiction} is kept through {stated.Through}{(stated.Remarks is { } remarks ? $" ({remarks})" : "")}",
        StatementRecorded statement => $"{statement.By} claims: {statement.Text}",
        _ => throw new InvalidOperationException($"no words for {body.GetType().Name}"),
    };

    /// <summary>The effect's own start and end as entered; null where it has none.</summary>
    public static (string? Effective, string? Ends) Dates(EventBody body) => body switch
    {
        InstrumentPublished published => (published.Effective?.Text, null),
        MeasureIntroduced introduced => Of(introduced.Period),
        MeasureAmended amended => Of(amended.Period),
        MeasureExtended extended => Of(extended.Starts, extended.Through, extended.Until),
        MeasureRescheduled moved => (moved.Effective?.Text, null),
        MeasureSuspended suspended => Of(suspended.Period),
        SuspensionExtended extended => Of(extended.Starts, extended.Through, extended.Until),
        SuspensionEnded ended => (ended.Effective?.Text, null),
        MeasureRepealed repealed => (repealed.Effective?.Text, null),
        MeasureWithdrawn withdrawn => (withdrawn.Effective?.Text, null),
        ExemptionGranted granted => Of(granted.Period),
        ExemptionExtended extended => Of(extended.Starts, extended.Through, extended.Until),
        ExemptionEnded ended => (ended.Effective?.Text, null),
        EffectAnnulled annulled => (annulled.VoidFrom?.Text, null),
        AnnulmentStayed stayed => Of(null, stayed.Through, stayed.Until),
        EnforcementEnded ended => (ended.Effective.Text, null),
        ProceedingStageReached reached => Of(reached.Effective, reached.Through, null),
        CoverageStated stated => (null, $"through {stated.Through}"),
        StatementRecorded statement => (statement.Effective?.Text, null),
        StayEnded or AnnulmentReversed => (null, null),
        _ => throw new InvalidOperationException($"no dates for {body.GetType().Name}"),
    };

    /// <summary>A part, to follow the name of its target: " for its part above 10", or empty for the whole.</summary>
    public static string Of(Part? part)
    {
        if (part is null)
            return "";
        var pieces = new List<string>();
        if (part.Slice is { } slice)
            pieces.Add(slice.To is { } to ? $"its part from {slice.Above} to {to}" : $"its part above {slice.Above}");
        if (part.Scope is { } scope)
            pieces.Add(Of(scope));
        if (!part.Measures.IsEmpty)
            pieces.Add(Words.List(part.Measures));
        return $" for {string.Join(" of ", pieces)}";
    }

    /// <summary>A scope in one phrase: "element:Ho and element:Er, from CN, to anywhere but US".</summary>
    public static string Of(Scope scope)
    {
        (string Label, KeySet? Keys)[] kinds =
        [
            ("", scope.Goods), ("made in ", scope.Origin), ("leaving ", scope.ExportedFrom), ("to ", scope.Destination), ("for use in ", scope.EndUse),
            ("for end users ", scope.EndUser), ("with ", scope.Parties), ("by ", scope.Ships), ("reaching ", scope.Reach),
        ];
        var stated = string.Join(", ", kinds.Where(kind => kind.Keys is not null).Select(kind => kind.Label + Of(kind.Keys!)));
        return scope.Goods is null ? $"goods {stated}" : stated;
    }

    private static string Of(KeySet keys)
    {
        var named = keys.Only.IsEmpty ? "all" : keys.Only.Count > MostNamed ? $"{string.Join(", ", keys.Only.Take(MostNamed))} and {keys.Only.Count - MostNamed} more" : Words.List(keys.Only);
        return keys.AllBut.IsEmpty ? named : $"{named} but {Words.List(keys.AllBut)}";
    }

    private static (string?, string?) Of(Period period) => Of(period.Starts, period.Through, period.Until);

    private static (string?, string?) Of(LegalMoment? starts, LegalMoment? through, LegalMoment? until) =>
        (starts?.Text, new PeriodEnd(through, until) is { IsOpen: false } end ? end.ToString() : null);

    /// <summary>Keys named one by one before a phrase only counts the rest.</summary>
    private const int MostNamed = 8;
}
