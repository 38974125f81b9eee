using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>One policy event with its place in the ledger.</summary>
/// <param name="Sequenced">The event as decoded, with its ledger position: dense from 0 (DESIGN section 5).</param>
/// <param name="At">Where the store holds it.</param>
/// <param name="RecordedBy">Recorded axis: the running maximum of recorded times up to here (DESIGN section 3).</param>
/// <param name="Document">The stored document, byte for byte.</param>
public sealed record LedgerEntry(SequencedEvent Sequenced, LogPosition At, Instant RecordedBy, ReadOnlyMemory<byte> Document)
{
    public long Position => Sequenced.Position;

    public LedgerEvent Event => Sequenced.Event;

    /// <summary>True when both were recorded by one command: it is seen whole or not at all.</summary>
    public bool IsOfOneCommandWith(LedgerEntry other) =>
        Event.Header.Stream == other.Event.Header.Stream && Event.Header.RequestId == other.Event.Header.RequestId;
}
