using Ledger.Specs.Agreements;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Rules;

/// <summary>The rules of commitments (AG-10 to AG-16, AG-21), each by its code.</summary>
public sealed class CommitmentRuleSpecs : AgreementsSpec
{
    private void GivenSigned() => Given(Said("signing", "2025-10-20", Sign()));

    private void WhenSaid(string announcedOn, params IEnumerable<Ledger.Kernel.EventBody> effects) => When(Said("later", announcedOn, effects));

    [Fact]
    public void AG_10_a_commitments_id_names_one_commitment_which_a_later_act_may_move()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing", "2026-04-20")));
        WhenSaid("2025-11-02", Commit("reporting"), Commit("reporting"));
        ThenRefused("AG-10", "reporting", "later#1");
        WhenSaid("2025-11-02", Commit("financing", "2026-10-20", null, "AU"));
        ThenRefused("AG-10", "financing", "commitment#1", "US");
        WhenSaid("2025-11-02", Commit("financing", "2026-10-20"));
        ThenAccepted();
    }

    [Fact]
    public void AG_11_a_commitment_is_not_due_before_it_was_made()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Commit("financing", "2025-10-31"));
        ThenRefused("AG-11", "2025-10-31", "2025-11-01");
        WhenSaid("2025-11-01", Commit("financing", "2025-11"));
        ThenAccepted();
    }

    [Theory]
    [InlineData("2026-01-31", "FREQ=MONTHLY", "day 31")]
    [InlineData("2028-02-29", "FREQ=YEARLY", "day 29")]
    [InlineData("2026-01-30", "FREQ=MONTHLY;BYMONTHDAY=30", "day 30")]
    [InlineData("2026-01-01", "every month", "RFC 5545")]
    [InlineData("2026-01-01", "FREQ=HOURLY", "FREQ=HOURLY")]
    [InlineData("2026-01-01", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-01-01")]
    [InlineData("2026-01", "FREQ=MONTHLY", "exactly")]
    public void AG_12_a_recurrence_counts_from_an_exact_day_and_skips_no_occurrence(string due, string rule, string why)
    {
        GivenSigned();
        WhenSaid("2025-11-01", Commit("reporting", due, rule));
        ThenRefused("AG-12", why);
    }

    [Theory]
    [InlineData("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("2026-01-28", "FREQ=MONTHLY")]
    [InlineData("2026-06-30", "FREQ=YEARLY")]
    [InlineData("2026-01-05", "FREQ=WEEKLY;COUNT=10")]
    [InlineData("2026-03-31", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20281231")]
    public void A_recurrence_that_skips_nothing_is_accepted(string due, string rule)
    {
        GivenSigned();
        WhenSaid("2025-11-01", Commit("reporting", due, rule));
        ThenAccepted();
    }

    [Fact]
    public void AG_13_what_is_fulfilled_is_a_commitment_of_the_agreement()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Fulfil("financing"));
        ThenRefused("AG-13", "financing");
    }

    [Fact]
    public void AG_14_a_commitment_is_not_fulfilled_before_it_was_made()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing")));
        WhenSaid("2025-11-02", Fulfil("financing", "2025-10-31"));
        ThenRefused("AG-14", "2025-11-01", "2025-10-31");
        WhenSaid("2025-11-02", Fulfil("financing", "2025-11-01"));
        ThenAccepted();
    }

    [Fact]
    public void AG_15_a_fulfilment_names_an_occurrence_of_a_recurring_commitment_and_none_of_another()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing"), Commit("reporting", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1")));
        WhenSaid("2026-03-01", Fulfil("financing", null, "2026-01-31"));
        ThenRefused("AG-15", "financing", "2026-01-31");
        WhenSaid("2026-03-01", Fulfil("reporting"));
        ThenRefused("AG-15", "reporting");
        WhenSaid("2026-03-01", Fulfil("reporting", null, "2026-02-27"));
        ThenRefused("AG-15", "2026-02-27");
        WhenSaid("2026-03-01", Fulfil("reporting", null, "2026-02"));
        ThenRefused("AG-15", "2026-02");
        WhenSaid("2026-03-01", Fulfil("reporting", null, "2026-02-28"));
        ThenAccepted();
    }

    [Fact]
    public void AG_16_a_party_fulfils_a_commitment_or_an_occurrence_of_it_once()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing", null, null, "US", "AU")), Said("done", "2026-01-01", Fulfil("financing", null, null, "US")));
        WhenSaid("2026-02-01", Fulfil("financing", null, null, "US"));
        ThenRefused("AG-16", "US", "done#1");
        WhenSaid("2026-02-01", Fulfil("financing"));
        ThenRefused("AG-16");
        WhenSaid("2026-02-01", Fulfil("financing", null, null, "AU"));
        ThenAccepted();
    }

    [Fact]
    public void A_fulfilment_is_entered_late_beside_a_later_one()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing"), Commit("reporting", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1")));
        Given(Said("done", "2026-06-01", Fulfil("financing"), Fulfil("reporting", null, "2026-01-31")));
        WhenSaid("2026-05-01", Fulfil("financing"), Fulfil("reporting", null, "2026-01-31"));
        ThenAccepted();
        WhenSaid("2026-06-02", Fulfil("financing"));
        ThenRefused("AG-16", "done#1");
    }

    [Fact]
    public void What_was_moved_since_is_fulfilled_again_and_a_fulfilment_before_the_move_is_not()
    {
        GivenSigned();
        Given(Said("commitment", "2025-11-01", Commit("financing", "2026-04-20")), Said("done", "2026-03-01", Fulfil("financing")), Said("more", "2026-06-01", Commit("financing", "2026-12-31")));
        WhenSaid("2026-09-01", Fulfil("financing"));
        ThenAccepted();
        WhenSaid("2026-09-01", Fulfil("financing", "2026-02-01"));
        ThenRefused("AG-16", "done#1");
    }

    [Fact]
    public void AG_21_a_commitment_says_who_undertakes_it_and_what()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Commit("financing") with { By = [] });
        ThenRefused("AG-21");
        WhenSaid("2025-11-01", Commit("financing") with { What = " " });
        ThenRefused("AG-21");
        WhenSaid("2025-11-01", Commit(" "));
        ThenRefused("AG-21");
    }
}
