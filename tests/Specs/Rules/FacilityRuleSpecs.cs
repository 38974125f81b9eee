using Ledger.Events;
using Ledger.Specs.Facilities;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Plants;

namespace Ledger.Specs.Rules;

/// <summary>The rules of facilities, each by its code.</summary>
public sealed class FacilityRuleSpecs : FacilitiesSpec
{
    private void GivenAPlant() => Given(Said("opening", "2012-09-01", Register()));

    private void GivenALicence(string? through = "2026-03-02") =>
        Given(Said("opening", "2012-09-01", Register()), Said("grant", "2023-03-01", Grant("ael", "2023-03-03", through)));

    private void WhenSaid(string announcedOn, params IEnumerable<Ledger.Kernel.EventBody> effects) => When(Said("later", announcedOn, effects));

    [Fact]
    public void FA_01_a_facility_is_registered_before_anything_else_stands_on_its_stream()
    {
        WhenSaid("2024-06-27", Rate("product:ndpr-oxide", 10500));
        ThenRefused("FA-01", Plant);
        WhenSaid("2024-06-27", Register(), Rate("product:ndpr-oxide", 10500));
        ThenAccepted();
    }

    [Fact]
    public void FA_02_a_facility_is_registered_once_under_a_name()
    {
        WhenSaid("2012-09-01", Register(name: " "));
        ThenRefused("FA-02", "name");
        GivenAPlant();
        WhenSaid("2013-01-01", Register());
        ThenRefused("FA-02", Plant, "opening#1");
    }

    [Fact]
    public void FA_03_a_plant_or_a_mine_lies_in_a_country_and_only_a_group_has_members()
    {
        WhenSaid("2012-09-01", Register(country: "UK"));
        ThenRefused("FA-03", "'UK'");
        WhenSaid("2012-09-01", Register(country: null));
        ThenRefused("FA-03", "country");
        WhenSaid("2012-09-01", Register(members: "kalgoorlie"));
        ThenRefused("FA-03", "members");
        WhenSaid("2012-09-01", Register(kind: FacilityKind.Group, country: null, members: ["kalgoorlie", "mt-weld"]));
        ThenAccepted();
    }

    [Fact]
    public void FA_04_products_are_well_formed_goods_keys()
    {
        GivenAPlant();
        foreach (var effect in new FacilityBody[] { Rate("NdPr oxide", 1), Plan("NdPr oxide", 1), Report("NdPr oxide", 1, "2025-01-01", "2025-03-31"), First("NdPr oxide"), PlanOutput(Stage.Separation, "NdPr oxide"), Open("t", "NdPr oxide"), Reaches(Stage.Separation, StageStatus.Operating, null, "NdPr oxide") })
        {
            WhenSaid("2025-04-01", effect);
            ThenRefused("FA-04", "'NdPr oxide'");
        }
    }

    [Theory]
    [InlineData("t")]
    [InlineData("tonnes")]
    public void FA_05_a_capacity_states_its_amount_per_time(string unit)
    {
        GivenAPlant();
        WhenSaid("2024-06-27", Rate("product:ndpr-oxide", 10500, unit));
        ThenRefused("FA-05", $"'{unit}'");
        WhenSaid("2024-06-27", Plan("product:ndpr-oxide", 10500, unit: unit));
        ThenRefused("FA-05", $"'{unit}'");
        WhenSaid("2024-06-27", Rate("product:ndpr-oxide", 10500), Plan("product:ndpr-oxide", 12, unit: "tonnes per week"));
        ThenAccepted();
    }

    [Fact]
    public void FA_06_an_output_states_how_much_was_made_not_a_rate()
    {
        GivenAPlant();
        WhenSaid("2026-01-21", Report("product:reo", 2382, "2025-10-01", "2025-12-31", "t/quarter"));
        ThenRefused("FA-06", "'t/quarter'", "2025-10-01");
        WhenSaid("2026-01-21", First("product:reo", null, Amount(1, "t/yr")));
        ThenRefused("FA-06", "'t/yr'");
        WhenSaid("2026-01-21", Report("product:reo", 2382, "2025-10-01", "2025-12-31"));
        ThenAccepted();
    }

    [Fact]
    public void FA_07_a_milestone_is_a_stage_status_or_a_first_output_and_one_of_them()
    {
        GivenAPlant();
        WhenSaid("2025-07-10", PlanStatus(Stage.MagnetMaking, StageStatus.Commissioning) with { Status = null });
        ThenRefused("FA-07", "neither");
        WhenSaid("2025-07-10", PlanStatus(Stage.MagnetMaking, StageStatus.Commissioning) with { FirstOutputOf = "element:Dy" });
        ThenRefused("FA-07", "both", "element:Dy");
        WhenSaid("2025-07-10", PlanStatus(Stage.MagnetMaking, StageStatus.Commissioning, "2028"), PlanOutput(Stage.Separation, "element:Dy"));
        ThenAccepted();
    }

    [Fact]
    public void FA_08_a_licence_a_condition_a_report_a_tender_or_an_incident_does_not_end_before_it_begins()
    {
        GivenALicence();
        foreach (var (effect, begins, ends) in new (FacilityBody, string, string)[]
        {
            (Grant("other", "2026-01-02", "2026-01-01"), "2026-01-02", "2026-01-01"), (Impose("ael/waste", "2026-01-02", "2026-01-01"), "2026-01-02", "2026-01-01"),
            (Report("product:reo", 1, "2025-12-31", "2025-10-01"), "2025-12-31", "2025-10-01"), (Open("t", effective: "2026-01-02", closes: "2026-01-01"), "2026-01-02", "2026-01-01"),
            (Incident("a fire", "2026-01-02", "2026-01-01"), "2026-01-02", "2026-01-01"), (Renew("ael", "2027-01-01", "2027-01-02"), "2027-01-02", "2027-01-01"),
        })
        {
            WhenSaid("2026-01-02", effect);
            ThenRefused("FA-08", begins, ends);
        }
        WhenSaid("2026-01-02", Incident("a fire", "2026-01-02", "2026-01-02"));
        ThenAccepted();
    }

    [Fact]
    public void FA_09_a_licence_is_granted_once_and_a_condition_imposed_once()
    {
        GivenALicence();
        Given(Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01")));
        WhenSaid("2023-04-01", Grant("ael", "2023-04-01"));
        ThenRefused("FA-09", "ael", "grant#1");
        WhenSaid("2023-04-01", Impose("ael/waste", "2024-01-01"));
        ThenRefused("FA-09", "ael/waste", "condition#1");
    }

    [Theory]
    [InlineData("waste")]
    [InlineData("/waste")]
    [InlineData("ael/")]
    public void FA_10_a_conditions_id_is_its_licences_a_slash_and_its_own(string condition)
    {
        GivenALicence();
        WhenSaid("2023-04-01", Impose(condition, "2024-01-01"));
        ThenRefused("FA-10", $"'{condition}'");
        WhenSaid("2023-04-01", Grant("ael/waste", "2024-01-01"));
        ThenRefused("FA-10", "'ael/waste'");
    }

    [Fact]
    public void FA_11_what_is_renewed_suspended_revoked_conditioned_rescheduled_or_lifted_is_recorded()
    {
        GivenAPlant();
        foreach (var effect in new FacilityBody[] { Renew("ael", "2030"), Halt("ael", "2026"), Revoke("ael"), Impose("ael/waste", "2026"), Move("ael/waste", "2027"), Lift("ael/waste"), ExtendHalt("doc#1", "2027"), EndHalt("doc#1") })
        {
            WhenSaid("2026-01-01", effect);
            ThenRefused("FA-11");
            When(Said("later", "2026-01-01", effect).Accepting());
            ThenAccepted();
        }
    }

    [Fact]
    public void FA_12_what_is_renewed_has_an_end_and_after_that_end_a_start_of_its_own_is_stated()
    {
        GivenALicence();
        WhenSaid("2026-03-03", Renew("ael", "2036-03-02"));
        ThenRefused("FA-12", "ael", "2026-03-03");
        WhenSaid("2026-03-03", Renew("ael", "2036-03-02", "2026-03-03"));
        ThenAccepted();
        WhenSaid("2026-03-02", Renew("ael", "2036-03-02"));
        ThenAccepted();
        Given(Said("other", "2023-03-01", Grant("water", "2023-03-03"), Halt("water", "2024-01-01"), Grant("air", "2023-03-03", "unknown")));
        WhenSaid("2026-03-02", Renew("water", "2036-03-02"));
        ThenRefused("FA-12", "water");
        WhenSaid("2026-03-02", ExtendHalt("other#2", "2036-03-02"));
        ThenRefused("FA-12", "other#2");
        WhenSaid("2026-03-02", Renew("air", "2036-03-02"));
        ThenAccepted();
    }

    [Fact]
    public void FA_13_a_licence_suspension_cannot_end_before_it_begins()
    {
        GivenALicence();
        WhenSaid("2023-06-01", Halt("ael", "2023-07-01", "2023-06-30"));
        ThenRefused("FA-13", "2023-07-01", "2023-06-30");
        WhenSaid("2023-06-01", Halt("ael", "2023-07-01", "2023-07-01"));
        ThenAccepted();
    }

    [Theory]
    [InlineData("2023-06-30")]
    [InlineData("2024-01-01")]
    public void FA_14_a_licence_suspension_is_ended_while_it_is_running(string effective)
    {
        GivenALicence();
        Given(Said("halt", "2023-05-08", Halt("ael", "2023-07-01", "2023-12-31")));
        WhenSaid("2023-06-01", EndHalt("halt#1", effective));
        ThenRefused("FA-14", "halt#1", effective);
        WhenSaid("2023-06-01", EndHalt("halt#1", "2023-10-24"));
        ThenAccepted();
    }

    [Fact]
    public void FA_15_what_was_revoked_or_lifted_is_not_revoked_lifted_or_renewed_again()
    {
        GivenALicence();
        Given(Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01"), Impose("ael/water", "2024-01-01")), Said("over", "2024-06-01", Lift("ael/waste"), Revoke("ael")));
        WhenSaid("2024-07-01", Revoke("ael"));
        ThenRefused("FA-15", "ael", "over#2", "2024-06-01");
        WhenSaid("2024-07-01", Lift("ael/waste"));
        ThenRefused("FA-15", "ael/waste", "over#1");
        WhenSaid("2024-07-01", Renew("ael", "2030-03-02"));
        ThenRefused("FA-15", "ael", "over#2");
        WhenSaid("2024-05-31", Renew("ael", "2030-03-02"), Lift("ael/water"));
        ThenAccepted();
    }

    [Fact]
    public void What_may_not_be_over_yet_is_revoked_again()
    {
        GivenALicence();
        Given(Said("over", "2024-06-01", Revoke("ael", "2024")));
        WhenSaid("2024-07-01", Revoke("ael"));
        ThenAccepted();
        WhenSaid("2025-01-01", Revoke("ael"));
        ThenRefused("FA-15", "over#1");
    }

    [Fact]
    public void FA_16_the_start_of_a_condition_is_moved_before_its_period_has_ended_to_a_day_before_that_end()
    {
        GivenALicence();
        Given(Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01", "2024-12-31")));
        WhenSaid("2025-01-01", Move("ael/waste", "2025-06-01"));
        ThenRefused("FA-16", "ael/waste", "2025-01-01");
        WhenSaid("2023-06-01", Move("ael/waste", "2025-01-01"));
        ThenRefused("FA-16", "ael/waste", "2025-01-01");
        WhenSaid("2023-06-01", Move("ael/waste", "2024-06-01"));
        ThenAccepted();
    }

    [Fact]
    public void FA_17_a_tender_is_opened_once_and_withdrawn_while_it_is_open()
    {
        GivenAPlant();
        WhenSaid("2025-10-15", WithdrawTender("cobalt"));
        ThenRefused("FA-17", "cobalt");
        Given(Said("tender", "2025-08-20", Open("cobalt")));
        WhenSaid("2025-08-21", Open("cobalt"));
        ThenRefused("FA-17", "cobalt", "tender#1");
        WhenSaid("2025-08-21", WithdrawTender("cobalt", "2025-08-19"));
        ThenRefused("FA-17", "cobalt", "2025-08-20", "2025-08-19");
        Given(Said("withdrawal", "2025-10-15", WithdrawTender("cobalt")));
        WhenSaid("2025-10-16", WithdrawTender("cobalt"));
        ThenRefused("FA-17", "withdrawal#1");
        WhenSaid("2025-10-01", WithdrawTender("cobalt"));
        ThenAccepted();
    }

    [Fact]
    public void FA_18_a_facility_does_not_depend_on_itself_and_a_group_is_no_member_of_itself()
    {
        When(Said("opening", "2012-09-01", Register(kind: FacilityKind.Group, members: Plant)));
        ThenRefused("FA-18", Plant);
        GivenAPlant();
        WhenSaid("2025-11-25", Depend(Plant));
        ThenRefused("FA-18", Plant);
        WhenSaid("2025-11-25", Depend("kalgoorlie"));
        ThenAccepted();
    }

    [Fact]
    public void FA_19_a_name_an_operator_an_investor_or_an_incident_is_stated_in_words()
    {
        GivenAPlant();
        foreach (var effect in new FacilityBody[] { Operate(" "), Invest(""), Incident(" "), Depend("") })
        {
            WhenSaid("2025-11-25", effect);
            ThenRefused("FA-19");
        }
    }

    [Fact]
    public void FA_20_an_act_names_a_target_of_the_kind_that_it_acts_on()
    {
        GivenALicence();
        Given(Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01")), Said("halt", "2023-05-08", Halt("ael", "2023-07-01", "2023-12-31")));
        foreach (var (effect, named) in new (FacilityBody, string)[]
        {
            (Revoke("ael/waste"), "'ael/waste'"), (Renew("ael/waste", "2030"), "'ael/waste'"), (Lift("ael"), "'ael'"), (Move("ael", "2027"), "'ael'"),
            (ExtendHalt("grant#1", "2024-06-30"), "grant#1"), (EndHalt("condition#1"), "condition#1"), (EndHalt("later#1"), "later#1"),
        })
        {
            WhenSaid("2023-08-01", effect);
            ThenRefused("FA-20", named);
        }
        WhenSaid("2023-05-07", EndHalt("halt#1", "2023-08-01"));
        ThenRefused("FA-20", "halt#1", "2023-05-08", "2023-05-07");
        WhenSaid("2023-08-01", Halt("ael/waste", "2024-02-01"), EndHalt("halt#1"));
        ThenAccepted();
    }
}
