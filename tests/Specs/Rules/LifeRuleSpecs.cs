using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Rules;

/// <summary>The rules about the life of what is acted on, judged at the act's own dates (XC-11 to XC-15; T11).</summary>
public sealed class LifeRuleSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";
    private const string Measure = No57 + "/1";
    private const string Suspension = "cn-mofcom-2025-70#2";
    private const string Exemption = "cn-mofcom-2025-70#3";

    private void GivenAMeasure(string starts = "2025-11-08", string? through = null) =>
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Measure, starts, Scope(goods: Only("element:Ho", "element:Er")), through)));

    private void GivenASuspension(Ledger.Events.Part? part = null, string? through = "2026-11-10") =>
        Given(Act.Of("cn-mofcom-2025-70", "2025-11-07", Publish("70"), Suspend(Measure, "2025-11-07", through, part: part), Exempt(Measure, "2025-11-07", through, part: part)));

    private static Act On(string announcedOn, params IEnumerable<Ledger.Kernel.EventBody> effects) =>
        Act.Of("cn-mofcom-later", announcedOn, [Publish(), .. effects]);

    [Fact]
    public void XC_11_what_has_ended_is_extended_only_with_a_start_of_its_own()
    {
        GivenAMeasure(through: "2026-03-31");
        GivenASuspension(through: "2026-01-31");
        When(On("2026-04-01", Extend(Measure, "2026-12-31")));
        ThenRefused("XC-11", Measure, "2026-04-01");
        When(On("2026-02-01", ExtendSuspension(Suspension, "2026-12-31")));
        ThenRefused("XC-11", Suspension, "2026-02-01");
        When(On("2026-02-01", ExtendExemption(Exemption, "2026-12-31")));
        ThenRefused("XC-11", Exemption, "2026-02-01");
    }

    [Fact]
    public void An_extension_is_in_time_on_the_last_day_and_in_any_case_with_its_own_start()
    {
        GivenAMeasure(through: "2026-03-31");
        GivenASuspension(through: "2026-01-31");
        When(On("2026-03-31", Extend(Measure, "2026-12-31")));
        ThenAccepted();
        When(On("2026-01-31", ExtendSuspension(Suspension, "2026-12-31"), ExtendExemption(Exemption, "2026-12-31")));
        ThenAccepted();
        When(On("2026-04-15", Extend(Measure, "2026-12-31", starts: "2026-05-01"), ExtendSuspension(Suspension, "2026-12-31", starts: "2026-05-01")));
        ThenAccepted();
    }

    [Fact]
    public void A_suspension_of_a_part_is_extended_like_any_other()
    {
        GivenAMeasure();
        GivenASuspension(PartOf(Scope(destination: Only("US"))));
        When(On("2026-01-06", ExtendSuspension(Suspension, "2027-11-10"), ExtendExemption(Exemption, "2027-11-10")));
        ThenAccepted();
        When(On("2026-11-11", ExtendSuspension(Suspension, "2027-11-10")));
        ThenRefused("XC-11", Suspension);
    }

    [Fact]
    public void XC_12_what_has_no_end_cannot_be_extended()
    {
        GivenAMeasure();
        GivenASuspension(through: null);
        When(On("2026-01-06", Extend(Measure, "2026-12-31")));
        ThenRefused("XC-12", Measure);
        When(On("2026-01-06", ExtendSuspension(Suspension, "2026-12-31")));
        ThenRefused("XC-12", Suspension);
        When(On("2026-01-06", ExtendExemption(Exemption, "2026-12-31")));
        ThenRefused("XC-12", Exemption);
    }

    [Fact]
    public void XC_12_what_was_extended_until_further_notice_cannot_be_extended_again()
    {
        GivenAMeasure(through: "2026-03-31");
        GivenASuspension(through: "2026-01-31");
        Given(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), Extend(Measure), ExtendSuspension(Suspension)));
        When(On("2026-01-07", Extend(Measure, "2026-12-31")));
        ThenRefused("XC-12", Measure);
        When(On("2026-01-07", ExtendSuspension(Suspension, "2026-12-31")));
        ThenRefused("XC-12", Suspension);
        When(On("2026-01-05", Extend(Measure, "2026-12-31"), ExtendSuspension(Suspension, "2026-12-31")));
        ThenAccepted();
    }

    [Fact]
    public void What_had_no_end_until_it_was_ended_is_extended_with_a_start_of_its_own()
    {
        GivenAMeasure();
        GivenASuspension(through: null);
        Given(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), EndSuspension(Suspension, "2026-02-01")));
        When(On("2026-03-01", ExtendSuspension(Suspension, "2026-12-31")));
        ThenRefused("XC-11", Suspension);
        When(On("2026-03-01", ExtendSuspension(Suspension, "2026-12-31", starts: "2026-04-01")));
        ThenAccepted();
    }

    [Fact]
    public void An_unknown_end_is_not_until_further_notice_and_a_renewal_closes_it()
    {
        GivenAMeasure(through: "unknown");
        When(On("2026-01-06", Extend(Measure, "2026-12-31")));
        ThenAccepted();
    }

    [Theory]
    [InlineData("2025-11-06")]
    [InlineData("2026-11-11")]
    public void XC_13_a_suspension_or_exemption_is_ended_while_it_is_running(string effective)
    {
        GivenAMeasure();
        GivenASuspension();
        When(On("2025-11-08", EndSuspension(Suspension, effective)));
        ThenRefused("XC-13", Suspension, effective);
        When(On("2025-11-08", EndExemption(Exemption, effective)));
        ThenRefused("XC-13", Exemption, effective);
        When(On("2025-11-08", EndSuspension(Suspension, "2026-11-10"), EndExemption(Exemption, "2025-11-08")));
        ThenAccepted();
    }

    [Fact]
    public void XC_13_what_was_ended_is_not_ended_again()
    {
        GivenAMeasure();
        GivenASuspension();
        Given(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), EndSuspension(Suspension, "2026-02-01")));
        When(On("2026-01-07", EndSuspension(Suspension, "2026-03-01")));
        ThenRefused("XC-13", Suspension, "2026-03-01");
        When(On("2026-01-07", EndSuspension(Suspension, "2026-01-20")));
        ThenAccepted();
    }

    [Fact]
    public void A_suspension_of_a_part_is_ended_like_any_other_and_in_part()
    {
        GivenAMeasure();
        GivenASuspension(PartOf(Goods("element:Ho")));
        When(On("2026-01-06", EndSuspension(Suspension), EndExemption(Exemption)));
        ThenAccepted();
        When(On("2026-11-11", EndSuspension(Suspension)));
        ThenRefused("XC-13", Suspension);
    }

    [Fact]
    public void What_remains_of_a_suspension_ended_in_part_can_be_ended()
    {
        GivenAMeasure();
        GivenASuspension();
        Given(Act.Of("cn-mofcom-2026-1", "2026-01-06", Publish(), EndSuspension(Suspension, "2026-02-01", PartOf(Goods("element:Ho")))));
        When(On("2026-02-02", EndSuspension(Suspension, "2026-03-01")));
        ThenAccepted();
        When(On("2026-02-02", EndSuspension(Suspension, "2026-03-01", PartOf(Goods("element:Ho")))));
        ThenRefused("XC-13", Suspension);
    }

    [Fact]
    public void A_suspension_of_one_measure_of_an_instrument_without_others_is_ended_by_its_reference()
    {
        Given(Act.Of("cn-list", "2020-01-01", Publish(effective: "2020-01-01")), Act.Of("cn-susp", "2021-01-01", Publish(), Suspend("cn-list", "2021-01-01", "2021-12-31")));
        When(On("2021-06-01", EndSuspension("cn-susp#2")));
        ThenAccepted();
        When(On("2022-06-01", EndSuspension("cn-susp#2")));
        ThenRefused("XC-13", "cn-susp#2");
    }

    [Theory]
    [InlineData("2025-11-08")]
    [InlineData("2026-01-06")]
    public void XC_14_what_has_begun_cannot_be_withdrawn(string announcedOn)
    {
        GivenAMeasure();
        When(On(announcedOn, Withdraw(Measure)));
        ThenRefused("XC-14", Measure, announcedOn);
        When(On("2025-11-07", Withdraw(Measure)));
        ThenAccepted();
    }

    [Fact]
    public void XC_14_a_start_that_has_come_is_begun_though_suspended_and_one_put_off_is_not()
    {
        GivenAMeasure();
        GivenASuspension();
        When(On("2025-12-01", Withdraw(Measure)));
        ThenRefused("XC-14", Measure);
        Given(Act.Of("cn-mofcom-2025-60", "2025-10-20", Publish(), Reschedule(Measure, null)));
        When(On("2025-12-01", Withdraw(Measure)));
        ThenAccepted();
    }

    [Fact]
    public void A_part_that_has_not_begun_is_withdrawn_though_the_rest_has()
    {
        GivenAMeasure();
        Given(Act.Of("cn-mofcom-2025-60", "2025-10-20", Publish(), Reschedule(Measure, "2026-12-01", part: PartOf(Goods("element:Ho")))));
        When(On("2025-12-01", Withdraw(Measure, part: PartOf(Goods("element:Ho")))));
        ThenAccepted();
        When(On("2025-12-01", Withdraw(Measure, part: PartOf(Goods("element:Er")))));
        ThenRefused("XC-14", Measure);
    }

    [Fact]
    public void XC_15_a_start_is_moved_before_its_period_has_ended_to_a_day_before_that_end()
    {
        GivenAMeasure(through: "2026-03-31");
        When(On("2026-04-01", Reschedule(Measure, "2026-05-01")));
        ThenRefused("XC-15", Measure, "2026-04-01");
        When(On("2025-10-20", Reschedule(Measure, "2026-04-01")));
        ThenRefused("XC-15", Measure, "2026-04-01");
        When(On("2025-10-20", Reschedule(Measure, "2026-03-31")));
        ThenAccepted();
        When(On("2025-12-01", Reschedule(Measure, "2026-02-01")));
        ThenAccepted();
        When(On("2025-10-20", Reschedule(Measure, null)));
        ThenAccepted();
    }

    [Fact]
    public void A_decider_judges_an_act_at_the_acts_own_dates_whatever_has_been_recorded_since()
    {
        GivenAMeasure();
        GivenASuspension();
        Given(Act.Of("cn-mofcom-2026-2", "2026-03-01", Publish(), EndSuspension(Suspension, "2026-03-01")));
        When(Act.Of("cn-mofcom-2026-1", "2026-01-10", Publish(), EndSuspension(Suspension, "2026-01-15")));
        ThenAccepted();
        Given(Act.Of("cn-mofcom-2025-99", "2025-12-01", Publish(), Repeal(Measure, "2025-12-01")));
        When(Act.Of("cn-mofcom-2025-59", "2025-10-20", Publish(), Withdraw(Measure)));
        ThenAccepted();
    }
}
