using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Plants;

namespace Ledger.Specs.Facilities;

/// <summary>DESIGN section 3, <i>Facilities</i>; T5 for facts, T7 for plans; and the worked example of Kuantan.</summary>
public sealed class FacilityLifeSpecs : FacilitiesSpec
{
    public FacilityLifeSpecs() => Given(Said("opening", "2012-09-01", Register()));

    [Fact]
    public void Kuantan_before_and_after_the_correction_was_recorded()
    {
        Given(Said("asx-2024", "2024-06-27", Rate("product:ndpr-oxide", 10500)), Said("caixin", "2025-11", Rate("product:ndpr-alloy", 10500, stage: Stage.Alloying)));
        var beforeCorrection = Events.Count;
        Given(new CorrectEvent(Guid.Empty, Plant, [Act.Gazette], "caixin#1", CorrectionKind.LedgerError, null, null, null, Act.Plain(Rate("product:ndpr-oxide", 10500))));
        foreach (var day in new[] { "2025-11-30", "2026-06-01" })
        {
            Assert.Equal(["product:ndpr-oxide", "product:ndpr-alloy"], On(day, known: beforeCorrection).Capacities.Select(capacity => capacity.Rated.Product));
            var corrected = Assert.Single(On(day).Capacities);
            Assert.Equal(("product:ndpr-oxide", (decimal?)10500), (corrected.Rated.Product, corrected.Rated.Amount.Amount));
        }
    }

    [Fact]
    public void A_fact_holds_from_its_own_date_until_the_next_of_its_kind_by_own_date()
    {
        Given(Said("b", "2025-06-01", Reaches(Stage.Separation, StageStatus.Operating, "2025-05-01")), Said("a", "2025-07-01", Reaches(Stage.Separation, StageStatus.Commissioning, "2025-01-01")));
        Given(Said("c", "2025-08-01", Reaches(Stage.Separation, StageStatus.Idle), Operate("Another")));
        StageStatus? Separation(string day) => On(day).Stages.SingleOrDefault()?.Status;
        Assert.Equal((null, StageStatus.Commissioning, StageStatus.Operating, StageStatus.Idle), (Separation("2024-12-31"), Separation("2025-01-01"), Separation("2025-05-01"), Separation("2025-08-01")));
        Assert.Equal(("Lynas", "Another"), (On("2025-07-31").Operator?.Name, On("2025-08-01").Operator?.Name));
    }

    [Fact]
    public void What_is_listed_is_possible_from_its_earliest_day_and_certain_from_its_latest()
    {
        Given(Said("report", "2025-11-25", Incident("an outage", "2025-11"), Operate("Another", "2025-11")));
        bool?[] Certain(string day) => [On(day).Incidents.SingleOrDefault()?.IsCertain, On(day).Operator?.IsCertain];
        Assert.Equal([null, true], Certain("2025-10-31"));
        Assert.Equal([false, false], Certain("2025-11-26"));
        Assert.Equal([true, true], Certain("2025-11-30"));
        Assert.Equal(("Lynas", "Another"), (On("2025-11-26").Operator?.Name, On("2025-11-30").Operator?.Name));
    }

    [Fact]
    public void Facts_of_one_day_are_ordered_by_legal_order()
    {
        Given(Said("doc-10", "2025-06-01", Reaches(Stage.Separation, StageStatus.Operating)), Said("doc-9", "2025-06-01", Reaches(Stage.Separation, StageStatus.Idle)));
        Assert.Equal(StageStatus.Operating, On("2025-06-02").Stages.Single().Status);
    }

    [Fact]
    public void A_licence_lives_in_time_exactly_as_a_measure_does()
    {
        Given(Said("grant", "2023-03-01", Grant("ael", "2023-03-03", "2026-03-02")), Said("halt", "2023-05-08", Halt("ael", "2023-07-01", "2023-12-31")), Said("halt-end", "2023-10-24", EndHalt("halt#1", "2023-10-24")));
        Given(Said("renewal", "2026-03-02", Renew("ael", "2036-03-02"), Impose("ael/waste", "2031-03-03")), Said("revocation", "2030-01-01", Revoke("ael", "2030-06-01")));
        Status Ael(string day) => On(day).Licences.Single().Status;
        foreach (var (day, status) in new[]
        {
            ("2023-02-28", Status.NotYetAnnounced), ("2023-03-02", Status.Announced), ("2023-03-03", Status.InForce), ("2023-07-01", Status.Suspended),
            ("2023-10-24", Status.InForce), ("2026-03-03", Status.InForce), ("2030-06-01", Status.Repealed),
        })
        {
            Assert.Equal((day, status), (day, Ael(day)));
        }
        Assert.Equal(Status.Announced, On("2026-04-01").Licences.Single().Conditions.Single().Status);
    }

    [Fact]
    public void A_condition_put_off_before_its_start_begins_later()
    {
        Given(Said("grant", "2023-03-01", Grant("ael", "2023-03-03")), Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01")), Said("moved", "2023-10-24", Move("ael/waste", "2026-03-03")));
        Status Waste(string day) => On(day).Licences.Single().Conditions.Single().Status;
        Assert.Equal((Status.Announced, Status.InForce), (Waste("2024-06-01"), Waste("2026-03-03")));
        Assert.Equal("2026-03-03", On("2024-06-01").Licences.Single().Conditions.Single().HoldsFrom?.Text);
    }

    [Fact]
    public void The_start_of_a_condition_is_told_as_it_was_moved_last_and_not_where_the_move_came_too_late()
    {
        Given(Said("grant", "2023-03-01", Grant("ael", "2023-03-03")), Said("condition", "2023-03-01", Impose("ael/waste", "2024-01-01", "2030-12-31")));
        LegalMoment? Starts() => On("2023-12-01").Licences.Single().Conditions.Single().HoldsFrom;
        Given(Said("moved", "2023-06-01", Move("ael/waste", null)));
        Assert.Null(Starts());
        Given(Said("moved-2", "2023-10-24", Move("ael/waste", "2026-03")));
        Assert.Equal("2026-03", Starts()?.Text);
        Given(Said("moved-3", "2026-06-01", Move("ael/waste", "2027-01-01")));
        Assert.Equal("2026-03", Starts()?.Text);
        Assert.Equal(Status.Suspended, On("2026-07-01").Licences.Single().Conditions.Single().Status);
    }

    [Fact]
    public void A_later_plan_moves_the_one_of_its_amount_and_phases_of_other_amounts_stand_beside_it()
    {
        Given(Said("plan", "2023-08-01", Plan("product:ndpr-oxide", 5000, "2025"), Plan("product:ndpr-oxide", 10500, "2026")));
        Given(Said("plan-2", "2024-08-01", Plan("product:ndpr-oxide", 10500, "2027-06-30")));
        (string?, PlanStanding)[] Standings(string day) => [.. On(day).Plans.Select(plan => (((CapacityPlanned)plan.Plan).Due?.Text, plan.Standing))];
        Assert.Equal([("2025", PlanStanding.Overdue), ("2027-06-30", PlanStanding.Planned)], Standings("2027-06-30"));
        Given(Said("rating", "2027-05-01", Rate("product:ndpr-oxide", 7200)));
        Assert.Equal([("2025", PlanStanding.Confirmed), ("2027-06-30", PlanStanding.Overdue)], Standings("2027-07-01"));
    }

    [Fact]
    public void A_plan_never_happens_by_time_alone_and_unconfirmed_it_is_overdue_from_the_day_after()
    {
        Given(Said("plan", "2023-08-01", PlanStatus(Stage.Separation, StageStatus.Operating, "2026-06")));
        PlanStanding Standing(string day) => On(day).Plans.Single().Standing;
        Assert.Equal((PlanStanding.Planned, PlanStanding.Overdue), (Standing("2026-06-30"), Standing("2026-07-01")));
        Assert.Empty(On("2026-07-01").Stages);
        Given(Said("plan-2", "2026-07-15", PlanStatus(Stage.Separation, StageStatus.Operating, "2027-01-31")));
        Assert.Equal((PlanStanding.Planned, PlanStanding.Overdue), (Standing("2026-08-01"), Standing("2027-02-01")));
        Given(Said("done", "2027-03-01", Reaches(Stage.Separation, StageStatus.Operating)));
        Assert.Equal(PlanStanding.Confirmed, Standing("2027-03-01"));
    }

    [Fact]
    public void A_fact_dated_before_the_last_act_that_set_or_moved_the_plan_confirms_nothing()
    {
        Given(Said("done", "2023-01-01", First("element:Dy")), Said("plan", "2023-08-01", PlanOutput(Stage.Separation, "element:Dy", "2025-06-30")));
        Assert.Equal(PlanStanding.Overdue, On("2025-07-01").Plans.Single().Standing);
        Given(Said("done-2", "2025-05-16", First("element:Dy")));
        Assert.Equal(PlanStanding.Confirmed, On("2025-07-01").Plans.Single().Standing);
    }

    [Fact]
    public void A_planned_capacity_is_confirmed_by_a_rating_at_its_amount_and_not_by_less()
    {
        Given(Said("plan", "2023-08-01", Plan("product:ndpr-oxide", 10500, "2025-06-30")), Said("rating", "2024-01-01", Rate("product:ndpr-oxide", 7200)));
        Assert.Equal(PlanStanding.Overdue, On("2025-07-01").Plans.Single().Standing);
        Given(Said("rating-2", "2024-06-27", Rate("product:ndpr-oxide", 10500)));
        Assert.Equal(PlanStanding.Confirmed, On("2025-07-01").Plans.Single().Standing);
    }
}
