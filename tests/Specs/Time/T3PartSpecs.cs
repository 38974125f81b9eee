using Ledger.ExportControls.Domain;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T3, <i>Parts</i> and <i>Scope and value</i>: slices of the value, parts of the scope, amendments.</summary>
public sealed class T3PartSpecs : TimeSpec
{
    private const string Duty = "us-eo-14257/cn";

    private void GivenADuty(decimal rate = 34) =>
        Given(Act.Of("us-eo-14257", "2025-04-02", Publish(issuer: "US"), Introduce(Duty, "2025-04-09T00:01", Scope(origin: Only("CN")), rate: rate)).In("US"));

    private void GivenALicence() =>
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, "2025-10-09", Scope(goods: Only("element:Ho", "element:Er"), parties: null))));

    private static Act Later(string id, string announcedOn, params IEnumerable<Ledger.Kernel.EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]).In("US");

    private static Act Geneva => Later("us-eo-14298", "2025-05-12", Suspend(Duty, "2025-05-14T00:01", until: "2025-08-12T00:01", part: SliceOf(10, 34)));

    private decimal? Rate(string effective) => On(effective, Duty).Value?.Amount;

    [Fact]
    public void Twenty_four_points_above_ten_suspended_leave_a_duty_of_ten()
    {
        GivenADuty();
        Given(Geneva);
        Assert.Equal((34m, 10m, 34m), (Rate("2025-05-13"), Rate("2025-05-14"), Rate("2025-08-12")));
        ThenStatuses(Duty, ("2025-05-13", Status.InForce), ("2025-05-14", Status.PartlySuspended), ("2025-08-11", Status.PartlySuspended), ("2025-08-12", Status.InForce));
        Assert.True(On("2025-06-01", Duty, Trade()).Counts);
    }

    [Fact]
    public void The_ninety_day_suspensions_chain_without_a_gap()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-14334", "2025-08-11", ExtendSuspension("us-eo-14298#2", until: "2025-11-10T00:01")));
        Given(Later("us-eo-14358", "2025-11-04", ExtendSuspension("us-eo-14334#2", through: "2026-11-10", starts: "2025-11-10T00:01")));
        foreach (var day in new[] { "2025-05-14", "2025-08-11", "2025-08-12", "2025-11-09", "2025-11-10", "2026-11-10" })
            Assert.Equal(10m, Rate(day));
        Assert.Equal(34m, Rate("2026-11-11"));
        Assert.Equal("2026-11-11", LocalDay(NextChange("2025-06-01", Duty)!));
    }

    [Fact]
    public void Overlapping_slices_union_as_intervals()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", Exempt(Duty, "2025-06-01", "2025-06-30", part: SliceOf(5, 20))));
        Assert.Equal((10m, 5m, 10m), (Rate("2025-05-31"), Rate("2025-06-15"), Rate("2025-07-01")));
        ThenStatuses(Duty, ("2025-06-15", Status.PartlySuspended));
    }

    [Fact]
    public void A_slice_is_clipped_to_the_value_of_the_moment()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", Amend(Duty, "2025-06-01", rate: 20), Amend(Duty, "2025-07-01", rate: 8)));
        Assert.Equal((10m, 10m, 8m), (Rate("2025-05-31"), Rate("2025-06-15"), Rate("2025-07-15")));
        ThenStatuses(Duty, ("2025-06-15", Status.PartlySuspended), ("2025-07-15", Status.InForce));
    }

    [Fact]
    public void At_zero_the_measure_does_not_apply_and_has_the_status_of_what_cut_it()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", Suspend(Duty, "2025-06-01", "2025-06-30", part: SliceOf(0, 10))));
        ThenStatuses(Duty, ("2025-06-15", Status.Suspended), ("2025-07-01", Status.PartlySuspended));
        Assert.False(On("2025-06-15", Duty, Trade()).Counts);
    }

    [Fact]
    public void A_slice_without_upper_bound_is_everything_above()
    {
        GivenADuty();
        Given(Later("us-eo-3", "2025-06-01", Suspend(Duty, "2025-06-01", "2025-06-30", part: SliceOf(10))));
        Assert.Equal(10m, Rate("2025-06-15"));
    }

    [Fact]
    public void A_slice_repealed_and_the_rest_suspended_is_suspended_for_every_part_not_repealed_is_covered()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", Repeal(Duty, "2025-06-01", SliceOf(0, 10))));
        ThenStatuses(Duty, ("2025-06-15", Status.Suspended), ("2025-08-13", Status.InForce));
        Assert.Equal(24m, Rate("2025-08-13"));
    }

    [Fact]
    public void A_slice_suspended_and_the_rest_exempted_is_exempted()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", Exempt(Duty, "2025-06-01", "2025-06-30", part: SliceOf(0, 10))));
        ThenStatuses(Duty, ("2025-06-15", Status.Exempted));
    }

    [Fact]
    public void A_suspension_of_a_slice_ended_in_part_holds_for_the_rest()
    {
        GivenADuty();
        Given(Geneva, Later("us-eo-3", "2025-06-01", EndSuspension("us-eo-14298#2", "2025-06-15", SliceOf(20, 34))));
        Assert.Equal((10m, 24m, 34m), (Rate("2025-06-14"), Rate("2025-06-15"), Rate("2025-08-12")));
    }

    [Fact]
    public void Part_of_the_value_annulled_and_the_rest_repealed_is_repealed()
    {
        GivenADuty();
        Given(Later("court", "2025-06-01", Annul(Duty, part: SliceOf(10, 34))), Later("us-eo-3", "2025-07-01", Repeal(Duty, "2025-07-01", SliceOf(0, 10))));
        ThenStatuses(Duty, ("2025-06-15", Status.InForce), ("2025-07-01", Status.Repealed));
        Assert.Equal((10m, 10m), (Rate("2025-05-01"), Rate("2025-06-15")));
    }

    [Fact]
    public void An_act_on_a_part_reaches_only_a_question_that_states_it_lies_in_that_part()
    {
        GivenALicence();
        Given(Later(No70, "2025-11-07", Suspend(Ho, "2025-11-07", "2026-11-10", part: PartOf(Scope(destination: Only("US"))))));
        var (open, toUs, toJapan) = (On("2025-11-15", Ho, Trade("element:Ho")), On("2025-11-15", Ho, Trade("element:Ho") with { Destination = "US" }), On("2025-11-15", Ho, Trade("element:Ho") with { Destination = "JP" }));
        Assert.Equal((true, 1), (open.Counts, open.Parts.Count));
        Assert.Equal((false, Status.Suspended), (toUs.Counts, toUs.Status));
        Assert.Equal((true, Status.InForce, 0), (toJapan.Counts, toJapan.Status, toJapan.Parts.Count));
        Assert.Equal(Status.PartlySuspended, open.Status);
    }

    [Fact]
    public void Where_another_key_of_the_same_sort_matches_outside_the_part_the_measure_counts_and_the_part_is_listed()
    {
        GivenALicence();
        Given(Later(No70, "2025-11-07", Suspend(Ho, "2025-11-07", "2026-11-10", part: PartOf(Goods("element:Ho")))));
        Assert.False(On("2025-11-15", Ho, Trade("element:Ho")).Counts);
        Assert.True(On("2025-11-15", Ho, Trade("element:Er")).Counts);
        var both = On("2025-11-15", Ho, Trade("element:Ho", "element:Er"));
        Assert.Equal((true, 1), (both.Counts, both.Parts.Count));
        Assert.False(On("2025-11-15", Ho, Trade("element:Ho", "element:Nd")).Counts);
    }

    [Fact]
    public void Where_another_stated_party_lies_outside_the_part_the_measure_counts_and_the_part_is_listed()
    {
        GivenALicence();
        Given(Later("cn-genlic", "2025-12-02", Exempt(Ho, "2025-12-02", part: PartOf(Scope(parties: Only("JL MAG"))))));
        Assert.Equal(Status.Exempted, StatusOn("2025-12-03", Ho, Trade("element:Ho") with { Parties = ["jl mag"] }));
        var both = On("2025-12-03", Ho, Trade("element:Ho") with { Parties = ["JL MAG", "Lynas"] });
        Assert.Equal((true, 1), (both.Counts, both.Parts.Count));
        Assert.True(On("2025-12-03", Ho, Trade("element:Ho")).Counts);
    }

    [Fact]
    public void A_question_lies_in_a_part_that_excludes_goods_only_where_it_states_that_it_is_none_of_them()
    {
        GivenALicence();
        Given(Later(No70, "2025-11-07", Suspend(Ho, "2025-11-07", "2026-11-10", part: PartOf(Scope(goods: new Ledger.Events.KeySet(false, ["element:Ho"], ["product:oxide"]))))));
        Assert.False(On("2025-11-15", Ho, Trade("element:Ho", "product:metal")).Counts);
        Assert.Equal((true, 0), (On("2025-11-15", Ho, Trade("element:Ho", "product:oxide")).Counts, On("2025-11-15", Ho, Trade("element:Ho", "product:oxide")).Parts.Count));
        var open = On("2025-11-15", Ho, Trade("element:Ho"));
        Assert.Equal((true, 1), (open.Counts, open.Parts.Count));
        ThenStatuses(Ho, ("2025-11-15", Status.PartlySuspended));
    }

    [Fact]
    public void All_goods_but_some_suspended_and_those_repealed_leave_nothing_in_force()
    {
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, "2025-10-09", Scope(destination: Only("US")))));
        Given(Later(No70, "2025-11-07", Suspend(Ho, "2025-11-07", "2026-11-10", part: PartOf(Scope(goods: AllBut("element:Ho"))))), Later("r-1", "2025-12-01", Repeal(Ho, part: PartOf(Goods("element:Ho")))));
        ThenStatuses(Ho, ("2025-11-15", Status.PartlySuspended), ("2025-12-01", Status.Suspended), ("2026-11-11", Status.InForce));
    }

    [Fact]
    public void An_act_on_one_measure_of_its_target_leaves_the_others()
    {
        Given(Act.Of("cn-mofcom-2024-46", "2024-12-03", Publish("46", 2024), Introduce("cn-mofcom-2024-46/1", "2024-12-03"), Introduce("cn-mofcom-2024-46/2/a", "2024-12-03"), Introduce("cn-mofcom-2024-46/2/b", "2024-12-03")));
        Given(Act.Of("cn-mofcom-2025-72", "2025-11-09", Publish("72"), Suspend("cn-mofcom-2024-46", "2025-11-09", "2026-11-27", part: Measures("cn-mofcom-2024-46/2"))));
        Assert.Equal(Status.InForce, StatusOn("2025-12-01", "cn-mofcom-2024-46/1"));
        Assert.Equal(Status.Suspended, StatusOn("2025-12-01", "cn-mofcom-2024-46/2/a"));
        Assert.Equal(Status.Suspended, StatusOn("2025-12-01", "cn-mofcom-2024-46/2/b"));
    }

    [Fact]
    public void Value_is_that_of_the_last_amendment_in_legal_order_whose_own_period_holds()
    {
        GivenADuty();
        Given(Later("us-eo-9", "2025-05-01", Amend(Duty, "2025-05-01", rate: 84)), Later("us-eo-10", "2025-06-01", Amend(Duty, "2025-06-01", rate: 125, through: "2025-06-30")));
        Assert.Equal((34m, 84m, 125m, 84m), (Rate("2025-04-30"), Rate("2025-05-01"), Rate("2025-06-30"), Rate("2025-07-01")));
    }

    [Fact]
    public void Within_one_act_the_latest_start_prevails_whatever_its_place()
    {
        GivenADuty();
        Given(Later("us-eo-9", "2025-05-01", Amend(Duty, "2025-07-01", rate: 50), Amend(Duty, "2025-06-01", rate: 40)));
        Assert.Equal((34m, 40m, 50m), (Rate("2025-05-31"), Rate("2025-06-15"), Rate("2025-07-01")));
    }

    [Fact]
    public void Scope_and_value_are_amended_each_on_its_own()
    {
        GivenADuty();
        Given(Later("us-eo-9", "2025-05-01", Amend(Duty, "2025-05-01", Scope(origin: Only("CN", "HK")))), Later("us-eo-10", "2025-06-01", Amend(Duty, "2025-06-01", rate: 10)));
        var fromHongKong = Trade() with { Origin = "HK", ExportedFrom = "HK" };
        Assert.False(On("2025-04-30", Duty, fromHongKong).Counts);
        Assert.Equal((true, 34m), (On("2025-05-01", Duty, fromHongKong).Counts, On("2025-05-01", Duty, fromHongKong).Value!.Amount));
        Assert.Equal((true, 10m), (On("2025-06-01", Duty, fromHongKong).Counts, On("2025-06-01", Duty, fromHongKong).Value!.Amount));
    }
}
