using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel.Lifespans;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>The worked examples of DESIGN section 4 that concern export controls, row by row.</summary>
public sealed class WorkedExampleSpecs : TimeSpec
{
    private const string No62 = "cn-mofcom-2025-62/1";
    private const string No18 = "cn-mofcom-2025-18/1";

    public WorkedExampleSpecs() => Given(Truce.All);

    [Fact]
    public void Holmium_in_November_as_published_on_20_October_needs_a_licence_by_No_57()
    {
        var answer = Check(Trade("element:Ho"), "2025-11-15", published: "2025-10-20");
        Assert.Equal(Requirement.Licence, answer.Headline);
        var applies = Assert.Single(answer.Findings, finding => finding.Listing == Listing.Applies);
        Assert.Equal((Ho, Status.InForce), (applies.Life.Id, applies.Answer.Status));
        Assert.Equal("2025-10-09", applies.Life.Introduction.AnnouncedOn.Text);
    }

    [Fact]
    public void The_same_as_published_on_8_November_is_not_restricted_for_No_70_suspended_No_57_which_never_applied()
    {
        var answer = Check(Trade("element:Ho"), "2025-11-15", published: "2025-11-08");
        Assert.Equal(Requirement.None, answer.Headline);
        var listed = Assert.Single(answer.Findings, finding => finding.Life.Introduction.Jurisdictions.Contains("CN") && finding.Listing != Listing.Conditional);
        Assert.Equal((Ho, Listing.Suspended, Status.Suspended), (listed.Life.Id, listed.Listing, listed.Answer.Status));
        Assert.Equal([No70 + "#2"], listed.Answer.Because.Select(effect => effect.Reference));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.No, listed.Life.EverAppliedBy(listed.Moment));
    }

    [Fact]
    public void It_begins_to_apply_on_11_November_2026_unless_a_later_act_changes_it()
    {
        var answer = Check(Trade("element:Ho"), "2025-11-15", published: "2025-11-08");
        var next = answer.NextChange(byDay: true);
        Assert.NotNull(next);
        Assert.Equal(("2026-11-11", Ho), (LocalDay(next), next.Life.Id));
        Assert.Equal((Status.Suspended, Status.InForce), (next.Before.Status, next.After.Status));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.No, next.Ever);
        Assert.Equal(No70 + "#2", next.By!.Reference);
        Assert.Null(Check(Trade("element:Ho"), "2026-11-11").NextChange(byDay: true));
    }

    [Fact]
    public void On_the_last_day_of_the_suspension_it_is_not_restricted_and_on_the_next_a_licence_is_needed()
    {
        Assert.Equal(Requirement.None, Check(Trade("element:Ho"), "2026-11-10").Headline);
        Assert.Equal(Requirement.Licence, Check(Trade("element:Ho"), "2026-11-11").Headline);
        ThenStatuses(Ho, ("2026-11-10", Status.Suspended), ("2026-11-11", Status.InForce));
    }

    [Fact]
    public void No_62_springs_back_for_it_had_applied_before()
    {
        Assert.Equal(Requirement.Licence, Check(Trade("technology:magnet-making"), "2026-11-11").Headline);
        var next = NextChange("2026-11-10", No62);
        Assert.Equal(("2026-11-11", Ledger.ExportControls.Domain.EverApplied.Yes), (LocalDay(next!), next!.Ever));
        ThenStatuses(No62, ("2025-10-08", Status.NotYetAnnounced), ("2025-10-09", Status.InForce), ("2025-11-06", Status.InForce), ("2025-11-07", Status.Suspended), ("2026-11-11", Status.InForce));
    }

    [Fact]
    public void Dysprosium_to_the_United_States_needs_a_licence_by_No_18_which_the_truce_did_not_touch()
    {
        var answer = Check(Trade("element:Dy") with { Destination = "US" }, "2025-11-15");
        Assert.Equal(Requirement.Licence, answer.Headline);
        Assert.Equal([No18], answer.Findings.Where(finding => finding.Listing == Listing.Applies).Select(finding => finding.Life.Id));
        Assert.DoesNotContain(answer.Findings, finding => finding.Listing == Listing.Suspended);
        Assert.Null(answer.NextChange(byDay: true));
    }

    [Fact]
    public void What_changed_from_29_October_to_15_November()
    {
        Assert.Equal((Status.InForce, Status.Suspended), (StatusOn("2025-10-29", No62), StatusOn("2025-11-15", No62)));
        Assert.Equal((Status.Announced, Status.Suspended), (StatusOn("2025-10-29", Ho), StatusOn("2025-11-15", Ho)));
        Assert.Equal((Status.InForce, Status.InForce), (StatusOn("2025-10-29", No18), StatusOn("2025-11-15", No18)));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.No, EverApplied("2025-11-15", Ho));
        Assert.Equal(Ledger.ExportControls.Domain.EverApplied.Yes, EverApplied("2025-11-15", No62));
    }

    [Fact]
    public void The_fentanyl_duty_is_20_percent_until_a_minute_past_midnight_in_Washington_and_10_then()
    {
        var goods = Trade() with { Destination = "US" };
        foreach (var (instant, rate) in new[] { ("2025-11-10T04:59Z", 20m), ("2025-11-10T05:00Z", 20m), ("2025-11-10T05:01Z", 10m), ("2025-03-04T05:00Z", 10m), ("2025-03-04T05:01Z", 20m) })
        {
            var charge = Assert.Single(Check(goods, instant, published: "2025-11-10").Findings, finding => finding.Listing == Listing.Charge);
            Assert.Equal((Truce.FentanylDuty, rate), (charge.Life.Id, charge.Answer.Value?.Amount));
        }
        Assert.Equal(Requirement.None, Check(goods, "2025-11-10T04:59Z").Headline);
    }

    [Fact]
    public void Asked_for_10_November_the_duty_is_that_of_the_close_of_the_day_and_it_is_said_that_it_changed_during_it()
    {
        var answer = Check(Trade(), "2025-11-10");
        Assert.Equal(10m, Assert.Single(answer.Findings, finding => finding.Listing == Listing.Charge).Answer.Value?.Amount);
        var during = answer.ChangedDuring(zone => Moment("2025-11-09", zone) + NodaTime.Duration.Epsilon);
        Assert.Equal(NodaTime.Instant.FromUtc(2025, 11, 10, 5, 1), during!.At);
        Assert.Null(Check(Trade(), "2025-11-09").ChangedDuring(zone => Moment("2025-11-08", zone) + NodaTime.Duration.Epsilon));
    }
}
