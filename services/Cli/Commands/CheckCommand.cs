using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;
using Ledger.Cli.Screening;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger check</c>: what applies to a trade, or to each line of a screening list.</summary>
internal static class CheckCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var coordinates = new CoordinateOptions();
        var question = new QuestionOptions();
        var file = new Option<string?>("--file") { HelpName = "lines.csv", Description = "Check every line of a screening list instead ('-': standard input)." };
        var form = new Option<string>("--out") { Description = "What a screening list is answered in.", DefaultValueFactory = _ => "csv" };
        form.AcceptOnlyFromAmong("csv", "json");
        var full = new Option<bool>("--full") { Description = "The acts and sources of conditional measures too, and what the editors say of gaps." };
        var command = new ExampleCommand("check", "What applies to this trade? The strictest requirement, what makes it so, what nearly applies, and what comes next.")
        {
            Notes =
                """
                A screening list is CSV with a header line naming any of goods, origin, exported_from, destination, end_use, end_user, party.
                Several goods keys, uses, users or parties stand in one cell, separated by semicolons (goods also by blanks).
                All lines are answered at one ledger position. A line that cannot be read is named, the others are answered, and the exit status is 6.
                """,
            Examples =
            [
                ("Holmium made in China, to the United States, as was known a week before", "ledger check --goods element:Ho --origin CN --destination US --effective 2025-11-15 --published 2025-11-08"),
                ("A duty at the minute it changed", "ledger check --goods hs:9503 --origin CN --destination US --effective 2025-11-10T05:01Z"),
                ("A magnet with dysprosium, today, as JSON", "ledger check --goods product:ndfeb-magnet --goods element:Dy --origin CN --destination DE --effective today --json"),
                ("A day's list of shipments", "ledger check --file shipments.csv --effective today --out csv > answers.csv"),
            ],
        };
        foreach (var option in question.All)
            command.Options.Add(option);
        coordinates.AddTo(command);
        command.Options.Add(file);
        command.Options.Add(form);
        command.Options.Add(full);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var at = coordinates.Read(session.Parsed, time);
            if (session.Parsed.GetValue(file) is not { } path)
                return await CheckAsync(session, new CheckRequest { At = at, Question = question.Read(session.Parsed) }, session.Parsed.GetValue(full)).ConfigureAwait(false);
            if (question.All.FirstOrDefault(option => session.Parsed.GetResult(option) is { Implicit: false }) is { } stated)
                throw new BadInputException($"{stated.Name}: with --file the trade is stated by the lines of the file");
            var answers = session.Json || session.Parsed.GetValue(form) == "json" ? (IScreeningAnswers)new JsonAnswers(session.Screen) : new CsvAnswers(session.Screen);
            return await new ScreeningRun(session, at, answers).CheckAsync(path).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> CheckAsync(Session session, CheckRequest request, bool full)
    {
        var answer = await session.Timeline.CheckAsync(request, session.Call).ConfigureAwait(false);
        await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : CheckPage.ShowAsync(session.Screen, answer, full)).ConfigureAwait(false);
        return ExitStatus.Ok;
    }
}
