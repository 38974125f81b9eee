using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger show</c>: one entity at a coordinate.</summary>
internal static class ShowCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var coordinates = new CoordinateOptions();
        var id = new Argument<string>("id") { Description = "An instrument, clause, measure, agreement or facility." };
        var command = new ExampleCommand("show", "One instrument, clause, measure, agreement or facility as it stands on a day.")
        {
            Examples =
            [
                ("An act, its measures, and what it did to others", "ledger show cn-mofcom-2025-70 --effective 2025-11-15"),
                ("One measure at two dates tells what changed between them", "ledger show cn-mofcom-2025-62/1 --effective 2025-10-29"),
                ("A plant: stages, capacities, plans, licences", "ledger show lamp-kuantan --effective 2025-11-30"),
                ("The same as the ledger stood before a correction", "ledger show lamp-kuantan --effective 2025-11-30 --known 290"),
            ],
        };
        command.Arguments.Add(id);
        coordinates.AddTo(command);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var asked = session.Parsed.GetRequiredValue(id);
            var answer = await session.Timeline.ShowAsync(new ShowRequest { At = coordinates.Read(session.Parsed, time), Id = asked }, session.Call).ConfigureAwait(false);
            if (session.Json)
                await session.Screen.WriteAsync(Json.Of(answer)).ConfigureAwait(false);
            else if (answer.Unknown is null)
                await EntityPage.ShowAsync(session.Screen, answer).ConfigureAwait(false);
            if (answer.Unknown is not { } unknown)
                return ExitStatus.Ok;
            var what = unknown.RecordedLater
                ? $"{asked} is not known at these coordinates: it was recorded or announced later"
                : $"no recorded event introduces {asked}";
            await session.Errors.SayAsync(unknown.RecordedLater ? what : NotFound.Sentence(what, unknown.Suggestions)).ConfigureAwait(false);
            return ExitStatus.NotFound;
        });
        return command;
    }
}
