using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T2 and T3, <i>Extension</i> and <i>Moving a start</i>.</summary>
public sealed class T3PeriodSpecs : TimeSpec
{
    private void GivenAMeasure(string starts = "2026-01-01", string? through = "2026-03-31", string announcedOn = "2025-10-09", string? until = null) =>
        Given(Act.Of(No57, announcedOn, Publish("57"), Introduce(Ho, starts, Goods("element:Ho", "element:Er"), through, until)));

    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    [Fact]
    public void A_period_through_a_day_holds_on_that_day_and_not_on_the_next()
    {
        GivenAMeasure();
        ThenStatuses(Ho, ("2025-10-08", Status.NotYetAnnounced), ("2025-10-09", Status.Announced), ("2025-12-31", Status.Announced), ("2026-01-01", Status.InForce), ("2026-03-31", Status.InForce), ("2026-04-01", Status.Lapsed));
    }

    [Fact]
    public void A_period_until_a_moment_holds_up_to_it()
    {
        GivenAMeasure(through: null, until: "2026-03-31T12:00");
        ThenStatuses(Ho, ("2026-03-31T03:59Z", Status.InForce), ("2026-03-31T04:00Z", Status.Lapsed), ("2026-03-30", Status.InForce), ("2026-03-31", Status.Lapsed));
    }

    [Fact]
    public void A_start_before_the_announcement_holds_from_the_start()
    {
        GivenAMeasure(starts: "2025-10-01", announcedOn: "2025-10-09");
        ThenStatuses(Ho, ("2025-09-30", Status.NotYetAnnounced), ("2025-10-01", Status.InForce));
    }

    [Fact]
    public void An_extension_adds_a_period_from_the_old_end()
    {
        GivenAMeasure();
        Given(Later("ext-1", "2026-03-01", Extend(Ho, "2026-06-30")));
        ThenStatuses(Ho, ("2026-04-01", Status.InForce), ("2026-06-30", Status.InForce), ("2026-07-01", Status.Lapsed));
        Assert.Equal("2026-07-01", LocalDay(NextChange("2026-02-01", Ho)!));
    }

    [Fact]
    public void What_had_ended_is_extended_with_a_start_of_its_own_and_the_gap_is_lapsed()
    {
        GivenAMeasure();
        Given(Later("ext-1", "2026-04-15", Extend(Ho, "2026-06-30", starts: "2026-05-01")));
        ThenStatuses(Ho, ("2026-03-31", Status.InForce), ("2026-04-15", Status.Lapsed), ("2026-05-01", Status.InForce), ("2026-07-01", Status.Lapsed));
    }

    [Fact]
    public void An_extension_of_what_had_ended_without_a_start_dangles()
    {
        Given(Act.Of("ext-1", "2026-04-15", Publish(), Extend(Ho, "2026-06-30")).Accepting());
        GivenAMeasure();
        ThenStatuses(Ho, ("2026-04-15", Status.Lapsed), ("2026-05-01", Status.Lapsed));
        Assert.Equal(["ext-1#2"], Life(Ho).DanglingAt(Moment("2026-05-01", Life(Ho).Zone)).Select(effect => effect.Reference));
    }

    [Fact]
    public void An_extension_of_a_part_that_had_ended_dangles_though_the_question_names_no_part()
    {
        Given(Act.Of("ext-1", "2026-04-15", Publish(), Extend(Ho, "2026-06-30", part: PartOf(Goods("element:Ho")))).Accepting());
        GivenAMeasure();
        Assert.Equal(["ext-1#2"], Life(Ho).DanglingAt(Moment("2026-05-01", Life(Ho).Zone)).Select(effect => effect.Reference));
    }

    [Fact]
    public void An_extension_never_begins_before_the_start_of_what_it_extends()
    {
        GivenAMeasure();
        Given(Later("ext-1", "2025-11-01", Extend(Ho, "2026-06-30", starts: "2025-12-01")));
        ThenStatuses(Ho, ("2025-12-15", Status.Announced), ("2026-01-01", Status.InForce), ("2026-06-30", Status.InForce));
    }

    [Fact]
    public void Extending_an_extension_by_any_of_its_links_extends_the_chain()
    {
        GivenAMeasure(through: null);
        Given(Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-01-31")), Later("s-2", "2026-01-15", ExtendSuspension("s-1#2", "2026-02-28")), Later("s-3", "2026-02-15", ExtendSuspension("s-1#2", "2026-03-31")));
        ThenStatuses(Ho, ("2026-01-31", Status.Suspended), ("2026-02-01", Status.Suspended), ("2026-03-01", Status.Suspended), ("2026-03-31", Status.Suspended), ("2026-04-01", Status.InForce));
    }

    [Theory]
    [InlineData("s-1#2")]
    [InlineData("s-2#2")]
    public void Ending_any_link_ends_its_chain(string link)
    {
        GivenAMeasure(through: null);
        Given(Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-01-31")), Later("s-2", "2026-01-15", ExtendSuspension("s-1#2", "2026-06-30")), Later("s-3", "2026-01-20", EndSuspension(link, "2026-01-25")));
        ThenStatuses(Ho, ("2026-01-24", Status.Suspended), ("2026-01-25", Status.InForce), ("2026-03-01", Status.InForce));
    }

    [Fact]
    public void A_link_keeps_its_place_when_one_before_it_is_annulled()
    {
        GivenAMeasure(through: null);
        Given(Later("s-1", "2026-01-02", Suspend(Ho, "2026-01-02", "2026-01-31")), Later("s-2", "2026-01-15", ExtendSuspension("s-1#2", "2026-02-28")), Later("s-3", "2026-02-15", ExtendSuspension("s-2#2", "2026-03-31")));
        Given(Later("court", "2026-04-01", Annul("s-2#2")));
        ThenStatuses(Ho, ("2026-01-31", Status.Suspended), ("2026-02-15", Status.InForce), ("2026-03-01", Status.Suspended), ("2026-04-01", Status.InForce));
    }

    [Fact]
    public void A_suspension_does_not_prolong_a_fixed_term()
    {
        GivenAMeasure();
        Given(Later("s-1", "2026-01-02", Suspend(Ho, "2026-02-01", "2026-12-31")));
        ThenStatuses(Ho, ("2026-01-31", Status.InForce), ("2026-02-01", Status.Suspended), ("2026-03-31", Status.Suspended), ("2026-04-01", Status.Lapsed), ("2027-01-01", Status.Lapsed));
    }

    [Fact]
    public void An_extension_of_a_part_extends_that_part_alone()
    {
        GivenAMeasure();
        Given(Later("ext-1", "2026-03-01", Extend(Ho, "2026-06-30", part: PartOf(Goods("element:Ho")))));
        Assert.Equal(Status.InForce, StatusOn("2026-05-01", Ho, Trade("element:Ho")));
        Assert.Equal(Status.Lapsed, StatusOn("2026-05-01", Ho, Trade("element:Er")));
    }

    [Fact]
    public void A_start_is_moved_by_an_act_announced_before_it()
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", "2025-12-31", Reschedule(Ho, "2026-02-01")));
        ThenStatuses(Ho, ("2026-01-15", Status.Announced), ("2026-02-01", Status.InForce));
        Assert.Equal(EverAppliedNo, EverApplied("2026-01-31", Ho));
    }

    [Fact]
    public void A_start_is_brought_forward()
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", "2025-11-01", Reschedule(Ho, "2025-12-01")));
        ThenStatuses(Ho, ("2025-11-30", Status.Announced), ("2025-12-01", Status.InForce));
    }

    [Fact]
    public void A_start_is_put_off_indefinitely_and_then_to_a_day()
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", "2025-11-01", Reschedule(Ho, null)));
        ThenStatuses(Ho, ("2026-01-01", Status.Announced), ("2030-01-01", Status.Announced));
        Given(Later("r-2", "2026-03-01", Reschedule(Ho, "2026-04-01")));
        ThenStatuses(Ho, ("2026-03-31", Status.Announced), ("2026-04-01", Status.InForce));
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-10")]
    public void From_the_start_on_the_act_is_a_suspension_from_its_own_date_until_the_new_start(string announcedOn)
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", announcedOn, Reschedule(Ho, "2026-03-01", effective: "2026-01-15")));
        ThenStatuses(Ho, ("2026-01-14", Status.InForce), ("2026-01-15", Status.Suspended), ("2026-02-28", Status.Suspended), ("2026-03-01", Status.InForce));
        Assert.Equal(["r-1#2"], On("2026-02-01", Ho).Because.Select(effect => effect.Reference));
    }

    [Fact]
    public void A_later_rescheduling_ends_the_suspension_that_an_earlier_one_made()
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", "2026-01-10", Reschedule(Ho, "2026-06-01")), Later("r-2", "2026-02-10", Reschedule(Ho, "2026-03-01")));
        ThenStatuses(Ho, ("2026-01-10", Status.Suspended), ("2026-02-28", Status.Suspended), ("2026-03-01", Status.InForce), ("2026-04-01", Status.InForce));
    }

    [Fact]
    public void Between_periods_the_next_start_moves()
    {
        GivenAMeasure();
        Given(Later("ext-1", "2026-04-02", Extend(Ho, "2026-12-31", starts: "2026-06-01")), Later("r-1", "2026-05-01", Reschedule(Ho, "2026-07-01")));
        ThenStatuses(Ho, ("2026-03-31", Status.InForce), ("2026-05-15", Status.Lapsed), ("2026-06-15", Status.Lapsed), ("2026-07-01", Status.InForce), ("2027-01-01", Status.Lapsed));
    }

    [Fact]
    public void A_start_of_a_part_is_moved_for_that_part_alone()
    {
        GivenAMeasure(through: null);
        Given(Later("r-1", "2025-11-01", Reschedule(Ho, "2026-06-01", part: PartOf(Goods("element:Ho")))));
        Assert.Equal(Status.Announced, StatusOn("2026-02-01", Ho, Trade("element:Ho")));
        Assert.Equal(Status.InForce, StatusOn("2026-02-01", Ho, Trade("element:Er")));
    }

    private const EverApplied EverAppliedNo = Ledger.ExportControls.Domain.EverApplied.No;
}
