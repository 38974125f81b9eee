using NodaTime;

namespace Ledger.Adapters.Bus;

/// <summary>An event of the ledger as other systems are told of it, whichever way they are told.</summary>
/// <param name="Position">Ledger position: dense from 0.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">Wire name.</param>
/// <param name="Owner">Whose stream it is, e.g. <c>export-controls</c>; the type of a claim or correction does not say.</param>
/// <param name="Stream">Without the store's prefix.</param>
/// <param name="Revision">Revision in the stream.</param>
/// <param name="Entities">The entity whose stream it is; then what the event acts on or speaks of.</param>
/// <param name="Jurisdictions">Of the event; a correction or retraction has those of what it names too.</param>
/// <param name="Reference"><c>act#ordinal</c>; empty for a correction or retraction.</param>
/// <param name="AnnouncedOn">Announced axis, as stated.</param>
/// <param name="Effective">Effective axis, as stated; empty where nothing is.</param>
/// <param name="Ends">Effective axis, as stated; empty where nothing is.</param>
/// <param name="RecordedAt">Recorded axis.</param>
/// <param name="Document">The stored document, byte for byte.</param>
public sealed record Announcement(
    long Position, Guid EventId, string Type, string Owner, string Stream, long Revision, IReadOnlyList<string> Entities,
    IReadOnlyList<string> Jurisdictions, string Reference, string AnnouncedOn, string Effective, string Ends, Instant RecordedAt,
    ReadOnlyMemory<byte> Document);
