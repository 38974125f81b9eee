using System.Text.Json;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Commands;
using Spectre.Console;

namespace Ledger.Cli.Rendering;

/// <summary>Lists as tables.</summary>
internal static class Lists
{
    public static async Task ShowAsync(Screen screen, ListInForceResponse answer)
    {
        var table = TableOf(screen, "Id", "Kind", "Of", "Status", "Next change", "What");
        foreach (var entry in answer.Entries)
        {
            Row(table, entry.Id, Words.Of(entry.Kind), string.Join(' ', entry.Jurisdictions), entry.Status.Replace('-', ' ') + Words.Doubt(entry.Certainty), Next(entry.NextChange),
                What(entry));
        }
        await ShowAsync(screen, table, "Nothing is in force that matches.", answer.NextPageToken, answer.Answered).ConfigureAwait(false);
    }

    public static async Task ShowAsync(Screen screen, ListCommitmentsResponse answer)
    {
        var table = TableOf(screen, "Due", "Status", "By", "What", "Agreement");
        foreach (var commitment in answer.Commitments)
        {
            var status = Words.Of(commitment.Status) + (commitment.FulfilledOn.Length > 0 ? $" {commitment.FulfilledOn}" : "") + Words.Doubt(commitment.Certainty);
            Row(table, Commitments.Due(commitment), status, Words.List(commitment.By), Commitments.What(commitment), $"{commitment.Agreement} ({commitment.Commitment})");
        }
        await ShowAsync(screen, table, "No commitment matches.", answer.NextPageToken, answer.Answered).ConfigureAwait(false);
    }

    public static async Task ShowAsync(Screen screen, FindResponse answer)
    {
        var table = TableOf(screen, "Id", "Kind", "Matched", "Title");
        foreach (var match in answer.Matches)
            Row(table, match.Id, Words.Of(match.Kind), match.Matched == match.Title || match.Matched == match.Id ? "" : match.Matched, match.Title);
        await screen.DrawAsync(table).ConfigureAwait(false);
    }

    public static async Task ShowAsync(Screen screen, ListDeadLettersResponse answer)
    {
        if (answer.DeadLetters.Count == 0)
        {
            await screen.WriteAsync("No message was shelved.").ConfigureAwait(false);
            return;
        }
        var table = TableOf(screen, "Id", "Queue", "Shelved", "Bytes", "Why");
        foreach (var letter in answer.DeadLetters)
            Row(table, letter.Id, letter.Queue, letter.ShelvedAt, letter.Bytes.ToString(), letter.Reason);
        await screen.DrawAsync(table).ConfigureAwait(false);
    }

    public static async Task ShowAsync(Screen screen, ListEventsResponse answer)
    {
        var table = TableOf(screen, "Position", "Announced", "Event", "Of", "Reference", "Recorded");
        foreach (var recorded in answer.Events)
        {
            var document = JsonElement.Parse(recorded.Document);
            var announced = document.TryGetProperty("act", out var act) ? Text(act, "announcedOn") : "";
            Row(table, recorded.Position.ToString(), announced, Words.OfType(recorded.Type), Text(document, "entity"), recorded.Reference, Text(document, "recordedAt"));
        }
        await ShowAsync(screen, table, "No event matches.", answer.NextPageToken, answer.Answered).ConfigureAwait(false);
    }

    public static async Task ShowAsync(Screen screen, string address, GetStatusResponse status)
    {
        var page = new Page(screen);
        page.Line(0, Piece.Strong($"Ledger at {address}"), $", version {status.Version}");
        page.Line(2, status.Position < 0 ? "empty" : $"at position {status.Position}, last recorded {status.LastRecordedAt}");
        page.Line(2, $"{status.Instruments} instruments with {status.Measures} measures, {status.Agreements} agreements, {status.Facilities} facilities");
        page.Line(2, $"stored in {status.Store}; answers by rules {status.RulesVersion}");
        await page.ShowAsync().ConfigureAwait(false);
    }

    private static async Task ShowAsync(Screen screen, Table table, string nothing, string more, Answered answered)
    {
        if (table.Rows.Count > 0)
        {
            await screen.DrawAsync(table).ConfigureAwait(false);
            await screen.WriteAsync("").ConfigureAwait(false);
        }
        var page = new Page(screen);
        if (table.Rows.Count == 0)
            page.Line(0, nothing);
        if (more.Length > 0)
            page.Line(0, PageOptions.More(more));
        await page.Coordinates(answered).ShowAsync().ConfigureAwait(false);
    }

    /// <summary>"2026-11-11: in force"; the day alone where the status after it is not one of a measure's.</summary>
    private static string Next(NextChange? next) => next is null ? "" : Words.Joined(": ", next.On.Length > 0 ? next.On : next.At, Words.Of(next.Status));

    /// <summary>A measure is told by its title, since its scope can be a page; what has no title, or is no measure, by its summary.</summary>
    private static string What(Entry entry) => entry.Kind == EntityKind.Measure && entry.Title.Length > 0 ? entry.Title : Words.Joined(": ", entry.Title, entry.Summary);

    private static Table TableOf(Screen screen, params string[] columns)
    {
        var table = new Table { Border = screen.IsTerminal ? TableBorder.Simple : TableBorder.None };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).PadLeft(0).PadRight(2));
        return table;
    }

    /// <summary>Cells are text, never markup: what is recorded may hold brackets.</summary>
    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";
}
