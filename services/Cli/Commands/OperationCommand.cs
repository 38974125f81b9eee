using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger operation</c>: what became of a request that was answered "pending".</summary>
internal static class OperationCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var id = new Argument<string>("id") { Description = "The operation, as the reply that it is pending states it." };
        var wait = new Option<bool>("--wait") { Description = "Ask again until it is settled." };
        var command = new ExampleCommand("operation", "What became of a request: recorded, refused, conflicted or discarded, or still pending.")
        {
            Examples =
            [
                ("Now", "ledger operation 0d9f3c1e-8f51-5b5f-9d42-2f5c0f5f6a10"),
                ("Once it is settled", "ledger operation --wait 0d9f3c1e-8f51-5b5f-9d42-2f5c0f5f6a10"),
            ],
        };
        command.Arguments.Add(id);
        command.Options.Add(wait);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var operations = new OperationsService.OperationsServiceClient(session.Server);
            var request = new GetOperationRequest { Operation = session.Parsed.GetRequiredValue(id) };
            var answer = await operations.GetOperationAsync(request, session.Call).ConfigureAwait(false);
            while (session.Parsed.GetValue(wait) && answer.Status == OperationStatus.Pending)
            {
                await Task.Delay(Pause, time, session.Cancel).ConfigureAwait(false);
                answer = await operations.GetOperationAsync(request, session.Call).ConfigureAwait(false);
            }
            await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : ShowAsync(session.Screen, answer)).ConfigureAwait(false);
            return answer.Status is OperationStatus.Recorded or OperationStatus.Pending ? ExitStatus.Ok : ExitStatus.Refused;
        });
        return command;
    }

    private static Task ShowAsync(Screen screen, GetOperationResponse answer)
    {
        var page = new Page(screen);
        page.Line(0, Piece.Strong(answer.Status switch
        {
            OperationStatus.Recorded => $"Recorded at ledger position {answer.Position}",
            OperationStatus.Pending => "Pending: the broker keeps it, and the recorder has not come to it",
            OperationStatus.Refused => "Refused",
            OperationStatus.Conflicted => "Not recorded: the stream had moved on",
            OperationStatus.Discarded => "Discarded by an operator",
            _ => answer.Status.ToString(),
        }));
        if (answer.Stream.Length > 0)
            page.Line(2, $"request {answer.RequestId} on {answer.Stream}, settled {answer.SettledAt}");
        if (answer.Why.Length > 0)
            page.Line(2, answer.Why);
        return page.ShowAsync();
    }
}
