using System.Runtime.InteropServices;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// A scope in numbers, so that a trade is put beside it without its words: the countries that it names are numbers of the index's vocabulary, its goods keys are
/// <see cref="GoodsNumber"/>s. It
/// leaves to the words what they alone tell: compound and excluded goods; all dual-use items.
/// </summary>
/// <param name="bytes">Where it stands; README.md beside the index tells the form.</param>
/// <param name="at">From which byte on.</param>
internal readonly struct ScopeNumbers(byte[] bytes, int at)
{
    private const byte ByWords = 1;
    private const byte CompleteCodes = 2;
    private const byte NamesGoods = 4;

    /// <summary>Marks, kinds stated, sorts of goods; then how many countries each of the three sets names and excludes, and how many goods.</summary>
    private const int HeaderBytes = 10;
    private const int CountsAt = 3;
    private const int GoodsCountAt = CountsAt + Lists;

    /// <summary>Of countries: what each of the three sets names, and what it excludes.</summary>
    private const int Lists = 6;

    /// <summary>True where only its words tell how a trade stands to it.</summary>
    public bool NeedsWords => (bytes[at] & ByWords) != 0;

    /// <summary>False where the act does not call its list of codes complete.</summary>
    public bool HasAllCodes => (bytes[at] & CompleteCodes) != 0;

    /// <summary>False where it takes all goods.</summary>
    public bool IsOfGoods => (bytes[at] & NamesGoods) != 0;

    /// <summary>Which kinds of key it restricts that are told by words: a bit each, as <see cref="KindsOf(Scope)"/> has them.</summary>
    public int Kinds => bytes[at + 1];

    /// <summary>Sorts of the goods that it names, a bit each.</summary>
    public int Sorts => bytes[at + 2];

    /// <summary>The goods keys that it names.</summary>
    public ReadOnlySpan<GoodsNumber> Goods => MemoryMarshal.Cast<byte, GoodsNumber>(bytes.AsSpan(PlaceOf(Lists), bytes[at + GoodsCountAt] * sizeof(ulong)));

    /// <summary>Numbers of the countries named by one of its sets: origin, exported from, destination. A group of countries has its number below zero.</summary>
    public ReadOnlySpan<int> Only(int set) => Numbers(2 * set, bytes[at + CountsAt + (2 * set)]);

    /// <summary>Numbers of the countries excluded by one of its sets.</summary>
    public ReadOnlySpan<int> AllBut(int set) => Numbers((2 * set) + 1, bytes[at + CountsAt + (2 * set) + 1]);

    /// <summary>Which of the kinds that are told by words are restricted by a scope.</summary>
    public static int KindsOf(Scope scope) => ((KeySet?[])[scope.EndUse, scope.EndUser, scope.Parties, scope.Ships, scope.Reach])
        .Select((set, kind) => Matching.TakesAll(set) ? 0 : 1 << kind).Sum();

    /// <summary>Which of them are stated by a question.</summary>
    public static int KindsOf(Question question) => ((Items<string>[])[question.EndUse, question.EndUser, question.Parties, question.Ships, question.Reach])
        .Select((stated, kind) => stated.IsEmpty ? 0 : 1 << kind).Sum();

    /// <summary>The scopes that effects state, in numbers, each behind the place of its effect.</summary>
    /// <param name="effects">Introductions and amendments, among others.</param>
    /// <param name="symbols">Holds every word that they state.</param>
    public static List<(int Place, byte[] Numbers)> Of(IReadOnlyList<Effect> effects, Symbols symbols)
    {
        var scopes = new List<(int, byte[])>();
        for (var place = 0; place < effects.Count; place++)
        {
            if (Targets.ScopeOf(effects[place].Body) is { } scope)
                scopes.Add((place, Of(scope, symbols)));
        }
        return scopes;
    }

    /// <summary>A scope in numbers.</summary>
    public static byte[] Of(Scope scope, Symbols symbols)
    {
        var countries = (KeySet?[])[scope.Origin, scope.ExportedFrom, scope.Destination];
        List<Items<string>> lists = [.. countries.SelectMany(set => (Items<string>[])[set?.Only ?? [], set?.AllBut ?? []])];
        var named = scope.Goods is { All: false } goods ? goods.Only : [];
        var header = new byte[HeaderBytes];
        if (!Array.TrueForAll(countries, IsTold) || !AreTold(scope.Goods) || lists.Append(named).Any(list => list.Count > byte.MaxValue))
        {
            header[0] = ByWords;
            return header;
        }
        header[0] = (byte)((scope.CodeListComplete ? CompleteCodes : 0) | (named.IsEmpty ? 0 : NamesGoods));
        (header[1], header[2]) = ((byte)KindsOf(scope), (byte)GoodsNumber.SortsOf(named.Select(GoodsKey.Parse)));
        for (var i = 0; i < lists.Count; i++)
            header[CountsAt + i] = (byte)lists[i].Count;
        header[GoodsCountAt] = (byte)named.Count;
        return
        [
            .. header, .. MemoryMarshal.AsBytes<int>(lists.SelectMany(list => list).Select(word => CountryGroups.IsGroup(word) ? -symbols.Find(word) : symbols.Find(word)).ToArray()),
            .. MemoryMarshal.AsBytes<GoodsNumber>(named.Select(key => GoodsNumber.Of(GoodsKey.Parse(key), symbols.Find)).ToArray()),
        ];
    }

    /// <summary>A set that names nothing, and does not say that it takes all, is told by its words.</summary>
    private static bool IsTold(KeySet? set) => set is null || set.All || !set.Only.IsEmpty || !set.AllBut.IsEmpty;

    private static bool AreTold(KeySet? goods) =>
        goods is null || (goods.AllBut.IsEmpty && (goods.All ? goods.Only.IsEmpty : !goods.Only.IsEmpty && goods.Only.All(key => CompoundKey.Parse(key).Members is [{ Sort: not GoodsSort.DualUse }])));

    private ReadOnlySpan<int> Numbers(int list, int count) => MemoryMarshal.Cast<byte, int>(bytes.AsSpan(PlaceOf(list), count * sizeof(int)));

    /// <summary>Where a list stands; what is behind the lists of countries are the goods.</summary>
    private int PlaceOf(int list)
    {
        var before = 0;
        for (var i = 0; i < list; i++)
            before += bytes[at + CountsAt + i];
        return at + HeaderBytes + (before * sizeof(int));
    }
}
