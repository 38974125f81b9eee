using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>A check for somebody who knows trade law: the headline, what makes it so, what nearly applies, and what comes next.</summary>
internal static class CheckPage
{
    public static Task ShowAsync(Screen screen, CheckResponse answer)
    {
        var page = new Page(screen);
        page.Line(0, new Piece(Headline(answer), answer.Headline switch
        {
            Requirement.Prohibited => Look.Bad,
            Requirement.None => Look.Good,
            _ => Look.Warning,
        }));
        page.Line(0, Piece.Dim(Asked(answer)));
        if (answer.ChangedDuringDay.Length > 0)
            page.Line(0, new Piece($"During that day {answer.ChangedDuringDay}.", Look.Warning));
        Section(page, "Applies", "", answer.Applies);
        Section(page, "Charged", "listed apart, never ranked", answer.Charges);
        Section(page, "Suspended", "does not apply for the time being", answer.Suspended);
        Section(page, "Exempted", "would apply but for an exemption", answer.Exempted);
        Section(page, "Announced", "not yet in force", answer.Announced);
        Section(page, "Possible", "the dates recorded allow it to apply, and not to", answer.Possible);
        Section(page, "Conditional", "depends on what the question leaves open", answer.Conditional);
        page.Heading("What comes next");
        page.Line(2, answer.NextChange is { } next ? Sources.Of(next) + "." : "No act recorded so far changes this answer later.");
        Coverage(page, answer);
        return page.Coordinates(answer.Answered).ShowAsync();
    }

    private static string Headline(CheckResponse answer)
    {
        var said = answer.Summary.Length > 0 ? answer.Summary : Words.Of(answer.Headline);
        return Words.Sentence(said) + (said.EndsWith('.') ? "" : ".");
    }

    /// <summary>The question as it was understood.</summary>
    private static string Asked(CheckResponse answer)
    {
        var question = answer.Question;
        var asked = Words.Joined(
            ", ",
            question.Goods.Count > 0 ? Words.List(question.Goods) : "goods not stated",
            question.Origin.Length > 0 ? $"made in {question.Origin}" : "",
            question.ExportedFrom.Length == 0 ? "" : answer.ExportedFromAssumed ? $"leaving {question.ExportedFrom} (taken from the origin)" : $"leaving {question.ExportedFrom}",
            question.Destination.Length > 0 ? $"going to {question.Destination}" : "to no stated destination",
            question.EndUse.Count > 0 ? $"for {Words.List(question.EndUse)} use" : "",
            question.EndUser.Count > 0 ? $"used by {Words.List(question.EndUser)}" : "",
            question.Parties.Count > 0 ? $"with {Words.List(question.Parties)}" : "",
            question.Ships.Count > 0 ? $"by ship {Words.List(question.Ships)}" : "",
            question.Reach.Count > 0 ? $"reached by {Words.List(question.Reach)}" : "");
        var published = answer.Answered.Published is { Length: > 0 } day ? $", by what had been announced on {day}" : "";
        return $"{asked}; on {answer.Answered.Effective}{published}";
    }

    private static void Section(Page page, string title, string gloss, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            return;
        page.Heading(title, gloss);
        for (var i = 0; i < findings.Count; i++)
        {
            if (i > 0)
                page.Blank();
            Tell(page, findings[i]);
        }
    }

    private static void Tell(Page page, Finding finding)
    {
        var value = Words.Of(finding.Value);
        var asks = finding.Requirement == Requirement.None ? "asks nothing of the trader" : Words.Of(finding.Requirement);
        page.Line(2, Piece.Strong(finding.InstrumentName), $": {Words.Joined(", ", value.Length > 0 ? $"{asks} ({value})" : asks, Words.Of(finding.Type))}", Piece.Dim($"  {finding.Measure}"));
        if (finding.Title.Length > 0 && finding.Title != finding.InstrumentName)
            page.Line(4, finding.Title);
        page.Line(4, Words.Sentence(finding.Reason) + Ever(finding) + ".");
        if (finding.EnforcedUntil.Length > 0)
            page.Line(4, $"Enforced in practice through {finding.EnforcedUntil}.");
        if (finding.OpenKeys.Count > 0)
            page.Line(4, $"State {Words.List(finding.OpenKeys.Select(key => key.Replace('_', ' ')))} to know.");
        foreach (var remark in finding.Remarks)
            page.Line(4, $"Note: {remark}.");
        page.Acts(4, finding.Acts);
        if (finding.NextChange is { } next)
            page.Line(4, $"Next: {Sources.Of(next)}.");
    }

    /// <summary>Whether it applied before, where the reason does not say so itself.</summary>
    private static string Ever(Finding finding) => finding.EverApplied switch
    {
        EverApplied.Yes when finding.Status != Status.InForce => "; it had applied before",
        EverApplied.No when !finding.Reason.Contains("never applied", StringComparison.Ordinal) && finding.Status is not (Status.Announced or Status.NotYetAnnounced) =>
            "; it never applied",
        EverApplied.Possible when finding.Status != Status.InForce => "; it may have applied before",
        _ => "",
    };

    private static void Coverage(Page page, CheckResponse answer)
    {
        if (answer.Coverage.Count == 0)
            return;
        page.Heading("How far the ledger is kept", "as its editors state");
        foreach (var coverage in answer.Coverage)
        {
            var what = Words.Joined(" on ", Words.List(coverage.Kinds), Words.List(coverage.Goods));
            page.Line(2, $"{coverage.Jurisdiction}: {(what.Length > 0 ? what + ", " : "")}through {coverage.Through}{(coverage.Covers ? "" : "; the day asked lies beyond it")}");
            if (coverage.Remarks.Length > 0)
                page.Line(4, coverage.Remarks);
        }
    }
}
