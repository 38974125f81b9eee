using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// A trade in numbers, to be put beside scopes in numbers: it says of each what <see cref="Matching"/> says of its words (DESIGN section 4, <i>Check</i>). Not safe for
/// several readers at once.
/// </summary>
internal sealed class TradeNumbers
{
    private readonly Symbols _symbols;
    private readonly (GoodsKey Key, GoodsNumber Number)[] _goods;
    private readonly (string? Code, int Number)[] _countries;
    private readonly int _kinds;
    private readonly int _sorts;
    private readonly Dictionary<(string Country, int Group), bool> _members = [];

    private TradeNumbers(Question question, Symbols symbols)
    {
        (_symbols, _goods, _kinds) = (symbols, [.. question.Goods.Select(good => (good, GoodsNumber.Of(good, symbols.Find)))], ScopeNumbers.KindsOf(question));
        _countries = Array.ConvertAll((string?[])[question.Origin, question.ExportedFrom, question.Destination], country => (country, country is null ? 0 : symbols.Find(country)));
        _sorts = GoodsNumber.SortsOf(question.Goods);
    }

    /// <summary>A question in numbers; null where it states a group of countries.</summary>
    public static TradeNumbers? Of(Question question, Symbols symbols) => Matching.GroupsIn(question).Any() ? null : new(question, symbols);

    /// <summary>How the trade stands to a scope on any day; null where only the scope's words tell, or it depends on when a country was of a group.</summary>
    public BriefMatch? Match(ScopeNumbers scope)
    {
        if (scope.NeedsWords || (scope.Kinds & _kinds) != 0)
            return null;
        var overall = scope.Kinds == 0 ? Answer.Yes : Answer.Open;
        for (var set = 0; set < _countries.Length; set++)
        {
            var only = scope.Only(set);
            var allBut = scope.AllBut(set);
            if (IsEverOfOne(_countries[set].Code, only) || IsEverOfOne(_countries[set].Code, allBut))
                return null;
            overall = Least(overall, Country(only, allBut, _countries[set]));
        }
        if (overall == Answer.No)
            return default(BriefMatch);
        var goods = scope.IsOfGoods ? OneOf(scope) : Answer.Yes;
        return new BriefMatch(Least(overall, goods), goods == Answer.Yes && scope.IsOfGoods, IsAllDualUse: false);
    }

    private static Answer Country(ReadOnlySpan<int> only, ReadOnlySpan<int> allBut, (string? Code, int Number) stated)
    {
        if (only.IsEmpty && allBut.IsEmpty)
            return Answer.Yes;
        if (stated.Code is null)
            return Answer.Open;
        return (only.IsEmpty || only.Contains(stated.Number)) && !allBut.Contains(stated.Number) ? Answer.Yes : Answer.No;
    }

    /// <summary>Whether a country was ever of one of the groups named.</summary>
    private bool IsEverOfOne(string? country, ReadOnlySpan<int> named)
    {
        foreach (var number in named)
        {
            if (number >= 0 || country is null)
                continue;
            if (!_members.TryGetValue((country, number), out var isMember))
                _members.Add((country, number), isMember = CountryGroups.EverMembersOf(_symbols[-number]).Contains(country));
            if (isMember)
                return true;
        }
        return false;
    }

    /// <summary>One of the keys named suffices; what leaves them open is the same as <see cref="GoodsMatching"/> has for keys that are no compounds.</summary>
    private Answer OneOf(ScopeNumbers scope)
    {
        if ((scope.Sorts & _sorts) == 0)
            return Answer.Open;
        var best = KeyMatch.No;
        foreach (var key in scope.Goods)
        {
            foreach (var (stated, number) in _goods)
            {
                var match = key.Meets(number) ?? CompoundKey.Parse(_symbols[key.Word]).Members[0].Meets(stated);
                best = match > best ? match : best;
            }
        }
        var isOpenList = !scope.HasAllCodes && GoodsNumber.AreCodes(_sorts) && (scope.Sorts & GoodsNumber.BitOf(GoodsSort.Code)) != 0;
        return best == KeyMatch.Yes ? Answer.Yes : best == KeyMatch.Shorter || isOpenList ? Answer.Open : Answer.No;
    }

    private static Answer Least(Answer left, Answer right) => left < right ? left : right;
}
