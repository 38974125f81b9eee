using Ledger.Api.ExportControls.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>T6 to T8, cuts, corrections, approximate dates and claims, through the public API.</summary>
public sealed class RulesOfCuts(EmptyLedger empty) : RuleOfTime(empty)
{
    [Fact]
    public async Task T6_a_ledger_error_is_corrected_from_its_position_on()
    {
        var act = await Record(Act("t6-slip", "2025-01-01", Licence("t6-slip/1", "product:t6-slip", "2025-03-01")));
        await Correct(Correction("t6-slip", "t6-slip#2", Licence("t6-slip/1", "product:t6-slip", "2025-02-01")));
        await Shows("t6-slip/1", "2025-02-15", "measure.status=IN_FORCE");
        await Shows("t6-slip/1", "2025-02-15", $"measure.status=ANNOUNCED; answered.position={act.Position}", known: $"{act.Position}");
        await Shows("t6-slip/1", "2025-02-15", "measure.status=IN_FORCE", published: "2025-01-01");
        (await Ledger.OverHttp.HistoryAsync("t6-slip")).Expect(
            "entries#3; entries[reference=t6-slip#2].role=CORRECTED; entries[reference=t6-slip#2].related=t6-slip#2@1; entries[reference=t6-slip#2@1].role=CORRECTION; entries[reference=t6-slip#2@1].related=t6-slip#2; entries[reference=t6-slip#1].role=FACT");
    }

    [Fact]
    public async Task T6_a_correction_may_move_when_the_act_was_announced()
    {
        await Record(Act("t6-day", "2025-01-10", Licence("t6-day/1", "product:t6-day", "2025-02-01")));
        var earlier = Correction("t6-day", "t6-day#2", Licence("t6-day/1", "product:t6-day", "2025-02-01"));
        earlier.AnnouncedOn = "2025-01-05";
        await Shows("t6-day/1", "2025-02-01", "unknown.recordedLater=true", published: "2025-01-06");
        await Correct(earlier);
        await Shows("t6-day/1", "2025-02-01", "measure.status=IN_FORCE", published: "2025-01-06");
        await Shows("t6-day", "2025-02-01", "instrument.announcedOn=2025-01-05");
    }

    [Fact]
    public async Task T6_a_source_erratum_holds_under_any_cut_from_its_publication()
    {
        await Record(Act("t6-err", "2025-01-01", Licence("t6-err/1", "product:t6-err", "2025-03-01")));
        await Correct(Erratum("t6-err", "t6-err#2", "2025-02-20", Licence("t6-err/1", "product:t6-err", "2025-02-01")));
        await Shows("t6-err/1", "2025-02-15", "measure.status=ANNOUNCED", published: "2025-02-19");
        await Shows("t6-err/1", "2025-02-15", "measure.status=IN_FORCE", published: "2025-02-20");
        await Shows("t6-err/1", "2025-02-15", "measure.status=IN_FORCE");
        (await Ledger.OverHttp.HistoryAsync("t6-err")).Expect("entries[reference=t6-err#2@1].role=ERRATUM; entries[reference=t6-err#2].role=CORRECTED");
    }

    [Fact]
    public async Task T6_a_retracted_event_is_gone_from_its_position_on_and_stays_in_history()
    {
        var act = await Record(Act("t6-gone", "2025-01-01", Licence("t6-gone/1", "product:t6-gone", "2025-01-01")));
        await Retract(Retraction("t6-gone", "t6-gone#2"));
        await Shows("t6-gone/1", "2025-02-01", "unknown.id=t6-gone/1");
        await Shows("t6-gone/1", "2025-02-01", "measure.status=IN_FORCE", known: $"{act.Position}");
        (await Ledger.OverHttp.HistoryAsync("t6-gone")).Expect("entries#3; entries[reference=t6-gone#2].role=RETRACTED; entries[2].role=RETRACTION; entries[2].related=t6-gone#2");
    }

    [Fact]
    public async Task T6_retracting_a_correction_restores_what_it_replaced()
    {
        await Record(Act("t6-back", "2025-01-01", Licence("t6-back/1", "product:t6-back", "2025-03-01")));
        await Correct(Correction("t6-back", "t6-back#2", Licence("t6-back/1", "product:t6-back", "2025-02-01")));
        await Shows("t6-back/1", "2025-02-15", "measure.status=IN_FORCE");
        await Retract(Retraction("t6-back", "t6-back#2@1"));
        await Shows("t6-back/1", "2025-02-15", "measure.status=ANNOUNCED");
        (await Ledger.OverHttp.HistoryAsync("t6-back")).Expect("entries[reference=t6-back#2].role=FACT; entries[reference=t6-back#2@1].role=RETRACTED");
    }

    [Fact]
    public async Task T6_a_position_inside_a_command_reads_as_the_last_whole_one_before_it()
    {
        var first = await Record(Act("t6-whole", "2025-01-01", Licence("t6-whole/1", "product:t6-whole", "2025-01-01")));
        var second = await Record(Act("t6-whole-pause", "2025-02-01", Suspended("t6-whole/1", "2025-02-01")));
        Assert.Equal(first.Position + 2, second.Position);
        await Shows("t6-whole/1", "2025-02-01", $"measure.status=IN_FORCE; answered.position={first.Position}", known: $"{second.Position - 1}");
        await Shows("t6-whole/1", "2025-02-01", $"measure.status=SUSPENDED; answered.position={second.Position}", known: $"{second.Position}");
    }

    [Fact]
    public async Task T6_a_recorded_instant_resolves_to_a_position_which_the_answer_names()
    {
        var first = await Record(Act("t6-instant", "2025-01-01", Licence("t6-instant/1", "product:t6-instant", "2025-01-01")));
        await Task.Delay(20);
        var second = await Record(Act("t6-instant-pause", "2025-02-01", Suspended("t6-instant/1", "2025-02-01")));
        var events = (await Ledger.Timeline.ListEventsAsync(new ListEventsRequest { FromPosition = first.Position, MinPosition = second.Position })).Events;
        var then = System.Text.Json.JsonDocument.Parse(events[0].Document).RootElement.GetProperty("recordedAt").GetString()!;
        await Shows("t6-instant/1", "2025-02-01", $"measure.status=IN_FORCE; answered.position={first.Position}; answered.provisional=false", known: then);
        await Shows("t6-instant/1", "2025-02-01", $"unknown.recordedLater=true; answered.position={first.Position - 2}", known: Before(then));
        await Shows("t6-instant/1", "2025-02-01", "measure.status=SUSPENDED; answered.provisional=true", known: "2999-01-01T00:00:00Z");
    }

    [Fact]
    public async Task T7_an_approximate_start_makes_a_fact_possible_then_certain()
    {
        await Record(Act("t7-month", "2026-01-01", Licence("t7-month/1", "product:t7-month", "2026-04")));
        await Checks("product:t7-month", "2026-03-31", "headline=NONE; announced[measure=t7-month/1].certainty=CERTAIN; nextChange.on=2026-04-30");
        await Checks("product:t7-month", "2026-04-01", "headline=NONE; possible[measure=t7-month/1].certainty=POSSIBLE; possible[measure=t7-month/1].everApplied=POSSIBLE");
        await Checks("product:t7-month", "2026-04-29", "headline=NONE; possible#1");
        await Checks("product:t7-month", "2026-04-30", "headline=LICENCE; applies[measure=t7-month/1].certainty=CERTAIN");
    }

    [Fact]
    public async Task T7_a_period_is_certain_until_its_earliest_end()
    {
        await Record(Act("t7-end", "2025-01-01", Licence("t7-end/1", "product:t7-end", "2025-01-01", "2025-06")));
        await Checks("product:t7-end", "2025-06-01", "headline=LICENCE; applies[measure=t7-end/1].certainty=CERTAIN");
        await Checks("product:t7-end", "2025-06-02", "headline=NONE; possible[measure=t7-end/1].certainty=POSSIBLE");
        await Checks("product:t7-end", "2025-07-01", "headline=NONE; possible!");
    }

    [Fact]
    public async Task T7_an_unknown_start_is_possible_and_never_certain()
    {
        await Record(Act("t7-never", "2025-01-01", Licence("t7-never/1", "product:t7-never", "unknown")));
        await Checks("product:t7-never", "2024-06-01", "headline=NONE; possible[measure=t7-never/1].certainty=POSSIBLE");
        await Checks("product:t7-never", "2030-06-01", "headline=NONE; possible[measure=t7-never/1].certainty=POSSIBLE");
    }

    [Fact]
    public async Task T7_published_admits_an_approximate_announcement_from_its_latest_day()
    {
        await Record(Act("t7-said", "2025-05", Licence("t7-said/1", "product:t7-said", "2025-07-01")));
        await Shows("t7-said/1", "2025-07-01", "unknown.recordedLater=true", published: "2025-05-30");
        await Shows("t7-said/1", "2025-07-01", "measure.status=IN_FORCE", published: "2025-05-31");
    }

    [Fact]
    public async Task T7_a_plan_never_happens_by_itself_and_is_overdue_the_day_after_its_latest_day()
    {
        await Plan("t7-plant", "2025-01-01", "t7-report-1",
            new global::Ledger.Api.Facilities.V1.Effect { FacilityRegistered = new FacilityRegistered { Name = "Plant t7", Kind = FacilityKind.Plant, Country = "MY", Location = "Gebeng" } },
            new global::Ledger.Api.Facilities.V1.Effect { MilestonePlanned = new MilestonePlanned { Stage = Stage.Separation, Status = StageStatus.Operating, Due = "2025-06" } });
        var confirmed = await Plan("t7-plant", "2025-08-01", "t7-report-2",
            new global::Ledger.Api.Facilities.V1.Effect { StageStatusChanged = new StageStatusChanged { Stage = Stage.Separation, Status = StageStatus.Operating, Effective = "2025-08-01" } });
        await Shows("t7-plant", "2025-06-30", "facility.plans[0].standing=planned; facility.stages!", published: "2025-07-31");
        await Shows("t7-plant", "2025-07-01", "facility.plans[0].standing=overdue", published: "2025-07-31");
        await Shows("t7-plant", "2025-08-01", "facility.plans[0].standing=confirmed; facility.stages[stage=SEPARATION].status=OPERATING", known: $"{confirmed}");
        await Shows("t7-plant", "2025-07-15", "facility.plans[0].standing=overdue");
    }

    [Fact]
    public async Task T8_a_claim_is_attributed_shown_in_history_and_changes_no_state()
    {
        await Record(
            Act("t8-said", "2025-01-01", Licence("t8-said/1", "product:t8-said", "2025-01-01")),
            Later("t8-said", "t8-rumour", "2025-02-01", Claimed("The licence is lifted.", "A newspaper", "t8-said")));
        await Checks("product:t8-said", "2025-02-02", "headline=LICENCE");
        await Shows("t8-said", "2025-02-02", "instrument.status=IN_FORCE; instrument.claims#1; instrument.claims[0].by=A newspaper; instrument.claims[0].text=The licence is lifted.");
        await Shows("t8-said", "2025-02-02", "instrument.claims!", published: "2025-01-31");
        (await Ledger.OverHttp.HistoryAsync("t8-said")).Expect("entries[reference=t8-rumour#1].role=CLAIM; entries[reference=t8-rumour#1].announcedOn=2025-02-01");
    }

    private async Task<long> Plan(string facility, string announcedOn, string act, params global::Ledger.Api.Facilities.V1.Effect[] effects) => (await Record(new global::Ledger.Api.Facilities.V1.RecordActRequest
    {
        RequestId = Guid.NewGuid().ToString(), Facility = facility, Citations = { Source() }, Effects = { effects },
        Act = new global::Ledger.Api.Common.V1.Act { Id = act, AnnouncedOn = announcedOn, Jurisdictions = { "MY" } },
    })).Position;

    private static string Before(string instant) =>
        NodaTime.Text.InstantPattern.ExtendedIso.Format(NodaTime.Text.InstantPattern.ExtendedIso.Parse(instant).Value - NodaTime.Duration.FromMilliseconds(1));
}
