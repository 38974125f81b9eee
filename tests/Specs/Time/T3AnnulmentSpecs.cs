using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;
using EverAppliedBy = Ledger.ExportControls.Domain.EverApplied;

namespace Ledger.Specs.Time;

/// <summary>T3, <i>Annulment</i>: void from a date or from the start, stayed, reversed, and reaching only what is before it.</summary>
public sealed class T3AnnulmentSpecs : TimeSpec
{
    public T3AnnulmentSpecs() => Given(Act.Of(No57, "2025-10-09", Publish("57"), Introduce(Ho, "2025-10-09", Goods("element:Ho", "element:Er"))));

    private static Act Court(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    [Theory]
    [InlineData(No57)]
    [InlineData(Ho)]
    [InlineData(No57 + "#2")]
    public void Annulled_from_the_start_it_never_applied(string target)
    {
        Given(Court("court", "2026-02-20", Annul(target)));
        ThenStatuses(Ho, ("2025-10-08", Status.NotYetAnnounced), ("2025-12-01", Status.Annulled), ("2026-03-01", Status.Annulled));
        Assert.Equal(EverAppliedBy.No, EverApplied("2026-03-01", Ho));
        Assert.Equal(EverAppliedBy.Yes, EverAppliedAsPublished("2026-02-19", "2026-03-01"));
    }

    [Fact]
    public void Void_from_a_date_it_applied_before()
    {
        Given(Court("court", "2026-02-20", Annul(No57, voidFrom: "2026-02-24")));
        ThenStatuses(Ho, ("2026-02-23", Status.InForce), ("2026-02-24", Status.Annulled));
        Assert.Equal(EverAppliedBy.Yes, EverApplied("2026-03-01", Ho));
    }

    [Theory]
    [InlineData("s-1#2")]
    [InlineData("s-1")]
    public void A_suspension_annulled_holds_nothing_back(string target)
    {
        Given(Court("s-1", "2025-11-01", Suspend(Ho, "2025-11-01", "2025-12-31")), Court("court", "2025-12-01", Annul(target, voidFrom: "2025-12-01")));
        ThenStatuses(Ho, ("2025-11-30", Status.Suspended), ("2025-12-01", Status.InForce));
    }

    [Fact]
    public void A_repeal_annulled_from_the_start_never_ended_anything()
    {
        Given(Court("r-1", "2025-11-01", Repeal(Ho)), Court("court", "2025-12-01", Annul("r-1#2")));
        ThenStatuses(Ho, ("2025-11-15", Status.InForce), ("2025-12-15", Status.InForce));
    }

    [Fact]
    public void An_amendment_annulled_gives_way_to_what_stood_before()
    {
        Given(Court("a-1", "2025-11-01", Amend(Ho, "2025-11-01", Goods("element:Dy"))), Court("court", "2025-12-01", Annul("a-1#2", voidFrom: "2025-12-01")));
        Assert.True(On("2025-11-15", Ho, Trade("element:Dy")).Counts);
        Assert.False(On("2025-12-15", Ho, Trade("element:Dy")).Counts);
        Assert.True(On("2025-12-15", Ho, Trade("element:Ho")).Counts);
    }

    [Fact]
    public void A_stay_shields_every_moment_before_its_own_end()
    {
        Given(Court("court", "2025-12-01", Annul(No57)), Court("stay", "2025-12-02", Stay("court#2", through: "2026-01-31")));
        ThenStatuses(Ho, ("2025-11-01", Status.InForce), ("2025-12-15", Status.InForce), ("2026-01-31", Status.InForce), ("2026-02-01", Status.Annulled));
    }

    [Fact]
    public void A_stay_without_end_shields_all_time_until_it_is_ended_which_removes_its_shield_for_all_time()
    {
        Given(Court("court", "2025-12-01", Annul(No57)), Court("stay", "2025-12-02", Stay("court#2")));
        ThenStatuses(Ho, ("2025-11-01", Status.InForce), ("2030-01-01", Status.InForce));
        Given(Court("scotus", "2026-02-20", EndStay("stay#2")));
        ThenStatuses(Ho, ("2025-11-01", Status.Annulled), ("2026-03-01", Status.Annulled));
    }

    [Fact]
    public void The_annulment_of_a_stay_removes_its_shield_for_all_time()
    {
        Given(Court("court", "2025-12-01", Annul(No57)), Court("stay", "2025-12-02", Stay("court#2")), Court("scotus", "2026-02-20", Annul("stay#2", voidFrom: "2026-02-20")));
        ThenStatuses(Ho, ("2025-11-01", Status.Annulled), ("2026-03-01", Status.Annulled));
    }

    [Fact]
    public void A_reversal_undoes_the_annulment_for_all_time()
    {
        Given(Court("court", "2025-12-01", Annul(No57, voidFrom: "2025-12-01")), Court("appeal", "2026-02-20", Reverse("court#2")));
        ThenStatuses(Ho, ("2025-11-01", Status.InForce), ("2026-01-01", Status.InForce), ("2026-03-01", Status.InForce));
    }

    [Fact]
    public void As_published_before_the_reversal_it_was_void()
    {
        Given(Court("court", "2025-12-01", Annul(No57, voidFrom: "2025-12-01")), Court("appeal", "2026-02-20", Reverse("court#2")));
        Assert.Equal(Status.Annulled, StatusOn("2026-03-01", Ho, published: "2026-02-19"));
    }

    [Fact]
    public void An_annulment_reaches_only_effects_before_it_in_legal_order()
    {
        Given(Court("s-1", "2025-11-01", Suspend(Ho, "2025-11-01", "2025-11-30")), Court("court", "2025-11-05", Annul("s-1")));
        Given(Act.Of("s-1", "2025-11-01", Suspend(Ho, "2026-01-01", "2026-01-31")).From(3), Court("s-2", "2025-11-10", ExtendSuspension("s-1#3", "2026-02-28")));
        ThenStatuses(Ho, ("2025-11-15", Status.InForce), ("2026-01-15", Status.InForce), ("2026-02-15", Status.Suspended));
    }

    [Fact]
    public void An_annulment_of_a_part_reaches_by_the_question_alone()
    {
        Given(Court("court", "2025-12-01", Annul(No57, part: PartOf(Scope(destination: Only("US"))))));
        Assert.Equal(Status.Annulled, StatusOn("2026-01-01", Ho, Trade("element:Ho") with { Destination = "US" }));
        Assert.Equal(Status.InForce, StatusOn("2026-01-01", Ho, Trade("element:Ho") with { Destination = "JP" }));
        Assert.True(On("2026-01-01", Ho, Trade("element:Ho")).Counts);
    }

    [Fact]
    public void A_stay_of_a_part_shields_that_part_alone()
    {
        Given(Court("court", "2025-12-01", Annul(No57)), Court("stay", "2025-12-02", Stay("court#2", part: PartOf(Scope(destination: Only("US"))))));
        Assert.Equal(Status.InForce, StatusOn("2026-01-01", Ho, Trade("element:Ho") with { Destination = "US" }));
        Assert.Equal(Status.Annulled, StatusOn("2026-01-01", Ho, Trade("element:Ho") with { Destination = "JP" }));
    }

    [Fact]
    public void The_end_of_enforcement_changes_no_status()
    {
        Given(Court("cbp", "2026-02-22", EndEnforcement(Ho, "2026-02-24")));
        ThenStatuses(Ho, ("2026-02-23", Status.InForce), ("2026-02-24", Status.InForce));
        Assert.Equal("cbp#2", Life(Ho).EndOfEnforcement(Moment("2026-03-01", Life(Ho).Zone))!.Reference);
    }

    [Fact]
    public void An_annulment_is_known_to_a_cut_only_from_its_position_on()
    {
        Given(Court("court", "2026-02-20", Annul(No57)));
        Assert.Equal(Status.InForce, On("2026-03-01", Ho, known: Events.Count - 1).Status);
        Assert.Equal(Status.Annulled, On("2026-03-01", Ho).Status);
    }

    private EverAppliedBy EverAppliedAsPublished(string published, string effective) =>
        Life(Ho, published: published).EverAppliedBy(Moment(effective, Life(Ho).Zone));
}
