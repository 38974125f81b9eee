using Ledger.Api.ExportControls.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>T1, T2, T4 and T5 through the public API.</summary>
public sealed class RulesOfPeriods(EmptyLedger empty) : RuleOfTime(empty)
{
    [Fact]
    public async Task T1_a_civil_date_is_answered_at_its_close_in_the_zone_of_the_introducing_act()
    {
        await Record(Act("t1-noon", "2025-11-01", Duty("t1-noon/1", "product:t1-noon", "2025-11-10T12:00", "5")).In("US"));
        await Checks("product:t1-noon", "2025-11-09", "charges!; announced[measure=t1-noon/1].nextChange.on=2025-11-10; announced[measure=t1-noon/1].nextChange.at=2025-11-10T12:00-05:00");
        await Checks("product:t1-noon", "2025-11-10", "charges[measure=t1-noon/1].status=IN_FORCE; changedDuringDay~t1-noon/1");
        await Checks("product:t1-noon", "2025-11-11", "charges[measure=t1-noon/1].status=IN_FORCE; changedDuringDay!");
    }

    [Fact]
    public async Task T1_what_changed_as_the_day_began_did_not_change_during_it()
    {
        await Record(
            Act("t1-dawn", "2025-11-01", Licence("t1-dawn/1", "product:t1-dawn", "2025-11-10")),
            Act("t1-dawn-practice", "2025-11-05", new Effect { EnforcementEnded = new EnforcementEnded { Target = "t1-dawn/1", Effective = "2025-11-10T12:00" } }));
        await Shows("t1-dawn/1", "2025-11-10", "measure.status=IN_FORCE; measure.changedDuringDay!");
    }

    [Fact]
    public async Task T4_asked_for_a_day_an_answer_across_zones_tells_the_first_civil_date()
    {
        await Record(
            Act("t4-east", "2025-10-01", Licence("t4-east/1", "product:t4-zones", "2025-11-11")),
            Act("t4-west", "2025-10-01", Licence("t4-west/1", "product:t4-zones", "2025-11-10T20:00")).In("US"));
        await Checks("product:t4-zones", "2025-11-09", "nextChange.on=2025-11-10; nextChange.at=2025-11-10T20:00-05:00; nextChange.entity=t4-west/1");
        await Checks("product:t4-zones", "2025-11-09T12:00Z", "nextChange.at=2025-11-11T00:00+08:00; nextChange.entity=t4-east/1");
    }

    [Fact]
    public async Task T1_an_instant_is_compared_exactly_whatever_its_offset()
    {
        await Record(Act("t1-instant", "2025-11-01", Duty("t1-instant/1", "product:t1-instant", "2025-11-10T12:00", "5")).In("US"));
        await Checks("product:t1-instant", "2025-11-10T16:59Z", "charges!; nextChange.at=2025-11-10T12:00-05:00; nextChange.on!");
        await Checks("product:t1-instant", "2025-11-10T17:00Z", "charges#1");
        await Checks("product:t1-instant", "2025-11-11T01:00+08:00", "charges#1");
    }

    [Fact]
    public async Task T1_an_act_of_several_jurisdictions_states_its_zone()
    {
        var act = Act("t1-zone", "2025-01-01", Licence("t1-zone/1", "product:t1-zone", "2025-02-01"));
        act.Act.Jurisdictions.Add("JP");
        await Refuses("LG-04", act);
        act.Act.Zone = "Asia/Tokyo";
        await Record(act);
        await Checks("product:t1-zone", "2025-01-31T14:59Z", "headline=NONE");
        await Checks("product:t1-zone", "2025-01-31T15:00Z", "headline=LICENCE");
    }

    [Fact]
    public async Task T1_a_local_moment_that_daylight_saving_doubles_needs_an_offset()
    {
        await Refuses("LG-05", Act("t1-doubled", "2025-10-01", Duty("t1-doubled/1", "product:t1-doubled", "2025-11-02T01:30", "5")).In("US"));
        await Record(Act("t1-doubled", "2025-10-01", Duty("t1-doubled/1", "product:t1-doubled", "2025-11-02T01:30-05:00", "5")).In("US"));
        await Checks("product:t1-doubled", "2025-11-02T05:30Z", "charges!");
        await Checks("product:t1-doubled", "2025-11-02T06:30Z", "charges#1");
    }

    [Fact]
    public async Task T2_through_holds_its_day_and_until_ends_before_its_moment()
    {
        await Record(
            Act("t2-through", "2025-01-01", Introduced("t2-through/1", "product:t2-through", Of("2025-02-01", through: "2025-02-28"))),
            Act("t2-until", "2025-01-01", Introduced("t2-until/1", "product:t2-until", Of("2025-02-01", until: "2025-02-28T00:00"))));
        await Shows("t2-through/1", "2025-02-28", "measure.status=IN_FORCE; measure.nextChange.on=2025-03-01; measure.nextChange.status=LAPSED");
        await Shows("t2-through/1", "2025-03-01", "measure.status=LAPSED");
        await Shows("t2-until/1", "2025-02-27", "measure.status=IN_FORCE; measure.nextChange.on=2025-02-28");
        await Shows("t2-until/1", "2025-02-28", "measure.status=LAPSED");
    }

    [Fact]
    public async Task T2_no_end_means_until_further_notice()
    {
        await Record(Act("t2-open", "2025-01-01", Licence("t2-open/1", "product:t2-open", "2025-02-01")));
        await Shows("t2-open/1", "2400-01-01", "measure.status=IN_FORCE; measure.nextChange!");
    }

    [Fact]
    public async Task T4_what_its_own_date_ends_comes_back_without_a_new_event()
    {
        await Record(
            Act("t4-base", "2025-01-01", Licence("t4-base/1", "product:t4-base", "2025-02-01")),
            Act("t4-pause", "2025-03-01", Suspended("t4-base", "2025-03-01", "2025-03-31")));
        await Checks("product:t4-base", "2025-03-31", "headline=NONE; nextChange.on=2025-04-01; nextChange.at=2025-04-01T00:00+08:00; nextChange.zone=Asia/Shanghai; nextChange.entity=t4-base/1");
        await Checks("product:t4-base", "2025-03-31", "suspended[measure=t4-base/1].nextChange.description~springs back; suspended[measure=t4-base/1].nextChange.description~unless a later act changes it");
        await Checks("product:t4-base", "2025-04-01", "headline=LICENCE; nextChange!");
    }

    [Fact]
    public async Task T4_a_measure_that_never_applied_begins_to_apply()
    {
        await Record(
            Act("t4-new", "2025-01-01", Licence("t4-new/1", "product:t4-new", "2025-02-01")),
            Act("t4-new-pause", "2025-01-15", Suspended("t4-new", "2025-01-15", "2025-03-31")));
        await Checks("product:t4-new", "2025-03-01", "suspended[measure=t4-new/1].everApplied=NO; suspended[measure=t4-new/1].nextChange.description~begins to apply");
    }

    [Fact]
    public async Task T4_a_suspension_of_what_is_repealed_is_moot()
    {
        await Record(
            Act("t4-moot", "2025-01-01", Licence("t4-moot/1", "product:t4-moot", "2025-02-01")),
            Act("t4-moot-pause", "2025-03-01", Suspended("t4-moot/1", "2025-03-01", "2025-12-31")),
            Act("t4-moot-end", "2025-04-01", Repealed("t4-moot/1", "2025-04-01")));
        await Shows("t4-moot-pause", "2025-05-01", "instrument.actsOn[target=t4-moot/1].standing=moot");
        await Shows("t4-moot/1", "2025-05-01", "measure.status=REPEALED; measure.moot#1; measure.nextChange!");
    }

    [Fact]
    public async Task T5_status_follows_the_dates_from_announced_to_repealed()
    {
        await Record(
            Act("t5-life", "2025-01-10", Licence("t5-life/1", "product:t5-life", "2025-02-01")),
            Act("t5-life-pause", "2025-03-01", Suspended("t5-life/1", "2025-03-01", "2025-03-31")),
            Act("t5-life-free", "2025-05-01", Exempted("t5-life/1", "2025-05-01")),
            Act("t5-life-end", "2025-06-01", Repealed("t5-life/1", "2025-06-01")));
        await Shows("t5-life/1", "2025-01-09", "measure.status=NOT_YET_ANNOUNCED; measure.everApplied=NO");
        await Shows("t5-life/1", "2025-01-10", "measure.status=ANNOUNCED; measure.everApplied=NO");
        await Shows("t5-life/1", "2025-02-01", "measure.status=IN_FORCE; measure.everApplied=YES");
        await Shows("t5-life/1", "2025-03-15", "measure.status=SUSPENDED; measure.everApplied=YES");
        await Shows("t5-life/1", "2025-05-01", "measure.status=EXEMPTED");
        await Shows("t5-life/1", "2025-06-01", "measure.status=REPEALED; measure.everApplied=YES");
    }

    [Fact]
    public async Task T5_measures_of_differing_status_make_their_instrument_mixed()
    {
        await Record(Act("t5-mixed", "2025-01-01", Licence("t5-mixed/1", "product:t5-mixed", "2025-01-01"), Licence("t5-mixed/2", "product:t5-mixed", "2025-03-01")));
        await Shows("t5-mixed", "2025-02-01", "instrument.status=MIXED; instrument.measures[id=t5-mixed/1].status=IN_FORCE; instrument.measures[id=t5-mixed/2].status=ANNOUNCED");
        await Shows("t5-mixed", "2025-03-01", "instrument.status=IN_FORCE");
    }

    [Fact]
    public async Task T5_clauses_have_the_common_status_of_their_limbs()
    {
        await Record(
            Act("t5-clause", "2025-01-01", Licence("t5-clause/2/a", "product:t5-a", "2025-01-01"), Licence("t5-clause/2/b", "product:t5-b", "2025-01-01"), Licence("t5-clause/1", "product:t5-c", "2025-01-01")),
            Act("t5-clause-pause", "2025-02-01", Suspended("t5-clause/2", "2025-02-01")));
        await Shows("t5-clause/2", "2025-02-01", "clause.status=SUSPENDED; clause.measures#2");
        await Shows("t5-clause", "2025-02-01", "instrument.status=MIXED; instrument.measures[id=t5-clause/1].status=IN_FORCE");
    }

    [Fact]
    public async Task T5_what_no_visible_event_introduces_is_unknown_which_is_no_error()
    {
        await Record(Act("t5-known", "2025-01-01", Licence("t5-known/1", "product:t5-known", "2025-01-01")));
        await Shows("t5-nowhere", "2025-02-01", "unknown.id=t5-nowhere; unknown.recordedLater=false");
        await Shows("t5-known/1", "2025-02-01", "unknown.id=t5-known/1; unknown.recordedLater=true", published: "2024-12-31");
    }

    [Fact]
    public async Task T5_withdrawn_before_it_began_and_lapsed_after_its_period()
    {
        await Record(
            Act("t5-off", "2025-01-01", Licence("t5-off/1", "product:t5-off", "2025-03-01"), Licence("t5-off/2", "product:t5-off", "2025-01-01", "2025-01-31")),
            Act("t5-off-end", "2025-02-01", Withdrawn("t5-off/1")));
        await Shows("t5-off/1", "2025-03-01", "measure.status=WITHDRAWN; measure.everApplied=NO");
        await Shows("t5-off/2", "2025-02-01", "measure.status=LAPSED; measure.everApplied=YES");
        await Refuses("XC-14", Act("t5-off-late", "2025-02-01", Withdrawn("t5-off/2")));
    }
}
