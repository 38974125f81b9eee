using System.Diagnostics.CodeAnalysis;
using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Whether something holds, fails, or is left open by what the question states.</summary>
public enum Answer
{
    No,
    Open,
    Yes,
}

/// <summary>How a question stands to a scope (DESIGN section 4, <i>Check</i>): different kinds of key must all match.</summary>
/// <param name="Overall">Yes: it matches. Open: conditional. No: the measure does not concern the trade.</param>
/// <param name="OpenKinds">Kinds of key that the scope states and the question leaves open.</param>
/// <param name="Remarks">Exclusions that the question does not state, and labels such as "if dual-use".</param>
/// <param name="ByGoodsKey">True where one of the goods keys named matched.</param>
public sealed record ScopeMatch(Answer Overall, Items<string> OpenKinds, Items<string> Remarks, bool ByGoodsKey, bool IsAllDualUse);

/// <summary>The same without the words for it.</summary>
/// <param name="Overall">Whether it matches.</param>
/// <param name="ByGoodsKey">True where one of the goods keys named matched.</param>
/// <param name="IsAllDualUse">True where the scope is all dual-use items.</param>
public readonly record struct BriefMatch(Answer Overall, bool ByGoodsKey, bool IsAllDualUse);

/// <summary>Matches questions against scopes.</summary>
public static class Matching
{
    /// <param name="scope">The measure's scope at the moment.</param>
    /// <param name="question">The trade.</param>
    /// <param name="day">Effective axis: the day by which country groups are read.</param>
    public static ScopeMatch Match(Scope scope, Question question, LocalDate day)
    {
        var open = new List<string>();
        var remarks = new List<string>();
        var overall = Answer.Yes;
        void Take(string kind, Answer answer)
        {
            if (answer == Answer.Open)
                open.Add(kind);
            overall = answer < overall ? answer : overall;
        }
        foreach (var (kind, answer) in ButGoods(scope, question, day))
            Take(kind, answer);
        var goods = GoodsMatching.Match(scope, question.Goods, remarks);
        Take("goods", goods);
        var allDualUse = GoodsMatching.IsAllDualUse(scope);
        if (allDualUse && overall != Answer.No)
            remarks.Add("if dual-use");
        return new ScopeMatch(overall, open.ToItems(), remarks.ToItems(), goods == Answer.Yes && scope.Goods is { All: false, Only.IsEmpty: false } && !allDualUse, allDualUse);
    }

    /// <summary>Whether a scope matches a question or is left open by it, without saying how.</summary>
    public static bool Concerns(Scope scope, Question question, LocalDate day) =>
        ButGoods(scope, question, day).All(kind => kind.Answer != Answer.No) && GoodsMatching.Match(scope, question.Goods, []) != Answer.No;

    /// <summary>Kind by kind, as far as they are asked for.</summary>
    private static IEnumerable<(string Kind, Answer Answer)> ButGoods(Scope scope, Question question, LocalDate day)
    {
        yield return ("origin", Country(scope.Origin, question.Origin, day));
        yield return ("exported-from", Country(scope.ExportedFrom, question.ExportedFrom, day));
        yield return ("destination", Country(scope.Destination, question.Destination, day));
        yield return ("end-use", Any(scope.EndUse, question.EndUse));
        yield return ("end-user", Any(scope.EndUser, question.EndUser));
        yield return ("parties", Any(scope.Parties, question.Parties));
        yield return ("ships", Any(scope.Ships, question.Ships));
        yield return ("reach", Any(scope.Reach, question.Reach));
    }

    /// <summary>A country, or a group of the table, against a set that may name groups.</summary>
    public static Answer Country(KeySet? set, string? stated, LocalDate day)
    {
        if (TakesAll(set))
            return Answer.Yes;
        if (stated is null)
            return Answer.Open;
        if (!CountryGroups.IsGroup(stated))
            return Holds(set, stated, day) ? Answer.Yes : Answer.No;
        if (set.Only.Contains(stated) && set.AllBut.IsEmpty)
            return Answer.Yes;
        var members = CountryGroups.MembersOn(stated, day).Select(member => Holds(set, member, day)).ToList();
        return members.TrueForAll(holds => holds) ? Answer.Yes : members.Exists(holds => holds) ? Answer.Open : Answer.No;
    }

    /// <summary>Named parties, ships, uses: one of those stated suffices.</summary>
    public static Answer Any(KeySet? set, Items<string> stated) =>
        TakesAll(set) ? Answer.Yes : stated.IsEmpty ? Answer.Open : stated.Any(value => Holds(set, value)) ? Answer.Yes : Answer.No;

    /// <summary>For a part: all of those stated must lie in it; some only leaves the measure counting and the part listed.</summary>
    public static Answer Every(KeySet? set, Items<string> stated)
    {
        if (TakesAll(set))
            return Answer.Yes;
        if (stated.IsEmpty)
            return Answer.Open;
        var inside = stated.Count(value => Holds(set, value));
        return inside == stated.Count ? Answer.Yes : inside > 0 ? Answer.Open : Answer.No;
    }

    /// <summary>Group codes that a scope names: their memberships change answers by date alone.</summary>
    public static IEnumerable<string> GroupsIn(Scope scope) =>
        new[] { scope.Origin, scope.ExportedFrom, scope.Destination }
            .Where(set => set is not null).SelectMany(set => set!.Only.Concat(set.AllBut)).Where(CountryGroups.IsGroup).Distinct();

    /// <summary>Group codes that a question states.</summary>
    public static IEnumerable<string> GroupsIn(Question question) =>
        new[] { question.Origin, question.ExportedFrom, question.Destination }.OfType<string>().Where(CountryGroups.IsGroup);

    private static bool Holds(KeySet set, string country, LocalDate day) =>
        (set.Only.IsEmpty || set.Only.Any(named => Names(named, country, day))) && !set.AllBut.Any(named => Names(named, country, day));

    private static bool Names(string named, string country, LocalDate day) =>
        named == country || (CountryGroups.IsGroup(named) && CountryGroups.IsMember(named, country, day));

    private static bool Holds(KeySet set, string value) =>
        (set.Only.IsEmpty || set.Only.Any(named => Same(named, value))) && !set.AllBut.Any(named => Same(named, value));

    /// <summary>Whether a set leaves nothing out.</summary>
    public static bool TakesAll([NotNullWhen(false)] KeySet? set) => set is null or { All: true, AllBut.IsEmpty: true };

    private static bool Same(string left, string right) => string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase);
}
