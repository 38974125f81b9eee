using Ledger.Agreements.Domain;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Agreements;

/// <summary>T7 where dates overlap: what turns on which of two comes first is certain only if neither order changes it.</summary>
public sealed class OpenOrderSpecs : AgreementsSpec
{
    private void Then(params (string Effective, AgreementStatus Status, bool IsCertain)[] expected) =>
        Assert.Equal(
            string.Join('\n', expected),
            string.Join('\n', expected.Select(row => On(row.Effective) is var read ? (row.Effective, read.Status, read.IsCertain) : default)));

    [Fact]
    public void A_suspension_and_a_later_act_of_overlapping_dates_leave_open_which_is_the_last_step()
    {
        Given(Said("announcement", "2025-10-01", Announce()), Said("halt", "2026-01-01", Halt("2026-01")), Said("signing", "2026-02-01", Sign(effective: "2026-01-10/2026-01-20")));
        Then(
            ("2025-12-31", AgreementStatus.Announced, true), ("2026-01-05", AgreementStatus.Suspended, false), ("2026-01-15", AgreementStatus.Suspended, false),
            ("2026-01-25", AgreementStatus.Signed, false), ("2026-03-01", AgreementStatus.Signed, false));
    }

    [Fact]
    public void A_step_that_is_later_whichever_day_is_taken_is_the_last_for_certain()
    {
        Given(Said("announcement", "2025-10-01", Announce()), Said("halt", "2026-01-01", Halt("2026-01")), Said("signing", "2026-02-01", Sign(effective: "2026-02")));
        Then(("2026-01-31", AgreementStatus.Suspended, true), ("2026-02-10", AgreementStatus.Suspended, false), ("2026-02-28", AgreementStatus.Signed, true));
    }

    [Fact]
    public void A_date_set_before_a_suspension_comes_when_a_later_act_has_overtaken_that()
    {
        Given(
            Said("signing", "2025-10-20", Sign()), Said("force", "2025-11-01", Enter("2026-03-01")), Said("halt", "2026-01-01", Halt("2026-01-01")),
            Said("ratification", "2026-02-01", Ratify("US")));
        Then(("2026-01-31", AgreementStatus.Suspended, true), ("2026-02-01", AgreementStatus.Ratified, true), ("2026-03-01", AgreementStatus.InForce, true));
    }

    [Fact]
    public void A_ratification_whose_date_was_set_before_takes_nothing_back_from_a_later_one()
    {
        Given(
            Said("signing", "2025-10-20", Sign()), Said("ratification", "2025-11-01", Ratify("AU", "2026-03-01")), Said("halt", "2026-01-01", Halt("2026-01-01")),
            Said("ratification-2", "2026-02-01", Ratify("US")));
        Then(("2026-02-01", AgreementStatus.Ratified, true), ("2026-03-01", AgreementStatus.Ratified, true));
    }

    [Fact]
    public void Force_that_a_suspension_covers_may_have_expired_under_it()
    {
        Given(Said("signing", "2025-10-20", Sign()), Said("force", "2025-11-01", Enter("2026-01/2026-03", "2026-02/2026-06")), Said("halt", "2025-12-01", Halt("2025-12-01")));
        Then(("2026-02-01", AgreementStatus.Suspended, true), ("2026-03-01", AgreementStatus.Suspended, false), ("2026-07-01", AgreementStatus.Expired, true));
    }

    [Fact]
    public void Which_of_two_endings_is_the_last_is_open_while_their_dates_overlap()
    {
        Given(
            Said("mou", "2025-05-14", Sign()), Said("notice", "2025-11-01", Terminate("2026-01")),
            Telling.Act.Of("a-contract", "2025-11-19", Sign(), Replace(Pact, "2026-01-10/2026-02-10")).Named("contract").In("US"));
        Then(("2026-01-05", AgreementStatus.Terminated, false), ("2026-03-01", AgreementStatus.Replaced, false));
    }

    [Fact]
    public void The_longstop_day_that_holds_is_open_while_it_is_open_whether_the_signature_stated_another()
    {
        Given(
            Said("announcement", "2025-10-01", Announce(longstop: "2026-12-31")), Said("ratification", "2025-12-01", Ratify("US")),
            Said("signing", "2025-12-10", Sign(effective: "2026-03-01/2026-03-20", longstop: "2026-03-01/2026-03-31")));
        Then(("2026-02-28", AgreementStatus.Ratified, true), ("2026-03-10", AgreementStatus.Ratified, false), ("2026-03-31", AgreementStatus.Lapsed, false), ("2026-04-01", AgreementStatus.Lapsed, true));
    }
}
