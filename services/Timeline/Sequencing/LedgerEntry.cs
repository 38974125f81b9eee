using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>One policy event with its place in the ledger. What it says is read from the store when it is asked for.</summary>
public sealed class LedgerEntry
{
    private readonly LedgerColumns _ledger;
    private readonly EntryRow _row;

    internal LedgerEntry(LedgerColumns ledger, int position) => (_ledger, _row, Position) = (ledger, ledger.Rows[position], position);

    /// <summary>Ledger position: dense from 0 (DESIGN section 5).</summary>
    public long Position { get; }

    /// <summary>Where the store holds it.</summary>
    public LogPosition At => _row.At;

    /// <summary>Recorded axis: the running maximum of recorded times up to here (DESIGN section 3).</summary>
    public Instant RecordedBy => _row.RecordedBy;

    /// <summary>The stream's full name.</summary>
    public string Stream => _ledger.Index.Streams.NameOf(_row.Stream);

    /// <summary>Revision in the stream.</summary>
    public long Revision => _row.Revision;

    /// <summary>The event as decoded.</summary>
    /// <exception cref="EventLogUnavailableException">It is read from the store, which is away.</exception>
    public LedgerEvent Event => _ledger.Documents.Read(_ledger.PlaceOf((int)Position)).Event;

    /// <summary>The stored document, byte for byte.</summary>
    /// <exception cref="EventLogUnavailableException">It is read from the store, which is away.</exception>
    public ReadOnlyMemory<byte> Document => _ledger.Documents.Read(_ledger.PlaceOf((int)Position)).Document;

    /// <summary>The event with its position.</summary>
    public SequencedEvent Sequenced => new(Position, _ledger.Read);

    /// <summary>True when both were recorded by one command: it is seen whole or not at all.</summary>
    public bool IsOfOneCommandWith(LedgerEntry other) => _row.FirstOfCommand == other._row.FirstOfCommand;
}
