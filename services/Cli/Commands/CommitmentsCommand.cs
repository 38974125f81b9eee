using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger commitments</c>: what parties undertook, by what is due, fulfilled and overdue.</summary>
internal static class CommitmentsCommand
{
    private static readonly Dictionary<string, CommitmentStatus> Statuses = new()
    {
        ["announced"] = CommitmentStatus.Announced, ["due"] = CommitmentStatus.Due, ["fulfilled"] = CommitmentStatus.Fulfilled,
        ["overdue"] = CommitmentStatus.Overdue,
    };

    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var coordinates = new CoordinateOptions();
        var pages = new PageOptions();
        var status = new Option<string[]>("--status") { Description = "Only in these statuses; repeat for several." };
        status.AcceptOnlyFromAmong([.. Statuses.Keys]);
        var agreement = new Option<string?>("--agreement") { HelpName = "id", Description = "Only of this agreement." };
        var party = new Option<string?>("--party") { HelpName = "name", Description = "Only undertaken by this party." };
        var command = new ExampleCommand("commitments", "What parties to agreements undertook: due, fulfilled, overdue.")
        {
            Examples =
            [
                ("What was overdue on 1 May 2026", "ledger commitments --status overdue --effective 2026-05-01"),
                ("What the United States undertook", "ledger commitments --party US --effective today"),
            ],
        };
        foreach (var option in (Option[])[status, agreement, party])
            command.Options.Add(option);
        coordinates.AddTo(command);
        pages.AddTo(command);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var parsed = session.Parsed;
            var request = new ListCommitmentsRequest
            {
                At = coordinates.Read(parsed, time), Statuses = { (parsed.GetValue(status) ?? []).Select(word => Statuses[word]) },
                Agreement = parsed.GetValue(agreement) ?? "", Party = parsed.GetValue(party) ?? "",
            };
            var answer = await pages.ReadAsync(
                session,
                async (size, token) =>
                {
                    request.PageSize = size;
                    request.PageToken = token;
                    return await session.Timeline.ListCommitmentsAsync(request, session.Call).ConfigureAwait(false);
                },
                page => page.Commitments, page => page.NextPageToken, (page, token) => page.NextPageToken = token).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : Lists.ShowAsync(session.Screen, answer)).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }
}
