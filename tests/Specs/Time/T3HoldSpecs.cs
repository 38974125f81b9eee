using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T3, suspensions as a set, <i>Repeal</i> and <i>Annulment</i>.</summary>
public sealed class T3HoldSpecs : TimeSpec
{
    public T3HoldSpecs() => Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, "2025-10-09", Goods("element:Ho", "element:Er"))));

    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    private static Act Suspended => Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-01", "2025-12-31"));

    [Fact]
    public void Overlapping_suspensions_union_and_one_ending_ends_no_other()
    {
        Given(Suspended, Later("s-2", "2025-11-15", Suspend(No57, "2025-11-15", "2026-01-31")), Later("s-3", "2025-12-01", EndSuspension("s-1#2", "2025-12-01")));
        ThenStatuses(Ho, ("2025-11-10", Status.Suspended), ("2025-12-15", Status.Suspended), ("2026-01-31", Status.Suspended), ("2026-02-01", Status.InForce));
        Assert.Equal(["s-2#2"], On("2025-12-15", Ho).Because.Select(effect => effect.Reference));
    }

    [Fact]
    public void A_change_of_reasons_alone_is_no_change()
    {
        Given(Suspended, Later("s-2", "2025-11-15", Suspend(No57, "2025-11-15", "2026-01-31")));
        Assert.Equal("2026-02-01", LocalDay(NextChange("2025-11-05", Ho)!));
    }

    [Fact]
    public void A_whole_suspension_covers_scope_added_later_and_a_partial_one_only_what_it_names()
    {
        Given(Suspended, Later("a-1", "2025-11-10", Amend(Ho, "2025-11-10", Goods("element:Ho", "element:Er", "element:Dy"))));
        Assert.Equal(Status.Suspended, StatusOn("2025-11-15", Ho, Trade("element:Dy")));
        Given(Later("s-2", "2025-11-02", Suspend(Ho, "2026-01-01", "2026-12-31", part: PartOf(Goods("element:Ho", "element:Er")))));
        Assert.Equal(Status.Suspended, StatusOn("2026-01-15", Ho, Trade("element:Ho")));
        Assert.Equal(Status.InForce, StatusOn("2026-01-15", Ho, Trade("element:Dy")));
    }

    [Fact]
    public void A_suspension_of_an_instrument_covers_measures_that_it_gains_later()
    {
        Given(Later("s-1", "2025-11-01", Suspend(No57, "2025-11-01", "2025-12-31")));
        Given(Act.Of(No57, "2025-10-09", Introduce(No57 + "/2", "2025-10-09")).From(3));
        Assert.Equal(Status.Suspended, StatusOn("2025-11-15", No57 + "/2"));
    }

    [Fact]
    public void What_covers_every_part_suspends_the_whole_and_what_covers_some_a_part()
    {
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-01", "2025-12-31", part: PartOf(Goods("element:Ho")))));
        ThenStatuses(Ho, ("2025-11-15", Status.PartlySuspended));
        Given(Later("s-2", "2025-12-01", Suspend(Ho, "2025-12-01", "2025-12-31", part: PartOf(Goods("element:Er")))));
        ThenStatuses(Ho, ("2025-12-15", Status.Suspended), ("2026-01-01", Status.InForce));
    }

    [Fact]
    public void A_member_of_a_group_suspended_out_of_the_group_is_a_part()
    {
        Given(Act.Of("cn-list", "2025-01-01", Publish(), Introduce("cn-list/1", "2025-01-01", Scope(destination: Only("EU")))), Later("s-1", "2025-11-01", Suspend("cn-list/1", "2025-11-01", "2025-12-31", part: PartOf(Scope(destination: Only("DE"))))));
        Assert.Equal(Status.PartlySuspended, StatusOn("2025-11-15", "cn-list/1"));
        Assert.Equal(Status.Suspended, StatusOn("2025-11-15", "cn-list/1", Question.Nothing with { Destination = "DE" }));
        Assert.Equal(Status.InForce, StatusOn("2025-11-15", "cn-list/1", Question.Nothing with { Destination = "FR" }));
    }

    [Fact]
    public void An_exemption_frees_and_its_end_binds_again()
    {
        Given(Later("x-1", "2025-11-01", Exempt(Ho, "2025-11-01", "2025-12-31")), Later("x-2", "2025-12-01", ExtendExemption("x-1#2", "2026-06-30")), Later("x-3", "2026-02-01", EndExemption("x-1#2", "2026-02-01")));
        ThenStatuses(Ho, ("2025-11-01", Status.Exempted), ("2026-01-15", Status.Exempted), ("2026-02-01", Status.InForce));
    }

    [Fact]
    public void A_suspension_beats_an_exemption_in_the_status()
    {
        Given(Suspended, Later("x-1", "2025-11-02", Exempt(Ho, "2025-11-02", "2026-03-31")));
        ThenStatuses(Ho, ("2025-11-15", Status.Suspended), ("2026-01-15", Status.Exempted));
    }

    [Fact]
    public void A_repeal_ends_from_its_own_date_every_effect_whenever_announced()
    {
        Given(Later("r-1", "2025-11-01", Repeal(Ho, "2025-12-01")), Later("a-1", "2025-12-15", Amend(Ho, "2025-12-15", Goods("element:Dy"))));
        ThenStatuses(Ho, ("2025-11-30", Status.InForce), ("2025-12-01", Status.Repealed), ("2026-01-01", Status.Repealed));
        ThenStatuses(Ho, Trade("element:Dy"), ("2026-01-01", Status.Repealed));
    }

    [Fact]
    public void A_repeal_without_a_date_of_its_own_counts_from_its_announcement()
    {
        Given(Later("r-1", "2025-11-01", Repeal(No57)));
        ThenStatuses(Ho, ("2025-10-31", Status.InForce), ("2025-11-01", Status.Repealed));
        ThenStatuses(No57, ("2025-10-31", Status.InForce), ("2025-11-01", Status.Repealed));
    }

    [Fact]
    public void An_amendment_that_restores_and_names_the_repeal_undoes_it_for_its_own_period()
    {
        Given(Later("r-1", "2025-11-01", Repeal(Ho)), Later("a-1", "2025-12-01", Amend(Ho, "2025-12-01", restores: "r-1#2", through: "2025-12-31")));
        ThenStatuses(Ho, ("2025-11-15", Status.Repealed), ("2025-12-01", Status.InForce), ("2025-12-31", Status.InForce), ("2026-01-01", Status.Repealed));
    }

    [Fact]
    public void The_repeal_of_a_part_leaves_the_rest()
    {
        Given(Later("r-1", "2025-11-01", Repeal(Ho, part: PartOf(Goods("element:Ho")))));
        Assert.Equal(Status.Repealed, StatusOn("2025-11-15", Ho, Trade("element:Ho")));
        Assert.Equal(Status.InForce, StatusOn("2025-11-15", Ho, Trade("element:Er")));
        ThenStatuses(Ho, ("2025-11-15", Status.InForce));
    }

    [Fact]
    public void The_repeal_of_an_instrument_ends_its_running_suspensions_and_exemptions_but_not_its_amendments_or_repeals()
    {
        Given(Act.Of("cn-list", "2020-01-01", Publish(), Introduce("cn-list/1", "2020-01-01"), Introduce("cn-list/2", "2020-01-01", rate: 5), Introduce("cn-list/3", "2020-01-01"), Introduce("cn-list/4", "2020-01-01")));
        Given(Later("x", "2021-01-01", Suspend("cn-list/1", "2021-01-01"), Amend("cn-list/2", "2021-01-01", rate: 9), Repeal("cn-list/3"), Exempt("cn-list/4", "2021-01-01")));
        Given(Later("y", "2022-01-01", Repeal("x")));
        ThenStatuses("cn-list/1", ("2021-06-01", Status.Suspended), ("2022-01-01", Status.InForce));
        ThenStatuses("cn-list/4", ("2021-06-01", Status.Exempted), ("2022-01-01", Status.InForce));
        Assert.Equal(9m, On("2022-06-01", "cn-list/2").Value!.Amount);
        ThenStatuses("cn-list/3", ("2022-06-01", Status.Repealed));
    }

    [Fact]
    public void A_withdrawn_measure_never_applied()
    {
        Given(Act.Of("us-threat", "2025-10-10", Publish(), Introduce("us-threat/1", "2025-11-01")), Later("w-1", "2025-10-30", Withdraw("us-threat/1")));
        ThenStatuses("us-threat/1", ("2025-10-29", Status.Announced), ("2025-10-30", Status.Withdrawn), ("2025-11-02", Status.Withdrawn));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.No, EverApplied("2026-01-01", "us-threat/1"));
    }

    [Fact]
    public void A_withdrawal_of_what_had_begun_dangles()
    {
        Given(Act.Of("w-1", "2025-10-30", Publish(), Withdraw("us-threat/1")).Accepting());
        Given(Act.Of("us-threat", "2025-10-10", Publish(), Introduce("us-threat/1", "2025-10-15")));
        ThenStatuses("us-threat/1", ("2025-11-01", Status.InForce));
        Assert.Equal(["w-1#2"], Life("us-threat/1").DanglingAt(Moment("2025-11-01", Life("us-threat/1").Zone)).Select(effect => effect.Reference));
    }
}
