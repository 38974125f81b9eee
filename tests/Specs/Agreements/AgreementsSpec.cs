using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using NodaTime.Text;

namespace Ledger.Specs.Agreements;

/// <summary>Given, when, then for agreements, and what they are at a coordinate.</summary>
public abstract class AgreementsSpec : OwnerSpec
{
    private protected const string Pact = "us-au-framework";

    private protected AgreementsSpec()
        : base(new AgreementsLedger(), "agreement")
    {
    }

    /// <summary>What a source document says of the framework.</summary>
    private protected static Act Said(string document, string announcedOn, params IEnumerable<EventBody> effects) =>
        Act.Of(Pact, announcedOn, effects).Named(document).In("US");

    private protected AgreementLife Life(string agreement = Pact, string? published = null)
    {
        var visible = Versions.Visible(Events, published is null ? null : LegalMoment.Parse(published).LatestDay).ToList();
        return AgreementLife.Of(agreement, visible.Where(effect => effect.Entity == agreement), visible.Where(effect => effect.Body is AgreementReplaced replaced && replaced.Predecessor == agreement))
            ?? throw new InvalidOperationException($"nothing visible introduces {agreement}");
    }

    private protected AgreementState On(string effective, string agreement = Pact, string? published = null)
    {
        var life = Life(agreement, published);
        return life.At(LegalTime.CloseOf(LocalDatePattern.Iso.Parse(effective).Value, life.Zone));
    }

    private protected void ThenStatuses(params (string Effective, AgreementStatus Status)[] statuses) =>
        Assert.Equal(
            string.Join('\n', statuses.Select(expected => $"{expected.Effective} {expected.Status}")),
            string.Join('\n', statuses.Select(expected => $"{expected.Effective} {On(expected.Effective).Status}")));
}
