using System.CommandLine;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli;

/// <summary>A trade, as far as it is stated.</summary>
internal sealed class QuestionOptions
{
    private readonly Option<string[]> goods = Many("--goods", "key", "Goods, by element:Dy, hs:2846, cn-tariff:…, hts:…, taric:…, control:1C902.a, technology:… or product:…; repeat for more keys of the same goods.");

    private readonly Option<string?> origin = One("--origin", "country", "Where the goods are made (ISO 3166: CN).");

    private readonly Option<string?> from = One("--from", "country", "The country they leave; left out: the origin.");

    private readonly Option<string?> destination = One("--destination", "country", "The country they go to.");

    private readonly Option<string[]> endUse = Many("--end-use", "use", "What they are used for, such as military.");

    private readonly Option<string[]> endUser = Many("--end-user", "user", "Who uses them, by kind or name.");

    private readonly Option<string[]> party = Many("--party", "name", "A party to the trade, by name.");

    private readonly Option<string[]> ship = Many("--ship", "ship", "The ship, by name or kind.");

    private readonly Option<string[]> reach = Many("--reach", "reach", "Extraterritorial reach: de-minimis:0.1%, foreign-direct-product, re-export.");

    public QuestionOptions() => goods.CompletionSources.Add("element:", "hs:", "cn-tariff:", "hts:", "taric:", "control:", "technology:", "product:");

    public IEnumerable<Option> All => [goods, origin, from, destination, endUse, endUser, party, ship, reach];

    public Question Read(ParseResult parsed) => new()
    {
        Goods = { parsed.GetValue(goods) ?? [] },
        Origin = parsed.GetValue(origin) ?? "",
        ExportedFrom = parsed.GetValue(from) ?? "",
        Destination = parsed.GetValue(destination) ?? "",
        EndUse = { parsed.GetValue(endUse) ?? [] },
        EndUser = { parsed.GetValue(endUser) ?? [] },
        Parties = { parsed.GetValue(party) ?? [] },
        Ships = { parsed.GetValue(ship) ?? [] },
        Reach = { parsed.GetValue(reach) ?? [] },
    };

    private static Option<string[]> Many(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
