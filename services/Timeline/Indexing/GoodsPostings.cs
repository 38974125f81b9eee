using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing;

/// <summary>What has a scope.</summary>
/// <param name="Id">Number of the id of a measure, or of what an amendment gives a scope.</param>
/// <param name="Covers">True for all measures that the id covers, as an amendment has it; false for the measure alone that is introduced with the scope.</param>
internal readonly record struct GoodsTarget(int Id, bool Covers)
{
    /// <summary>As a number.</summary>
    public int Posting => (Id << 1) | (Covers ? 1 : 0);

    /// <summary>Of such a number.</summary>
    public static GoodsTarget Of(int posting) => new(posting >> 1, (posting & 1) != 0);
}

/// <summary>
/// Which measures a question can concern: by where the goods come from, and by their keys (DESIGN section 4, <i>Check</i>). It answers with
/// too many rather than too few, over all versions that a scope ever had; the rules of matching tell the rest apart.
/// </summary>
/// <remarks>
/// Codes are found by their first six
/// digits, the most that all nomenclatures share, and control codes by their parts, each in both directions: a question may state a longer or
/// a shorter form. One writer; readers find, without a lock, what was added before they asked.
/// </remarks>
internal sealed class GoodsPostings(Symbols symbols, Chunked<Posting> postings)
{
    /// <summary>Stands for every origin: the scope restricts none, or names a group of countries, whose members change.</summary>
    private const string AnyOrigin = "*";

    /// <summary>Under it all origins are listed.</summary>
    private const ulong All = 1;

    private readonly Catalogue _origins = new(postings);

    /// <summary>Scopes that restrict the goods by no key, by origin.</summary>
    private readonly Catalogue _anyGoods = new(postings);

    /// <summary>Sets of sorts of key by which some scope states goods, by origin.</summary>
    private readonly Catalogue _sorts = new(postings);

    /// <summary>Scopes that state goods keys, by origin and by the sorts of these: a question that states none of the sorts leaves them open.</summary>
    private readonly Catalogue _bySorts = new(postings);

    /// <summary>Scopes whose list of codes the act does not call complete, by origin: a question that states codes alone leaves them open.</summary>
    private readonly Catalogue _openCodeLists = new(postings);

    /// <summary>Scopes by origin and a key as it stands.</summary>
    private readonly Catalogue _byKey = new(postings);

    /// <summary>Scopes by origin and every shorter form of a key.</summary>
    private readonly Catalogue _byShorter = new(postings);

    /// <summary>All of them, for saving them.</summary>
    public IEnumerable<Catalogue> Catalogues => [_origins, _anyGoods, _sorts, _bySorts, _openCodeLists, _byKey, _byShorter];

    /// <summary>Adds a scope that a target has in some version.</summary>
    public void Add(GoodsTarget target, Scope scope)
    {
        var origins = scope.Origin is { All: false, Only.IsEmpty: false } only && !only.Only.Any(CountryGroups.IsGroup) ? only.Only : [AnyOrigin];
        foreach (var origin in origins)
            Add(symbols.Add(origin), target.Posting, scope);
    }

    /// <summary>Targets whose scope a question may match, now or at another time.</summary>
    public IReadOnlyCollection<GoodsTarget> For(Question question)
    {
        var found = new HashSet<int>();
        if (question.Origin is { } origin && !CountryGroups.IsGroup(origin))
        {
            Find(symbols.Find(origin), question.Goods, found);
            Find(symbols.Find(AnyOrigin), question.Goods, found);
        }
        else
        {
            foreach (var each in _origins.Of(All))
                Find(each, question.Goods, found);
        }
        return [.. found.Select(GoodsTarget.Of)];
    }

    private void Add(int origin, int target, Scope scope)
    {
        _origins.AddOnce(All, origin);
        if (scope.Goods is not { All: false, Only.IsEmpty: false } goods || GoodsMatching.IsAllDualUse(scope))
        {
            _anyGoods.Add(Keys.Of(origin), target);
            return;
        }
        var members = goods.Only.SelectMany(key => CompoundKey.Parse(key).Members).Distinct().ToList();
        var sorts = members.Aggregate(0, (sorts, member) => sorts | GoodsNumber.BitOf(member.Sort));
        _sorts.AddOnce(Keys.Of(origin), sorts);
        _bySorts.Add(Keys.Of(origin, sorts), target);
        if (!scope.CodeListComplete && members.Exists(member => member.Sort == GoodsSort.Code))
            _openCodeLists.Add(Keys.Of(origin), target);
        foreach (var member in members)
        {
            var forms = Forms(member, symbols.Add);
            _byKey.Add(Keys.Of(origin, forms[^1]), target);
            foreach (var shorter in forms.SkipLast(1))
                _byShorter.Add(Keys.Of(origin, shorter), target);
        }
    }

    private void Find(int origin, Items<GoodsKey> stated, HashSet<int> found)
    {
        if (origin == 0)
            return;
        Take(_anyGoods, Keys.Of(origin), found);
        var sorts = stated.Aggregate(0, (sorts, good) => sorts | GoodsNumber.BitOf(good.Sort));
        foreach (var named in _sorts.Of(Keys.Of(origin)))
        {
            if ((named & sorts) == 0)
                Take(_bySorts, Keys.Of(origin, named), found);
        }
        if (stated.All(good => good.Sort == GoodsSort.Code))
            Take(_openCodeLists, Keys.Of(origin), found);
        foreach (var good in stated)
        {
            var forms = Forms(good, symbols.Find);
            foreach (var form in forms)
                Take(_byKey, KeyOf(origin, form), found);
            Take(_byShorter, KeyOf(origin, forms[^1]), found);
        }
    }

    /// <summary>0, under which nothing is, where no scope has the form.</summary>
    private static ulong KeyOf(int origin, int form) => form == 0 ? 0 : Keys.Of(origin, form);

    /// <summary>The forms by which two keys that can meet have one in common, as numbers, the shortest first, the key itself last.</summary>
    /// <param name="key">The key.</param>
    /// <param name="numberOf">The number of a word; 0 where it has none.</param>
    private static int[] Forms(GoodsKey key, Func<string, int> numberOf) => key.Sort switch
    {
        GoodsSort.Code => [.. Enumerable.Range(2, Math.Max(1, Math.Min(GoodsKey.HarmonizedDigits, key.Value.Length) - 1)).Select(GoodsNumber.Of(key, numberOf).FirstDigits)],
        GoodsSort.ControlCode => [.. Parts(key.Value.ToUpperInvariant()).Select(numberOf)],
        _ => [numberOf(key.ToString())],
    };

    /// <summary>A control code begins another only at a separator.</summary>
    private static IEnumerable<string> Parts(string code)
    {
        for (var length = 1; length <= code.Length; length++)
        {
            if (length == code.Length || !char.IsAsciiLetterOrDigit(code[length]))
                yield return $"control:{code[..length]}";
        }
    }

    private static void Take(Catalogue targets, ulong key, HashSet<int> found)
    {
        foreach (var target in targets.Of(key))
            found.Add(target);
    }
}
