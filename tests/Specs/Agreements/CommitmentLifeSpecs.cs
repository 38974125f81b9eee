using Ledger.Agreements.Domain;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Agreements;

/// <summary>DESIGN T7 for commitments: moved by a later one, confirmed by what it says, overdue from the day after its latest day.</summary>
public sealed class CommitmentLifeSpecs : AgreementsSpec
{
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
    public void A_later_act_moves_a_commitment_from_its_announcement_on()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("financing", "2026-04-20")), Said("extension", "2026-05-10", Commit("financing", "2026-10-20")));
        ThenStands(("2026-04-20", CommitmentStatus.Due), ("2026-04-21", CommitmentStatus.Overdue), ("2026-05-09", CommitmentStatus.Overdue), ("2026-05-10", CommitmentStatus.Due), ("2026-10-21", CommitmentStatus.Overdue));
        Assert.Equal(new NodaTime.LocalDate(2026, 10, 20), On("2026-06-01").Commitments.Single().NextDue);
        Assert.Equal("2026-04-20", On("2026-05-01").Commitments.Single().Made.Due?.Text);
    }

    [Fact]
    public void What_is_dated_before_the_last_act_that_moved_it_confirms_nothing()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("financing", "2026-04-20")), Said("done", "2026-03-01", Fulfil("financing")), Said("more", "2026-06-01", Commit("financing", "2026-12-31")));
        ThenStands(("2026-03-01", CommitmentStatus.Fulfilled), ("2026-05-31", CommitmentStatus.Fulfilled), ("2026-06-01", CommitmentStatus.Due), ("2027-01-01", CommitmentStatus.Overdue));
        Given(Said("done-2", "2026-11-01", Fulfil("financing")));
        ThenStands(("2026-11-01", CommitmentStatus.Fulfilled));
    }

    [Fact]
    public void Of_a_schedule_that_was_moved_what_was_due_before_stays_due_alone()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("reporting", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1")), Said("report", "2026-02-01", Fulfil("reporting", null, "2026-01-31")));
        Given(Said("quarterly", "2026-03-10", Commit("reporting", "2026-06-30", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1")));
        var state = On("2026-04-15").Commitments.Single();
        Assert.Equal(
            [("2026-01-31", CommitmentStatus.Fulfilled), ("2026-02-28", CommitmentStatus.Overdue)],
            state.Occurrences.Select(occurrence => (occurrence.Due.ToString("uuuu-MM-dd", null), occurrence.Status)));
        Assert.Equal((CommitmentStatus.Overdue, new NodaTime.LocalDate(2026, 6, 30)), (state.Status, state.NextDue));
        Given(Said("report-2", "2026-05-01", Fulfil("reporting", null, "2026-02-28")));
        ThenStands(("2026-04-30", CommitmentStatus.Overdue), ("2026-05-01", CommitmentStatus.Due));
    }

    [Fact]
    public void It_is_fulfilled_when_the_last_who_undertook_it_first_did_so()
    {
        Given(Said("signing", "2025-10-20", Sign(), Commit("financing", "2026-04-20", null, "US", "AU")));
        Given(Said("done-3", "2026-06-01", Fulfil("financing")), Said("done-1", "2026-02-01", Fulfil("financing", null, null, "US")), Said("done-2", "2026-03-01", Fulfil("financing", null, null, "AU")));
        Assert.Equal("2026-03-01", On("2026-07-01").Commitments.Single().FulfilledOn?.Text);
        ThenStands(("2026-02-28", CommitmentStatus.Due), ("2026-03-01", CommitmentStatus.Fulfilled));
    }

    [Fact]
    public void A_due_day_ends_in_the_zone_of_the_act_that_states_it()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("commitment", "2025-11-01", Commit("financing", "2026-04-20")).WithZone("Pacific/Honolulu"));
        ThenStands(("2026-04-20", CommitmentStatus.Due), ("2026-04-21", CommitmentStatus.Overdue));
        Assert.Equal(NodaTime.Instant.FromUtc(2026, 4, 21, 10, 0), Life().NextChangeAfter(NodaTime.Instant.FromUtc(2026, 4, 20, 12, 0))?.At);
    }

    private void ThenStands(params (string Day, CommitmentStatus Status)[] statuses) =>
        Assert.Equal(statuses, statuses.Select(expected => (expected.Day, On(expected.Day).Commitments.Single().Status)));
}
