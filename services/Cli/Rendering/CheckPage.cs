using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>A check for somebody who knows trade law: the headline, what makes it so, what nearly applies, and what comes next.</summary>
internal static class CheckPage
{
    /// <summary>Characters of a name in a list.</summary>
    private const int LongestName = 60;

    public static Task ShowAsync(Screen screen, CheckResponse answer, bool full)
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
        Section(page, "Applies", "", answer.Applies, true);
        Section(page, "Charged", "listed apart, never ranked", answer.Charges, true);
        Section(page, "Suspended", "does not apply for the time being", answer.Suspended, false);
        Section(page, "Exempted", "would apply but for an exemption", answer.Exempted, false);
        Section(page, "Announced", "not yet in force", answer.Announced, false);
        Section(page, "Possible", "the dates recorded allow it to apply, and not to", answer.Possible, false);
        if (full)
            Section(page, "Conditional", "depends on what the question leaves open", answer.Conditional, false);
        else
            Conditional(page, answer.Conditional);
        page.Heading("What comes next");
        page.Line(2, answer.NextChange is { } next ? Sources.Of(next) + "." : "No act recorded so far changes this answer later.");
        Coverage(page, answer, full);
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
        var published = answer.Answered.Published is { Length: > 0 } day ? $", by what had been announced by {day}" : "";
        return $"{asked}; on {answer.Answered.Effective}{published}";
    }

    private static void Section(Page page, string title, string gloss, IReadOnlyList<Finding> findings, bool counts)
    {
        if (findings.Count == 0)
            return;
        page.Heading(title, gloss);
        for (var i = 0; i < findings.Count; i++)
        {
            if (i > 0)
                page.Blank();
            Tell(page, findings[i], counts);
        }
    }

    private static void Tell(Page page, Finding finding, bool counts)
    {
        page.Line(2, Piece.Strong(Words.Sentence(finding.InstrumentName)), $": {Asks(finding)}", Piece.Dim($"  {finding.Measure}"));
        if (finding.Title.Length > 0 && finding.Title != finding.InstrumentName)
            page.Line(4, finding.Title);
        page.Line(4, Words.Sentence(finding.Reason) + (counts ? "" : Ever(finding)) + ".");
        if (finding.EnforcedUntil.Length > 0)
            page.Line(4, $"Enforced in practice until {finding.EnforcedUntil}.");
        foreach (var remark in finding.Remarks)
            page.Line(4, $"Note: {remark}.");
        page.Acts(4, finding.Acts, on: "");
        if (finding.NextChange is { } next)
            page.Line(4, $"Next: {next.Description}.");
    }

    /// <summary>Measures that may or may not apply are many: a line each, under what the question would have to state.</summary>
    private static void Conditional(Page page, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            return;
        page.Heading("Conditional", "depends on what the question leaves open; --full tells their acts too");
        foreach (var group in findings.GroupBy(finding => Words.List(finding.OpenKeys.Select(key => key == "exported-from" ? "country of export" : key.Replace('-', ' ')))))
        {
            page.Line(2, group.Key.Length > 0 ? $"On the {group.Key}:" : "On whether the goods are dual-use:");
            foreach (var finding in group)
            {
                var stands = finding.Status is Status.InForce or Status.Unspecified ? "" : $"; {Words.Of(finding.Status)}";
                page.Hanging(
                    4, 6, Piece.Strong(Short(finding.InstrumentName)), $": {Asks(finding)}{stands}{(finding.Title.Length > 0 && finding.Title != finding.InstrumentName ? $": {finding.Title}" : "")}",
                    Piece.Dim($"  {finding.Measure}"));
            }
        }
    }

    /// <summary>"licence required, export licence".</summary>
    private static string Asks(Finding finding)
    {
        var value = Words.Of(finding.Value);
        var asks = finding.Requirement == Requirement.None ? "asks nothing of the trader" : Words.Of(finding.Requirement);
        return Words.Joined(", ", value.Length > 0 ? $"{asks} ({value})" : asks, Words.Of(finding.Type));
    }

    /// <summary>An instrument without a number goes by its title, which can be a paragraph.</summary>
    private static string Short(string name) => name.Length <= LongestName ? Words.Sentence(name) : Words.Sentence(name[..name.LastIndexOf(' ', LongestName)]) + " …";

    /// <summary>Whether it applied before, where the reason does not say so itself.</summary>
    private static string Ever(Finding finding) => finding.EverApplied switch
    {
        EverApplied.Yes when finding.Status != Status.InForce => "; it had applied before",
        EverApplied.No when !finding.Reason.Contains("never applied", StringComparison.Ordinal) && finding.Status is not (Status.Announced or Status.NotYetAnnounced) =>
            "; it never applied",
        EverApplied.Possible when finding.Status != Status.InForce => "; it may have applied before",
        _ => "",
    };

    private static void Coverage(Page page, CheckResponse answer, bool full)
    {
        if (answer.Coverage.Count == 0 && answer.Headline != Requirement.None)
            return;
        page.Heading("How far the ledger is kept", "as its editors state");
        if (answer.Coverage.Count == 0)
            page.Line(2, answer.Answered.Published.Length > 0 ? $"They had stated nothing for this route by {answer.Answered.Published}; leave out --published to see what they state since." : "They state nothing for this route: there may be acts that are not recorded.");
        foreach (var coverage in answer.Coverage)
        {
            var what = Words.Joined(" on ", Words.List(coverage.Kinds.Select(Words.AsWritten)), Words.List(coverage.Goods));
            page.Line(2, $"{coverage.Jurisdiction}: {(what.Length > 0 ? what + ", " : "")}through {coverage.Through}{(coverage.Covers ? "" : "; the day asked lies beyond it")}");
            // Where nothing restricts the trade, what is missing from the ledger matters as much as what is in it.
            if (coverage.Remarks.Length > 0 && (full || answer.Headline == Requirement.None))
                page.Line(4, Piece.Dim(coverage.Remarks));
        }
    }
}
