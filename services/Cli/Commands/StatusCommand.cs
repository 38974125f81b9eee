using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger status</c>: what the server holds.</summary>
internal static class StatusCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var command = new ExampleCommand("status", "How far the ledger has come, what it holds, and by which rules it answers.")
        {
            Examples =
            [
                ("The ledger on this machine", "ledger status"),
                ("Another one", "ledger status --server http://127.0.0.1:9081"),
            ],
        };
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var status = await session.Timeline.GetStatusAsync(new GetStatusRequest(), session.Call).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(status)) : Lists.ShowAsync(session.Screen, session.Address, status)).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }
}
