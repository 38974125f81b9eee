using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T3: whatever takes a part may take a slice of the value, and each slice then lives a life of its own.</summary>
public sealed class T3SliceSpecs : TimeSpec
{
    private const string Duty = "us-eo-14257/cn";

    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]).In("US");

    private void GivenADuty(string starts = "2025-04-09", string? through = null) =>
        Given(Act.Of("us-eo-14257", "2025-04-02", Publish(issuer: "US"), Introduce(Duty, starts, Scope(origin: Only("CN")), through, rate: 34)).In("US"));

    private void Then(params (string Effective, Status Status, decimal? Rate)[] expected) =>
        Assert.Equal(
            string.Join('\n', expected),
            string.Join('\n', expected.Select(row => On(row.Effective, Duty, Trade()) is var read ? (row.Effective, read.Status, read.Value?.Amount) : default)));

    [Fact]
    public void The_extension_of_a_slice_extends_that_slice_and_the_rest_lapses()
    {
        GivenADuty(through: "2025-06-30");
        Given(Later("us-eo-2", "2025-06-01", Extend(Duty, "2025-12-31", part: SliceOf(0, 10))));
        Then(("2025-06-30", Status.InForce, 34m), ("2025-07-01", Status.InForce, 10m), ("2025-12-31", Status.InForce, 10m), ("2026-01-01", Status.Lapsed, 34m));
        Assert.Equal("2025-07-01", LocalDay(NextChange("2025-06-15", Duty)!));
    }

    [Fact]
    public void The_start_of_a_slice_is_moved_for_that_slice_alone()
    {
        GivenADuty();
        Given(Later("us-eo-2", "2025-04-05", Reschedule(Duty, "2025-07-09", part: SliceOf(10, 34))));
        Then(("2025-04-08", Status.Announced, 34m), ("2025-04-09", Status.InForce, 10m), ("2025-07-08", Status.InForce, 10m), ("2025-07-09", Status.InForce, 34m));
    }

    [Fact]
    public void A_slice_whose_start_is_moved_after_it_began_is_partly_suspended()
    {
        GivenADuty();
        Given(Later("us-eo-2", "2025-04-10", Reschedule(Duty, "2025-07-09", part: SliceOf(10, 34))));
        Then(("2025-04-09", Status.InForce, 34m), ("2025-04-10", Status.PartlySuspended, 10m), ("2025-07-09", Status.InForce, 34m));
    }

    [Fact]
    public void A_slice_withdrawn_before_it_began_never_applies_and_the_rest_does()
    {
        GivenADuty();
        Given(Later("us-eo-2", "2025-04-05", Withdraw(Duty, part: SliceOf(10, 34))));
        Then(("2025-04-08", Status.Announced, 34m), ("2025-04-09", Status.InForce, 10m));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.Yes, EverApplied("2025-04-09", Duty));
    }

    [Fact]
    public void A_suspension_annulled_for_a_slice_holds_for_the_rest()
    {
        GivenADuty();
        Given(Later("s-1", "2025-05-01", Suspend(Duty, "2025-05-01", "2025-12-31")), Later("court", "2025-06-01", Annul("s-1#2", voidFrom: "2025-06-01", part: SliceOf(0, 10))));
        Then(("2025-05-31", Status.Suspended, 34m), ("2025-06-01", Status.PartlySuspended, 10m), ("2026-01-01", Status.InForce, 34m));
    }

    [Fact]
    public void A_stay_of_a_slice_shields_that_slice_alone()
    {
        GivenADuty();
        Given(Later("court", "2025-06-01", Annul(Duty, voidFrom: "2025-06-01")), Later("stay", "2025-06-02", Stay("court#2", part: SliceOf(0, 10))));
        Then(("2025-05-31", Status.InForce, 34m), ("2025-06-15", Status.InForce, 10m));
    }

    [Fact]
    public void A_slice_that_lapses_while_another_is_repealed_leaves_the_whole_lapsed()
    {
        GivenADuty(through: "2025-06-30");
        Given(Later("us-eo-2", "2025-06-01", Extend(Duty, "2025-12-31", part: SliceOf(0, 10))), Later("us-eo-3", "2025-08-01", Repeal(Duty, "2025-08-01", SliceOf(0, 10))));
        Then(("2025-07-31", Status.InForce, 10m), ("2025-08-01", Status.Lapsed, 34m));
    }

    [Fact]
    public void Slices_of_different_suspensions_each_end_by_themselves()
    {
        GivenADuty();
        Given(
            Later("s-1", "2025-05-01", Suspend(Duty, "2025-05-01", "2025-06-30", part: SliceOf(20, 34))),
            Later("s-2", "2025-05-02", Suspend(Duty, "2025-05-02", "2025-07-31", part: SliceOf(10, 24))));
        Then(("2025-05-01", Status.PartlySuspended, 20m), ("2025-05-02", Status.PartlySuspended, 10m), ("2025-07-01", Status.PartlySuspended, 20m), ("2025-08-01", Status.InForce, 34m));
        Assert.Equal(["s-1#2", "s-2#2"], On("2025-05-15", Duty).Because.Select(effect => effect.Reference));
    }

    [Fact]
    public void A_slice_extended_is_extended_again_by_the_link_that_extended_it()
    {
        GivenADuty();
        Given(
            Later("s-1", "2025-05-01", Suspend(Duty, "2025-05-01", "2025-06-30")),
            Later("s-2", "2025-06-15", ExtendSuspension("s-1#2", "2025-08-31", part: SliceOf(10, 34))),
            Later("s-3", "2025-06-20", ExtendSuspension("s-2#2", "2025-12-31")));
        Then(("2025-06-30", Status.Suspended, 34m), ("2025-07-15", Status.Suspended, 34m), ("2025-12-31", Status.Suspended, 34m), ("2026-01-01", Status.InForce, 34m));
    }

    [Fact]
    public void A_slice_annulled_of_an_amendment_leaves_that_slice_as_it_was_before_it()
    {
        GivenADuty();
        Given(
            Later("us-eo-2", "2025-05-01", Amend(Duty, "2025-05-01", rate: 50)),
            Later("court", "2025-06-01", Annul("us-eo-2#2", voidFrom: "2025-06-01", part: SliceOf(20, 45))));
        // Without the amendment 20 to 34 is of the measure, and 34 to 45 is not.
        Then(("2025-04-30", Status.InForce, 34m), ("2025-05-31", Status.InForce, 50m), ("2025-06-01", Status.InForce, 39m));
        Assert.Equal("2025-06-01", LocalDay(NextChange("2025-05-15", Duty)!));
    }

    [Fact]
    public void An_amendment_annulled_for_all_slices_is_annulled_as_a_whole()
    {
        GivenADuty();
        Given(Later("us-eo-2", "2025-05-01", Amend(Duty, "2025-05-01", rate: 50)), Later("court", "2025-06-01", Annul("us-eo-2#2", part: SliceOf(0, 20)), Annul("us-eo-2#2", part: SliceOf(20, 50))));
        Then(("2025-05-31", Status.InForce, 34m));
    }

    [Fact]
    public void A_slice_annulled_of_an_amendment_that_lowers_the_value_brings_it_back()
    {
        GivenADuty();
        Given(Later("us-eo-2", "2025-05-01", Amend(Duty, "2025-05-01", rate: 10)), Later("court", "2025-06-01", Annul("us-eo-2#2", voidFrom: "2025-06-01", part: SliceOf(20, 34))));
        Then(("2025-05-31", Status.InForce, 10m), ("2025-06-01", Status.InForce, 24m));
    }

    [Fact]
    public void Annulled_slice_by_slice_an_amendment_of_what_had_no_value_leaves_it_without()
    {
        Given(Act.Of("us-eo-14257", "2025-04-02", Publish(issuer: "US"), Introduce(Duty, "2025-04-09", Scope(origin: Only("CN")))).In("US"));
        Given(Later("us-eo-2", "2025-05-01", Amend(Duty, "2025-05-01", rate: 34)), Later("court", "2025-06-01", Annul("us-eo-2#2", voidFrom: "2025-06-01", part: SliceOf(0, 34))));
        Then(("2025-04-30", Status.InForce, null), ("2025-05-31", Status.InForce, 34m), ("2025-06-01", Status.InForce, null));
    }

    [Fact]
    public void A_stay_of_a_slice_keeps_the_amendment_for_that_slice()
    {
        GivenADuty();
        Given(
            Later("us-eo-2", "2025-05-01", Amend(Duty, "2025-05-01", rate: 50)), Later("court", "2025-06-01", Annul("us-eo-2#2", voidFrom: "2025-06-01")),
            Later("stay", "2025-06-02", Stay("court#2", part: SliceOf(34, 40))));
        Then(("2025-05-31", Status.InForce, 50m), ("2025-06-15", Status.InForce, 40m));
    }
}
