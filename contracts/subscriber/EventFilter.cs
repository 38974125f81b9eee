using Ledger.Api.Timeline.V1;

namespace Ledger.Subscriber;

/// <summary>
/// Which events a handler is called for: those that pass every filter that is stated, by any of its values; an empty one lets all pass. It is
/// the same on the server, for what comes over gRPC, and here, for what comes over the topic.
/// </summary>
/// <param name="Owners"><c>agreements</c>, <c>export-controls</c>, <c>facilities</c>.</param>
/// <param name="Types">Wire names, or their beginnings.</param>
/// <param name="Jurisdictions">ISO 3166-1 alpha-2, or an organisation of the ledger's table.</param>
/// <param name="Entities">Instruments, clauses, measures, agreements or facilities that the event stands on, acts on or speaks of.</param>
public sealed record EventFilter(IReadOnlyList<string> Owners, IReadOnlyList<string> Types, IReadOnlyList<string> Jurisdictions, IReadOnlyList<string> Entities)
{
    public static EventFilter Everything { get; } = new([], [], [], []);

    public bool Takes(PolicyEvent recorded) =>
        (Owners.Count == 0 || Owners.Contains(recorded.Owner))
        && (Types.Count == 0 || Types.Any(type => recorded.Type.StartsWith(type, StringComparison.Ordinal)))
        && (Jurisdictions.Count == 0 || Jurisdictions.Any(recorded.Jurisdictions.Contains))
        && (Entities.Count == 0 || Entities.Any(id => recorded.Entities.Any(entity => Covers(id, entity) || Covers(entity, id))));

    internal SubscribeRequest From(long position) => new()
    {
        FromPosition = position, Owners = { Owners }, Types_ = { Types }, Jurisdictions = { Jurisdictions }, Entities = { Entities },
    };

    /// <summary>A clause stands for its measures, an instrument for its clauses.</summary>
    private static bool Covers(string whole, string part) =>
        part.StartsWith(whole, StringComparison.Ordinal) && (part.Length == whole.Length || part[whole.Length] == '/');
}
