using System.CommandLine;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rebuild</c>: makes the projection anew from the store.</summary>
internal static class RebuildCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var command = new ExampleCommand("rebuild", "Reads the whole ledger from the store into a new projection, and puts it in the place of the one that answers.")
        {
            Notes = "The server goes on answering and recording meanwhile. Interrupted, it changes nothing.",
            Examples = [("The ledger on this machine", "ledger rebuild")],
        };
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var last = await Progress.ShowAsync(session.Errors, "reading", async advance =>
            {
                using var call = new MaintenanceService.MaintenanceServiceClient(session.Server).Rebuild(new RebuildRequest(), cancellationToken: session.Cancel);
                var last = new RebuildResponse();
                await foreach (var told in call.ResponseStream.ReadAllAsync(session.Cancel).ConfigureAwait(false))
                {
                    last = told;
                    advance(told.Read, told.Expected, $"{told.Read} events, {told.ExpectedSeconds} s left");
                }
                return last;
            }).ConfigureAwait(false);
            await session.Screen.WriteAsync(session.Json
                ? Json.Of(last)
                : $"Rebuilt from {last.Read} events; it answers up to position {last.Position}{(last.Saved ? ", and is saved" : "")}.").ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }
}
