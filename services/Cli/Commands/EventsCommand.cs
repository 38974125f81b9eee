using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger events</c>: the ledger from a position.</summary>
internal static class EventsCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var pages = new PageOptions();
        var from = new Option<long>("--from-position") { HelpName = "position", Description = "The first position wanted; left out: 0." };
        var stream = new Option<string?>("--stream") { HelpName = "id", Description = "Only of this entity (lamp-kuantan) or stream (facility-lamp-kuantan)." };
        var type = new Option<string[]>("--type") { HelpName = "name", Description = "Only of these wire names, or their beginnings (exportcontrols.)." };
        var jurisdiction = new Option<string[]>("--jurisdiction") { HelpName = "code", Description = "Only of these jurisdictions." };
        var announcedFrom = new Option<string?>("--announced-from") { HelpName = "date", Description = "Announced on this day or later." };
        var announcedThrough = new Option<string?>("--announced-through") { HelpName = "date", Description = "Announced on this day or earlier." };
        var recordedFrom = new Option<string?>("--recorded-from") { HelpName = "instant", Description = "Recorded at this instant or later." };
        var recordedThrough = new Option<string?>("--recorded-through") { HelpName = "instant", Description = "Recorded at this instant or earlier." };
        var minPosition = new CutOptions().MinPosition;
        var command = new ExampleCommand("events", "The ledger in its order, from a position, filtered. Pages resume where they left off.")
        {
            Examples =
            [
                ("The first events", "ledger events --page-size 20"),
                ("What was announced in the days of the truce", "ledger events --announced-from 2025-10-30 --announced-through 2025-11-10"),
                ("All corrections, as stored documents", "ledger events --type ledger.event-corrected --all --json"),
            ],
        };
        foreach (var option in (Option[])[from, stream, type, jurisdiction, announcedFrom, announcedThrough, recordedFrom, recordedThrough, minPosition])
            command.Options.Add(option);
        pages.AddTo(command);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var parsed = session.Parsed;
            var request = new ListEventsRequest
            {
                FromPosition = parsed.GetValue(from), Stream = parsed.GetValue(stream) ?? "", Types_ = { parsed.GetValue(type) ?? [] },
                Jurisdictions = { parsed.GetValue(jurisdiction) ?? [] }, AnnouncedFrom = parsed.GetValue(announcedFrom) ?? "",
                AnnouncedThrough = parsed.GetValue(announcedThrough) ?? "", RecordedFrom = parsed.GetValue(recordedFrom) ?? "",
                RecordedThrough = parsed.GetValue(recordedThrough) ?? "",
            };
            if (parsed.GetValue(minPosition) is { } position)
                request.MinPosition = position;
            var answer = await pages.ReadAsync(
                session,
                async (size, token) =>
                {
                    request.PageSize = size;
                    request.PageToken = token;
                    return await session.Timeline.ListEventsAsync(request, session.Call).ConfigureAwait(false);
                },
                page => page.Events, page => page.NextPageToken, (page, token) => page.NextPageToken = token).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : Lists.ShowAsync(session.Screen, answer)).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }
}
