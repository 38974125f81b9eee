using System.Text;
using Ledger.Api.Timeline.V1;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Subscriber;

/// <summary>An event of the ledger, however it came.</summary>
/// <param name="Position">Ledger position: dense from 0, the same for every subscriber.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">Wire name, e.g. <c>exportcontrols.measure-suspended.v1</c>.</param>
/// <param name="Owner"><c>agreements</c>, <c>export-controls</c> or <c>facilities</c>.</param>
/// <param name="Stream">The stream, without the store's prefix.</param>
/// <param name="Revision">Revision in the stream, gapless from 0.</param>
/// <param name="Entities">The entity whose stream it is; then what the event acts on or speaks of.</param>
/// <param name="Jurisdictions">Of the event; a correction or retraction has those of what it names too.</param>
/// <param name="Reference"><c>act#ordinal</c>; empty for a correction or retraction.</param>
/// <param name="AnnouncedOn">Announced axis, as stated.</param>
/// <param name="Effective">Effective axis: when it begins to hold, as stated; empty where nothing is.</param>
/// <param name="Ends">Effective axis: when it ends to hold, as stated; empty where nothing is.</param>
/// <param name="RecordedAt">Recorded axis, ISO 8601 in UTC.</param>
/// <param name="Document">The stored document, byte for byte.</param>
public sealed record PolicyEvent(
    long Position, Guid EventId, string Type, string Owner, string Stream, long Revision, IReadOnlyList<string> Entities,
    IReadOnlyList<string> Jurisdictions, string Reference, string AnnouncedOn, string Effective, string Ends, string RecordedAt,
    ReadOnlyMemory<byte> Document)
{
    /// <summary>Reads the document.</summary>
    /// <exception cref="EventFormatException">It is of a version that this package does not know: take the newer package.</exception>
    public LedgerEvent Decode() => EventCodec.Decode(Document);

    internal static PolicyEvent Of(AnnouncedEvent announced) => new(
        announced.Position, Guid.Parse(announced.EventId), announced.Type, announced.Owner, announced.Stream, announced.Revision, [.. announced.Entities],
        [.. announced.Jurisdictions], announced.Reference, announced.AnnouncedOn, announced.Effective, announced.Ends, announced.RecordedAt,
        Encoding.UTF8.GetBytes(announced.Document));
}
