using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger dead-letters</c>: the messages that could not be read or were not accepted.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var command = new ExampleCommand("dead-letters", "Messages to the recorder that could not be read or were not accepted. None is dropped: each is replayed or discarded by somebody.")
        {
            Examples =
            [
                ("What lies there, and why", "ledger dead-letters list"),
                ("One of them, with its body", "ledger dead-letters show 5b2c…"),
                ("Again, after what was wrong is mended", "ledger dead-letters replay 5b2c…"),
                ("Off the shelf, for good", "ledger dead-letters discard 5b2c… --reason \"sent by a test\""),
            ],
        };
        command.Subcommands.Add(List(server, time));
        command.Subcommands.Add(Show(server, time));
        command.Subcommands.Add(Replay(server, time));
        command.Subcommands.Add(Discard(server, time));
        return command;
    }

    private static ExampleCommand List(ServerOptions server, TimeProvider time)
    {
        var limit = new Option<int>("--limit") { Description = "At most so many, the oldest first.", DefaultValueFactory = _ => 100 };
        var command = new ExampleCommand("list", "What lies there, oldest first.") { Examples = [("The oldest ten", "ledger dead-letters list --limit 10")] };
        command.Options.Add(limit);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var answer = await Operations(session).ListDeadLettersAsync(new ListDeadLettersRequest { Limit = session.Parsed.GetValue(limit) }, session.Call).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : Lists.ShowAsync(session.Screen, answer)).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static ExampleCommand Show(ServerOptions server, TimeProvider time)
    {
        var id = Id();
        var command = new ExampleCommand("show", "One message, with its body.") { Examples = [("As it came", "ledger dead-letters show 5b2c…")] };
        command.Arguments.Add(id);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var answer = await Operations(session).GetDeadLetterAsync(new GetDeadLetterRequest { Id = session.Parsed.GetRequiredValue(id) }, session.Call).ConfigureAwait(false);
            if (session.Json)
            {
                await session.Screen.WriteAsync(Json.Of(answer)).ConfigureAwait(false);
                return ExitStatus.Ok;
            }
            await About(session.Screen, answer.DeadLetter).ShowAsync().ConfigureAwait(false);
            await session.Screen.WriteAsync(answer.Body).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static ExampleCommand Replay(ServerOptions server, TimeProvider time)
    {
        var id = Id();
        var command = new ExampleCommand("replay", "Sends a message to its record queue again. What was recorded meanwhile is not recorded twice.") { Examples = [("Again", "ledger dead-letters replay 5b2c…")] };
        command.Arguments.Add(id);
        Session.Serve(command, server, time, async session =>
        {
            var answer = await Operations(session).ReplayDeadLetterAsync(new ReplayDeadLetterRequest { Id = session.Parsed.GetRequiredValue(id) }, session.Call).ConfigureAwait(false);
            await session.Screen.WriteAsync($"Sent to {answer.DeadLetter.Queue} again: {answer.DeadLetter.Id}").ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static ExampleCommand Discard(ServerOptions server, TimeProvider time)
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence; it is kept for good.", Required = true };
        var command = new ExampleCommand("discard", "Takes a message off the shelf for good.") { Examples = [("With its reason", "ledger dead-letters discard 5b2c… --reason \"sent by a test\"")] };
        command.Arguments.Add(id);
        command.Options.Add(reason);
        Session.Serve(command, server, time, async session =>
        {
            var request = new DiscardDeadLetterRequest { Id = session.Parsed.GetRequiredValue(id), Reason = session.Parsed.GetRequiredValue(reason) };
            var answer = await Operations(session).DiscardDeadLetterAsync(request, session.Call).ConfigureAwait(false);
            await session.Screen.WriteAsync($"Discarded: {answer.DeadLetter.Id}").ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static Page About(Screen screen, DeadLetter letter)
    {
        var page = new Page(screen);
        page.Line(0, Piece.Strong(letter.Id), $"  came by {letter.Queue}{(letter.ShelvedAt.Length > 0 ? $", shelved {letter.ShelvedAt}" : "")}");
        page.Line(2, letter.Reason);
        foreach (var operation in letter.Operations)
            page.Line(2, $"asks for operation {operation}");
        return page;
    }

    private static Argument<string> Id() => new("id") { Description = "The message, as the list names it." };

    private static OperationsService.OperationsServiceClient Operations(Session session) => new(session.Server);
}
