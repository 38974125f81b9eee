using System.Text.Json;
using Ledger.Api.Common.V1;

namespace Ledger.Cli.Rendering;

/// <summary>What a command recorded, or would record.</summary>
internal static class RecordedPage
{
    public static Task ShowAsync(Screen screen, Recorded recorded, bool dryRun)
    {
        var page = new Page(screen);
        if (recorded.Pending)
        {
            page.Line(0, Piece.Strong("Pending"), $" on {recorded.Stream}: the broker keeps it, and the recorder has not answered yet");
            page.Line(2, $"ledger operation --wait {recorded.Operation}");
            return page.ShowAsync();
        }
        var events = $"{recorded.Events.Count} {(recorded.Events.Count == 1 ? "event" : "events")}";
        var head = recorded.AlreadyRecorded ? $"Recorded before, nothing new: {events}" : dryRun ? $"Would record {events}" : $"Recorded {events}";
        page.Line(0, Piece.Strong(head), $" on {recorded.Stream}, revision {recorded.Revision}{(recorded.HasPosition ? $", ledger position {recorded.Position}" : "")}");
        foreach (var each in recorded.Events)
        {
            page.Line(2, $"{(each.HasPosition ? $"{each.Position}  " : "")}{Words.Sentence(Words.OfType(each.Type))}{(each.Reference.Length > 0 ? $" ({each.Reference})" : "")}");
            page.Line(4, Piece.Dim(Effect(each.Document)));
        }
        return page.ShowAsync();
    }

    /// <summary>The effect as it is stored.</summary>
    private static string Effect(string document) => JsonElement.Parse(document).GetProperty("effect").GetRawText();
}
