using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing;

/// <summary>What has a scope.</summary>
/// <param name="Posting">As a number: <see cref="Id"/>, and in the lowest bit <see cref="Covers"/>.</param>
internal readonly record struct GoodsTarget(int Posting)
{
    public GoodsTarget(int id, bool covers)
        : this((id << 1) | (covers ? 1 : 0))
    {
    }

    /// <summary>Number of the id of a measure, or of what an amendment gives a scope.</summary>
    public int Id => Posting >> 1;

    /// <summary>True for all measures that the id covers, as an amendment has it; false for the measure alone that is introduced with the scope.</summary>
    public bool Covers => (Posting & 1) != 0;
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
/// <param name="symbols">Holds the words.</param>
/// <param name="postings">Holds links of chains.</param>
/// <param name="blocks">Holds lists, of nobody else.</param>
internal sealed class GoodsPostings(Symbols symbols, Chunked<Posting> postings, ByteArena blocks)
{
    /// <summary>Stands for every origin: the scope restricts none, or names a group of countries, whose members change.</summary>
    private const string AnyOrigin = "*";

    private const int UsuallyFound = 256;

    /// <summary>Under it all origins are listed.</summary>
    private const ulong All = 1;

    private readonly Catalogue _origins = new(postings);

    /// <summary>Sets of sorts of key by which some scope states goods, by origin.</summary>
    private readonly Catalogue _sorts = new(postings);

    /// <summary>Scopes that restrict the goods by no key, by origin.</summary>
    private readonly BlockLists _anyGoods = new(blocks);

    /// <summary>Scopes that state goods keys, by origin and by the sorts of these: a question that states none of the sorts leaves them open.</summary>
    private readonly BlockLists _bySorts = new(blocks);

    /// <summary>Scopes whose list of codes the act does not call complete, by origin: a question that states codes alone leaves them open.</summary>
    private readonly BlockLists _openCodeLists = new(blocks);

    /// <summary>Scopes by origin and a key as it stands.</summary>
    private readonly BlockLists _byKey = new(blocks);

    /// <summary>Scopes by origin and every shorter form of a key.</summary>
    private readonly BlockLists _byShorter = new(blocks);

    /// <summary>The lists of scopes, for saving them.</summary>
    public ByteArena Blocks => blocks;

    /// <summary>By what they are found, for saving it.</summary>
    public IEnumerable<NumberTable> Tables => [_origins.Heads, _sorts.Heads, _anyGoods.Heads, _bySorts.Heads, _openCodeLists.Heads, _byKey.Heads, _byShorter.Heads];

    /// <summary>Adds a scope that a target has in some version.</summary>
    public void Add(GoodsTarget target, Scope scope)
    {
        var origins = scope.Origin is { All: false, Only.IsEmpty: false } only && !only.Only.Any(CountryGroups.IsGroup) ? only.Only : [AnyOrigin];
        foreach (var origin in origins)
            Add(symbols.Add(origin), target.Posting, scope);
    }

    /// <summary>Targets whose scope a question may match, now or at another time, each once, in the order of their postings.</summary>
    public IReadOnlyList<GoodsTarget> For(Question question)
    {
        var (stated, found) = (new StatedGoods(question.Goods, symbols), new List<int>(UsuallyFound));
        if (question.Origin is { } origin && !CountryGroups.IsGroup(origin))
        {
            Find(symbols.Find(origin), stated, found);
            Find(symbols.Find(AnyOrigin), stated, found);
        }
        else
        {
            foreach (var each in _origins.Of(All))
                Find(each, stated, found);
        }
        return found.InOrderOnce().ConvertAll(posting => new GoodsTarget(posting));
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
        var sorts = GoodsNumber.SortsOf(members);
        _sorts.AddOnce(Keys.Of(origin), sorts);
        _bySorts.Add(Keys.Of(origin, sorts), target);
        if (!scope.CodeListComplete && (sorts & GoodsNumber.BitOf(GoodsSort.Code)) != 0)
            _openCodeLists.Add(Keys.Of(origin), target);
        foreach (var member in members)
        {
            var forms = GoodsForms.Of(member, symbols.Add);
            _byKey.Add(Keys.Of(origin, forms[^1]), target);
            foreach (var shorter in forms.AsSpan(..^1))
                _byShorter.Add(Keys.Of(origin, shorter), target);
        }
    }

    private void Find(int origin, in StatedGoods stated, List<int> found)
    {
        if (origin == 0)
            return;
        _anyGoods.AppendTo(found, Keys.Of(origin));
        foreach (var named in _sorts.Of(Keys.Of(origin)))
        {
            if ((named & stated.Sorts) == 0)
                _bySorts.AppendTo(found, Keys.Of(origin, named));
        }
        if (GoodsNumber.AreCodes(stated.Sorts))
            _openCodeLists.AppendTo(found, Keys.Of(origin));
        foreach (var forms in stated.Forms)
        {
            foreach (var form in forms)
                _byKey.AppendTo(found, KeyOf(origin, form));
            _byShorter.AppendTo(found, KeyOf(origin, forms[^1]));
        }
    }

    /// <summary>0, under which nothing is, where no scope has the form.</summary>
    private static ulong KeyOf(int origin, int form) => form == 0 ? 0 : Keys.Of(origin, form);

    /// <summary>The goods that a question states.</summary>
    private readonly struct StatedGoods(Items<GoodsKey> goods, Symbols symbols)
    {
        /// <summary>The forms of each.</summary>
        public int[][] Forms { get; } = [.. goods.Select(good => GoodsForms.Of(good, symbols.Find))];

        /// <summary>Their sorts, a bit each.</summary>
        public int Sorts { get; } = GoodsNumber.SortsOf(goods);
    }
}

/// <summary>The forms of goods keys by which two that can meet have one in common.</summary>
internal static class GoodsForms
{
    /// <summary>The forms of a key as numbers, the shortest first, the key itself last.</summary>
    /// <param name="key">The key.</param>
    /// <param name="numberOf">The number of a word; 0 where it has none.</param>
    public static int[] Of(GoodsKey key, Func<string, int> numberOf) => key.Sort switch
    {
        GoodsSort.Code => OfCode(GoodsNumber.Of(key, numberOf), key.Value.Length),
        GoodsSort.ControlCode => [.. Parts(key.Value.ToUpperInvariant()).Select(numberOf)],
        _ => [numberOf(key.ToString())],
    };

    /// <summary>Its first two digits, its first three, and so on, up to six.</summary>
    private static int[] OfCode(GoodsNumber code, int digits)
    {
        var forms = new int[Math.Max(1, Math.Min(GoodsKey.HarmonizedDigits, digits) - 1)];
        for (var i = 0; i < forms.Length; i++)
            forms[i] = code.FirstDigits(i + 2);
        return forms;
    }

    /// <summary>A control code begins another only at a separator.</summary>
    private static IEnumerable<string> Parts(string code)
    {
        for (var length = 1; length <= code.Length; length++)
        {
            if (length == code.Length || !char.IsAsciiLetterOrDigit(code[length]))
                yield return $"control:{code[..length]}";
        }
    }
}
