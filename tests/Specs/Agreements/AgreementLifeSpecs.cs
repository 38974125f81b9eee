using Ledger.Agreements.Domain;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Agreements;

/// <summary>DESIGN section 3, <i>Agreements</i>: the status is the last step whose own date has come; and T7 for commitments.</summary>
public sealed class AgreementLifeSpecs : AgreementsSpec
{
    [Fact]
    public void The_status_is_the_last_step_whose_own_date_has_come()
    {
        Given(Said("announcement", "2025-10-01", Announce()), Said("signing", "2025-10-18", Sign(effective: "2025-10-20")), Said("ratification", "2025-11-01", Ratify("US", "2025-11-10")));
        Given(Said("force", "2025-11-15", Enter("2025-12-01", "2026-11-30")), Said("ratification-2", "2025-12-10", Ratify("AU")), Said("halt", "2026-01-01", Halt("2026-02-01", "2026-02-28")));
        ThenStatuses(
            ("2025-09-30", AgreementStatus.NotYetAnnounced), ("2025-10-01", AgreementStatus.Announced), ("2025-10-19", AgreementStatus.Announced), ("2025-10-20", AgreementStatus.Signed),
            ("2025-11-10", AgreementStatus.Ratified), ("2025-12-01", AgreementStatus.InForce), ("2025-12-10", AgreementStatus.InForce), ("2026-02-01", AgreementStatus.Suspended),
            ("2026-03-01", AgreementStatus.InForce), ("2026-11-30", AgreementStatus.InForce), ("2026-12-01", AgreementStatus.Expired));
        Assert.Equal(["US"], On("2025-12-09").RatifiedBy);
        Assert.Equal(["US", "AU"], On("2025-12-10").RatifiedBy);
    }

    [Fact]
    public void Resumed_it_has_the_status_before_the_suspension()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("halt", "2026-01-01", Halt("2026-01-01")), Said("resumption", "2026-02-01", Resume()));
        ThenStatuses(("2026-01-15", AgreementStatus.Suspended), ("2026-02-01", AgreementStatus.Signed));
    }

    [Fact]
    public void A_renewal_adds_a_period_and_at_the_end_of_the_last_it_has_expired()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-10-20", Enter("2025-11-01", "2025-12-31")), Said("renewal", "2025-12-15", Renew("2026-03-31")), Said("renewal-2", "2026-05-01", Renew("2026-12-31", "2026-06-01")));
        ThenStatuses(("2026-01-01", AgreementStatus.InForce), ("2026-04-01", AgreementStatus.Expired), ("2026-06-01", AgreementStatus.InForce), ("2027-01-01", AgreementStatus.Expired));
    }

    [Fact]
    public void A_renewal_closes_an_unknown_end_of_force()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-10-20", Enter("2025-11-01", "unknown")), Said("renewal", "2025-12-15", Renew("2026-03-31")));
        ThenStatuses(("2026-03-31", AgreementStatus.InForce), ("2026-04-01", AgreementStatus.Expired));
        Assert.True(On("2026-01-01").IsCertain);
        Assert.Equal("2026-03-31", On("2026-01-01").Ends?.Through?.Text);
    }

    [Fact]
    public void It_lapses_at_the_end_of_its_longstop_day_and_a_later_entry_into_force_revives_it()
    {
        Given(Said("signing", "2025-10-20", Sign(longstop: "2026-01-31")));
        ThenStatuses(("2026-01-31", AgreementStatus.Signed), ("2026-02-01", AgreementStatus.Lapsed));
        Given(Said("force", "2026-02-15", Enter("2026-03-01")));
        ThenStatuses(("2026-02-20", AgreementStatus.Lapsed), ("2026-03-01", AgreementStatus.InForce));
    }

    [Fact]
    public void In_force_replaced_or_terminated_in_time_it_does_not_lapse()
    {
        Given(Said("signing", "2025-10-20", Sign(longstop: "2026-01-31")), Said("force", "2026-01-01", Enter("2026-01-31")));
        ThenStatuses(("2026-02-01", AgreementStatus.InForce));
    }

    [Fact]
    public void An_mou_turned_contract_is_replaced_from_the_successors_own_date()
    {
        Given(Said("mou", "2025-05-14", Sign()), Act.Of("a-contract", "2025-11-19", Sign(), Replace(Pact, "2025-11-20")).Named("contract").In("US"));
        ThenStatuses(("2025-11-19", AgreementStatus.Signed), ("2025-11-20", AgreementStatus.Replaced));
        Assert.Equal("a-contract", On("2025-11-20").ReplacedBy);
        Assert.Equal(AgreementStatus.Signed, On("2025-11-21", published: "2025-11-18").Status);
    }

    [Fact]
    public void A_claim_changes_no_state()
    {
        Given(Said("signing", "2025-10-20", Sign()));
        var before = On("2026-03-20");
        Given(Said("minister", "2026-03-16", Effects.Claim("no longer valid")));
        Assert.Equal(before, On("2026-03-20"));
    }

    [Fact]
    public void What_was_terminated_or_replaced_is_not_brought_back_by_a_date_set_before()
    {
        Given(Said("signing", "2025-10-20", Sign(effective: "2025-12-20")), Said("force", "2025-10-21", Enter("2026-06-01")), Said("notice", "2025-11-15", Terminate("2025-12-01")));
        ThenStatuses(("2025-11-30", AgreementStatus.Announced), ("2025-12-01", AgreementStatus.Terminated), ("2025-12-20", AgreementStatus.Terminated), ("2026-06-01", AgreementStatus.Terminated));
        Assert.Null(On("2026-06-01").InForceSince);
        Assert.Empty(Life().Dangling);
    }

    [Fact]
    public void What_an_older_termination_entered_late_finds_said_of_it_dangles_and_moves_nothing()
    {
        Given(Said("announcement", "2025-10-01", Announce()), Said("signing", "2026-01-10", Sign()), Said("ratification", "2026-02-01", Ratify("US")), Said("terms", "2026-02-02", Change("terms", null, ["US"])));
        ThenStatuses(("2026-03-01", AgreementStatus.Ratified));
        Given(Said("notice", "2025-11-15", Terminate("2025-12-01")));
        ThenStatuses(("2026-01-10", AgreementStatus.Terminated), ("2026-03-01", AgreementStatus.Terminated));
        Assert.Equal(["US", "AU"], On("2026-03-01").Parties);
        Assert.Empty(On("2026-03-01").RatifiedBy);
        Assert.Equal(["signing#1", "ratification#1", "terms#1"], Life().Dangling.Select(effect => effect.Reference));
    }

    [Fact]
    public void A_signature_told_or_dated_after_force_takes_nothing_back()
    {
        Given(Said("announcement", "2025-12-20", Announce(effective: "2025-12")), Said("force", "2025-12-21", Enter("2026-01-01")), Said("signing", "2026-03-03", Sign()));
        ThenStatuses(("2026-01-01", AgreementStatus.InForce), ("2026-03-03", AgreementStatus.InForce));
        Assert.Equal("2026-03-03", On("2026-03-03").SignedOn?.Text);
    }

    [Fact]
    public void Approximate_steps_are_told_in_the_order_of_the_making()
    {
        Given(Said("announcement", "2025-10-31", Announce(effective: "2025-10")), Said("signing", "2025-11-30", Sign(effective: "2025-11")), Said("ratification", "2025-12-01", Ratify("US", "2025-11-20")), Said("force", "2025-12-15", Enter("2025-12")));
        foreach (var (day, status, certain) in new[]
        {
            ("2025-10-15", AgreementStatus.NotYetAnnounced, false), ("2025-10-31", AgreementStatus.Announced, true), ("2025-11-10", AgreementStatus.Announced, false),
            ("2025-11-20", AgreementStatus.Ratified, true), ("2025-11-30", AgreementStatus.Ratified, true), ("2025-12-10", AgreementStatus.Ratified, false), ("2025-12-31", AgreementStatus.InForce, true),
        })
        {
            Assert.Equal((day, status, certain), (day, On(day).Status, On(day).IsCertain));
        }
    }

    [Fact]
    public void Force_between_approximate_days_has_expired_when_both_have_passed()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-11-01", Enter("2026", "2026-06")));
        foreach (var (day, status, certain) in new[] { ("2025-12-31", AgreementStatus.Signed, true), ("2026-05-01", AgreementStatus.Signed, false), ("2026-12-30", AgreementStatus.Signed, false), ("2026-12-31", AgreementStatus.Expired, true), ("2027-06-01", AgreementStatus.Expired, true) })
            Assert.Equal((day, status, certain), (day, On(day).Status, On(day).IsCertain));
    }

    [Fact]
    public void A_vague_longstop_day_lapses_it_from_its_earliest_and_for_certain_after_its_latest()
    {
        Given(Said("signing", "2025-10-20", Sign(longstop: "2026-01")));
        foreach (var (day, status, certain) in new[] { ("2026-01-01", AgreementStatus.Signed, true), ("2026-01-02", AgreementStatus.Lapsed, false), ("2026-01-31", AgreementStatus.Lapsed, false), ("2026-02-01", AgreementStatus.Lapsed, true) })
            Assert.Equal((day, status, certain), (day, On(day).Status, On(day).IsCertain));
    }

    [Fact]
    public void The_longstop_day_of_the_signature_holds_from_the_signature_on()
    {
        Given(Said("announcement", "2025-10-01", Announce(longstop: "2026-01-31")), Said("signing", "2026-03-01", Sign(longstop: "2026-06-30")));
        ThenStatuses(("2026-01-31", AgreementStatus.Announced), ("2026-02-01", AgreementStatus.Lapsed), ("2026-03-01", AgreementStatus.Signed), ("2026-07-01", AgreementStatus.Lapsed));
        Assert.Equal(("2026-01-31", "2026-06-30"), (On("2026-02-01").Longstop?.Text, On("2026-03-01").Longstop?.Text));
    }

    [Fact]
    public void A_date_set_before_a_suspension_comes_during_it()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-11-01", Enter("2026-03-01")), Said("halt", "2026-01-01", Halt("2026-01-01")));
        ThenStatuses(("2026-01-01", AgreementStatus.Suspended), ("2026-03-01", AgreementStatus.Suspended));
        Given(Said("resumption", "2026-06-01", Resume()));
        ThenStatuses(("2026-05-31", AgreementStatus.Suspended), ("2026-06-01", AgreementStatus.InForce));
        Given(Said("halt-2", "2026-07-01", Halt("2026-07-01", "2026-12-31")), Said("ratification", "2026-08-01", Ratify("US")));
        ThenStatuses(("2026-08-01", AgreementStatus.Suspended), ("2027-01-01", AgreementStatus.InForce));
    }

    [Fact]
    public void A_step_of_a_later_act_during_a_suspension_is_the_last_step()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("halt", "2026-01-01", Halt("2026-01-01")), Said("force", "2026-02-15", Enter("2026-03-01")));
        ThenStatuses(("2026-02-28", AgreementStatus.Suspended), ("2026-03-01", AgreementStatus.InForce));
    }

    [Fact]
    public void A_renewal_after_a_gap_is_a_time_in_force_of_its_own()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-10-20", Enter("2025-11-01", "2025-12-31")), Said("renewal", "2025-12-15", Renew("2026-03-31")), Said("renewal-2", "2026-05-01", Renew("2026-12-31", "2026-06-01")));
        Assert.Equal(("2025-11-01", "2026-03-31"), (On("2025-12-15").InForceSince?.Text, On("2025-12-15").Ends?.Through?.Text));
        Assert.Equal(("2026-06-01", "2026-12-31"), (On("2026-07-01").InForceSince?.Text, On("2026-07-01").Ends?.Through?.Text));
        Assert.Null(On("2026-04-15").InForceSince);
    }

    [Fact]
    public void A_renewal_is_placed_though_its_source_is_older_than_that_of_the_entry_into_force()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2026-05-01", Enter("2025-11-01", "2025-12-31")), Said("renewal", "2025-12-15", Renew("2026-03-31")));
        ThenStatuses(("2026-03-31", AgreementStatus.InForce), ("2026-04-01", AgreementStatus.Expired));
        Assert.Empty(Life().Dangling);
    }
}
