using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>DESIGN section 4, <i>Check</i>: the headline, what is listed beneath it, and all dual-use items.</summary>
public sealed class CheckListingSpecs : TimeSpec
{
    private const string DualUse = "cn-dual-use/1";

    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    private static Scope DualUseTo(string destination) => Scope(goods: Only("dual-use:all"), destination: Only(destination));

    private void GivenALicenceForHolmium() =>
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, "2025-10-09", Goods("element:Ho"))));

    [Theory]
    [InlineData(Requirement.Prohibited)]
    [InlineData(Requirement.Licence)]
    [InlineData(Requirement.Review)]
    [InlineData(Requirement.Quota)]
    public void The_headline_is_the_strictest_applying_requirement(Requirement strictest)
    {
        Requirement[] ranked = [Requirement.Prohibited, Requirement.Licence, Requirement.Review, Requirement.Quota];
        foreach (var requirement in ranked.SkipWhile(requirement => requirement != strictest))
        {
            var id = $"cn-{requirement}".ToLowerInvariant();
            Given(Later(id, "2025-01-01", Introduce($"{id}/1", "2025-01-01", requirement: requirement) with { Value = requirement == Requirement.Quota ? new Quantity(100, null, "t/yr", null, false) : null }));
        }
        Assert.Equal(strictest, Check(Trade("element:Ho"), "2025-11-15").Headline);
    }

    [Fact]
    public void Charges_are_listed_apart_and_never_ranked()
    {
        Given(Act.Of("us-d", "2025-01-01", Publish(), Introduce("us-d/1", "2025-01-01", Scope(origin: Only("CN")), rate: 10)).In("US"));
        var check = Check(Trade("element:Ho"), "2025-11-15");
        Assert.Equal((Requirement.None, Listing.Charge), (check.Headline, Assert.Single(check.Findings).Listing));
    }

    [Fact]
    public void With_none_applying_it_is_not_restricted_by_the_acts_recorded() =>
        Assert.Equal(Requirement.None, Check(Trade("element:Ho"), "2025-11-15").Headline);

    [Fact]
    public void What_is_suspended_exempted_announced_possible_or_conditional_is_listed_beneath()
    {
        Given(
            Later("a", "2025-01-01", Introduce("a/1", "2025-01-01")), Later("s", "2025-02-01", Suspend("a/1", "2025-02-01", "2025-12-31")),
            Later("b", "2025-01-01", Introduce("b/1", "2025-01-01")), Later("x", "2025-02-01", Exempt("b/1", "2025-02-01", "2025-12-30")),
            Later("c", "2025-01-01", Introduce("c/1", "2025-12-01")),
            Later("d", "2025-01-01", Introduce("d/1", "2025-11/2025-12")),
            Later("e", "2025-01-01", Introduce("e/1", "2025-01-01", Scope(goods: Only("element:Ho"), endUse: Only("military")))),
            Later("f", "2025-01-01", Introduce("f/1", "2025-01-01", through: "2025-06-30")),
            Later("g", "2025-01-01", Introduce("g/1", "2025-01-01", Goods("element:Dy"))));
        var check = Check(Trade("element:Ho"), "2025-11-15");
        Assert.Equal(
            [("a/1", Listing.Suspended), ("b/1", Listing.Exempted), ("c/1", Listing.Announced), ("d/1", Listing.Possible), ("e/1", Listing.Conditional)],
            check.Findings.Select(finding => (finding.Life.Id, finding.Listing)));
        Assert.Equal(Requirement.None, check.Headline);
        Assert.Equal(
            ["2026-01-01", "2025-12-31", "2025-12-01", "2025-12-31", null],
            check.Findings.Select(finding => Change.Following(finding.Life, finding.Moment) is { } change ? LocalDay(change) : null));
    }

    [Fact]
    public void What_is_conditional_is_listed_and_not_counted()
    {
        Given(Later("e", "2025-01-01", Introduce("e/1", "2025-01-01", Scope(goods: Only("element:Ho"), destination: Only("US")))));
        Assert.Equal(Listing.Conditional, ListedAs("e/1", Trade("element:Ho"), "2025-11-15"));
        Assert.Equal(Requirement.None, Check(Trade("element:Ho"), "2025-11-15").Headline);
        Assert.Equal(Listing.Applies, ListedAs("e/1", Trade("element:Ho") with { Destination = "US" }, "2025-11-15"));
        Assert.Null(ListedAs("e/1", Trade("element:Ho") with { Destination = "JP" }, "2025-11-15"));
    }

    [Fact]
    public void All_dual_use_items_matches_any_goods_labelled_if_dual_use_and_does_not_count_by_itself()
    {
        Given(Later("cn-dual-use", "2025-01-01", Introduce(DualUse, "2025-01-01", DualUseTo("JP"))));
        var finding = Assert.Single(Check(Trade("element:Nd") with { Destination = "JP" }, "2025-11-15").Findings);
        Assert.Equal((DualUse, Listing.Conditional), (finding.Life.Id, finding.Listing));
        Assert.Contains("if dual-use", finding.Answer.Match.Remarks);
    }

    [Fact]
    public void It_counts_where_a_licence_measure_of_that_jurisdiction_counts_by_one_of_its_goods_keys()
    {
        GivenALicenceForHolmium();
        Given(Later("cn-dual-use", "2025-01-01", Introduce(DualUse, "2025-01-01", DualUseTo("JP"), requirement: Requirement.Prohibited)));
        Assert.Equal(Requirement.Prohibited, Check(Trade("element:Ho") with { Destination = "JP" }, "2025-11-15").Headline);
        Assert.Equal(Requirement.Licence, Check(Trade("element:Ho") with { Destination = "US" }, "2025-11-15").Headline);
        Assert.Equal(Requirement.None, Check(Trade("element:Nd") with { Destination = "JP" }, "2025-11-15").Headline);
    }

    [Fact]
    public void A_licence_of_another_jurisdiction_or_a_suspended_one_or_another_all_dual_use_makes_it_count_for_nothing()
    {
        Given(
            Later("cn-dual-use", "2025-01-01", Introduce(DualUse, "2025-01-01", DualUseTo("JP")), Introduce("cn-dual-use/2", "2025-01-01", DualUseTo("JP"))),
            Act.Of("us-l", "2025-01-01", Publish(), Introduce("us-l/1", "2025-01-01", Goods("element:Ho"))).In("US"),
            Later("cn-l", "2025-01-01", Introduce("cn-l/1", "2025-01-01", Goods("element:Ho"))), Later("s", "2025-02-01", Suspend("cn-l/1", "2025-02-01", "2025-12-31")));
        var question = Trade("element:Ho") with { Destination = "JP" };
        Assert.Equal(Listing.Conditional, ListedAs(DualUse, question, "2025-11-15"));
        Assert.Equal(Listing.Applies, ListedAs(DualUse, question, "2026-01-01"));
        var next = Check(question, "2025-11-15").NextChange(byDay: true);
        Assert.Equal("2026-01-01", LocalDay(next!));
    }

    [Fact]
    public void A_licence_on_all_goods_names_none_and_does_not_make_all_dual_use_count()
    {
        Given(
            Later("cn-dual-use", "2025-01-01", Introduce(DualUse, "2025-01-01", DualUseTo("JP"))),
            Later("cn-l", "2025-01-01", Introduce("cn-l/1", "2025-01-01", Scope(goods: All))),
            Later("cn-m", "2025-01-01", Introduce("cn-m/1", "2025-01-01", Scope(goods: AllBut("element:Dy")))));
        Assert.Equal(Listing.Conditional, ListedAs(DualUse, Trade("element:Ho") with { Destination = "JP" }, "2025-11-15"));
    }

    [Fact]
    public void Findings_stand_in_the_order_of_ids_with_digits_as_numbers()
    {
        Given(Later("n-10", "2025-01-01", Introduce("n-10/1", "2025-01-01")), Later("n-9", "2025-01-01", Introduce("n-9/10", "2025-01-01"), Introduce("n-9/2", "2025-01-01")));
        Assert.Equal(["n-9/2", "n-9/10", "n-10/1"], Check(Trade("element:Ho"), "2025-11-15").Findings.Select(finding => finding.Life.Id));
    }
}
