using Ledger.Api.Common.V1;
using Ledger.Api.Facilities.V1;

namespace Ledger.Benchmarks;

/// <summary>
/// The commands of the write benchmarks: each registers a plant with a stage and a capacity, three events with two citations (about 900
/// bytes a document), on a stream of its own.
/// </summary>
internal static class Commands
{
    public const int EventsEach = 3;

    public static RecordActRequest Next(string round, int number) => new()
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
            new Effect { StageStatusChanged = new StageStatusChanged { Stage = Stage.Separation, Status = StageStatus.Operating, Products = { "element:Dy", "element:Tb" }, Effective = "2025-11-01" } },
            new Effect
            {
                CapacityRated = new CapacityRated
                {
                    Product = "product:ndpr-oxide", Stage = Stage.Separation, Basis = CapacityBasis.Nameplate, Effective = "2025-11-01",
                    Amount = new Quantity { Amount = "10500", Unit = "t/yr" },
                },
            },
        },
    };
}
