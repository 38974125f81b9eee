using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>An agreement: what it is, whether it binds, who undertook what.</summary>
internal static class AgreementText
{
    public static void Tell(Page page, AgreementState agreement)
    {
        page.Title(agreement.Title, agreement.Id, agreement.Status.Replace('-', ' ') + Words.Doubt(agreement.Certainty), agreement.Status switch
        {
            "in-force" or "signed" or "ratified" => Look.Good,
            "terminated" or "lapsed" or "expired" or "replaced" => Look.Bad,
            _ => Look.Plain,
        });
        var binds = agreement.Bindingness == Api.Agreements.V1.Bindingness.NotStated ? "whether it binds is not stated" : Words.Of(agreement.Bindingness);
        page.Line(2, Words.Joined(", ", Words.Of(agreement.Kind), binds));
        page.Fact(2, "Parties", Words.List(agreement.Parties) + (agreement.PartiesComplete ? "" : " (the list may be incomplete)"));
        page.Fact(2, "Announced", agreement.AnnouncedOn);
        page.Fact(2, "Signed", agreement.SignedOn);
        page.Fact(2, "Ratified by", Words.List(agreement.RatifiedBy));
        page.Fact(2, "In force since", agreement.InForceSince);
        page.Fact(2, "Ends", agreement.Ends);
        page.Fact(2, "Must be in force by", agreement.Longstop);
        page.Fact(2, "Replaces", agreement.Replaces);
        page.Fact(2, "Replaced by", agreement.ReplacedBy);
        page.Fact(2, "Concerns", Words.List(agreement.Links.Concat(agreement.Goods)));
        page.Fact(2, "Jurisdictions", Words.List(agreement.Jurisdictions));
        Commitments.Tell(page, agreement.Commitments);
        page.Heading("Acts", "in legal order");
        page.Acts(2, agreement.Acts, agreement.Id);
        page.Claims(agreement.Claims);
        page.Next(agreement.NextChange);
    }
}
