using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>
/// Which trade a measure (or a part of one) reaches. Kinds of key that are null are unrestricted; the kinds present must all match
/// (DESIGN, <i>Check</i>). A scope with no kind at all is refused.
/// </summary>
/// <param name="Goods">Goods keys: <c>element:Dy</c>, <c>hs:2846</c>, <c>cn-tariff:…</c>, <c>hts:…</c>, <c>taric:…</c>, <c>control:1C902.a</c>,
/// <c>technology:…</c>, <c>product:…</c>, compounds joined by <c>+</c>, or <c>dual-use:all</c>.</param>
/// <param name="CodeListComplete">True only where the act says that its list of codes is the whole scope.</param>
/// <param name="Origin">Where the goods are made: countries, or a group of the published table.</param>
/// <param name="ExportedFrom">The country they leave.</param>
/// <param name="Destination">The country they go to.</param>
/// <param name="EndUse">End-use tokens such as <c>military</c>.</param>
/// <param name="EndUser">Kinds or names of end users.</param>
/// <param name="Parties">Named parties to the transaction.</param>
/// <param name="Ships">Ships or kinds of ship.</param>
/// <param name="Reach">Extraterritorial reach: <c>de-minimis:0.1%</c>, <c>foreign-direct-product</c>, <c>re-export</c>.</param>
public sealed record Scope(
    KeySet? Goods, bool CodeListComplete, KeySet? Origin, KeySet? ExportedFrom, KeySet? Destination, KeySet? EndUse, KeySet? EndUser,
    KeySet? Parties, KeySet? Ships, KeySet? Reach);

/// <summary>
/// The values of one kind of key: all of them, only those named, or all but those named. For goods both lists may stand together:
/// the keys named, less the exclusions.
/// </summary>
public sealed record KeySet(bool All, Items<string> Only, Items<string> AllBut);

/// <summary>
/// What an act that ends, suspends, extends, exempts or annuls reaches, where it is not the whole of its target (DESIGN T3, <i>Parts</i>).
/// </summary>
/// <param name="Scope">Scope keys; null: unrestricted.</param>
/// <param name="Slice">An interval of the value; null: the whole value.</param>
/// <param name="Measures">Clauses or measures of the target, by id; empty: all of them.</param>
public sealed record Part(Scope? Scope, Slice? Slice, Items<string> Measures);

/// <summary>An interval of a measure's value in the value's own unit: 24 points above 10 is 10 to 34.</summary>
/// <param name="Above">Lower bound.</param>
/// <param name="To">Upper bound; null: whatever the value is.</param>
public sealed record Slice(decimal Above, decimal? To);
