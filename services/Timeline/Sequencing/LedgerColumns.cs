using System.Runtime.InteropServices;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using Ledger.Timeline.Indexing.Columns;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>What is kept of one event beside the index.</summary>
/// <param name="Commit">Where the store holds it.</param>
/// <param name="Prepare">Where the store holds it.</param>
/// <param name="RecordedNanoseconds">Running maximum of recorded times, in nanoseconds from 1970.</param>
/// <param name="Stream">Number of the stream's name.</param>
/// <param name="Revision">Revision in the stream.</param>
/// <param name="FirstOfCommand">Position of the first event that the same command recorded.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct EntryRow(ulong Commit, ulong Prepare, long RecordedNanoseconds, int Stream, int Revision, int FirstOfCommand)
{
    public LogPosition At => new(Commit, Prepare);

    public Instant RecordedBy => NodaConstants.UnixEpoch + Duration.FromNanoseconds(RecordedNanoseconds);
}

/// <summary>By what a ledger's last event is known in the store.</summary>
/// <param name="Stream">The stream's full name.</param>
/// <param name="Revision">Revision in the stream.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="RequestId">Of the command that recorded it.</param>
internal sealed record LastEvent(string Stream, long Revision, Guid EventId, Guid RequestId);

/// <summary>The ledger as it lies in memory: a row an event, the index, and the way to the documents, which are not kept.</summary>
internal sealed class LedgerColumns
{
    /// <summary>Documents of a kilobyte or two.</summary>
    private const int ReadAhead = 128;

    /// <summary>The position at which a reader waited last.</summary>
    private int _waitedFor = -2;

    /// <summary>The operation of the last event that was taken, by <see cref="KeyOf"/>; 0 before any was.</summary>
    private ulong _operation;

    public LedgerColumns(PolicyStreams streams, Documents documents)
    {
        Documents = documents;
        Index = new LedgerIndex(streams, Read);
    }

    /// <summary>A row for each event, by position.</summary>
    public Chunked<EntryRow> Rows { get; } = new();

    public LedgerIndex Index { get; }

    public Documents Documents { get; }

    /// <summary>Positions of the last event of each operation, by <see cref="KeyOf"/>, one more than they are.</summary>
    public NumberTable Operations { get; } = new();

    /// <summary>By what the last event is known in the store, and the command that recorded it; null in an empty ledger.</summary>
    public LastEvent? Last { get; set; }

    /// <summary>Takes the next event.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="at">Where the store holds it.</param>
    /// <param name="document">Its document.</param>
    /// <param name="isNew">Whether it was just recorded, so that many will ask for it; else it is read on the way, and mostly never again.</param>
    /// <exception cref="InvalidOperationException">It corrects an event that is not there.</exception>
    public void Add(LedgerEvent recorded, LogPosition at, ReadOnlyMemory<byte> document, bool isNew)
    {
        var (position, header) = (Rows.Count, recorded.Header);
        var stream = Index.Streams.Add(header.Stream);
        var recordedAt = (header.RecordedAt!.Value - NodaConstants.UnixEpoch).ToInt64Nanoseconds();
        var (recordedBy, first) = (recordedAt, position);
        if (position > 0)
        {
            ref readonly var before = ref Rows[position - 1];
            recordedBy = Math.Max(recordedAt, before.RecordedNanoseconds);
            first = (Last!.Stream, Last.RequestId) == (header.Stream, header.RequestId) ? before.FirstOfCommand : position;
        }
        if (first == position || _operation == 0)
            _operation = KeyOf(Kernel.Operations.IdOf(header.Stream, header.RequestId));
        Last = new LastEvent(header.Stream, header.Revision, header.EventId, header.RequestId);
        Documents.Keep(position, isNew ? recorded : null, document);
        Rows.Add(new EntryRow(at.Commit, at.Prepare, recordedBy, stream, (int)header.Revision, first));
        Operations.Set(_operation, position + 1);
        Index.Take(new SequencedEvent(position, recorded), stream);
    }

    /// <summary>Reads the event at a position from the store; for whoever goes through the ledger, the next ones with it.</summary>
    public LedgerEvent Read(long position)
    {
        var read = (int)position;
        if (Documents.IsWaitedFor(read) && Interlocked.Exchange(ref _waitedFor, read) == read - 1)
            Documents.FetchAsync(PlacesFrom(read, Rows.Count), CancellationToken.None).GetAwaiter().GetResult();
        return Documents.Read(PlaceOf(read)).Event;
    }

    /// <summary>Where the next documents from a position on stand, as far as they are worth reading ahead.</summary>
    public IEnumerable<DocumentPlace> PlacesFrom(int position, int count) => Enumerable.Range(position, Math.Min(ReadAhead, count - position)).Select(PlaceOf);

    /// <summary>Where the document of a position stands.</summary>
    public DocumentPlace PlaceOf(int position) => new(position, Index.Streams.NameOf(Rows[position].Stream), Rows[position].Revision);

    /// <summary>An operation in 64 of its bits. It is a name-based id (RFC 9562, version 5), all of whose bits are of a digest; what is found is read and compared whole.</summary>
    public static ulong KeyOf(Guid operation)
    {
        Span<byte> bytes = stackalloc byte[16];
        operation.TryWriteBytes(bytes);
        return MemoryMarshal.Read<ulong>(bytes) ^ MemoryMarshal.Read<ulong>(bytes[8..]) | 1;
    }
}
