using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T3: chains of links where acts on parts, moved starts and courts cross them.</summary>
public sealed class T3ChainSpecs : TimeSpec
{
    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    private void GivenAMeasure(string starts = "2026-01-01", string? through = null) =>
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, starts, Goods("element:Ho", "element:Er"), through)));

    [Fact]
    public void A_chain_is_ended_by_a_link_that_extended_another_part_of_it()
    {
        GivenAMeasure();
        Given(
            Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-06-30")),
            Later("s-2", "2026-02-01", ExtendSuspension("s-1#2", "2026-12-31", part: PartOf(Goods("element:Ho")))),
            Later("s-3", "2026-03-01", EndSuspension("s-2#2", "2026-03-01")));
        ThenStatuses(Ho, Trade("element:Ho"), ("2026-02-28", Status.Suspended), ("2026-03-01", Status.InForce));
        ThenStatuses(Ho, Trade("element:Er"), ("2026-02-28", Status.Suspended), ("2026-03-01", Status.InForce));
    }

    [Fact]
    public void A_chain_is_extended_by_a_link_that_extended_another_part_of_it()
    {
        GivenAMeasure();
        Given(
            Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-06-30")),
            Later("s-2", "2026-02-01", ExtendSuspension("s-1#2", "2026-09-30", part: PartOf(Goods("element:Ho")))),
            Later("s-3", "2026-03-01", ExtendSuspension("s-2#2", "2026-12-31")));
        ThenStatuses(Ho, Trade("element:Er"), ("2026-12-31", Status.Suspended), ("2027-01-01", Status.InForce));
        ThenStatuses(Ho, Trade("element:Ho"), ("2026-12-31", Status.Suspended), ("2027-01-01", Status.InForce));
    }

    [Fact]
    public void A_part_is_listed_while_its_suspension_runs_prolonged_or_ended_as_it_may_be()
    {
        GivenAMeasure();
        Given(
            Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-03-31", part: PartOf(Scope(destination: Only("US"))))),
            Later("s-2", "2026-03-01", ExtendSuspension("s-1#2", "2026-12-31")), Later("s-3", "2026-06-01", EndSuspension("s-1#2", "2026-06-15")));
        foreach (var (day, listed) in new[] { ("2026-01-01", 0), ("2026-01-02", 1), ("2026-05-01", 1), ("2026-06-14", 1), ("2026-06-15", 0) })
            Assert.Equal((day, listed), (day, On(day, Ho, Trade("element:Ho")).Parts.Count));
    }

    [Fact]
    public void A_start_put_off_beyond_the_first_period_takes_its_extension_with_it()
    {
        GivenAMeasure(through: "2026-03-31");
        Given(Later("x-1", "2025-11-01", Extend(Ho, "2026-12-31")), Later("r-1", "2025-12-01", Reschedule(Ho, "2026-06-01")));
        ThenStatuses(Ho, ("2026-01-15", Status.Announced), ("2026-04-01", Status.Announced), ("2026-05-31", Status.Announced), ("2026-06-01", Status.InForce), ("2027-01-01", Status.Lapsed));
    }

    [Fact]
    public void A_start_put_off_indefinitely_takes_its_extension_with_it_and_brings_it_back()
    {
        GivenAMeasure(through: "2026-03-31");
        Given(Later("r-1", "2025-11-01", Reschedule(Ho, null)), Later("x-1", "2025-12-01", Extend(Ho, "2026-12-31")));
        ThenStatuses(Ho, ("2026-02-01", Status.Announced), ("2026-05-01", Status.Announced));
        Given(Later("r-2", "2026-01-15", Reschedule(Ho, "2026-02-01")));
        ThenStatuses(Ho, ("2026-01-31", Status.Announced), ("2026-02-01", Status.InForce), ("2026-12-31", Status.InForce), ("2027-01-01", Status.Lapsed));
    }

    [Fact]
    public void An_extension_announced_after_the_start_was_brought_forward_still_begins_at_the_old_end()
    {
        GivenAMeasure(through: "2026-03-31");
        Given(Later("r-1", "2025-11-01", Reschedule(Ho, "2025-12-01")), Later("x-1", "2026-03-01", Extend(Ho, "2026-06-30")));
        ThenStatuses(Ho, ("2025-12-01", Status.InForce), ("2026-04-01", Status.InForce), ("2026-07-01", Status.Lapsed));
    }

    [Fact]
    public void The_suspension_that_a_late_rescheduling_is_can_be_ended_as_any_other()
    {
        GivenAMeasure();
        Given(Later("r-1", "2026-01-10", Reschedule(Ho, "2026-06-01")), Later("e-1", "2026-02-10", EndSuspension("r-1#2", "2026-02-15")));
        ThenStatuses(Ho, ("2026-01-10", Status.Suspended), ("2026-02-14", Status.Suspended), ("2026-02-15", Status.InForce), ("2026-05-01", Status.InForce));
    }

    [Fact]
    public void The_repeal_of_an_instrument_ends_the_suspension_that_its_late_rescheduling_is()
    {
        GivenAMeasure();
        Given(Later("r-1", "2026-01-10", Reschedule(Ho, null)), Later("y-1", "2026-03-01", Repeal("r-1")));
        ThenStatuses(Ho, ("2026-02-28", Status.Suspended), ("2026-03-01", Status.InForce));
    }

    [Fact]
    public void The_repeal_of_an_instrument_leaves_a_start_that_it_moved_moved()
    {
        GivenAMeasure();
        Given(Later("r-1", "2025-12-10", Reschedule(Ho, "2026-06-01")), Later("y-1", "2026-03-01", Repeal("r-1")));
        ThenStatuses(Ho, ("2026-02-01", Status.Announced), ("2026-05-31", Status.Announced), ("2026-06-01", Status.InForce));
    }

    [Fact]
    public void An_extension_that_a_court_voided_is_no_period_that_runs_and_the_next_start_moves()
    {
        GivenAMeasure(starts: "2025-11-01", through: "2026-01-31");
        Given(
            Later("x-1", "2026-01-15", Extend(Ho, "2026-06-30")), Later("x-2", "2026-01-20", Extend(Ho, "2026-12-31", starts: "2026-08-01")),
            Later("court", "2026-02-15", Annul("x-1#2")), Later("r-1", "2026-03-01", Reschedule(Ho, "2026-09-01")));
        ThenStatuses(Ho, ("2026-02-15", Status.Lapsed), ("2026-08-15", Status.Lapsed), ("2026-09-01", Status.InForce), ("2027-01-01", Status.Lapsed));
    }

    [Fact]
    public void A_start_put_off_to_a_day_not_known_is_held_back_and_possible()
    {
        GivenAMeasure();
        Given(Later("r-1", "2025-12-01", Reschedule(Ho, "unknown")));
        var read = On("2026-02-01", Ho, Trade("element:Ho"));
        Assert.Equal((Status.Announced, false, false, true), (read.Status, read.IsCertain, read.Counts, read.IsPossible));
    }

    [Fact]
    public void An_annulment_of_a_stay_that_is_itself_stayed_leaves_the_shield()
    {
        GivenAMeasure(starts: "2025-10-09");
        Given(
            Later("court", "2025-12-01", Annul(No57)), Later("stay", "2025-12-02", Stay("court#2")),
            Later("en-banc", "2026-02-01", Annul("stay#2")), Later("supreme", "2026-02-02", Stay("en-banc#2", through: "2026-03-31")));
        ThenStatuses(Ho, ("2026-01-15", Status.InForce), ("2026-03-31", Status.InForce), ("2026-04-01", Status.Annulled));
    }

    [Fact]
    public void A_shorter_form_of_the_parts_own_code_is_no_other_key_and_the_part_is_reached()
    {
        Given(Act.Of("cn-list", "2025-01-01", Publish(), Introduce("cn-list/1", "2025-01-01", Goods("hs:2846"))));
        Given(Later("s-1", "2025-11-01", Suspend("cn-list/1", "2025-11-01", "2026-12-31", part: PartOf(Goods("cn-tariff:2846901993")))));
        Assert.False(On("2025-12-01", "cn-list/1", Trade("hs:284690", "cn-tariff:2846901993")).Counts);
        Assert.True(On("2025-12-01", "cn-list/1", Trade("cn-tariff:2846901993", "cn-tariff:2846909090")).Counts);
    }
}
