using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>A measure, whole or in a line.</summary>
internal static class MeasureText
{
    public static void Tell(Page page, MeasureState measure)
    {
        page.Title(measure.Title.Length > 0 ? measure.Title : measure.InstrumentName, measure.Id, Words.Of(measure.Status, measure.Certainty), EntityPage.LookOf(measure.Status));
        page.Line(2, $"{Words.Sentence(Asks(measure))}, by {measure.InstrumentName} of {Words.List(measure.Jurisdictions)}");
        page.Line(2, measure.EverApplied switch
        {
            EverApplied.Yes => "It has applied.",
            EverApplied.No => "It has never applied so far.",
            EverApplied.Possible => "It may have applied.",
            _ => "",
        });
        if (measure.ChangedDuringDay.Length > 0)
            page.Line(2, new Piece($"During that day {measure.ChangedDuringDay}.", Look.Warning));
        page.Fact(2, "Enforced in practice until", measure.EnforcedUntil);
        Scope(page, measure.Scope);
        if (measure.Parts.Count > 0)
        {
            page.Heading("Acts on a part of it");
            foreach (var part in measure.Parts)
                page.Line(2, part);
        }
        foreach (var moot in measure.Moot)
            page.Line(2, moot);
        page.Heading("Acts", "in legal order");
        page.Acts(2, measure.Acts, on: "");
        page.Claims(measure.Claims);
        page.Next(measure.NextChange);
    }

    /// <summary>A measure under its instrument.</summary>
    public static void Line(Page page, MeasureState measure)
    {
        page.Line(2, Piece.Strong(measure.Id), ": ", new Piece(Words.Of(measure.Status, measure.Certainty), EntityPage.LookOf(measure.Status)), Never(measure), $"; {Asks(measure)}");
        if (measure.Title.Length > 0)
            page.Line(4, measure.Title);
        if (Of(measure.Scope) is { Length: > 0 } scope)
            page.Line(4, Piece.Dim(scope));
        if (measure.ChangedDuringDay.Length > 0)
            page.Line(4, new Piece($"During that day {measure.ChangedDuringDay}.", Look.Warning));
        foreach (var part in measure.Parts)
            page.Line(4, $"In part: {part}");
        if (measure.NextChange is { } next)
            page.Line(4, $"Next: {Sources.Of(next)}.");
    }

    private static string Never(MeasureState measure) =>
        measure.EverApplied == EverApplied.No && measure.Status is not (Status.Announced or Status.NotYetAnnounced) ? ", never applied" : "";

    private static string Asks(MeasureState measure)
    {
        var value = Words.Of(measure.Value);
        var asks = measure.Requirement == Api.ExportControls.V1.Requirement.None ? "asks nothing of the trader" : Words.Of(measure.Requirement);
        return Words.Joined(", ", value.Length > 0 ? $"{asks} ({value})" : asks, Words.Of(measure.Type));
    }

    private static IEnumerable<(string Label, KeySet? Keys)> KindsOf(Scope scope) =>
    [
        ("goods", scope.Goods), ("made in", scope.Origin), ("leaving", scope.ExportedFrom), ("going to", scope.Destination), ("end use", scope.EndUse),
        ("end users", scope.EndUser), ("parties", scope.Parties), ("ships", scope.Ships), ("reach", scope.Reach),
    ];

    private static void Scope(Page page, Scope? scope)
    {
        if (scope is null)
            return;
        page.Heading("Scope", scope.CodeListComplete ? "the act says that its list of codes is complete" : "");
        foreach (var (label, keys) in KindsOf(scope))
        {
            if (keys is not null)
                page.Line(2, $"{Words.Sentence(label)}: {Of(keys)}");
        }
    }

    private static string Of(Scope? scope) =>
        scope is null ? "" : string.Join("; ", KindsOf(scope).Where(kind => kind.Keys is not null).Select(kind => $"{kind.Label} {Of(kind.Keys!)}"));

    private static string Of(KeySet keys)
    {
        var named = keys.Only.Count > 0 ? string.Join(", ", keys.Only) : "all";
        return keys.AllBut.Count > 0 ? $"{named} but {string.Join(", ", keys.AllBut)}" : named;
    }
}
