using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Api;

/// <summary>The worked examples of the specification (section 4), asked of the sample data on both surfaces.</summary>
[Collection(AsksTheSample.Name)]
public sealed class WorkedExamples(SampleLedger sample)
{
    private const string No57 = "measure=cn-mofcom-2025-57/1";

    public static TheoryData<string> Surfaces => [GrpcSurface.Name, HttpSurface.Name];

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Holmium_needs_a_licence_as_far_as_was_public_before_the_truce(string surface)
    {
        var answer = await Holmium(surface, "2025-11-15", "2025-10-20");
        answer.Expect($"headline=LICENCE; applies#1; applies[{No57}].status=IN_FORCE; applies[{No57}].everApplied=YES; suspended!");
        answer.Expect($"applies[{No57}].acts#1; applies[{No57}].acts[0].announcedOn=2025-10-09; applies[{No57}].acts[0].effective=2025-11-08");
        answer.Expect("summary~licence; summary~No. 57 of 2025; answered.effective=2025-11-15; answered.published=2025-10-20");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Holmium_is_not_restricted_once_No_70_was_public_and_No_57_never_applied(string surface)
    {
        var answer = await Holmium(surface, "2025-11-15", "2025-11-08");
        answer.Expect($"headline=NONE; applies!; suspended#1; suspended[{No57}].status=SUSPENDED; suspended[{No57}].everApplied=NO");
        answer.Expect($"suspended[{No57}].reason~No. 70 of 2025; suspended[{No57}].reason~2026-11-10; suspended[{No57}].reason~never applied");
        answer.Expect($"suspended[{No57}].acts[reference=cn-mofcom-2025-70#4].ends=through 2026-11-10");
        answer.Expect($"suspended[{No57}].nextChange.on=2026-11-11; suspended[{No57}].nextChange.status=IN_FORCE; suspended[{No57}].nextChange.at=2026-11-11T00:00+08:00");
        answer.Expect($"suspended[{No57}].nextChange.description~begins to apply; suspended[{No57}].nextChange.description~unless a later act changes it");
        Assert.DoesNotContain("springs back", answer[$"suspended[{No57}].nextChange.description"], StringComparison.Ordinal);
    }

    /// <summary>The example's cut: nothing recorded after No. 70, which what was announced by 8 November says as well.</summary>
    [Theory, MemberData(nameof(Surfaces))]
    public async Task Holmium_is_suspended_on_the_last_day_of_No_70_and_needs_a_licence_the_day_after(string surface)
    {
        var last = await Holmium(surface, "2026-11-10", "2025-11-08");
        last.Expect($"headline=NONE; suspended[{No57}].everApplied=NO; suspended[{No57}].nextChange.on=2026-11-11");
        var after = await Holmium(surface, "2026-11-11", "2025-11-08");
        after.Expect($"headline=LICENCE; applies[{No57}].status=IN_FORCE; applies[{No57}].everApplied=YES; suspended!");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Holmium_cut_at_the_position_of_No_70_answers_as_the_announced_cut(string surface)
    {
        var ledger = sample.Ledger;
        var no70 = (await ledger.Timeline.ListEventsAsync(new ListEventsRequest { Stream = "cn-mofcom-2025-70", Types_ = { "exportcontrols.measure-suspended." } })).Events[^1].Position;
        var trade = Ask.Trade("CN>US", "element:Ho");
        var last = await ledger.Over(surface).CheckAsync(Ask.At("2026-11-10", known: no70.ToString()), trade);
        last.Expect($"headline=NONE; suspended[{No57}].everApplied=NO; answered.position={no70}");
        (await ledger.Over(surface).CheckAsync(Ask.At("2026-11-11", known: no70.ToString()), trade)).Expect($"headline=LICENCE; applies[{No57}].status=IN_FORCE");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Technology_of_No_62_springs_back_because_it_had_applied_before(string surface)
    {
        var during = await sample.Ledger.Over(surface).ShowAsync(Ask.At("2025-11-15"), "cn-mofcom-2025-62/1");
        during.Expect("measure.status=SUSPENDED; measure.everApplied=YES; measure.nextChange.on=2026-11-11; measure.nextChange.description~springs back");
        var after = await sample.Ledger.Over(surface).ShowAsync(Ask.At("2026-11-11"), "cn-mofcom-2025-62/1");
        after.Expect("measure.status=IN_FORCE; measure.everApplied=YES; measure.nextChange!");
        var check = await sample.Ledger.Over(surface).CheckAsync(Ask.At("2026-11-11"), Ask.Trade("CN>US", "technology:rare-earth-mining"));
        check.Expect("headline=LICENCE; applies#1; applies[measure=cn-mofcom-2025-62/1].everApplied=YES");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Dysprosium_keeps_its_licence_of_No_18_which_the_truce_did_not_touch(string surface)
    {
        var answer = await sample.Ledger.Over(surface).CheckAsync(Ask.At("2025-11-15"), Ask.Trade("CN>US", "element:Dy"));
        answer.Expect("headline=LICENCE; applies#1; applies[measure=cn-mofcom-2025-18/1].status=IN_FORCE; suspended!; summary~No. 18 of 2025");
        answer.Expect("applies[measure=cn-mofcom-2025-18/1].acts[entity=cn-mofcom-2025-70]!; exportedFromAssumed=true");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task What_changed_between_the_eve_and_the_truce_is_read_from_both_dates(string surface)
    {
        await Changed(surface, "cn-mofcom-2025-62/1", "IN_FORCE", "YES", "SUSPENDED", "YES");
        await Changed(surface, "cn-mofcom-2025-62/2", "IN_FORCE", "YES", "SUSPENDED", "YES");
        await Changed(surface, "cn-mofcom-2025-61/iii", "IN_FORCE", "YES", "SUSPENDED", "YES");
        await Changed(surface, "cn-mofcom-2025-61/i", "ANNOUNCED", "NO", "ANNOUNCED", "NO");
        await Changed(surface, "cn-mofcom-2025-57/1", "ANNOUNCED", "NO", "SUSPENDED", "NO");
        await Changed(surface, "cn-mofcom-2025-18/1", "IN_FORCE", "YES", "IN_FORCE", "YES");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task The_fentanyl_duty_halves_one_minute_after_midnight_in_Washington(string surface)
    {
        const string Fentanyl = "charges[measure=us-eo-14195/1]";
        var before = await sample.Ledger.Over(surface).CheckAsync(Ask.At("2025-11-10T04:59Z", "2025-11-10"), Ask.Trade("CN>US", "hs:9503"));
        before.Expect($"{Fentanyl}.value.amount=20; {Fentanyl}.value.unit=percent; {Fentanyl}.nextChange.at=2025-11-10T00:01-05:00; headline=NONE");
        var after = await sample.Ledger.Over(surface).CheckAsync(Ask.At("2025-11-10T05:01Z", "2025-11-10"), Ask.Trade("CN>US", "hs:9503"));
        after.Expect($"{Fentanyl}.value.amount=10; {Fentanyl}.acts[reference=us-eo-14357#2].effective=2025-11-10T00:01; {Fentanyl}.nextChange!");
        var day = await sample.Ledger.Over(surface).CheckAsync(Ask.At("2025-11-10", "2025-11-10"), Ask.Trade("CN>US", "hs:9503"));
        day.Expect($"{Fentanyl}.value.amount=10; changedDuringDay~20");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_basic_view_tells_the_same_by_numbers(string surface)
    {
        var over = sample.Ledger.Over(surface);
        var measure = await over.AskAsync(new ShowRequest { At = Ask.At("2025-11-15"), Id = "cn-mofcom-2025-57/1", View = View.Basic });
        measure.Expect("measure.id=cn-mofcom-2025-57/1; measure.status=SUSPENDED; measure.certainty=CERTAIN; measure.restsOn#2; measure.acts!; measure.scope!; measure.instrumentName!");
        var check = await over.AskAsync(new CheckRequest { At = Ask.At("2025-11-15"), Question = Ask.Trade("CN>US", "element:Dy"), View = View.Basic });
        check.Expect("headline=LICENCE; applies#1; applies[measure=cn-mofcom-2025-18/1].status=IN_FORCE; applies[measure=cn-mofcom-2025-18/1].restsOn#1; summary!");
        // What is no measure is told in full.
        (await over.AskAsync(new ShowRequest { At = Ask.At("2025-11-15"), Id = "cn-mofcom-2025-57", View = View.Basic })).Expect("instrument.id=cn-mofcom-2025-57; instrument.measures[id=cn-mofcom-2025-57/1].acts#2");
    }

    private Task<Answer> Holmium(string surface, string effective, string published) =>
        sample.Ledger.Over(surface).CheckAsync(Ask.At(effective, published), Ask.Trade("CN>US", "element:Ho"));

    private async Task Changed(string surface, string measure, string before, string appliedBefore, string after, string appliedAfter)
    {
        (await sample.Ledger.Over(surface).ShowAsync(Ask.At("2025-10-29"), measure)).Expect($"measure.id={measure}; measure.status={before}; measure.everApplied={appliedBefore}");
        (await sample.Ledger.Over(surface).ShowAsync(Ask.At("2025-11-15"), measure)).Expect($"measure.id={measure}; measure.status={after}; measure.everApplied={appliedAfter}");
    }
}
