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
    public void A_commitment_is_due_then_overdue_from_the_day_after_unless_fulfilled()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("financing", "2026-04-20", null, "US", "AU")));
        CommitmentStatus Financing(string day) => On(day).Commitments.Single().Status;
        Assert.Equal((CommitmentStatus.Due, CommitmentStatus.Overdue), (Financing("2026-04-20"), Financing("2026-04-21")));
        Given(Said("report", "2026-05-01", Fulfil("financing", "2026-04-25", null, "US")));
        Assert.Equal(CommitmentStatus.Overdue, Financing("2026-05-02"));
        Given(Said("report-2", "2026-06-01", Fulfil("financing", null, null, "AU")));
        Assert.Equal((CommitmentStatus.Overdue, CommitmentStatus.Fulfilled), (Financing("2026-05-31"), Financing("2026-06-01")));
    }

    [Fact]
    public void Each_occurrence_of_a_recurring_commitment_is_overdue_alone()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("reporting", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1")), Said("report", "2026-02-10", Fulfil("reporting", null, "2026-01-31")));
        var state = On("2026-03-01").Commitments.Single();
        Assert.Equal(
            [("2026-01-31", CommitmentStatus.Fulfilled), ("2026-02-28", CommitmentStatus.Overdue)],
            state.Occurrences.Select(occurrence => (occurrence.Due.ToString("uuuu-MM-dd", null), occurrence.Status)));
        Assert.Equal(new NodaTime.LocalDate(2026, 3, 31), state.NextDue);
        Assert.Equal(CommitmentStatus.Overdue, state.Status);
    }

    [Fact]
    public void A_vague_due_date_is_overdue_only_after_its_latest_day()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("financing", "2026-04")));
        Assert.Equal(CommitmentStatus.Due, On("2026-04-30").Commitments.Single().Status);
        Assert.Equal(CommitmentStatus.Overdue, On("2026-05-01").Commitments.Single().Status);
    }

    [Fact]
    public void A_claim_changes_no_state()
    {
        Given(Said("signing", "2025-10-20", Sign()));
        var before = On("2026-03-20");
        Given(Said("minister", "2026-03-16", Effects.Claim("no longer valid")));
        Assert.Equal(before, On("2026-03-20"));
    }
}
