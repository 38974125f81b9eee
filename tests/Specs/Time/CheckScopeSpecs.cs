using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using NodaTime;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>DESIGN section 4, <i>Check</i>: how a question stands to a scope, sentence by sentence.</summary>
public sealed class CheckScopeSpecs
{
    private static readonly LocalDate Day = new(2025, 11, 15);

    private static Answer Match(Ledger.Events.Scope scope, Question question) => Matching.Match(scope, question, Day).Overall;

    private static Question Of(params string[] goods) => Question.Nothing with { Goods = goods.Select(GoodsKey.Parse).ToItems() };

    private static Answer Goods(Ledger.Events.KeySet goods, bool complete, params string[] stated) => Match(Scope(goods: goods, codeListComplete: complete), Of(stated));

    private static void Then(Answer expected, string[] scope, params string[] stated) => Assert.Equal(expected, Goods(Only(scope), false, stated));

    [Fact]
    public void Different_kinds_of_key_must_all_match()
    {
        var scope = Scope(goods: Only("element:Ho"), destination: Only("US"), endUse: Only("military"));
        var question = Of("element:Ho") with { Destination = "US", EndUse = ["military"] };
        Assert.Equal(Answer.Yes, Match(scope, question));
        Assert.Equal(Answer.No, Match(scope, question with { Destination = "JP" }));
        Assert.Equal(Answer.No, Match(scope, question with { EndUse = ["civil"] }));
        Assert.Equal(Answer.No, Match(scope, question with { Goods = Of("element:Dy").Goods }));
    }

    [Fact]
    public void A_kind_left_out_of_a_scope_is_unrestricted() =>
        Assert.Equal(Answer.Yes, Match(Scope(destination: Only("US")), Of("element:Ho") with { Destination = "US", Origin = "CN", Parties = ["anybody"] }));

    [Fact]
    public void A_kind_that_the_scope_states_and_the_question_leaves_open_makes_it_conditional()
    {
        var match = Matching.Match(Scope(goods: Only("element:Ho"), destination: Only("US"), endUser: AllBut("a hospital")), Of("element:Ho"), Day);
        Assert.Equal(Answer.Open, match.Overall);
        Assert.Equal(["destination", "end-user"], match.OpenKinds);
    }

    [Fact]
    public void What_fails_fails_whatever_is_left_open() =>
        Assert.Equal(Answer.No, Match(Scope(goods: Only("element:Ho"), destination: Only("US"), endUse: Only("military")), Of("element:Ho") with { Destination = "JP" }));

    [Fact]
    public void All_of_a_kind_is_matched_though_the_question_leaves_it_open() =>
        Assert.Equal(Answer.Yes, Match(Scope(goods: Only("element:Ho"), destination: All), Of("element:Ho")));

    [Fact]
    public void The_goods_keys_are_alternatives_and_one_match_suffices()
    {
        Then(Answer.Yes, ["element:Ho", "hs:2846"], "hs:2846");
        Then(Answer.Yes, ["element:Ho", "hs:2846"], "element:Ho", "hs:8505");
        Then(Answer.Yes, ["element:Ho", "hs:2846"], "element:Nd", "hs:2846");
    }

    [Fact]
    public void An_exclusion_beats_a_match_but_reaches_only_a_question_that_states_it()
    {
        var goods = new Ledger.Events.KeySet(false, ["element:Dy"], ["product:ndfeb-magnet"]);
        Assert.Equal(Answer.No, Goods(goods, false, "element:Dy", "product:ndfeb-magnet"));
        var open = Matching.Match(Scope(goods: goods), Of("element:Dy"), Day);
        Assert.Equal(Answer.Yes, open.Overall);
        Assert.Contains("product:ndfeb-magnet", Assert.Single(open.Remarks), StringComparison.Ordinal);
        Assert.Equal(Answer.Yes, Goods(goods, false, "element:Dy", "product:oxide"));
    }

    [Fact]
    public void All_but_some_goods_takes_any_others()
    {
        Assert.Equal(Answer.Yes, Goods(AllBut("hs:2846"), false, "hs:8505"));
        Assert.Equal(Answer.No, Goods(AllBut("hs:2846"), false, "hs:2846"));
        Assert.Equal(Answer.No, Goods(AllBut("hs:2846"), false, "cn-tariff:2846901993"));
        Assert.Equal(Answer.Open, Goods(AllBut("hs:2846"), false));
    }

    [Fact]
    public void All_members_of_a_compound_key_must_match()
    {
        Then(Answer.Yes, ["product:ndfeb-magnet+element:Dy"], "product:ndfeb-magnet", "element:Dy");
        Then(Answer.No, ["product:ndfeb-magnet+element:Dy"], "product:ndfeb-magnet", "element:Nd");
        Then(Answer.No, ["product:ndfeb-magnet+element:Dy"], "product:smco-magnet", "element:Dy");
    }

    [Fact]
    public void A_compound_with_a_member_confirmed_one_open_and_none_contradicted_is_conditional()
    {
        Then(Answer.Open, ["product:ndfeb-magnet+element:Dy"], "product:ndfeb-magnet");
        Then(Answer.Open, ["product:ndfeb-magnet+element:Dy"], "element:Dy");
        Then(Answer.No, ["product:ndfeb-magnet+element:Dy"], "element:Nd");
        Then(Answer.No, ["product:ndfeb-magnet+element:Dy+control:1C902"], "element:Dy", "product:oxide");
        Then(Answer.Open, ["product:ndfeb-magnet+hs:850511"], "product:ndfeb-magnet", "hs:8505");
    }

    [Fact]
    public void A_question_with_no_goods_key_of_any_sort_named_is_conditional()
    {
        Then(Answer.Open, ["element:Ho", "product:oxide"], "hs:8505");
        Then(Answer.Open, ["element:Ho"]);
        Then(Answer.Open, ["control:1C902"], "element:Ho", "hs:2846");
        Then(Answer.No, ["element:Ho", "product:oxide"], "hs:8505", "product:magnet");
        Then(Answer.No, ["element:Ho"], "element:Dy");
    }

    [Fact]
    public void A_code_that_is_a_shorter_form_of_one_in_the_scope_is_conditional()
    {
        foreach (var complete in new[] { false, true })
        {
            Assert.Equal(Answer.Open, Goods(Only("cn-tariff:2846901993"), complete, "cn-tariff:284690"));
            Assert.Equal(Answer.Open, Goods(Only("cn-tariff:2846901993"), complete, "hs:2846"));
            Assert.Equal(Answer.Open, Goods(Only("hs:284690"), complete, "hs:28"));
        }
    }

    [Fact]
    public void A_question_of_codes_alone_is_conditional_unless_the_list_of_codes_is_said_to_be_complete()
    {
        Assert.Equal(Answer.Open, Goods(Only("hs:2846"), false, "hs:8505"));
        Assert.Equal(Answer.No, Goods(Only("hs:2846"), true, "hs:8505"));
        Assert.Equal(Answer.No, Goods(Only("hs:2846", "element:Ho"), true, "hs:8505"));
        Assert.Equal(Answer.No, Goods(Only("hs:2846", "element:Ho"), false, "hs:8505", "element:Dy"));
    }

    [Fact]
    public void A_shorter_form_of_a_code_in_a_compound_is_conditional_unless_another_member_is_contradicted()
    {
        Assert.Equal(Answer.Open, Goods(Only("product:ndfeb-magnet+hs:850511"), true, "hs:8505"));
        Assert.Equal(Answer.No, Goods(Only("product:ndfeb-magnet+hs:850511"), true, "hs:8505", "product:oxide"));
    }

    [Fact]
    public void All_but_some_takes_all_the_others_whether_or_not_it_says_all()
    {
        var allBut = new Ledger.Events.KeySet(true, [], ["US"]);
        Assert.Equal(Answer.No, Match(Scope(destination: allBut), Question.Nothing with { Destination = "US" }));
        Assert.Equal(Answer.Yes, Match(Scope(destination: allBut), Question.Nothing with { Destination = "JP" }));
        Assert.Equal(Answer.Open, Match(Scope(destination: allBut), Question.Nothing));
        Assert.Equal(Answer.No, Match(Scope(parties: new Ledger.Events.KeySet(true, [], ["Acme"])), Question.Nothing with { Parties = ["acme"] }));
    }

    [Fact]
    public void A_code_in_a_scope_matches_a_code_equal_to_it_or_beginning_with_it()
    {
        Then(Answer.Yes, ["hs:2846"], "hs:2846");
        Then(Answer.Yes, ["hs:2846"], "cn-tariff:2846901993");
        Then(Answer.Yes, ["cn-tariff:284690"], "hts:2846908090");
        Then(Answer.Yes, ["cn-tariff:28469019"], "cn-tariff:2846901993");
        Then(Answer.Yes, ["hts:8505.11.00"], "hts:8505110070");
    }

    [Fact]
    public void Beyond_six_digits_codes_match_only_within_one_nomenclature_and_equality_at_six_is_a_shorter_form()
    {
        foreach (var complete in new[] { false, true })
        {
            Assert.Equal(Answer.Open, Goods(Only("cn-tariff:2846901993"), complete, "hts:2846901993"));
            Assert.Equal(Answer.Open, Goods(Only("cn-tariff:2846901993"), complete, "hs:284690"));
        }
        Assert.Equal(Answer.No, Goods(Only("cn-tariff:2846901993"), true, "hts:2846101993"));
    }

    [Fact]
    public void Prefixes_of_control_codes_end_at_a_separator()
    {
        Then(Answer.Yes, ["control:1C902"], "control:1C902.a");
        Then(Answer.Yes, ["control:1C902"], "control:1c902");
        Then(Answer.No, ["control:1C90"], "control:1C902");
        Then(Answer.No, ["control:1C902.a"], "control:1C902.ab");
        Then(Answer.Open, ["control:1C902.a"], "control:1C902");
    }

    [Fact]
    public void Hs_code_control_code_and_element_are_three_different_keys()
    {
        Then(Answer.Open, ["control:1C902"], "element:Sm");
        Then(Answer.Open, ["hs:2846"], "element:Sm");
        Assert.Equal(GoodsSort.Code, GoodsKey.Parse("taric:2846900010").Sort);
        Assert.Equal(GoodsSort.ControlCode, GoodsKey.Parse("control:1C902.a").Sort);
    }

    [Fact]
    public void Countries_may_be_given_by_a_group_as_its_members_are_on_the_day()
    {
        var scope = Scope(destination: Only("EU"));
        Assert.Equal(Answer.Yes, Match(scope, Question.Nothing with { Destination = "DE" }));
        Assert.Equal(Answer.No, Match(scope, Question.Nothing with { Destination = "GB" }));
        Assert.Equal(Answer.Yes, Matching.Match(scope, Question.Nothing with { Destination = "GB" }, new LocalDate(2020, 1, 31)).Overall);
        Assert.Equal(Answer.No, Matching.Match(scope, Question.Nothing with { Destination = "GB" }, new LocalDate(2020, 2, 1)).Overall);
        Assert.Equal(Answer.No, Match(Scope(destination: AllBut("EU")), Question.Nothing with { Destination = "FR" }));
        Assert.Equal(Answer.Open, Match(Scope(destination: Only("DE")), Question.Nothing with { Destination = "EU" }));
    }

    [Fact]
    public void Hong_Kong_and_Macao_are_not_China_unless_the_act_says_so()
    {
        Assert.Equal(Answer.No, Match(Scope(origin: Only("CN")), Question.Nothing with { Origin = "HK" }));
        Assert.Equal(Answer.No, Match(Scope(origin: Only("CN")), Question.Nothing with { Origin = "MO" }));
        Assert.Equal(Answer.Yes, Match(Scope(origin: Only("CN", "HK")), Question.Nothing with { Origin = "HK" }));
    }

    [Fact]
    public void One_named_party_of_those_stated_suffices() =>
        Assert.Equal(Answer.Yes, Match(Scope(parties: Only("Acme")), Question.Nothing with { Parties = ["somebody else", "ACME "] }));
}
