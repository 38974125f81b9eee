using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// Whether an act on a part reaches a question (DESIGN T3, <i>Parts</i>): only one that states it lies in the part. Otherwise, and where
/// another scope key of the same sort matches outside the part or another stated party lies outside it, the measure counts and the part is
/// listed (<see cref="Answer.Open"/>).
/// </summary>
public static class PartReach
{
    /// <param name="part">The part; null: the whole.</param>
    /// <param name="measure">Id of the measure asked.</param>
    /// <param name="scope">The measure's scope at the moment; null for an instrument without measures.</param>
    /// <param name="question">The trade.</param>
    /// <param name="day">Effective axis: the day by which country groups are read.</param>
    public static Answer Of(Part? part, string measure, Scope? scope, Question question, LocalDate day)
    {
        if (part is null)
            return Answer.Yes;
        if (!part.Measures.IsEmpty && !part.Measures.Any(named => Ids.Covers(named, measure)))
            return Answer.No;
        if (part.Scope is not { } within)
            return Answer.Yes;
        Answer[] answers =
        [
            Matching.Country(within.Origin, question.Origin, day),
            Matching.Country(within.ExportedFrom, question.ExportedFrom, day),
            Matching.Country(within.Destination, question.Destination, day),
            Matching.Every(within.EndUse, question.EndUse),
            Matching.Every(within.EndUser, question.EndUser),
            Matching.Every(within.Parties, question.Parties),
            Matching.Every(within.Ships, question.Ships),
            Matching.Every(within.Reach, question.Reach),
            Goods(within, scope, question.Goods),
        ];
        return answers.Min();
    }

    private static Answer Goods(Scope within, Scope? scope, Items<GoodsKey> stated)
    {
        if (within.Goods is not { } part)
            return Answer.Yes;
        var answer = GoodsMatching.Match(within, stated, []);
        if (answer != Answer.Yes)
            return answer;
        // To lie in a part that excludes some goods, a question states that it is none of them.
        var isOfNoneExcluded = part.AllBut.Select(CompoundKey.Parse).All(exclusion => GoodsMatching.Contradicts(exclusion, stated));
        return !isOfNoneExcluded || (!part.Only.IsEmpty && LiesPartlyOutside(part, scope, stated)) ? Answer.Open : Answer.Yes;
    }

    /// <summary>True when a key stated, of a sort by which the part was reached, matches the measure's scope outside the part; a shorter form of a key of the part is no other.</summary>
    private static bool LiesPartlyOutside(KeySet part, Scope? scope, Items<GoodsKey> stated)
    {
        var reached = part.Only.Select(CompoundKey.Parse).Where(key => GoodsMatching.MeetsAll(key, stated)).SelectMany(key => key.Members).ToList();
        var sorts = reached.Select(member => member.Sort).ToHashSet();
        var outside = stated.Where(good => sorts.Contains(good.Sort) && !reached.Exists(member => member.Meets(good) != KeyMatch.No)).ToList();
        if (outside.Count == 0)
            return false;
        if (scope?.Goods is not { Only.IsEmpty: false } goods)
            return true;
        return goods.Only.Select(CompoundKey.Parse).Any(key =>
            GoodsMatching.MeetsAll(key, stated) && outside.Exists(good => key.Members.Any(member => member.Meets(good) == KeyMatch.Yes)));
    }
}
