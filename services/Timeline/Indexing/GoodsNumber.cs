using Ledger.Kernel;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// A goods key in 64 bits, so that two are compared without their words as <see cref="GoodsKey.Meets"/> compares them: its sort; of a code the nomenclature, how many
/// digits, and the digits; of any other key the number of its word.
/// </summary>
/// <remarks>
/// From the highest bit: sort (4); of a code nomenclature (4), digits (4), and the digits from the first on (4 each, thirteen at most); of others the number of the word
/// in the lowest 32.
/// </remarks>
internal readonly record struct GoodsNumber(ulong Bits)
{
    private const int SortShift = 60;
    private const int NomenclatureShift = 56;
    private const int LengthShift = 52;
    private const int DigitBits = 4;
    private const int MostDigits = 13;
    private const ulong Digits = (1UL << LengthShift) - 1;

    private static readonly string[] Nomenclatures = ["hs", "cn-tariff", "hts", "taric"];

    /// <summary>The bit of a sort, in a set of them.</summary>
    public static int BitOf(GoodsSort sort) => 1 << (int)sort;

    /// <summary>The sorts of some keys, a bit each.</summary>
    public static int SortsOf(IEnumerable<GoodsKey> keys) => keys.Aggregate(0, (sorts, key) => sorts | BitOf(key.Sort));

    /// <summary>Whether sorts are those of codes alone, or none.</summary>
    public static bool AreCodes(int sorts) => (sorts & ~BitOf(GoodsSort.Code)) == 0;

    /// <summary>Of a key.</summary>
    /// <param name="key">A simple key.</param>
    /// <param name="numberOf">The number of its word, where it is no code.</param>
    public static GoodsNumber Of(GoodsKey key, Func<string, int> numberOf)
    {
        var sort = (ulong)key.Sort << SortShift;
        if (key.Sort != GoodsSort.Code)
            return new(sort | (uint)numberOf(key.ToString()));
        var digits = 0UL;
        for (var i = 0; i < key.Value.Length; i++)
            digits |= (ulong)(key.Value[i] - '0') << ((MostDigits - 1 - i) * DigitBits);
        return new(sort | ((ulong)Array.IndexOf(Nomenclatures, key.Nomenclature) << NomenclatureShift) | ((ulong)key.Value.Length << LengthShift) | digits);
    }

    public GoodsSort Sort => (GoodsSort)(Bits >> SortShift);

    /// <summary>The number of its word, where it is no code.</summary>
    public int Word => (int)Bits;

    private int Nomenclature => (int)(Bits >> NomenclatureShift) & 0xF;

    private int Length => (int)(Bits >> LengthShift) & 0xF;

    /// <summary>How a key that a question states stands to this key of a scope; null where they are control codes, which are compared by their words.</summary>
    public KeyMatch? Meets(GoodsNumber stated)
    {
        if (Bits == stated.Bits)
            return KeyMatch.Yes;
        if (stated.Sort != Sort)
            return KeyMatch.No;
        return Sort switch
        {
            GoodsSort.Code => CodeMeets(stated),
            GoodsSort.ControlCode => null,
            _ => KeyMatch.No,
        };
    }

    /// <summary>The first digits of a code as one number, with how many they are: below zero, where no word has its number.</summary>
    /// <param name="digits">Six at most.</param>
    public int FirstDigits(int digits) => int.MinValue | (digits << (GoodsKey.HarmonizedDigits * DigitBits)) | (int)((Bits & MaskOf(digits)) >> ((MostDigits - GoodsKey.HarmonizedDigits) * DigitBits));

    private KeyMatch CodeMeets(GoodsNumber stated)
    {
        if (stated.Nomenclature == Nomenclature || Length <= GoodsKey.HarmonizedDigits)
        {
            if (stated.Length >= Length && BeginAlike(stated, Length))
                return KeyMatch.Yes;
            return Length >= stated.Length && BeginAlike(stated, stated.Length) ? KeyMatch.Shorter : KeyMatch.No;
        }
        return BeginAlike(stated, Math.Min(GoodsKey.HarmonizedDigits, stated.Length)) ? KeyMatch.Shorter : KeyMatch.No;
    }

    private bool BeginAlike(GoodsNumber other, int digits) => ((Bits ^ other.Bits) & MaskOf(digits)) == 0;

    private static ulong MaskOf(int digits) => Digits & ~(Digits >> (digits * DigitBits));
}
