using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// The goods keys of a scope are one kind, and alternatives: one match suffices, an exclusion beats it but reaches only a question that
/// states it (DESIGN section 4, <i>Check</i>).
/// </summary>
public static class GoodsMatching
{
    public static bool IsAllDualUse(Scope scope) => scope.Goods is { } goods && goods.Only.Contains("dual-use:all");

    /// <param name="scope">The scope whose goods are asked.</param>
    /// <param name="stated">The question's goods keys.</param>
    /// <param name="remarks">Receives exclusions that the question does not state.</param>
    public static Answer Match(Scope scope, Items<GoodsKey> stated, List<string> remarks)
    {
        if (scope.Goods is not { } goods)
            return Answer.Yes;
        var exclusions = goods.AllBut.Select(CompoundKey.Parse).ToList();
        if (exclusions.Exists(exclusion => MeetsAll(exclusion, stated)))
            return Answer.No;
        var answer = goods.All || IsAllDualUse(scope) ? Answer.Yes
            : goods.Only.IsEmpty ? (stated.IsEmpty ? Answer.Open : Answer.Yes)
            : OneOf(scope, goods.Only.Select(CompoundKey.Parse).ToList(), stated);
        if (answer != Answer.No)
            remarks.AddRange(exclusions.Select(exclusion => $"except {exclusion}, which the question does not state"));
        return answer;
    }

    /// <summary>True when every member of a key is met by some key stated.</summary>
    public static bool MeetsAll(CompoundKey key, Items<GoodsKey> stated) =>
        key.Members.All(member => stated.Any(good => member.Meets(good) == KeyMatch.Yes));

    /// <summary>True when some member of a key is of a sort that is stated, and none stated meets it, not even in a shorter form.</summary>
    public static bool Contradicts(CompoundKey key, Items<GoodsKey> stated) => key.Members.Any(member => BestOf(member, stated) == KeyMatch.No);

    private static Answer OneOf(Scope scope, List<CompoundKey> keys, Items<GoodsKey> stated)
    {
        if (keys.Exists(key => MeetsAll(key, stated)))
            return Answer.Yes;
        return StatesNoSortNamed(keys, stated) || StatesAShorterForm(keys, stated) || StatesCodesOnlyOfAnOpenList(scope, keys, stated)
            || keys.Exists(key => IsConfirmedInPart(key, stated))
                ? Answer.Open
                : Answer.No;
    }

    private static bool StatesNoSortNamed(List<CompoundKey> keys, Items<GoodsKey> stated)
    {
        var named = keys.SelectMany(key => key.Members).Select(member => member.Sort).ToHashSet();
        return !stated.Any(good => named.Contains(good.Sort));
    }

    /// <summary>A code of the scope in a shorter form; a compound that another of its members contradicts is no longer in question.</summary>
    private static bool StatesAShorterForm(List<CompoundKey> keys, Items<GoodsKey> stated) =>
        keys.Exists(key => key.Members.Select(member => BestOf(member, stated)).ToList() is var best && best.Contains(KeyMatch.Shorter) && !best.Contains(KeyMatch.No));

    /// <summary>A question that states codes alone cannot be turned away by a list of codes that the act does not call complete.</summary>
    private static bool StatesCodesOnlyOfAnOpenList(Scope scope, List<CompoundKey> keys, Items<GoodsKey> stated) =>
        !scope.CodeListComplete && stated.All(good => good.Sort == GoodsSort.Code)
        && keys.Exists(key => key.Members.Any(member => member.Sort == GoodsSort.Code));

    /// <summary>A compound with a member confirmed, one left open and none contradicted.</summary>
    private static bool IsConfirmedInPart(CompoundKey key, Items<GoodsKey> stated)
    {
        if (key.Members.Count < 2)
            return false;
        var (confirmed, open) = (0, 0);
        foreach (var member in key.Members)
        {
            switch (BestOf(member, stated))
            {
                case KeyMatch.Yes:
                    confirmed++;
                    break;
                case null or KeyMatch.Shorter:
                    open++;
                    break;
                default:
                    return false;
            }
        }
        return confirmed > 0 && open > 0;
    }

    /// <summary>How the best of the keys stated of a member's sort meets it; null where none of that sort is stated.</summary>
    private static KeyMatch? BestOf(GoodsKey member, Items<GoodsKey> stated) =>
        stated.Where(good => good.Sort == member.Sort).Select(good => (KeyMatch?)member.Meets(good)).Max();
}
