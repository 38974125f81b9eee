using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Ledger.Kernel;

/// <summary>The sorts of goods key; HS code, control code and element are different keys (DESIGN section 9).</summary>
public enum GoodsSort
{
    Element,
    Code,
    ControlCode,
    Technology,
    Product,
    DualUse,
}

/// <summary>How one key of a question stands to one key of a scope.</summary>
public enum KeyMatch
{
    No,

    /// <summary>It names the same goods in a shorter form, or in another nomenclature up to six digits: neither yes nor no.</summary>
    Shorter,
    Yes,
}

/// <summary>
/// A simple goods key: <c>element:Dy</c>, <c>hs:2846</c>, <c>cn-tariff:2805301910</c>, <c>hts:…</c>, <c>taric:…</c>, <c>control:1C902.a</c>,
/// <c>technology:…</c>, <c>product:…</c> or <c>dual-use:all</c>. How keys match: DESIGN section 4, <i>Check</i>.
/// </summary>
/// <param name="Sort">Which sort of key.</param>
/// <param name="Nomenclature">The prefix as written; for codes it names the nomenclature.</param>
/// <param name="Value">The key's own value.</param>
public sealed partial record GoodsKey(GoodsSort Sort, string Nomenclature, string Value)
{
    /// <summary>Digits that the Harmonized System fixes; beyond them each nomenclature is its own.</summary>
    public const int HarmonizedDigits = 6;

    private static readonly FrozenDictionary<string, GoodsSort> Sorts = new Dictionary<string, GoodsSort>
    {
        ["element"] = GoodsSort.Element,
        ["hs"] = GoodsSort.Code,
        ["cn-tariff"] = GoodsSort.Code,
        ["hts"] = GoodsSort.Code,
        ["taric"] = GoodsSort.Code,
        ["control"] = GoodsSort.ControlCode,
        ["technology"] = GoodsSort.Technology,
        ["product"] = GoodsSort.Product,
        ["dual-use"] = GoodsSort.DualUse,
    }.ToFrozenDictionary();

    /// <summary>Symbols of the elements (IUPAC, 118 of them).</summary>
    private static readonly FrozenSet<string> Elements = (
        "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In "
        + "Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am "
        + "Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og").Split(' ').ToFrozenSet();

    public override string ToString() => $"{Nomenclature}:{Value}";

    /// <summary>Reads one simple key; refuses with a sentence.</summary>
    public static bool TryParse(string text, out GoodsKey key, out string error)
    {
        key = new GoodsKey(GoodsSort.Product, "product", text);
        error = "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Sorts.TryGetValue(text[..colon], out var sort))
        {
            error = $"'{text}' is not a goods key (write element:Dy, hs:2846, cn-tariff:…, hts:…, taric:…, control:1C902.a, technology:…, product:… or dual-use:all)";
            return false;
        }
        var (nomenclature, value) = (text[..colon], text[(colon + 1)..]);
        if (sort == GoodsSort.Code)
            value = value.Replace(".", "", StringComparison.Ordinal);
        error = sort switch
        {
            GoodsSort.Element when !Elements.Contains(value) => $"'{value}' is not the symbol of an element",
            GoodsSort.Code when !CodeDigits().IsMatch(value) => $"'{value}' is not a code of {nomenclature}: 2 to {(nomenclature == "hs" ? 6 : 13)} digits",
            GoodsSort.Code when nomenclature == "hs" && value.Length > HarmonizedDigits => $"'{value}' has more than six digits: beyond them a code belongs to a nomenclature (cn-tariff, hts, taric)",
            GoodsSort.ControlCode when !ControlCode().IsMatch(value) => $"'{value}' is not a control code",
            GoodsSort.Technology or GoodsSort.Product when !Slug().IsMatch(value) => $"'{value}' is not a slug of lower-case letters, digits, '.', '/' and '-'",
            GoodsSort.DualUse when value != "all" => "write dual-use:all",
            _ => "",
        };
        key = new GoodsKey(sort, nomenclature, value);
        return error.Length == 0;
    }

    public static GoodsKey Parse(string text) => TryParse(text, out var key, out var error) ? key : throw new FormatException(error);

    /// <summary>How a key that the question states stands to this key of a scope.</summary>
    public KeyMatch Meets(GoodsKey stated) => stated.Sort != Sort ? KeyMatch.No : Sort switch
    {
        GoodsSort.Code => CodeMeets(stated),
        GoodsSort.ControlCode => Begins(stated.Value, Value) ? KeyMatch.Yes : Begins(Value, stated.Value) ? KeyMatch.Shorter : KeyMatch.No,
        _ => stated.Value == Value ? KeyMatch.Yes : KeyMatch.No,
    };

    private KeyMatch CodeMeets(GoodsKey stated)
    {
        if (stated.Nomenclature == Nomenclature || Value.Length <= HarmonizedDigits)
        {
            if (stated.Value.StartsWith(Value, StringComparison.Ordinal))
                return KeyMatch.Yes;
            return Value.StartsWith(stated.Value, StringComparison.Ordinal) ? KeyMatch.Shorter : KeyMatch.No;
        }
        var compared = Math.Min(HarmonizedDigits, stated.Value.Length);
        return string.CompareOrdinal(Value, 0, stated.Value, 0, compared) == 0 ? KeyMatch.Shorter : KeyMatch.No;
    }

    /// <summary>A control code begins another only at a separator: 1C902 begins 1C902.a, 1C9 does not begin 1C902.</summary>
    private static bool Begins(string longer, string shorter) =>
        longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase)
        && (longer.Length == shorter.Length || !char.IsAsciiLetterOrDigit(longer[shorter.Length]));

    [GeneratedRegex("^[0-9]{2,13}$")]
    private static partial Regex CodeDigits();

    [GeneratedRegex("^[0-9A-Za-z][0-9A-Za-z.()/-]{0,39}$")]
    private static partial Regex ControlCode();

    [GeneratedRegex("^[a-z0-9][a-z0-9./-]{0,119}$")]
    private static partial Regex Slug();
}

/// <summary>A goods key as a scope states it: simple, or a compound all of whose members must match.</summary>
public sealed record CompoundKey(Items<GoodsKey> Members)
{
    public override string ToString() => string.Join('+', Members);

    public static bool TryParse(string text, out CompoundKey compound, out string error)
    {
        compound = new CompoundKey([]);
        var members = new List<GoodsKey>();
        foreach (var part in text.Split('+'))
        {
            if (!GoodsKey.TryParse(part, out var key, out error))
                return false;
            members.Add(key);
        }
        compound = new CompoundKey(members.ToItems());
        error = "";
        return true;
    }

    /// <summary>Reads a key that has been accepted before. Answers read the same keys over and over, so those read last are kept.</summary>
    public static CompoundKey Parse(string text) =>
        ReadLast.Of(text, static text => TryParse(text, out var key, out var error) ? key : throw new FormatException(error));

    private static readonly Recent<string, CompoundKey> ReadLast = new(1 << 12);
}
