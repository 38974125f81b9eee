using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>A trade as far as it is stated; what is empty or null is left open.</summary>
/// <param name="Goods">Goods keys; those of different sorts describe the same goods.</param>
/// <param name="Origin">ISO 3166: where made.</param>
/// <param name="ExportedFrom">ISO 3166: the country they leave.</param>
/// <param name="Destination">ISO 3166.</param>
/// <param name="EndUse">End-use tokens.</param>
/// <param name="EndUser">Kinds or names of end users.</param>
/// <param name="Parties">Named parties.</param>
/// <param name="Ships">Ships.</param>
/// <param name="Reach">Extraterritorial reach that the trade is known to meet.</param>
public sealed record Question(
    Items<GoodsKey> Goods, string? Origin, string? ExportedFrom, string? Destination, Items<string> EndUse, Items<string> EndUser,
    Items<string> Parties, Items<string> Ships, Items<string> Reach)
{
    /// <summary>Nothing stated: the measure as a whole.</summary>
    public static Question Nothing { get; } = new([], null, null, null, [], [], [], [], []);
}
