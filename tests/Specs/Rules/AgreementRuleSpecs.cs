using Ledger.Specs.Agreements;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Rules;

/// <summary>The rules of agreements and their steps, each by its code.</summary>
public sealed class AgreementRuleSpecs : AgreementsSpec
{
    private void GivenSigned() => Given(Said("signing", "2025-10-20", Sign()));

    private void WhenSaid(string announcedOn, params IEnumerable<Ledger.Kernel.EventBody> effects) => When(Said("later", announcedOn, effects));

    [Fact]
    public void AG_01_an_agreement_is_announced_or_signed_before_anything_else()
    {
        WhenSaid("2025-10-20", Enter("2025-10-20"));
        ThenRefused("AG-01", Pact);
        WhenSaid("2025-10-20", Sign(), Enter("2025-10-20"));
        ThenAccepted();
        WhenSaid("2025-10-20", Announce());
        ThenAccepted();
    }

    [Fact]
    public void AG_02_an_agreement_is_announced_once_and_signed_once_and_not_announced_after_it_was_signed()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Sign());
        ThenRefused("AG-02", "signing#1");
        WhenSaid("2025-11-01", Announce());
        ThenRefused("AG-02", "signing#1", "2025-10-20");
        WhenSaid("2025-10-01", Announce());
        ThenAccepted();
    }

    [Fact]
    public void AG_03_an_agreement_names_at_least_one_party_and_none_twice()
    {
        WhenSaid("2025-10-20", Sign(parties: []));
        ThenRefused("AG-03");
        WhenSaid("2025-10-20", Sign(parties: ["US", "AU", "US"]));
        ThenRefused("AG-03", "US");
    }

    [Fact]
    public void AG_04_who_ratifies_undertakes_or_fulfils_is_a_party_where_the_list_is_complete()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Ratify("JP"));
        ThenRefused("AG-04", "JP", "US");
        WhenSaid("2025-11-01", Commit("financing", null, null, "US", "JP"));
        ThenRefused("AG-04", "JP");
        Given(Said("commitment", "2025-11-01", Commit("financing")));
        WhenSaid("2025-11-02", Fulfil("financing", null, null, "AU"));
        ThenRefused("AG-04", "AU", "financing");
        WhenSaid("2025-11-02", Ratify("AU"), Fulfil("financing", null, null, "US"));
        ThenAccepted();
    }

    [Fact]
    public void An_incomplete_list_of_parties_turns_nobody_away()
    {
        Given(Said("signing", "2025-10-20", Sign(complete: false)));
        WhenSaid("2025-11-01", Ratify("JP"));
        ThenAccepted();
    }

    [Fact]
    public void Who_ceases_to_be_a_party_later_is_one_still_and_who_becomes_one_is_heard_before()
    {
        GivenSigned();
        Given(Said("accession", "2025-11-01", Change("JP takes the place of US", "2026-06-01", ["AU", "JP"])));
        WhenSaid("2025-12-01", Ratify("US"), Ratify("JP"));
        ThenAccepted();
        WhenSaid("2026-06-01", Ratify("US"));
        ThenRefused("AG-04", "US");
    }

    [Fact]
    public void AG_05_a_party_ratifies_once()
    {
        GivenSigned();
        Given(Said("ratification", "2025-11-01", Ratify("US")));
        WhenSaid("2025-12-01", Ratify("US"));
        ThenRefused("AG-05", "US", "ratification#1");
        WhenSaid("2025-12-01", Ratify("AU"));
        ThenAccepted();
        WhenSaid("2025-10-25", Ratify("US"));
        ThenAccepted();
    }

    [Fact]
    public void AG_06_force_a_renewal_or_a_suspension_does_not_end_before_it_begins()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Enter("2025-12-01", "2025-11-30"));
        ThenRefused("AG-06", "2025-12-01", "2025-11-30");
        WhenSaid("2025-11-01", Halt("2025-12-01", until: "2025-12-01"));
        ThenRefused("AG-06", "2025-12-01");
        WhenSaid("2025-11-01", Enter("2025-12-01", "2026-11-30", "2026-12-01"));
        ThenRefused("AG-06", "state one");
        Given(Said("force", "2025-11-01", Enter("2025-12-01", "2026-11-30")));
        WhenSaid("2026-01-01", Renew("2026-06-30"));
        ThenRefused("AG-06", "2026-11-30", "2026-06-30");
        WhenSaid("2026-01-01", Renew("2027-11-30", "2028-01-01"));
        ThenRefused("AG-06", "2028-01-01");
        WhenSaid("2026-01-01", Renew("2027-11-30"));
        ThenAccepted();
    }

    [Fact]
    public void AG_07_the_longstop_day_is_not_before_the_step_that_states_it()
    {
        WhenSaid("2025-10-20", Sign(longstop: "2025-10-19"));
        ThenRefused("AG-07", "2025-10-19", "2025-10-20");
        WhenSaid("2025-10-20", Sign(longstop: "2025-10-19", effective: "2025-10-18"));
        ThenAccepted();
    }

    [Fact]
    public void AG_08_an_agreement_enters_into_force_once_at_a_time()
    {
        GivenSigned();
        Given(Said("force", "2025-11-01", Enter("2025-12-01", "2026-11-30")));
        WhenSaid("2026-01-01", Enter("2026-02-01"));
        ThenRefused("AG-08", "2025-12-01");
        WhenSaid("2026-12-01", Enter("2027-01-01"));
        ThenAccepted();
    }

    [Fact]
    public void AG_08_and_not_after_it_was_terminated_or_replaced()
    {
        GivenSigned();
        Given(Said("notice", "2025-11-01", Terminate("2025-12-01")));
        WhenSaid("2025-12-10", Enter("2026-01-01"));
        ThenRefused("AG-08", "2026-01-01");
        WhenSaid("2025-10-25", Enter("2025-10-25"));
        ThenAccepted();
    }

    [Fact]
    public void AG_09_a_renewal_adds_to_a_force_that_has_an_end()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Renew("2026-11-30"));
        ThenRefused("AG-09", "not entered into force");
        Given(Said("force", "2025-11-01", Enter("2025-12-01")));
        WhenSaid("2026-01-01", Renew("2026-11-30"));
        ThenRefused("AG-09", "2025-12-01");
    }

    [Fact]
    public void A_renewal_is_heard_before_the_source_of_the_entry_into_force()
    {
        GivenSigned();
        Given(Said("force", "2026-05-01", Enter("2025-12-01", "2026-11-30")));
        WhenSaid("2026-01-01", Renew("2027-11-30"));
        ThenAccepted();
    }

    [Fact]
    public void AG_09_after_that_end_a_renewal_states_a_start_of_its_own()
    {
        GivenSigned();
        Given(Said("force", "2025-11-01", Enter("2025-12-01", "2026-11-30")));
        WhenSaid("2026-12-01", Renew("2027-11-30"));
        ThenRefused("AG-09", "2026-11-30", "2026-12-01");
        WhenSaid("2026-12-01", Renew("2027-11-30", "2027-01-01"));
        ThenAccepted();
        WhenSaid("2026-11-30", Renew("2027-11-30"));
        ThenAccepted();
    }

    [Fact]
    public void AG_17_what_is_resumed_is_suspended()
    {
        GivenSigned();
        WhenSaid("2026-01-01", Resume());
        ThenRefused("AG-17", "2026-01-01");
        Given(Said("halt", "2025-12-01", Halt("2025-12-01", "2026-03-31")));
        WhenSaid("2026-04-10", Resume());
        ThenRefused("AG-17", "2026-04-10");
        WhenSaid("2026-01-01", Resume());
        ThenAccepted();
        WhenSaid("2026-04-10", Resume("2026-03"));
        ThenAccepted();
        WhenSaid("2026-05-10", Resume("2026-05"));
        ThenRefused("AG-17", "2026-05");
    }

    [Fact]
    public void AG_18_nor_signed_ratified_renewed_or_resumed_and_each_is_judged_at_its_own_date()
    {
        Given(Said("announcement", "2025-10-01", Announce()), Said("force", "2025-10-05", Enter("2025-10-05", "2026-12-31")), Said("halt", "2025-11-01", Halt("2025-11-01")), Said("notice", "2025-11-15", Terminate("2025-12-01")));
        foreach (var (late, inTime) in new (Ledger.Kernel.EventBody, Ledger.Kernel.EventBody)[]
        {
            (Sign(), Sign(effective: "2025-11-30")), (Ratify("US"), Ratify("US", "2025-11-30")), (Renew("2027-12-31"), Renew("2027-12-31", "2025-11")), (Resume(), Resume("2025-11-20")),
            (Halt("2025-12-02"), Halt("2025-11-20")), (Change("terms"), Change("terms", "2025-11-30")), (Terminate(), Terminate("2025-11")),
        })
        {
            WhenSaid("2025-12-02", late);
            ThenRefused("AG-18", "notice#1", "2025-12-01");
            WhenSaid("2025-12-02", inTime);
            ThenAccepted();
        }
    }

    [Fact]
    public void AG_18_what_was_terminated_or_replaced_is_neither_suspended_amended_nor_terminated_again()
    {
        GivenSigned();
        Given(Said("notice", "2025-11-01", Terminate("2025-12-01")));
        WhenSaid("2025-12-02", Halt("2025-12-02"));
        ThenRefused("AG-18", "notice#1");
        WhenSaid("2025-12-02", Change("new terms"));
        ThenRefused("AG-18", "notice#1");
        WhenSaid("2025-12-02", Terminate());
        ThenRefused("AG-18", "notice#1");
        WhenSaid("2025-11-30", Halt("2025-11-30"), Change("new terms"));
        ThenAccepted();
    }

    [Fact]
    public void AG_19_an_agreement_takes_the_place_of_another_that_is_recorded_and_never_of_itself()
    {
        GivenSigned();
        WhenSaid("2025-11-01", Replace(Pact));
        ThenRefused("AG-19", Pact);
        WhenSaid("2025-11-01", Replace("an-mou"));
        ThenRefused("AG-19", "an-mou");
        When(Said("later", "2025-11-01", Replace("an-mou")).Accepting());
        ThenAccepted();
        Given(Act.Of("an-mou", "2025-05-14", Sign()).Named("mou").In("US"));
        WhenSaid("2025-11-01", Replace("an-mou"));
        ThenAccepted();
    }

    [Fact]
    public void AG_20_goods_keys_are_well_formed()
    {
        WhenSaid("2025-10-20", Sign(goods: ["element:Dy", "dysprosium"]));
        ThenRefused("AG-20", "'dysprosium'");
        ThenField("effects[0].agreementSigned.goods[1]");
    }

    [Fact]
    public void An_unknown_end_of_force_is_renewed()
    {
        GivenSigned();
        Given(Said("force", "2025-11-01", Enter("2025-12-01", "unknown")));
        WhenSaid("2026-01-01", Renew("2026-12-31"));
        ThenAccepted();
    }
}
