using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T7: approximate, open and unknown dates. What counts, counts whichever of the allowed days are taken.</summary>
public sealed class T7Specs : TimeSpec
{
    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    private void GivenAMeasure(string starts, string? through = null) =>
        Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, starts, Goods("element:Ho"), through)));

    /// <summary>Day, status shown, certain, counts, possible.</summary>
    private void Then(params (string Effective, Status Status, bool Certain, bool Counts, bool Possible)[] expected) =>
        Assert.Equal(
            string.Join('\n', expected),
            string.Join('\n', expected.Select(row => On(row.Effective, Ho, Trade("element:Ho")) is var read ? (row.Effective, read.Status, read.IsCertain, read.Counts, read.IsPossible) : default)));

    [Fact]
    public void Between_the_earliest_and_the_latest_day_of_a_start_it_is_possible_and_from_the_latest_certain()
    {
        GivenAMeasure("2026-04");
        Then(("2026-03-31", Status.Announced, true, false, false), ("2026-04-01", Status.Announced, false, false, true), ("2026-04-29", Status.Announced, false, false, true), ("2026-04-30", Status.InForce, true, true, false));
    }

    [Fact]
    public void A_period_is_certain_between_its_latest_start_and_its_earliest_end()
    {
        GivenAMeasure("2026-04", "2026-06");
        Then(("2026-04-30", Status.InForce, true, true, false), ("2026-06-01", Status.InForce, true, true, false), ("2026-06-02", Status.Lapsed, false, false, true), ("2026-06-30", Status.Lapsed, false, false, true), ("2026-07-01", Status.Lapsed, true, false, false));
    }

    [Fact]
    public void A_suspension_holds_back_from_its_earliest_day_to_its_latest_but_what_it_leaves_is_possible()
    {
        GivenAMeasure("2025-10-09");
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-12", "2026-03")));
        Then(
            ("2025-11-30", Status.InForce, true, true, false), ("2025-12-01", Status.Suspended, false, false, true), ("2025-12-31", Status.Suspended, true, false, false),
            ("2026-03-01", Status.Suspended, true, false, false), ("2026-03-02", Status.Suspended, false, false, true), ("2026-03-31", Status.Suspended, false, false, true), ("2026-04-01", Status.InForce, true, true, false));
    }

    [Fact]
    public void What_ends_a_suspension_counts_from_its_latest_day()
    {
        GivenAMeasure("2025-10-09");
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-01")), Later("s-2", "2025-12-01", EndSuspension("s-1#2", "2026-01")));
        Then(("2025-12-31", Status.Suspended, true, false, false), ("2026-01-01", Status.Suspended, false, false, true), ("2026-01-31", Status.InForce, true, true, false));
    }

    [Fact]
    public void A_repeal_ends_from_its_earliest_day()
    {
        GivenAMeasure("2025-10-09");
        Given(Later("r-1", "2025-11-01", Repeal(Ho, "2026-01")));
        Then(("2025-12-31", Status.InForce, true, true, false), ("2026-01-01", Status.Repealed, false, false, true), ("2026-01-31", Status.Repealed, true, false, false));
    }

    [Fact]
    public void An_extension_that_begins_at_the_old_end_joins_it_into_one_period()
    {
        GivenAMeasure("2025-10-09", "2026-06");
        Given(Later("ext-1", "2026-05-01", Extend(Ho, "2026-12-31")));
        Then(("2026-06-15", Status.InForce, true, true, false), ("2026-12-31", Status.InForce, true, true, false), ("2027-01-01", Status.Lapsed, true, false, false));
    }

    [Fact]
    public void A_rescheduling_holds_back_to_its_latest_new_start()
    {
        GivenAMeasure("2026-01-01");
        Given(Later("r-1", "2025-12-01", Reschedule(Ho, "2026-02")));
        Then(("2026-01-15", Status.Announced, true, false, false), ("2026-02-01", Status.Announced, false, false, true), ("2026-02-28", Status.InForce, true, true, false));
    }

    [Fact]
    public void An_unknown_start_is_possible_never_certain_and_shown_from_the_announcement()
    {
        GivenAMeasure("unknown");
        Then(("2025-10-09", Status.InForce, false, false, true), ("2030-01-01", Status.InForce, false, false, true));
    }

    [Fact]
    public void A_start_by_a_day_is_possible_before_it_and_certain_from_it()
    {
        GivenAMeasure("../2025-12-01");
        Then(("2025-11-30", Status.Announced, false, false, true), ("2025-12-01", Status.InForce, true, true, false));
    }

    [Fact]
    public void A_start_not_before_a_day_is_read_as_its_bound_for_the_status_shown()
    {
        GivenAMeasure("2025-12-01/..");
        Then(("2025-11-30", Status.Announced, true, false, false), ("2025-12-01", Status.InForce, false, false, true), ("2030-01-01", Status.InForce, false, false, true));
    }

    [Fact]
    public void An_unknown_end_is_shown_as_not_yet_come_and_is_not_until_further_notice()
    {
        GivenAMeasure("2025-10-09", "unknown");
        Then(("2025-10-09", Status.InForce, false, false, true), ("2030-01-01", Status.InForce, false, false, true));
    }

    [Fact]
    public void After_an_unknown_ends_earliest_day_it_is_possible()
    {
        GivenAMeasure("2025-10-09", "2026-01-31/..");
        Then(("2026-01-31", Status.InForce, true, true, false), ("2026-02-01", Status.InForce, false, false, true));
    }

    [Fact]
    public void A_renewal_closes_an_unknown_end()
    {
        GivenAMeasure("2025-10-09", "unknown");
        Given(Later("ext-1", "2026-01-01", Extend(Ho, "2026-12-31")));
        Then(("2025-12-01", Status.InForce, true, true, false), ("2026-12-31", Status.InForce, true, true, false), ("2027-01-01", Status.Lapsed, true, false, false));
    }

    [Fact]
    public void An_amendment_of_scope_takes_part_by_all_readings()
    {
        GivenAMeasure("2025-10-09");
        Given(Later("a-1", "2025-11-01", Amend(Ho, "2026-01", Goods("element:Dy"))));
        foreach (var (day, holmium, dysprosium) in new[] { ("2025-12-31", "counts", "no"), ("2026-01-15", "possible", "possible"), ("2026-01-31", "no", "counts") })
        {
            Assert.Equal((day, holmium), (day, Word(On(day, Ho, Trade("element:Ho")))));
            Assert.Equal((day, dysprosium), (day, Word(On(day, Ho, Trade("element:Dy")))));
        }
    }

    [Fact]
    public void A_value_that_some_day_allowed_would_change_is_not_certain()
    {
        Given(Act.Of("us-d", "2025-01-01", Publish(), Introduce("us-d/1", "2025-02-01", Scope(origin: Only("CN")), rate: 10)).In("US"), Act.Of("us-e", "2025-03-01", Publish(), Amend("us-d/1", "2025-05", rate: 20)).In("US"));
        foreach (var (day, rate, certain) in new[] { ("2025-04-30", 10m, true), ("2025-05-10", 10m, false), ("2025-05-31", 20m, true) })
        {
            var read = On(day, "us-d/1", Trade());
            Assert.Equal((day, rate, certain, true), (day, read.Value!.Amount!.Value, read.IsCertain, read.Counts));
        }
    }

    [Fact]
    public void Whether_it_ever_applied_may_be_possible()
    {
        GivenAMeasure("2026-04");
        Given(Later("w-1", "2026-04-15", Suspend(Ho, "2026-04-20")));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.No, EverApplied("2026-03-31", Ho, Trade("element:Ho")));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.Possible, EverApplied("2026-06-01", Ho, Trade("element:Ho")));
    }

    [Fact]
    public void A_possible_measure_is_listed_as_possible_and_its_certainty_is_a_change()
    {
        GivenAMeasure("2026-04");
        Assert.Equal(Listing.Announced, ListedAs(Ho, Trade("element:Ho"), "2026-03-31"));
        Assert.Equal(Listing.Possible, ListedAs(Ho, Trade("element:Ho"), "2026-04-15"));
        Assert.Equal(Listing.Applies, ListedAs(Ho, Trade("element:Ho"), "2026-04-30"));
        Assert.Equal("2026-04-01", LocalDay(NextChange("2026-03-15", Ho)!));
        Assert.Equal("2026-04-30", LocalDay(NextChange("2026-04-15", Ho)!));
        Assert.Equal("2026-04-30", LocalDay(Check(Trade("element:Ho"), "2026-03-15").NextChange(byDay: true)!));
    }

    private static string Word(MeasureAnswer answer) => answer.Counts ? "counts" : answer.IsPossible ? "possible" : "no";
}
