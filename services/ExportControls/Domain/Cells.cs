using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// Divides what a question leaves open into the cells that acts on parts distinguish, so that "every part is covered" (DESIGN T5) can be
/// asked of each. Kinds of key that no part names need no cells.
/// </summary>
public static class Cells
{
    /// <summary>Beyond this many cells the status is told of the question as a whole.</summary>
    private const int Most = 512;

    /// <summary>Stands for every country that is not named: ISO 3166 leaves the code to its users.</summary>
    public const string OtherCountry = "ZZ";

    /// <summary>Stands for whatever the keys named do not.</summary>
    private const string Other = "any-other";

    public static IReadOnlyList<Question> Of(Question question, Scope? scope, List<Part> parts)
    {
        List<Scope>? scopes = null;
        foreach (var part in parts)
        {
            if (part.Scope is { } named)
                (scopes ??= []).Add(named);
        }
        if (scopes is null)
            return [question];
        IEnumerable<Question> cells = [question];
        if (question.Goods.IsEmpty && scopes.Exists(part => part.Goods is not null))
            cells = Divide(cells, GoodsCells(scope?.Goods, scopes), (cell, goods) => cell with { Goods = goods });
        cells = DivideCountries(cells, question.Origin, scope?.Origin, scopes.Select(part => part.Origin), (cell, code) => cell with { Origin = code });
        cells = DivideCountries(cells, question.ExportedFrom, scope?.ExportedFrom, scopes.Select(part => part.ExportedFrom), (cell, code) => cell with { ExportedFrom = code });
        cells = DivideCountries(cells, question.Destination, scope?.Destination, scopes.Select(part => part.Destination), (cell, code) => cell with { Destination = code });
        cells = DivideTokens(cells, question.EndUse, scope?.EndUse, scopes.Select(part => part.EndUse), (cell, values) => cell with { EndUse = values });
        cells = DivideTokens(cells, question.EndUser, scope?.EndUser, scopes.Select(part => part.EndUser), (cell, values) => cell with { EndUser = values });
        cells = DivideTokens(cells, question.Parties, scope?.Parties, scopes.Select(part => part.Parties), (cell, values) => cell with { Parties = values });
        cells = DivideTokens(cells, question.Ships, scope?.Ships, scopes.Select(part => part.Ships), (cell, values) => cell with { Ships = values });
        cells = DivideTokens(cells, question.Reach, scope?.Reach, scopes.Select(part => part.Reach), (cell, values) => cell with { Reach = values });
        var divided = cells.Take(Most + 1).ToList();
        return divided.Count is 0 or > Most ? [question] : divided;
    }

    private static IEnumerable<Question> DivideCountries(
        IEnumerable<Question> cells, string? stated, KeySet? scope, IEnumerable<KeySet?> parts, Func<Question, string, Question> with)
    {
        var named = parts.Where(part => part is not null).SelectMany(part => part!.Only.Concat(part.AllBut)).ToList();
        return stated is not null || named.Count == 0 ? cells : Divide(cells, ValuesOf(scope, named, OtherCountry), with);
    }

    private static IEnumerable<Question> DivideTokens(
        IEnumerable<Question> cells, Items<string> stated, KeySet? scope, IEnumerable<KeySet?> parts, Func<Question, Items<string>, Question> with)
    {
        var named = parts.Where(part => part is not null).SelectMany(part => part!.Only.Concat(part.AllBut)).ToList();
        return !stated.IsEmpty || named.Count == 0 ? cells : Divide(cells, ValuesOf(scope, named, Other).Select(value => (Items<string>)[value]).ToList(), with);
    }

    private static List<string> ValuesOf(KeySet? scope, List<string> named, string other)
    {
        var isList = scope is { All: false, Only.IsEmpty: false };
        var values = isList ? scope!.Only.Concat(named.Where(value => LiesIn(scope.Only, value))) : named.Append(other);
        return [.. values.Where(value => scope?.AllBut.Contains(value) != true).Distinct()];
    }

    /// <summary>True for a value named, and for a country that was ever a member of a group named.</summary>
    private static bool LiesIn(Items<string> named, string value) =>
        named.Contains(value) || named.Where(CountryGroups.IsGroup).Any(group => CountryGroups.EverMembersOf(group).Contains(value));

    private static List<Items<GoodsKey>> GoodsCells(KeySet? scope, List<Scope> parts)
    {
        var named = parts.Where(part => part.Goods is not null).SelectMany(part => part.Goods!.Only.Concat(part.Goods.AllBut)).Distinct().ToList();
        var isList = scope is { All: false, Only.IsEmpty: false };
        var keys = isList ? scope!.Only.Concat(named.Where(key => LiesWithin(scope, key))) : named;
        var cells = keys.Where(key => scope?.AllBut.Contains(key) != true).Distinct().Select(key => CompoundKey.Parse(key).Members).ToList();
        if (!isList)
            cells.Add(OthersThan(named.SelectMany(key => CompoundKey.Parse(key).Members)));
        // Goods that a part excludes lie outside it, whichever of the keys above they also bear.
        foreach (var exclusion in parts.SelectMany(part => part.Goods?.AllBut ?? []).Distinct().Select(key => CompoundKey.Parse(key).Members))
        {
            cells = [.. cells.SelectMany(cell => cell.Any(good => exclusion.Any(member => member.Sort == good.Sort))
                ? [cell] : new[] { cell.Concat(exclusion).ToItems(), cell.Concat(OthersThan(exclusion)).ToItems() })];
        }
        return cells;
    }

    /// <summary>Goods that are none of those named, of every sort by which they are named.</summary>
    private static Items<GoodsKey> OthersThan(IEnumerable<GoodsKey> named) =>
        named.Select(key => new GoodsKey(key.Sort, key.Nomenclature, Other)).Distinct().ToItems();

    private static bool LiesWithin(KeySet scope, string key)
    {
        var members = CompoundKey.Parse(key).Members;
        return scope.Only.Select(CompoundKey.Parse).Any(named => GoodsMatching.MeetsAll(named, members));
    }

    private static IEnumerable<Question> Divide<T>(IEnumerable<Question> cells, List<T> values, Func<Question, T, Question> with) =>
        from cell in cells
        from value in values
        select with(cell, value);
}
