using CsCheck;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Specs.Telling;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing.Timelines;
using NodaTime;

namespace Ledger.Specs.Indexing;

/// <summary>What numbers tell of a trade and a scope is what their words tell; where numbers do not tell, they say so.</summary>
public sealed class ScopeNumbersSpecs
{
    private static readonly LocalDate Day = new(2025, 6, 1);

    [Fact]
    public void Numbers_tell_what_words_tell()
    {
        var answers = new int[3];
        var byWords = 0;
        Gen.Select(DrawnScopes.Scopes.Array[1, 12], DrawnScopes.Questions.Array[1, 12]).Sample((scopes, questions) =>
        {
            var symbols = new Symbols();
            foreach (var word in scopes.SelectMany(WordsOf))
                symbols.Add(word);
            var numbers = Array.ConvertAll(scopes, scope => new ScopeNumbers(ScopeNumbers.Of(scope, symbols), 0));
            foreach (var question in questions)
            {
                var trade = TradeNumbers.Of(question, symbols);
                for (var i = 0; i < scopes.Length; i++)
                {
                    if (trade?.Match(numbers[i]) is not { } told)
                    {
                        Interlocked.Increment(ref byWords);
                        continue;
                    }
                    var words = Matching.Match(scopes[i], question, Day);
                    Assert.True(told.Overall == words.Overall, $"{question} beside {scopes[i]}: numbers say {told.Overall}, words {words.Overall}");
                    if (told.Overall == Answer.Yes)
                        Assert.Equal(new BriefMatch(words.Overall, words.ByGoodsKey, words.IsAllDualUse), told);
                    Assert.True(words.Remarks.IsEmpty, $"numbers say nothing of {words.Remarks}");
                    Interlocked.Increment(ref answers[(int)told.Overall]);
                }
            }
        }, iter: Samples.Values / 2);
        Assert.True(byWords > Samples.Values && Array.TrueForAll(answers, count => count > Samples.Values / 4), $"told {string.Join(", ", answers)}, not told {byWords}");
    }

    [Theory]
    [InlineData("compound goods")]
    [InlineData("excluded goods")]
    [InlineData("all dual-use items")]
    public void What_words_alone_tell_is_left_to_them(string what)
    {
        var none = new Scope(null, true, null, null, null, null, null, null, null, null);
        var scope = what switch
        {
            "compound goods" => none with { Goods = new KeySet(false, ["element:Dy+product:oxide"], []) },
            "excluded goods" => none with { Goods = new KeySet(true, [], ["element:Dy"]) },
            _ => none with { Goods = new KeySet(false, ["dual-use:all"], []) },
        };

        Assert.True(new ScopeNumbers(ScopeNumbers.Of(scope, new Symbols()), 0).NeedsWords);
        Assert.False(new ScopeNumbers(ScopeNumbers.Of(none, new Symbols()), 0).NeedsWords);
    }

    /// <summary>A country that was never of a group is not of it on any day; of one that joined or left the day decides.</summary>
    [Theory]
    [InlineData("US", true)]
    [InlineData("GB", false)]
    [InlineData("DE", false)]
    public void Groups_of_countries_are_told_of_those_that_were_never_members(string destination, bool isTold)
    {
        var (symbols, question) = (new Symbols(), Question.Nothing with { Destination = destination });
        symbols.Add("EU");
        var scope = new Scope(null, true, null, null, new KeySet(false, ["EU"], []), null, null, null, null, null);

        Assert.Equal(isTold ? Answer.No : null, TradeNumbers.Of(question, symbols)!.Match(new ScopeNumbers(ScopeNumbers.Of(scope, symbols), 0))?.Overall);
        Assert.Null(TradeNumbers.Of(question with { Destination = "EU" }, symbols));
    }

    private static IEnumerable<string> WordsOf(Scope scope) =>
        new[] { scope.Goods, scope.Origin, scope.ExportedFrom, scope.Destination }.OfType<KeySet>().SelectMany(set => set.Only.Concat(set.AllBut));
}
