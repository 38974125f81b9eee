using Ledger.Api.Common.V1;
using Ledger.Api.ExportControls.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>T3, when a measure applies, through the public API.</summary>
public sealed class RulesOfMeasures(EmptyLedger empty) : RuleOfTime(empty)
{
    [Fact]
    public async Task T3_a_slice_suspended_comes_off_the_value()
    {
        await Record(
            Act("t3-slice", "2025-01-01", Duty("t3-slice/1", "product:t3-slice", "2025-01-01", "34")),
            Act("t3-slice-pause", "2025-02-01", Suspended("t3-slice/1", "2025-02-01", "2025-02-28", Above("10"))));
        await Checks("product:t3-slice", "2025-01-31", "charges[measure=t3-slice/1].value.amount=34");
        await Checks("product:t3-slice", "2025-02-01", "charges[measure=t3-slice/1].value.amount=10; charges[measure=t3-slice/1].status=PARTLY_SUSPENDED; nextChange.on=2025-03-01");
        await Checks("product:t3-slice", "2025-03-01", "charges[measure=t3-slice/1].value.amount=34");
    }

    [Fact]
    public async Task T3_slices_union_and_at_zero_the_measure_has_the_status_of_what_cut_it()
    {
        var upTo20 = new Part { Slice = new Slice { Above = "0", To = "20" } };
        await Record(
            Act("t3-slices", "2025-01-01", Duty("t3-slices/1", "product:t3-slices", "2025-01-01", "30")),
            Act("t3-slices-a", "2025-02-01", Suspended("t3-slices/1", "2025-02-01", part: Above("10"))),
            Act("t3-slices-b", "2025-03-01", Suspended("t3-slices/1", "2025-03-01", part: upTo20)));
        await Checks("product:t3-slices", "2025-02-15", "charges[measure=t3-slices/1].value.amount=10");
        await Checks("product:t3-slices", "2025-03-01", "charges!; suspended[measure=t3-slices/1].status=SUSPENDED");
    }

    [Fact]
    public async Task T3_an_act_on_a_part_reaches_only_a_question_that_states_it_lies_there()
    {
        await Record(
            Act("t3-part", "2025-01-01", Licence("t3-part/1", "product:t3-part", "2025-01-01")),
            Act("t3-part-pause", "2025-02-01", Suspended("t3-part/1", "2025-02-01", part: To("US"))));
        await ChecksTrade("CN>US", "product:t3-part", "2025-02-01", "headline=NONE; suspended[measure=t3-part/1].everApplied=YES");
        await ChecksTrade("CN>DE", "product:t3-part", "2025-02-01", "headline=LICENCE; applies[measure=t3-part/1].remarks!");
        await ChecksTrade("CN>", "product:t3-part", "2025-02-01", "headline=LICENCE; applies[measure=t3-part/1].remarks#1");
        await Shows("t3-part/1", "2025-02-01", "measure.status=PARTLY_SUSPENDED; measure.parts#1");
    }

    [Fact]
    public async Task T3_the_last_amendment_whose_period_holds_states_the_value()
    {
        await Record(
            Act("t3-value", "2025-01-01", Duty("t3-value/1", "product:t3-value", "2025-01-01", "10")),
            Act("t3-value-a", "2025-02-01", ValueAmended("t3-value/1", "2025-02-01", "20")),
            Act("t3-value-b", "2025-03-01", ValueAmended("t3-value/1", "2025-03-01", "50", "2025-03-31")));
        await Shows("t3-value/1", "2025-01-31", "measure.value.amount=10");
        await Shows("t3-value/1", "2025-02-28", "measure.value.amount=20");
        await Shows("t3-value/1", "2025-03-31", "measure.value.amount=50; measure.nextChange.on=2025-04-01");
        await Shows("t3-value/1", "2025-04-01", "measure.value.amount=20");
    }

    [Fact]
    public async Task T3_an_amendment_changes_the_scope_for_its_own_period()
    {
        var wider = new Effect
        {
            MeasureAmended = new MeasureAmended
            {
                Target = "t3-scope/1", Period = Of("2025-02-01", "2025-02-28"),
                Scope = new Scope { Goods = new KeySet { Only = { "product:t3-scope", "product:t3-scope-more" } }, ExportedFrom = new KeySet { Only = { "CN" } } },
            },
        };
        await Record(Act("t3-scope", "2025-01-01", Licence("t3-scope/1", "product:t3-scope", "2025-01-01")), Act("t3-scope-a", "2025-01-15", wider));
        await Checks("product:t3-scope-more", "2025-01-31", "headline=NONE");
        await Checks("product:t3-scope-more", "2025-02-28", "headline=LICENCE; nextChange.on=2025-03-01");
        await Checks("product:t3-scope-more", "2025-03-01", "headline=NONE");
        await Checks("product:t3-scope", "2025-03-01", "headline=LICENCE");
    }

    [Fact]
    public async Task T3_an_extension_joins_at_the_old_end_and_a_late_one_leaves_a_gap()
    {
        await Record(
            Act("t3-ext", "2025-01-01", Licence("t3-ext/1", "product:t3-ext", "2025-01-01", "2025-01-31")),
            Act("t3-ext-a", "2025-01-20", Extended("t3-ext/1", "2025-02-28")));
        await Refuses("XC-11", Act("t3-ext-b", "2025-03-10", Extended("t3-ext/1", "2025-04-30")));
        await Record(Act("t3-ext-b", "2025-03-10", Extended("t3-ext/1", "2025-04-30", starts: "2025-03-15")));
        await Shows("t3-ext/1", "2025-02-01", "measure.status=IN_FORCE");
        await Shows("t3-ext/1", "2025-03-01", "measure.status=LAPSED; measure.nextChange.on=2025-03-15");
        await Shows("t3-ext/1", "2025-03-15", "measure.status=IN_FORCE; measure.nextChange.on=2025-05-01");
        await Shows("t3-ext/1", "2025-02-01", "measure.status=LAPSED", published: "2025-01-19");
    }

    [Fact]
    public async Task T3_a_start_is_moved_by_an_act_announced_before_it()
    {
        await Record(
            Act("t3-move", "2025-01-01", Licence("t3-move/1", "product:t3-move", "2025-02-01")),
            Act("t3-move-a", "2025-01-15", Rescheduled("t3-move/1", "2025-03-01")));
        await Shows("t3-move/1", "2025-02-15", "measure.status=ANNOUNCED; measure.everApplied=NO; measure.nextChange.on=2025-03-01");
        await Shows("t3-move/1", "2025-02-15", "measure.status=IN_FORCE", published: "2025-01-14");
        await Shows("t3-move/1", "2025-03-01", "measure.status=IN_FORCE");
    }

    [Fact]
    public async Task T3_a_start_moved_after_it_came_is_a_suspension_until_the_new_start()
    {
        await Record(
            Act("t3-late", "2025-01-01", Licence("t3-late/1", "product:t3-late", "2025-02-01")),
            Act("t3-late-a", "2025-02-10", Rescheduled("t3-late/1", "2025-03-01")));
        await Shows("t3-late/1", "2025-02-09", "measure.status=IN_FORCE");
        await Shows("t3-late/1", "2025-02-10", "measure.status=SUSPENDED; measure.everApplied=YES; measure.nextChange.on=2025-03-01; measure.nextChange.description~springs back");
        await Shows("t3-late/1", "2025-03-01", "measure.status=IN_FORCE");
    }

    [Fact]
    public async Task T3_overlapping_suspensions_union_and_one_ending_ends_no_other()
    {
        await Record(
            Act("t3-set", "2025-01-01", Licence("t3-set/1", "product:t3-set", "2025-01-01")),
            Act("t3-set-a", "2025-02-01", Suspended("t3-set/1", "2025-02-01", "2025-03-31")),
            Act("t3-set-b", "2025-03-01", Suspended("t3-set/1", "2025-03-01", "2025-04-30")),
            Act("t3-set-c", "2025-03-10", SuspensionEnded("t3-set-a#2", "2025-03-10")));
        await Shows("t3-set/1", "2025-03-15", "measure.status=SUSPENDED; measure.nextChange.on=2025-05-01");
        await Shows("t3-set-a", "2025-03-15", "instrument.actsOn[target=t3-set/1].standing=ended");
        await Shows("t3-set-b", "2025-03-15", "instrument.actsOn[target=t3-set/1].standing=running");
        await Shows("t3-set/1", "2025-05-01", "measure.status=IN_FORCE");
    }

    [Fact]
    public async Task T3_a_suspension_is_extended_by_any_link_of_its_chain()
    {
        await Record(
            Act("t3-chain", "2025-01-01", Licence("t3-chain/1", "product:t3-chain", "2025-01-01")),
            Act("t3-chain-a", "2025-02-01", Suspended("t3-chain/1", "2025-02-01", "2025-02-28")),
            Act("t3-chain-b", "2025-02-20", SuspensionExtended("t3-chain-a#2", "2025-03-31")),
            Act("t3-chain-c", "2025-03-20", SuspensionExtended("t3-chain-a#2", "2025-04-30")));
        await Shows("t3-chain/1", "2025-04-30", "measure.status=SUSPENDED; measure.nextChange.on=2025-05-01");
        await Shows("t3-chain/1", "2025-04-01", "measure.status=IN_FORCE", published: "2025-03-19");
    }

    [Fact]
    public async Task T3_a_whole_suspension_covers_what_the_instrument_adds_later()
    {
        await Record(
            Act("t3-whole", "2025-01-01", Licence("t3-whole/1", "product:t3-whole", "2025-01-01")),
            Act("t3-whole-pause", "2025-02-01", Suspended("t3-whole", "2025-02-01")),
            Later("t3-whole", "t3-whole-more", "2025-03-01", Licence("t3-whole/2", "product:t3-whole-more", "2025-03-01")));
        await Checks("product:t3-whole-more", "2025-03-01", "headline=NONE; suspended[measure=t3-whole/2].everApplied=NO");
    }

    [Fact]
    public async Task T3_a_repeal_ends_whatever_else_is_announced_except_what_restores_it()
    {
        var restored = ValueAmended("t3-repeal/1", "2025-04-01", "7", "2025-04-30");
        restored.MeasureAmended.Restores = "t3-repeal-end#2";
        await Record(
            Act("t3-repeal", "2025-01-01", Duty("t3-repeal/1", "product:t3-repeal", "2025-01-01", "5")),
            Act("t3-repeal-end", "2025-02-01", Repealed("t3-repeal/1", "2025-02-15")),
            Act("t3-repeal-raise", "2025-03-01", ValueAmended("t3-repeal/1", "2025-03-01", "6")),
            Act("t3-repeal-back", "2025-03-20", restored));
        await Shows("t3-repeal/1", "2025-02-14", "measure.status=IN_FORCE; measure.nextChange.on=2025-02-15");
        await Shows("t3-repeal/1", "2025-03-10", "measure.status=REPEALED");
        await Shows("t3-repeal/1", "2025-04-01", "measure.status=IN_FORCE; measure.value.amount=7");
        await Shows("t3-repeal/1", "2025-05-01", "measure.status=REPEALED");
    }

    [Fact]
    public async Task T3_repeal_of_an_instrument_ends_its_running_suspensions_not_its_repeals()
    {
        await Record(
            Act("t3-acts", "2025-01-01", Licence("t3-acts/1", "product:t3-acts", "2025-01-01"), Licence("t3-acts/2", "product:t3-acts", "2025-01-01")),
            Act("t3-acts-act", "2025-02-01", Suspended("t3-acts/1", "2025-02-01"), Repealed("t3-acts/2", "2025-02-01")),
            Act("t3-acts-end", "2025-03-01", Repealed("t3-acts-act", "2025-03-01")));
        await Shows("t3-acts/1", "2025-02-28", "measure.status=SUSPENDED; measure.nextChange.on=2025-03-01; measure.nextChange.description~springs back");
        await Shows("t3-acts/1", "2025-03-01", "measure.status=IN_FORCE");
        await Shows("t3-acts/2", "2025-03-01", "measure.status=REPEALED");
    }

    [Fact]
    public async Task T3_annulment_from_the_start_leaves_nothing_that_ever_applied()
    {
        await Record(
            Act("t3-void", "2025-01-01", Licence("t3-void/1", "product:t3-void", "2025-01-01")),
            Act("t3-void-practice", "2025-02-20", new Effect { EnforcementEnded = new EnforcementEnded { Target = "t3-void/1", Effective = "2025-02-21" } }),
            Act("t3-void-court", "2025-03-01", Annulled("t3-void/1")));
        await Shows("t3-void/1", "2025-02-01", "measure.status=IN_FORCE; measure.everApplied=YES", published: "2025-02-28");
        await Shows("t3-void/1", "2025-02-01", "measure.status=ANNULLED; measure.everApplied=NO");
        await Shows("t3-void/1", "2025-04-01", "measure.status=ANNULLED; measure.enforcedUntil=2025-02-21");
    }

    [Fact]
    public async Task T3_a_stay_shields_until_its_end_and_a_reversal_undoes_for_all_time()
    {
        var stayed = new Effect { AnnulmentStayed = new AnnulmentStayed { Annulment = "t3-stay-court#2", Through = "2025-03-31" } };
        var reversed = new Effect { AnnulmentReversed = new AnnulmentReversed { Annulment = "t3-stay-court#2", Court = "Supreme Court" } };
        await Record(
            Act("t3-stay", "2025-01-01", Licence("t3-stay/1", "product:t3-stay", "2025-01-01")),
            Act("t3-stay-court", "2025-02-01", Annulled("t3-stay/1", "2025-02-01")),
            Act("t3-stay-order", "2025-02-10", stayed),
            Act("t3-stay-appeal", "2025-05-01", reversed));
        await Shows("t3-stay/1", "2025-03-15", "measure.status=ANNULLED", published: "2025-02-09");
        await Shows("t3-stay/1", "2025-03-15", "measure.status=IN_FORCE; measure.nextChange.on=2025-04-01; measure.nextChange.status=ANNULLED", published: "2025-02-10");
        await Shows("t3-stay/1", "2025-04-15", "measure.status=ANNULLED; measure.everApplied=YES", published: "2025-02-10");
        await Shows("t3-stay/1", "2025-04-15", "measure.status=IN_FORCE; measure.nextChange!");
    }

    [Fact]
    public async Task T3_a_suspension_that_is_annulled_holds_nothing_back()
    {
        await Record(
            Act("t3-null", "2025-01-01", Licence("t3-null/1", "product:t3-null", "2025-01-01")),
            Act("t3-null-pause", "2025-02-01", Suspended("t3-null/1", "2025-02-01")),
            Act("t3-null-court", "2025-03-01", Annulled("t3-null-pause#2", "2025-03-01")));
        await Shows("t3-null/1", "2025-02-28", "measure.status=SUSPENDED; measure.nextChange.on=2025-03-01");
        await Shows("t3-null/1", "2025-03-01", "measure.status=IN_FORCE");
        await Shows("t3-null-pause", "2025-03-01", "instrument.actsOn[target=t3-null/1].standing=annulled");
    }

    [Fact]
    public async Task T3_a_suspension_of_what_is_not_recorded_dangles_and_heals()
    {
        var pause = Act("t3-heal-pause", "2025-02-01", Suspended("t3-heal/1", "2025-02-01"));
        await Refuses("XC-06", pause);
        pause.AcceptUnresolved = true;
        await Record(pause);
        await Shows("t3-heal-pause", "2025-03-01", "instrument.actsOn[target=t3-heal/1].standing=dangling");
        await Record(Act("t3-heal", "2025-01-01", Licence("t3-heal/1", "product:t3-heal", "2025-01-01")));
        await Shows("t3-heal-pause", "2025-03-01", "instrument.actsOn[target=t3-heal/1].standing=running");
        await Checks("product:t3-heal", "2025-03-01", "headline=NONE; suspended[measure=t3-heal/1].everApplied=YES");
    }
}
