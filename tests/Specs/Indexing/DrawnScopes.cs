using CsCheck;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;

namespace Ledger.Specs.Indexing;

/// <summary>Scopes of few goods and countries, groups and compounds among them, and questions that often meet one.</summary>
internal static class DrawnScopes
{
    private static readonly string[] Keys =
    [
        "element:Dy", "element:Ho", "hs:28", "hs:2846", "hs:284690", "hs:8505", "cn-tariff:2846901100", "cn-tariff:28469011", "hts:2846908000", "hts:28469080", "taric:2846903000",
        "control:1C902", "control:1C902.a", "control:1c902.a.1", "control:1C9", "control:3B001", "technology:smelting", "product:ndfeb-magnet", "product:oxide", "dual-use:all",
    ];

    private static readonly string[] Countries = ["CN", "US", "JP", "MY"];

    private static readonly Gen<string> Key = OneOf(Keys);

    private static readonly Gen<string> Compound = Gen.OneOf(Key, Key, Key, Gen.Select(Key, Key, (left, right) => left == right || left == "dual-use:all" || right == "dual-use:all" ? left : $"{left}+{right}"));

    private static readonly Gen<KeySet?> Countrywise = Gen.Select(Gen.Int[0, 11], OneOf(Countries).Array[1, 3]).Select((kind, codes) => kind switch
    {
        < 4 => (KeySet?)null,
        < 6 => new KeySet(true, [], codes.Distinct().ToItems()),
        6 => new KeySet(false, codes.Distinct().Append("EU").ToItems(), []),
        _ => new KeySet(false, codes.Distinct().ToItems(), []),
    });

    private static readonly Gen<KeySet?> Usewise = OneOf(["", "", "", "military", "civil"]).Select(use => use.Length == 0 ? null : new KeySet(false, [use], []));

    private static readonly Gen<string?> Country = OneOf([.. Countries, .. Countries, "BR", "EU", "", ""]).Select(code => code.Length == 0 ? null : code);

    private static readonly Gen<KeySet?> Goodswise = Gen.Select(Gen.Int[0, 9], Compound.Array[1, 4], Key.Array[0, 2]).Select((kind, only, but) => kind switch
    {
        0 => (KeySet?)null,
        1 => new KeySet(true, [], but.ToItems()),
        < 5 => new KeySet(false, only.Distinct().ToItems(), but.Distinct().ToItems()),
        _ => new KeySet(false, only.Distinct().ToItems(), []),
    });

    public static readonly Gen<Scope> Scopes = Gen.Select(Goodswise, Countrywise, Countrywise, Countrywise, Usewise, Gen.Bool).Select((goods, origin, from, destination, use, complete) =>
        new Scope(goods, complete, origin, from, destination, use, null, null, null, null));

    public static readonly Gen<Question> Questions = Gen.Select(Key.Array[0, 3], Country, Country, Country, OneOf(["", "", "military"])).Select((goods, origin, from, destination, use) =>
        Question.Nothing with
        {
            Goods = goods.Distinct().Select(GoodsKey.Parse).ToItems(), Origin = origin, ExportedFrom = from, Destination = destination, EndUse = use.Length == 0 ? [] : [use],
        });

    private static Gen<string> OneOf(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
