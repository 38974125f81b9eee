using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using NodaTime.Text;

namespace Ledger.Specs.Facilities;

/// <summary>Given, when, then for facilities, and what they are at a coordinate.</summary>
public abstract class FacilitiesSpec : OwnerSpec
{
    private protected const string Plant = "kuantan";

    private protected FacilitiesSpec()
        : base(new FacilitiesLedger(), "facility")
    {
    }

    /// <summary>What a source document says of the plant.</summary>
    private protected static Act Said(string document, string announcedOn, params IEnumerable<EventBody> effects) =>
        Act.Of(Plant, announcedOn, effects).Named(document).In("MY");

    private protected FacilityLife Life(string? published = null, int? known = null) =>
        FacilityLife.Of(Plant, Versions.Visible(Events.Take(known ?? Events.Count), published is null ? null : LegalMoment.Parse(published).LatestDay).Where(effect => effect.Entity == Plant))
        ?? throw new InvalidOperationException($"nothing visible registers {Plant}");

    private protected FacilityState On(string effective, string? published = null, int? known = null)
    {
        var life = Life(published, known);
        return life.At(LegalTime.CloseOf(LocalDatePattern.Iso.Parse(effective).Value, life.Zone));
    }
}
