using System.CommandLine;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger doctor</c>: whether the index answers as the plain fold of the ledger does.</summary>
internal static class DoctorCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var all = new Option<bool>("--all") { Description = "Compare everything that can be asked, at each pair of cuts." };
        var sample = new Option<int?>("--sample") { Description = "Compare about so many answers (2000 unless set)." };
        var seed = new Option<int?>("--seed") { Description = "Repeat the examination that told this seed." };
        var command = new ExampleCommand("doctor", "Compares what the index and the saved projection answer with the plain fold of the running ledger, byte for byte.")
        {
            Notes =
                """
                It asks at many coordinates on all three axes, and ends with the first difference: what was asked, where, and both answers.
                The exit status is then 7; it is 0 where there is none. The server goes on answering and recording meanwhile.
                """,
            Examples =
            [
                ("A sample", "ledger doctor"),
                ("Everything", "ledger doctor --all"),
                ("The same sample again", "ledger doctor --sample 10000 --seed 20251107"),
            ],
        };
        command.Options.Add(all);
        command.Options.Add(sample);
        command.Options.Add(seed);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var request = new ExamineRequest { All = session.Parsed.GetValue(all), Sample = session.Parsed.GetValue(sample) ?? 0 };
            if (session.Parsed.GetValue(seed) is { } stated)
                request.Seed = stated;
            var last = await Progress.ShowAsync(session.Errors, "comparing", advance => LastAsync(session, request, advance)).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(last)) : ShowAsync(session.Screen, last)).ConfigureAwait(false);
            return last.Difference is null ? ExitStatus.Ok : ExitStatus.Differs;
        });
        return command;
    }

    private static async Task<ExamineResponse> LastAsync(Session session, ExamineRequest request, Progress.Advance advance)
    {
        // It takes as long as the ledger is long: it has no deadline but the user's patience.
        using var call = new MaintenanceService.MaintenanceServiceClient(session.Server).Examine(request, cancellationToken: session.Cancel);
        var last = new ExamineResponse();
        await foreach (var told in call.ResponseStream.ReadAllAsync(session.Cancel).ConfigureAwait(false))
        {
            last = told;
            advance(told.Compared, told.Expected, $"{told.Compared} answers");
        }
        return last;
    }

    private static Task ShowAsync(Screen screen, ExamineResponse last)
    {
        var page = new Page(screen);
        var saved = last.HasSavedPosition ? $", the saved projection up to {last.SavedPosition} as well" : "";
        if (last.Difference is not { } difference)
        {
            page.Line(0, Piece.Strong($"{last.Compared} answers are the same bytes"), $", up to position {last.Position}{saved} (seed {last.Seed})");
        }
        else
        {
            page.Line(0, Piece.Strong($"The {difference.What} answers otherwise than the fold"), $", after {last.Compared} answers (seed {last.Seed})");
            var published = difference.Published.Length == 0 ? "everything known" : $"published {difference.Published}";
            page.Line(2, $"{difference.Asked}, effective {difference.Effective}, known {difference.Known}, {published}");
            page.Line(2, $"the fold:  {difference.Folded}");
            page.Line(2, $"the {difference.What}:  {difference.Answered}");
            page.Line(2, "`ledger rebuild` makes the projection anew from the store; tell the keepers of the program what was found.");
        }
        if (last.SavedFault.Length > 0)
            page.Line(2, $"The saved projection is not to be used ({last.SavedFault}): a start would set it aside.");
        return page.ShowAsync();
    }
}
