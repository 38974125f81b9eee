using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>What an answer rests on: citations, acts, and the coordinates it was computed at.</summary>
internal static class Sources
{
    /// <summary>"No. 57 of 2025 introduces …" reads as a sentence; behind an act that goes by a title of many words, it does not.</summary>
    private const int LongestSubject = 24;

    /// <summary>"MOFCOM Announcement No. 57 of 2025 (MOFCOM, 2025-10-09), article 2, https://…".</summary>
    public static string Of(Citation citation)
    {
        var name = Words.Joined(", ", citation.DocumentNumber, citation.Title == citation.DocumentNumber ? "" : citation.Title);
        var from = Words.Joined(", ", citation.Publisher, citation.PublishedOn);
        if (citation.Kind == SourceKind.EditorsKnowledge)
            name = Words.Joined(": ", "editors' knowledge", name);
        var named = name.Length == 0 || from.Length == 0 ? name + from : $"{name} ({from})";
        return Words.Joined(", ", named, citation.Locator, citation.Url);
    }

    /// <summary>The acts that make something so, in legal order, each with its dates and first citation.</summary>
    /// <param name="page">Where they go.</param>
    /// <param name="indent">How far in.</param>
    /// <param name="acts">In legal order.</param>
    /// <param name="on">The entity that the page is about, whose own acts need not repeat its name; empty where all are named.</param>
    public static Page Acts(this Page page, int indent, IEnumerable<Cause> acts, string on)
    {
        foreach (var act in acts)
        {
            var dates = Words.Span(act.Effective, act.Ends);
            var what = act.Entity == on ? act.Summary : $"{act.Title}{(act.Title.Length > LongestSubject ? ":" : "")} {act.Summary}";
            page.Hanging(indent, indent + 2, $"{act.AnnouncedOn}  {Words.Sentence(what)}{(dates.Length > 0 ? $", effective {dates}" : "")}", Piece.Dim($"  {act.Reference}"));
            page.Citations(indent + 2, act.Citations, 1);
        }
        return page;
    }

    /// <summary>Citations, at most so many; the rest are counted.</summary>
    public static Page Citations(this Page page, int indent, IReadOnlyList<Citation> citations, int most)
    {
        for (var i = 0; i < Math.Min(most, citations.Count); i++)
        {
            var more = i == most - 1 && citations.Count > most ? $", and {citations.Count - most} more" : "";
            page.Hanging(indent, indent + 2, Piece.Dim($"{Of(citations[i])}{more}"));
        }
        return page;
    }

    public static Page Claims(this Page page, IReadOnlyList<Claim> claims)
    {
        if (claims.Count == 0)
            return page;
        page.Heading("Claimed", "attributed; changes nothing");
        foreach (var claim in claims)
        {
            page.Line(2, $"{claim.AnnouncedOn}  {claim.By}: {claim.Text}");
            page.Citations(4, claim.Citations, 1);
        }
        return page;
    }

    /// <summary>"No. 57 begins to apply on 2026-11-11, unless a later act changes it (2026-11-11T00:00+08:00, Asia/Shanghai)".</summary>
    public static string Of(NextChange next)
    {
        var at = Words.Joined(", ", next.Description.Contains(next.At, StringComparison.Ordinal) ? "" : next.At, next.Zone);
        return Words.Joined(" ", Words.Sentence(next.Description), at.Length > 0 ? $"({at})" : "");
    }

    /// <summary>At which coordinates and by which rules, in one line.</summary>
    public static Page Coordinates(this Page page, Answered answered)
    {
        var pieces = Words.Joined(
            " · ",
            answered.Effective.Length > 0 ? $"effective {answered.Effective}" : "",
            answered.Published.Length > 0 ? $"announced by {answered.Published}" : "",
            answered.Position < 0 ? "an empty ledger" : $"ledger position {answered.Position}",
            answered.Provisional ? "provisional: a later record may still carry that instant" : "",
            $"rules {answered.RulesVersion}");
        return page.Blank().Line(0, Piece.Dim(pieces));
    }
}
