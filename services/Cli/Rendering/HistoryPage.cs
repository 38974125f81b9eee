using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>Every event of one entity, with its three dates and what became of it.</summary>
internal static class HistoryPage
{
    public static Task ShowAsync(Screen screen, string id, GetHistoryResponse answer)
    {
        var page = new Page(screen);
        page.Line(0, Piece.Strong($"History of {id}"), $", {answer.Entries.Count} {(answer.Entries.Count == 1 ? "event" : "events")} in ledger order");
        foreach (var entry in answer.Entries)
        {
            page.Blank();
            page.Line(0, Piece.Dim($"{entry.Position}  "), Piece.Strong(Words.Sentence(entry.Summary)), new Piece(Role(entry), LookOf(entry.Role)));
            page.Line(
                4, Words.Joined(
                    "; ", entry.AnnouncedOn.Length > 0 ? $"announced {entry.AnnouncedOn}" : "",
                    Words.Span(entry.Effective, entry.Ends) is { Length: > 0 } span ? $"effective {span}" : "", $"recorded {entry.RecordedAt} by {entry.Actor}"));
            var confidence = Words.Of(entry.Confidence);
            page.Line(4, Piece.Dim(Words.Joined("; ", Words.OfType(entry.Type), entry.Reference, confidence.Length > 0 ? $"confidence {confidence}" : "")));
            page.Fact(4, "Note", entry.Note);
            page.Citations(4, entry.Citations, int.MaxValue);
        }
        return page.Coordinates(answer.Answered).ShowAsync();
    }

    private static string Role(HistoryEntry entry) => entry.Role switch
    {
        HistoryRole.Corrected => $"  corrected{By(entry)}",
        HistoryRole.Retracted => $"  retracted{By(entry)}",
        HistoryRole.Correction => $"  correction{Of(entry)}",
        HistoryRole.Erratum => $"  source erratum{Of(entry)}",
        HistoryRole.Retraction => $"  retraction{Of(entry)}",
        HistoryRole.Claim => "  claim, changes nothing",
        HistoryRole.Dangling => "  dangling: its target is not there",
        _ => "",
    };

    private static string By(HistoryEntry entry) => entry.Related.Length > 0 ? $" by {entry.Related}" : "";

    private static string Of(HistoryEntry entry) => entry.Related.Length > 0 ? $" of {entry.Related}" : "";

    private static Look LookOf(HistoryRole role) => role switch
    {
        HistoryRole.Corrected or HistoryRole.Retracted or HistoryRole.Dangling => Look.Bad,
        _ => Look.Warning,
    };
}
