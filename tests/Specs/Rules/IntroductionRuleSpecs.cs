using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Rules;

/// <summary>The rules about what comes into being (XC-01 to XC-05, XC-16 to XC-18, XC-21 to XC-23).</summary>
public sealed class IntroductionRuleSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";
    private const string Measure = No57 + "/1";

    [Fact]
    public void XC_01_an_instrument_is_published_before_anything_stands_on_its_stream()
    {
        When(Act.Of(No57, "2025-10-09", Introduce(Measure, "2025-11-08")));
        ThenRefused("XC-01", No57);
        When(Act.Of(No57, "2025-10-09", Introduce(Measure, "2025-11-08"), Publish()));
        ThenRefused("XC-01", No57);
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08")));
        ThenRecords(Publish(), Introduce(Measure, "2025-11-08"));
    }

    [Fact]
    public void XC_02_an_instrument_is_published_once()
    {
        Given(Act.Of(No57, "2025-10-09", Publish("57")));
        When(Act.Of(No57, "2025-10-09", Publish("57")).From(2));
        ThenRefused("XC-02", No57);
    }

    [Fact]
    public void XC_02_the_same_number_of_the_same_issuer_and_year_is_the_same_instrument()
    {
        Given(Act.Of(No57, "2025-10-09", Publish("57")));
        When(Act.Of("mofcom-57", "2025-10-09", Publish("57")));
        ThenRefused("XC-02", "MOFCOM No. 57 of 2025", No57);
        When(Act.Of("cn-mofcom-2024-57", "2024-10-09", Publish("57", 2024)));
        ThenAccepted();
        When(Act.Of("cn-gacc-2025-57", "2025-10-09", Publish("57", issuer: "GACC")));
        ThenAccepted();
        Given(Corrections.Retract($"{No57}#1"));
        When(Act.Of("mofcom-57", "2025-10-09", Publish("57")));
        ThenAccepted();
    }

    [Fact]
    public void XC_02_an_instrument_has_an_issuer_unless_it_is_unpublished()
    {
        When(Act.Of("cn-jp-2010-09", "2010-09-22", Publish() with { Issuers = [] }));
        ThenRefused("XC-02", "issuer");
        When(Act.Of("cn-jp-2010-09", "2010-09-22", Publish() with { Issuers = [], Unpublished = true }));
        ThenAccepted();
    }

    [Theory]
    [InlineData("cn-mofcom-2025-58/1")]
    [InlineData("cn-mofcom-2025-57")]
    [InlineData("cn-mofcom-2025-571/1")]
    [InlineData("cn-mofcom-2025-57/")]
    [InlineData("cn-mofcom-2025-57/1//a")]
    [InlineData("cn-mofcom-2025-57/1#2")]
    public void XC_03_a_measures_id_is_its_instruments_then_clause_and_limb(string id)
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(id, "2025-11-08")));
        ThenRefused("XC-03", $"'{id}'", No57);
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(No57 + "/2/a", "2025-11-08"), Introduce(No57 + "/iii", "2025-11-08")));
        ThenAccepted();
    }

    [Fact]
    public void XC_04_a_measure_is_introduced_once()
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08"), Introduce(Measure, "2025-12-01")));
        ThenRefused("XC-04", Measure, $"{No57}#2");
        Given(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08")));
        When(Act.Of(No57, "2025-10-09", Introduce(Measure, "2025-12-01")).From(3));
        ThenRefused("XC-04", Measure, $"{No57}#2");
    }

    [Theory]
    [InlineData("2025-11-08", "2025-11-07", null)]
    [InlineData("2025-11-08", null, "2025-11-08")]
    [InlineData("2025-11-08T00:01", null, "2025-11-08T00:01")]
    [InlineData("2026", "2025", null)]
    [InlineData("2025-11-08", "2025-12-01", "2025-12-01")]
    [InlineData("2025-11-08", "2025-11-10T12:00", null)]
    public void XC_05_a_measure_does_not_end_before_it_begins(string starts, string? through, string? until)
    {
        Given(Act.Of("cn-mofcom-2025-18", "2025-04-04", Publish(), Introduce("cn-mofcom-2025-18/1", "2025-04-04", Goods("element:Dy"))));
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, starts, through: through, until: until)));
        ThenRefused("XC-05", through ?? until!);
        When(Act.Of(No57, "2025-10-09", Publish(), Amend("cn-mofcom-2025-18/1", starts, Goods("element:Tb"), through: through, until: until)));
        ThenRefused("XC-05", through ?? until!);
        When(Act.Of(No57, "2025-10-09", Publish(), Exempt("cn-mofcom-2025-18/1", starts, through, until)));
        ThenRefused("XC-05", through ?? until!);
    }

    [Theory]
    [InlineData("2025-11-08", "2025-11-08", null)]
    [InlineData("2025-11-08", null, "2025-11-08T12:00")]
    [InlineData("2026", "2026-03-01", null)]
    [InlineData("2025-11-08", "unknown", null)]
    [InlineData("unknown", "2025-11-08", null)]
    public void A_period_that_can_be_is_accepted(string starts, string? through, string? until)
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, starts, through: through, until: until)));
        ThenAccepted();
    }

    [Fact]
    public void XC_16_a_scope_or_a_part_states_at_least_one_key()
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope())));
        ThenRefused("XC-16", "no key");
        ThenField("effects[1].measureIntroduced.scope");
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope(goods: new KeySet(false, [], [])))));
        ThenRefused("XC-16");
        ThenField("effects[1].measureIntroduced.scope.goods");
        Given(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08")));
        When(Act.Of("cn-mofcom-2025-70", "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: new Part(null, null, []))));
        ThenRefused("XC-16", "names nothing");
        When(Act.Of("cn-mofcom-2025-70", "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Scope()))));
        ThenRefused("XC-16", "no key");
        When(Act.Of("cn-mofcom-2025-70", "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Scope(destination: Only("US"))))));
        ThenAccepted();
    }

    [Theory]
    [InlineData("element:Zz", "'Zz'")]
    [InlineData("element:dy", "'dy'")]
    [InlineData("hs:28x6", "'28x6'")]
    [InlineData("hs:2", "'2'")]
    [InlineData("hs:28469019", "six digits")]
    [InlineData("control:1C902 a", "'1C902 a'")]
    [InlineData("product:NdFeB magnet", "'NdFeB magnet'")]
    [InlineData("dual-use:some", "dual-use:all")]
    [InlineData("dysprosium", "'dysprosium'")]
    [InlineData("product:ndfeb-magnet+element:Zz", "'Zz'")]
    public void XC_17_goods_keys_are_well_formed(string key, string why)
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Goods("element:Ho", key))));
        ThenRefused("XC-17", why);
        ThenField("effects[1].measureIntroduced.scope.goods.only[1]");
    }

    [Fact]
    public void XC_17_countries_are_of_iso_3166_or_a_group_of_the_table()
    {
        foreach (var code in new[] { "UK", "us", "CHN", "NATO" })
        {
            When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope(destination: AllBut(code)))));
            ThenRefused("XC-17", $"'{code}'");
            ThenField("effects[1].measureIntroduced.scope.destination.allBut[0]");
        }
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope(destination: Only("EU", "G7", "HK", "US")))));
        ThenAccepted();
    }

    [Fact]
    public void XC_17_a_set_of_keys_does_not_state_all_and_only_some()
    {
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope(destination: new KeySet(true, ["US"], [])))));
        ThenRefused("XC-17", "all and only some");
        When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", Scope(parties: Only(" ")))));
        ThenRefused("XC-17", "empty");
    }

    [Fact]
    public void XC_18_an_amendment_states_a_scope_or_a_value()
    {
        Given(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08")));
        When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), Amend(Measure, "2026-01-06")));
        ThenRefused("XC-18");
        When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), Amend(Measure, "2026-01-06", Goods("element:Er"))));
        ThenAccepted();
    }

    [Fact]
    public void XC_21_a_charge_or_a_quota_states_its_value_or_that_it_is_not_stated()
    {
        foreach (var requirement in new[] { Requirement.Charge, Requirement.Quota })
        {
            When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", requirement: requirement)));
            ThenRefused("XC-21", Measure);
            When(Act.Of(No57, "2025-10-09", Publish(), Introduce(Measure, "2025-11-08", requirement: requirement) with { Value = new Quantity(null, null, "t/yr", null, false) }));
            ThenAccepted();
        }
    }

    [Fact]
    public void XC_22_a_stage_does_not_end_before_it_begins()
    {
        Given(Act.Of("wto-ds431", "2012-03-13", Publish(issuer: "WTO")).In("WTO"));
        When(Act.Of("wto-ds431", "2012-03-13", Reach("DS431", "consultations", "2012-03-13", "2012-03-12")).In("WTO").From(2));
        ThenRefused("XC-22", "2012-03-13", "2012-03-12");
        When(Act.Of("wto-ds431", "2012-03-13", Reach("DS431", "consultations", "2012-03-13", "2012-05-12")).In("WTO").From(2));
        ThenAccepted();
    }

    [Fact]
    public void XC_23_coverage_is_stated_of_a_known_jurisdiction_through_a_known_day()
    {
        When(Act.Of("coverage", "2026-07-01", Publish(), Cover("XX", "2026-06-30")));
        ThenRefused("XC-23", "'XX'");
        When(Act.Of("coverage", "2026-07-01", Publish(), Cover("CN", "unknown")));
        ThenRefused("XC-23", "unknown");
        When(Act.Of("coverage", "2026-07-01", Publish(), Cover("CN", "2026-06-30")));
        ThenAccepted();
    }
}
