using Ledger.Events;
using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Rules;

/// <summary>The rules about what an act acts on (XC-06 to XC-10, XC-19, XC-20, XC-24).</summary>
public sealed class TargetRuleSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";
    private const string Measure = No57 + "/1";
    private const string No70 = "cn-mofcom-2025-70";
    private const string Duty = "us-eo-14257/cn";

    public TargetRuleSpecs() => Given(
        Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Measure, "2025-11-08", Scope(goods: Only("element:Ho", "element:Er"), destination: AllBut("KP")))),
        Act.Of("us-eo-14257", "2025-04-02", Publish(), Introduce(Duty, "2025-04-09T00:01", Scope(origin: Only("CN")), rate: 34)).In("US"));

    [Fact]
    public void XC_06_what_an_act_targets_is_recorded()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend("cn-mofcom-2025-58", "2025-11-07")));
        ThenRefused("XC-06", "cn-mofcom-2025-58");
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57 + "/2", "2025-11-07")));
        ThenRefused("XC-06", No57 + "/2");
        When(Act.Of(No70, "2025-11-07", Publish(), EndSuspension("cn-mofcom-2025-69#2")));
        ThenRefused("XC-06", "cn-mofcom-2025-69#2");
    }

    [Fact]
    public void An_act_on_what_is_not_recorded_is_accepted_where_the_request_says_so()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend("cn-mofcom-2025-58", "2025-11-07")).Accepting());
        ThenAccepted();
    }

    [Theory]
    [InlineData(No57)]
    [InlineData(Measure)]
    public void An_act_may_target_an_instrument_or_a_measure(string target)
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(target, "2025-11-07", "2026-11-10")));
        ThenAccepted();
    }

    [Fact]
    public void An_act_may_target_what_it_introduces_itself()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Introduce(No70 + "/1", "2025-11-07"), Suspend(No70 + "/1", "2025-11-07", "2026-11-10"), ExtendSuspension(No70 + "#3", "2027-11-10")));
        ThenAccepted();
    }

    [Theory]
    [InlineData("2025-11-07", "2025-11-06", null)]
    [InlineData("2025-11-07", null, "2025-11-07")]
    [InlineData("2026", "2025-12", null)]
    [InlineData("2025-11-07", "2026-11-10", "2026-11-11")]
    public void XC_07_a_suspension_cannot_end_before_it_begins(string starts, string? through, string? until)
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, starts, through, until)));
        ThenRefused("XC-07", through ?? until!);
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", "2025-11-07")));
        ThenAccepted();
    }

    [Fact]
    public void XC_08_an_act_names_a_target_of_the_kind_that_it_acts_on()
    {
        Given(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", "2026-11-10"), Exempt(No57, "2025-11-07", "2026-11-10"), Annul(No57), Stay(No70 + "#4"), Claim("a claim")));
        foreach (var (effect, named) in new (ExportControlsBody, string)[]
        {
            (EndSuspension(No70 + "#3"), No70 + "#3"), (ExtendSuspension(No57 + "#2", "2027"), No57 + "#2"), (EndSuspension(No57), No57),
            (EndExemption(No70 + "#2"), No70 + "#2"), (ExtendExemption(No70 + "#2", "2027"), No70 + "#2"),
            (Stay(No70 + "#2"), No70 + "#2"), (Reverse(No70 + "#5"), No70 + "#5"), (Reverse(No57), No57), (EndStay(No70 + "#4"), No70 + "#4"),
            (Annul(No70 + "#6"), No70 + "#6"), (Suspend(No70 + "#2", "2026"), No70 + "#2"), (Repeal("No. 57 of 2025"), "No. 57 of 2025"),
        })
        {
            When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), effect));
            ThenRefused("XC-08", named);
        }
        When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), EndSuspension(No70 + "#2"), EndExemption(No70 + "#3"), Reverse(No70 + "#4"), EndStay(No70 + "#5")));
        ThenAccepted();
    }

    [Fact]
    public void XC_09_a_part_lies_within_the_scope()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Goods("element:Ho", "element:Dy")))));
        ThenRefused("XC-09", "element:Dy");
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Goods("element:Ho")))));
        ThenAccepted();
    }

    [Fact]
    public void XC_09_a_part_names_countries_clauses_and_measures_of_its_target()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Scope(destination: Only("KP"))))));
        ThenRefused("XC-09", "KP");
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", part: Measures(Measure, No57 + "/2"))));
        ThenRefused("XC-09", No57 + "/2");
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", part: Measures(Measure))));
        ThenAccepted();
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", part: PartOf(Scope(destination: Only("US", "EU"))))));
        ThenAccepted();
    }

    [Fact]
    public void XC_09_a_part_may_lie_in_the_scope_as_amended()
    {
        Given(Act.Of("cn-mofcom-2025-60", "2025-10-20", Publish(), Amend(Measure, "2025-11-08", Goods("element:Ho", "element:Dy"))));
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: PartOf(Goods("element:Dy")))));
        ThenAccepted();
    }

    [Theory]
    [InlineData(10, 35)]
    [InlineData(34, null)]
    [InlineData(40, 50)]
    [InlineData(20, 20)]
    [InlineData(20, 10)]
    [InlineData(-1, 10)]
    public void XC_10_a_slice_is_an_interval_no_larger_than_the_value(int above, int? to)
    {
        When(Act.Of("us-eo-14298", "2025-05-12", Publish(), Suspend(Duty, "2025-05-14T00:01", until: "2025-08-12T00:01", part: SliceOf(above, to))).In("US"));
        ThenRefused("XC-10", $"from {above}");
        When(Act.Of("us-eo-14298", "2025-05-12", Publish(), Suspend(Duty, "2025-05-14T00:01", until: "2025-08-12T00:01", part: SliceOf(10, 34))).In("US"));
        ThenAccepted();
    }

    [Fact]
    public void XC_10_what_has_no_value_has_no_slice()
    {
        When(Act.Of(No70, "2025-11-07", Publish(), Suspend(Measure, "2025-11-07", part: SliceOf(10))));
        ThenRefused("XC-10", Measure);
    }

    [Fact]
    public void XC_19_annulments_stays_and_reversals_reach_only_what_is_before_them()
    {
        Given(Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07", "2026-11-10"), Annul(Duty)));
        When(Act.Of("court", "2025-11-06", Publish(), Annul(No70 + "#2")));
        ThenRefused("XC-19", No70 + "#2", "2025-11-07", "2025-11-06");
        When(Act.Of("court", "2025-11-06", Publish(), Reverse(No70 + "#3")));
        ThenRefused("XC-19", No70 + "#3");
        When(Act.Of("court", "2025-11-06", Publish(), Stay(No70 + "#3")));
        ThenRefused("XC-19", No70 + "#3");
        When(Act.Of("court", "2025-11-08", Publish(), Annul(No70 + "#2"), Reverse(No70 + "#3")));
        ThenAccepted();
    }

    [Theory]
    [InlineData(No57)]
    [InlineData(Measure)]
    public void XC_19_an_annulment_of_a_whole_act_or_measure_comes_after_it(string target)
    {
        When(Act.Of("court", "2025-10-08", Publish(), Annul(target)));
        ThenRefused("XC-19", target, "2025-10-09", "2025-10-08");
        When(Act.Of("court", "2025-10-10", Publish(), Annul(target)));
        ThenAccepted();
    }

    [Fact]
    public void XC_20_what_an_amendment_restores_is_a_repeal_of_the_same_measure()
    {
        Given(Act.Of("us-eo-2", "2025-12-01", Publish(), Repeal(Duty)).In("US"), Act.Of(No70, "2025-11-07", Publish(), Suspend(No57, "2025-11-07")));
        When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), Amend(Measure, "2026-01-06", restores: No70 + "#2")));
        ThenRefused("XC-20", No70 + "#2");
        When(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), Amend(Measure, "2026-01-06", restores: "us-eo-2#2")));
        ThenRefused("XC-20", "us-eo-2#2", Duty, Measure);
        When(Act.Of("us-eo-3", "2026-01-06", Publish(), Amend(Duty, "2026-01-06", restores: "us-eo-2#2")).In("US"));
        ThenAccepted();
    }

    [Fact]
    public void XC_24_an_act_does_not_target_the_very_effect_that_it_is()
    {
        When(Act.Of("court", "2025-11-06", Publish(), Annul("court#2")));
        ThenRefused("XC-24", "court#2");
        When(Act.Of("court", "2025-11-06", Publish(), Annul("court#2")).Accepting());
        ThenRefused("XC-24", "court#2");
    }
}
