using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger history</c>: every event of one entity.</summary>
internal static class HistoryCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var cut = new CutOptions();
        var id = new Argument<string>("id") { Description = "An instrument, clause, measure, agreement or facility." };
        var command = new ExampleCommand("history", "Every event of one entity in ledger order, with its three dates, its sources, and what became of it.")
        {
            Examples =
            [
                ("All that was recorded about a plant, corrections included", "ledger history lamp-kuantan"),
                ("What of it had been announced by a day", "ledger history cn-mofcom-2025-57 --published 2025-11-01"),
            ],
        };
        command.Arguments.Add(id);
        cut.AddTo(command);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var asked = session.Parsed.GetRequiredValue(id);
            var request = new GetHistoryRequest { Id = asked, Known = session.Parsed.GetRequiredValue(cut.Known), Published = session.Parsed.GetValue(cut.Published) ?? "" };
            if (session.Parsed.GetValue(cut.MinPosition) is { } position)
                request.MinPosition = position;
            var answer = await session.Timeline.GetHistoryAsync(request, session.Call).ConfigureAwait(false);
            if (session.Json)
                await session.Screen.WriteAsync(Json.Of(answer)).ConfigureAwait(false);
            else if (answer.Entries.Count > 0)
                await HistoryPage.ShowAsync(session.Screen, asked, answer).ConfigureAwait(false);
            if (answer.Entries.Count > 0)
                return ExitStatus.Ok;
            var near = await session.Timeline.FindAsync(new FindRequest { Text = asked, Limit = 5 }, session.Call).ConfigureAwait(false);
            await session.Errors.SayAsync(NotFound.Sentence($"no event of {asked} is visible", [.. near.Matches.Select(match => match.Id), .. near.Suggestions])).ConfigureAwait(false);
            return ExitStatus.NotFound;
        });
        return command;
    }
}
