using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger find</c>: names, numbers and titles to ids.</summary>
internal static class FindCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var text = new Argument<string[]>("text") { Description = "A number, title, issuer, party or plant, in any words recorded.", Arity = ArgumentArity.OneOrMore };
        var limit = new Option<int>("--limit") { HelpName = "n", Description = "At most so many; left out: the server's choice." };
        var command = new ExampleCommand("find", "The ids that a name, a number, a title, a party or a plant stands for, best first.")
        {
            Examples =
            [
                ("An act by its number", "ledger find \"No. 57 of 2025\""),
                ("A plant", "ledger find Kuantan"),
                ("Whatever names a party", "ledger find Lynas"),
            ],
        };
        command.Arguments.Add(text);
        command.Options.Add(limit);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var asked = string.Join(' ', session.Parsed.GetRequiredValue(text));
            var answer = await session.Timeline.FindAsync(new FindRequest { Text = asked, Limit = session.Parsed.GetValue(limit) }, session.Call).ConfigureAwait(false);
            if (session.Json)
                await session.Screen.WriteAsync(Json.Of(answer)).ConfigureAwait(false);
            else if (answer.Matches.Count > 0)
                await Lists.ShowAsync(session.Screen, answer).ConfigureAwait(false);
            if (answer.Matches.Count > 0)
                return ExitStatus.Ok;
            await session.Errors.SayAsync(NotFound.Sentence($"nothing recorded matches '{asked}'", answer.Suggestions)).ConfigureAwait(false);
            return ExitStatus.NotFound;
        });
        return command;
    }
}
