using Ledger.Api.Common.V1;
using Ledger.Api.Facilities.V1;

namespace Ledger.Benchmarks;

/// <summary>
/// The commands of the write benchmarks: each registers a plant, by itself or with a stage and a capacity: one event or three, with two
/// citations (about 900 bytes a document), on a stream of its own.
/// </summary>
internal static class Commands
{
    /// <summary>Of the larger command.</summary>
    public const int EventsEach = 3;

    /// <summary>A command of <see cref="EventsEach"/> events.</summary>
    public static RecordActRequest Next(string round, int number)
    {
        var command = One(round, number);
        command.Effects.Add(new Effect { StageStatusChanged = new StageStatusChanged { Stage = Stage.Separation, Status = StageStatus.Operating, Products = { "element:Dy", "element:Tb" }, Effective = "2025-11-01" } });
        command.Effects.Add(new Effect
        {
            CapacityRated = new CapacityRated
            {
                Product = "product:ndpr-oxide", Stage = Stage.Separation, Basis = CapacityBasis.Nameplate, Effective = "2025-11-01",
                Amount = new Quantity { Amount = "10500", Unit = "t/yr" },
            },
        });
        return command;
    }

    /// <summary>A command of one event.</summary>
    public static RecordActRequest One(string round, int number) => new()
    {
        RequestId = Guid.NewGuid().ToString(),
        Facility = $"bench-{round}-{number}",
        Act = new Act { AnnouncedOn = "2025-11-01", Jurisdictions = { "MY" } },
        Citations =
        {
            new Citation { Url = $"https://example.org/plants/{round}/{number}", Title = "Quarterly report", Publisher = "Example Rare Earths", PublishedOn = "2025-11-01", Kind = SourceKind.Company },
            new Citation { Url = "https://example.org/news/heavy-rare-earths-outside-one-country", Title = "Heavy rare earths are separated outside one country", Kind = SourceKind.Press },
        },
        Effects =
        {
            new Effect { FacilityRegistered = new FacilityRegistered { Name = $"Plant {number}", Kind = FacilityKind.Plant, Country = "MY", Operator = "Example Rare Earths", Location = "Gebeng, Pahang" } },
        },
    };
}
