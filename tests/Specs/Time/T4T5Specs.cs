using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T4 (what comes next) and T5 (status, derived and never stored).</summary>
public sealed class T4T5Specs : TimeSpec
{
    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    private void GivenAMeasure(string starts = "2025-10-09") => Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, starts, Goods("element:Ho", "element:Er"))));

    [Fact]
    public void T4_what_ends_by_its_own_date_ends_without_any_new_event_and_what_it_held_back_comes_back()
    {
        GivenAMeasure();
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-01", "2025-12-31")));
        var next = NextChange("2025-11-15", Ho);
        Assert.Equal(("2026-01-01", Status.Suspended, Status.InForce, EverAppliedBy.Yes), (LocalDay(next!), next!.Before.Status, next.After.Status, next.Ever));
        Assert.Equal("s-1#2", next.By!.Reference);
    }

    [Fact]
    public void T4_nothing_recorded_changes_what_nothing_recorded_changes()
    {
        GivenAMeasure();
        Assert.Null(NextChange("2025-11-15", Ho));
    }

    [Fact]
    public void T4_next_change_is_computed_from_all_visible_events_and_no_others()
    {
        GivenAMeasure();
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-12-01", "2025-12-31")));
        Assert.Null(NextChange("2025-11-15", Ho, published: "2025-10-31"));
        Assert.Equal("2025-12-01", LocalDay(NextChange("2025-11-15", Ho, published: "2025-11-01")!));
    }

    [Fact]
    public void T4_asked_at_an_instant_the_change_is_an_instant_after_it()
    {
        GivenAMeasure();
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-12-01T12:00", until: "2025-12-01T13:00")));
        Assert.Equal(Moment("2025-12-01T04:00Z", Life(Ho).Zone), NextChange("2025-12-01T03:59Z", Ho)!.At);
        Assert.Equal(Moment("2025-12-01T05:00Z", Life(Ho).Zone), NextChange("2025-12-01T04:00Z", Ho)!.At);
    }

    [Fact]
    public void T4_a_change_that_comes_back_within_the_day_is_told_of_that_day()
    {
        GivenAMeasure();
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-12-01T12:00", until: "2025-12-01T13:00")));
        var check = Check(Trade("element:Ho"), "2025-12-01");
        Assert.Equal(Requirement.Licence, check.Headline);
        Assert.Equal(Moment("2025-12-01T04:00Z", Life(Ho).Zone), check.ChangedDuring(zone => LegalTime.StartOfDay(new NodaTime.LocalDate(2025, 12, 1), zone))!.At);
    }

    [Fact]
    public void T4_the_answers_next_change_is_the_first_of_its_counted_measures()
    {
        GivenAMeasure();
        Given(
            Later("b", "2025-10-09", Introduce("b/1", "2026-02-01", Goods("element:Ho"))),
            Later("s-1", "2025-11-01", Suspend(Ho, "2026-03-01", "2026-03-31")),
            Later("c", "2025-10-09", Introduce("c/1", "2026-01-01", Goods("element:Dy"))));
        var next = Check(Trade("element:Ho"), "2025-11-15").NextChange(byDay: true);
        Assert.Equal(("b/1", "2026-02-01", EverAppliedBy.No), (next!.Life.Id, LocalDay(next), next.Ever));
    }

    [Fact]
    public void T4_a_value_that_differs_is_a_change()
    {
        Given(Truce.Fentanyl);
        var next = Check(Trade(), "2025-03-10").NextChange(byDay: true);
        Assert.Equal((Truce.FentanylDuty, "2025-11-10", (decimal?)10m), (next!.Life.Id, LocalDay(next), next.After.Value?.Amount));
    }

    [Fact]
    public void T4_of_a_measure_as_a_whole_scope_alone_is_no_change_and_of_a_trade_it_is()
    {
        Given(Act.Of("a", "2025-10-09", Publish(), Introduce("a/1", "2025-10-09", Scope(destination: All)), Amend("a/1", "2025-12-01", Scope(destination: Only("US")))));
        Assert.Null(NextChange("2025-11-15", "a/1"));
        Assert.Equal("2025-12-01", LocalDay(NextChange("2025-11-15", "a/1", Trade() with { Destination = "JP" })!));
    }

    [Fact]
    public void T5_the_statuses_come_in_the_order_of_the_rule()
    {
        GivenAMeasure(starts: "2025-11-08");
        Given(Later("x-1", "2025-10-10", Exempt(Ho, "2025-11-01", "2026-12-31")), Later("s-1", "2025-10-10", Suspend(Ho, "2025-11-01", "2026-06-30")));
        Given(Later("r-1", "2026-01-01", Repeal(Ho, "2026-03-01")), Later("court", "2026-04-01", Annul(Ho, voidFrom: "2026-04-01")));
        ThenStatuses(Ho,
            ("2025-10-08", Status.NotYetAnnounced), ("2025-11-05", Status.Announced), ("2025-11-08", Status.Suspended), ("2026-03-01", Status.Repealed), ("2026-04-01", Status.Annulled));
        Assert.Equal(Status.Exempted, StatusOn("2026-07-01", Ho, published: "2025-12-31"));
    }

    [Fact]
    public void T5_an_instrument_without_measures_is_announced_then_in_force_until_repealed()
    {
        Given(Later("cn-sc-decree-785", "2024-06-22").Command with { Effects = [Act.Plain(Publish("785", 2024, "State Council", "2024-10-01"))] });
        Given(Later("r-1", "2026-01-01", Repeal("cn-sc-decree-785", "2026-02-01")));
        ThenStatuses("cn-sc-decree-785", ("2024-06-21", Status.NotYetAnnounced), ("2024-06-22", Status.Announced), ("2024-10-01", Status.InForce), ("2026-02-01", Status.Repealed));
    }

    [Fact]
    public void T5_a_clause_has_its_measures_common_status_else_mixed()
    {
        Assert.Equal(Status.Suspended, CommonStatus.OfMeasures([Status.Suspended, Status.Suspended]));
        Assert.Equal(Status.Mixed, CommonStatus.OfMeasures([Status.Suspended, Status.InForce]));
        GivenAMeasure();
        Given(Act.Of(No57, "2025-10-09", Introduce(No57 + "/2/a", "2025-10-09"), Introduce(No57 + "/2/b", "2025-10-09"), Introduce(No57 + "/10", "2025-10-09")).From(3));
        Assert.Equal([Ho, No57 + "/2/a", No57 + "/2/b", No57 + "/10"], Controls().MeasuresUnder(No57));
        Assert.Equal([No57 + "/2/a", No57 + "/2/b"], Controls().MeasuresUnder(No57 + "/2"));
    }

    [Fact]
    public void T5_part_annulled_and_the_rest_repealed_is_repealed()
    {
        GivenAMeasure();
        Given(Later("court", "2025-12-01", Annul(Ho, part: PartOf(Goods("element:Ho")))), Later("r-1", "2025-12-15", Repeal(Ho, part: PartOf(Goods("element:Er")))));
        ThenStatuses(Ho, ("2025-12-10", Status.InForce), ("2025-12-15", Status.Repealed));
    }

    [Fact]
    public void T5_every_part_not_repealed_suspended_is_suspended()
    {
        GivenAMeasure();
        Given(Later("r-1", "2025-12-01", Repeal(Ho, part: PartOf(Goods("element:Er")))), Later("s-1", "2025-12-01", Suspend(Ho, "2025-12-01", "2026-01-31", part: PartOf(Goods("element:Ho")))));
        ThenStatuses(Ho, ("2025-12-15", Status.Suspended), ("2026-02-01", Status.InForce));
    }

    [Fact]
    public void T5_ever_applied_is_asked_for_the_part_asked()
    {
        GivenAMeasure(starts: "2025-11-08");
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-08", "2026-01-31", part: PartOf(Goods("element:Ho")))));
        Assert.Equal(EverAppliedBy.No, EverApplied("2025-12-01", Ho, Trade("element:Ho")));
        Assert.Equal(EverAppliedBy.Yes, EverApplied("2025-12-01", Ho, Trade("element:Er")));
        Assert.Equal(EverAppliedBy.No, EverApplied("2025-11-07", Ho, Trade("element:Er")));
        Assert.Equal(EverAppliedBy.Yes, EverApplied("2026-02-01", Ho, Trade("element:Ho")));
    }

    [Fact]
    public void T5_what_applied_for_an_hour_applied()
    {
        GivenAMeasure(starts: "2025-11-08");
        Given(Later("s-1", "2025-11-01", Suspend(Ho, "2025-11-08T01:00", "2026-01-31")));
        Assert.Equal(EverAppliedBy.Yes, EverApplied("2025-11-08", Ho));
        Assert.Equal(EverAppliedBy.No, EverApplied("2025-11-07", Ho));
    }

    [Fact]
    public void T5_what_nothing_visible_introduces_is_unknown()
    {
        GivenAMeasure();
        Assert.Null(MeasureLife.Of(Controls(published: "2025-10-08"), Ho, Question.Nothing));
        Assert.False(Controls().IsIntroduced("cn-mofcom-2025-99"));
    }

    private static class EverAppliedBy
    {
        public const EverApplied Yes = Ledger.ExportControls.Domain.EverApplied.Yes;
        public const EverApplied No = Ledger.ExportControls.Domain.EverApplied.No;
    }
}
