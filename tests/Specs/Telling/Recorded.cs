using Ledger.Kernel;
using NodaTime;

namespace Ledger.Specs.Telling;

/// <summary>A decided event as the recorder would have it.</summary>
internal static class Recorded
{
    public static SequencedEvent As(DecidedEvent decided, long position, string stream, long revision, Guid requestId, Instant recordedAt) =>
        new(position, new LedgerEvent(
            new EventHeader(NameBasedGuid.Of(requestId, $"{position}"), stream, revision, recordedAt, requestId, new string('0', 64), "spec"),
            decided.Entity, decided.Place, decided.Jurisdictions, decided.Confidence, decided.Note, decided.Citations, decided.Body));
}
