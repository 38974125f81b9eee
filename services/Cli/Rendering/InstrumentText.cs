using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>An instrument, or a clause of one.</summary>
internal static class InstrumentText
{
    public static void Tell(Page page, InstrumentState instrument)
    {
        page.Title(instrument.Name, instrument.Id, Words.Of(instrument.Status, instrument.Certainty), EntityPage.LookOf(instrument.Status));
        if (instrument.Title != instrument.Name)
            page.Line(2, instrument.Title);
        page.Fact(2, "Issued by", Words.List(instrument.Issuers));
        page.Line(2, Words.Joined("; ",
            Words.Of(instrument.Kind), $"announced {instrument.AnnouncedOn}", instrument.Effective.Length > 0 ? $"effective {instrument.Effective}" : "",
            instrument.Jurisdictions.Count > 0 ? $"of {Words.List(instrument.Jurisdictions)}" : ""));
        page.Citations(2, instrument.Citations, int.MaxValue);
        Measures(page, instrument.Measures);
        if (instrument.ActsOn.Count > 0)
        {
            page.Heading("What it did to others");
            foreach (var acted in instrument.ActsOn)
                page.Line(2, $"{Words.Sentence(acted.Summary)}: {Words.Joined(", ", acted.Standing, Words.Span(acted.Effective, acted.Ends))}", Piece.Dim($"  {acted.Reference}"));
        }
        if (instrument.Proceedings.Count > 0)
        {
            page.Heading("Proceedings");
            foreach (var proceeding in instrument.Proceedings)
                page.Line(2, $"{proceeding.Subject}: {Words.Joined(", since ", proceeding.Stage, proceeding.Effective)}", Piece.Dim($"  {proceeding.Reference}"));
        }
        page.Claims(instrument.Claims);
        page.Next(instrument.NextChange);
    }

    public static void Tell(Page page, ClauseState clause)
    {
        page.Title(clause.Id, clause.Id, Words.Of(clause.Status, clause.Certainty), EntityPage.LookOf(clause.Status));
        Measures(page, clause.Measures);
        page.Next(clause.NextChange);
    }

    private static void Measures(Page page, IReadOnlyList<MeasureState> measures)
    {
        if (measures.Count == 0)
            return;
        page.Heading("Measures");
        foreach (var measure in measures)
            MeasureText.Line(page, measure);
    }
}
