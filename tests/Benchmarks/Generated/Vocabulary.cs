using Ledger.Kernel;

namespace Ledger.Benchmarks.Generated;

/// <summary>What generated acts speak of. Drawn by rank, so that few are spoken of often and many seldom, as in trade law.</summary>
internal static class Vocabulary
{
    public static readonly string[] Jurisdictions =
        ["CN", "US", "JP", "KR", "AU", "IN", "CA", "GB", "DE", "FR", "MY", "ID", "VN", "TH", "BR", "CL", "ZA", "RU", "KZ", "MN", "MM", "CD", "NA", "TZ", "SA", "TR", "MX", "AR", "PE", "NO", "SE", "EE", "PH", "NG", "MG", "GL"];

    public static readonly string[] Issuers = ["mofcom", "customs", "commerce", "trade", "finance", "energy"];

    public static readonly string[] Goods = [.. Elements().Concat(Controls()).Concat(Products()).Concat(Codes())];

    /// <summary>Goods as acts name them: one in five the more often the earlier it stands, the others any alike, since most goods are controlled by few.</summary>
    public static string Good(Random random) => random.Next(5) == 0 ? Drawn(Goods, random) : Goods[random.Next(Goods.Length)];

    /// <summary>Goods as a declaration states them that leaves nothing open: a key of every sort, of which one is given.</summary>
    public static Items<GoodsKey> InEverySort(GoodsKey given, Random random) =>
        ((string[][])[[.. Elements()], [.. Controls()], [.. Products()], [.. Codes()]]).Select(sort => GoodsKey.Parse(sort[random.Next(sort.Length)]))
            .Select(drawn => drawn.Sort == given.Sort ? given : drawn).ToItems();

    /// <summary>One of them, the earlier the likelier: the n-th is drawn about as often as 1/n.</summary>
    public static T Drawn<T>(IReadOnlyList<T> values, Random random) => values[Math.Min(values.Count - 1, (int)(Math.Pow(values.Count + 1, random.NextDouble()) - 1))];

    private static IEnumerable<string> Elements() =>
        "Dy Tb Ga Ge Sb Nd Pr Sm Gd Lu Sc Y Ho Er Tm Eu Yb W Te Bi Mo In Co Li Ni Mg V Nb Ta Be Zr Hf Re Cr Mn Ti".Split(' ').Select(symbol => $"element:{symbol}");

    private static IEnumerable<string> Controls() =>
        from category in "1C 3A 2B 5A 6A 9A".Split(' ') from number in Enumerable.Range(0, 24) select $"control:{category}{900 + number}";

    /// <summary>Six-digit codes of the Harmonized System's chapters on minerals, chemicals, metals and machines.</summary>
    private static IEnumerable<string> Codes() =>
        from chapter in (int[])[25, 26, 28, 38, 72, 75, 81, 84, 85, 90] from heading in Enumerable.Range(1, 10) from sub in Enumerable.Range(10, 50) select $"hs:{chapter}{heading:00}{sub}";

    private static IEnumerable<string> Products() => Enumerable.Range(1, 60).Select(number => $"product:material-{number}");
}
