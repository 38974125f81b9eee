using System.CommandLine;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger in-force</c>: measures, agreements and facilities at a coordinate.</summary>
internal static class InForceCommand
{
    private static readonly Dictionary<string, EntityKind> Kinds = new()
    {
        ["measure"] = EntityKind.Measure, ["agreement"] = EntityKind.Agreement, ["facility"] = EntityKind.Facility, ["instrument"] = EntityKind.Instrument,
        ["clause"] = EntityKind.Clause,
    };

    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var coordinates = new CoordinateOptions();
        var pages = new PageOptions();
        var kind = new Option<string[]>("--kind") { Description = "Only such entities; repeat for several." };
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var jurisdiction = new Option<string[]>("--jurisdiction") { HelpName = "code", Description = "Only of these jurisdictions (CN, EU, …)." };
        var notJurisdiction = new Option<string[]>("--not-jurisdiction") { HelpName = "code", Description = "Of none of these jurisdictions." };
        var status = new Option<string[]>("--status") { HelpName = "status", Description = "In these statuses (in-force, suspended, signed, operating, …); left out: in force, or at work." };
        var goods = new Option<string[]>("--goods") { HelpName = "key", Description = "Concerning any of these goods (element:Dy, hs:2846, product:…)." };
        var stage = new Option<string?>("--stage") { HelpName = "stage", Description = "Facilities with this stage (separation, magnet-making, …)." };
        var party = new Option<string?>("--party") { HelpName = "name", Description = "With this party, operator or issuer." };
        var command = new ExampleCommand("in-force", "What is in force, or at work, on a day.")
        {
            Examples =
            [
                ("Plants outside China that separated rare earths in November 2025", "ledger in-force --kind facility --stage separation --not-jurisdiction CN --effective 2025-11-30"),
                ("China's measures that stood suspended", "ledger in-force --kind measure --jurisdiction CN --status suspended --effective 2025-11-15"),
                ("What Malaysia signed", "ledger in-force --kind agreement --party MY --status signed --status in-force --effective today"),
            ],
        };
        foreach (var option in (Option[])[kind, jurisdiction, notJurisdiction, status, goods, stage, party])
            command.Options.Add(option);
        coordinates.AddTo(command);
        pages.AddTo(command);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var parsed = session.Parsed;
            var request = new ListInForceRequest
            {
                At = coordinates.Read(parsed, time), Kinds = { (parsed.GetValue(kind) ?? []).Select(word => Kinds[word]) },
                Jurisdictions = { parsed.GetValue(jurisdiction) ?? [] }, NotJurisdictions = { parsed.GetValue(notJurisdiction) ?? [] },
                Statuses = { parsed.GetValue(status) ?? [] }, Goods = { parsed.GetValue(goods) ?? [] }, Stage = parsed.GetValue(stage) ?? "",
                Party = parsed.GetValue(party) ?? "",
            };
            var answer = await pages.ReadAsync(
                session,
                async (size, token) =>
                {
                    request.PageSize = size;
                    request.PageToken = token;
                    return await session.Timeline.ListInForceAsync(request, session.Call).ConfigureAwait(false);
                },
                page => page.Entries, page => page.NextPageToken, (page, token) => page.NextPageToken = token).ConfigureAwait(false);
            await (session.Json ? session.Screen.WriteAsync(Json.Of(answer)) : Lists.ShowAsync(session.Screen, answer)).ConfigureAwait(false);
            return ExitStatus.Ok;
        });
        return command;
    }
}
