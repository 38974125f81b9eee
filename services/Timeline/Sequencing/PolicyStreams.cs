namespace Ledger.Timeline.Sequencing;

/// <summary>Which streams hold policy events: the ledger's own prefix with each owner's kind.</summary>
/// <param name="LedgerPrefix">The ledger's prefix on a shared store; may be empty.</param>
/// <param name="Kinds">Stream kind by owner, e.g. <c>agreements</c> → <c>agreement-</c>.</param>
public sealed record PolicyStreams(string LedgerPrefix, IReadOnlyDictionary<string, string> Kinds)
{
    public const string Instruments = "export-controls";
    public const string Agreements = "agreements";
    public const string Facilities = "facilities";

    /// <summary>The three owners' streams.</summary>
    public static PolicyStreams Under(string ledgerPrefix) => new(
        ledgerPrefix, new Dictionary<string, string> { [Instruments] = "instrument-", [Agreements] = "agreement-", [Facilities] = "facility-" });

    /// <summary>The owners, in one order with <see cref="Prefixes"/>.</summary>
    public IReadOnlyList<string> Owners { get; } = [.. Kinds.Keys];

    /// <summary>What the names of each owner's streams begin with, the ledger's prefix included.</summary>
    public IReadOnlyList<string> Prefixes { get; } = [.. Kinds.Values.Select(kind => LedgerPrefix + kind)];

    /// <summary>The prefix of an owner's streams; null for an owner that is none.</summary>
    public string? PrefixOf(string owner) => Kinds.TryGetValue(owner, out var kind) ? LedgerPrefix + kind : null;

    /// <summary>Whose stream it is.</summary>
    /// <exception cref="InvalidOperationException">It is no stream of an owner.</exception>
    public string OwnerOf(string stream) => Owners[PlaceOfOwner(stream) ?? throw new InvalidOperationException($"{stream} is no stream of an owner")];

    /// <summary>The place among <see cref="Owners"/> of the one whose stream it is; null for none.</summary>
    public int? PlaceOfOwner(string stream)
    {
        for (var place = 0; place < Prefixes.Count; place++)
        {
            if (stream.StartsWith(Prefixes[place], StringComparison.Ordinal))
                return place;
        }
        return null;
    }

    /// <summary>A stream's name without the ledger's prefix.</summary>
    public string NameOf(string stream) => stream[LedgerPrefix.Length..];
}
