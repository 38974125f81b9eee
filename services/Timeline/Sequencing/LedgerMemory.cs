using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>
/// The whole ledger as projected so far, in memory and in order. One writer, the sequencer; any number of readers.
/// </summary>
/// <param name="streams">Whose stream is whose.</param>
/// <param name="documents">Where the documents are read, which are not kept.</param>
public sealed class LedgerMemory(PolicyStreams streams, Documents documents)
{
    private readonly LedgerColumns _ledger = new(streams, documents);
    private (int Stream, Guid RequestId) _lastCommand;
    private int _count;
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>True once everything that was in the store at the start has been projected.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>Everything projected so far.</summary>
    public LedgerSnapshot Latest => new(_ledger, Volatile.Read(ref _count));

    /// <summary>Waits until a ledger position is projected.</summary>
    public Task WaitForAsync(long position, CancellationToken cancellation) => WaitAsync(latest => latest.Position >= position, cancellation);

    /// <summary>Waits until what the store holds up to one of its positions is projected.</summary>
    public Task WaitForAsync(LogPosition at, CancellationToken cancellation) =>
        WaitAsync(latest => latest.Count > 0 && latest[latest.Position].At.CompareTo(at) >= 0, cancellation);

    /// <summary>The ledger position of the last event at or before a position of the store, which must have been projected.</summary>
    public long PositionOf(LogPosition at) => Latest.CountWhere(row => row.At.CompareTo(at) <= 0) - 1;

    /// <summary>The ledger position of the last event that an operation recorded; null where it has recorded none.</summary>
    public long? PositionOfOperation(Guid operation)
    {
        var found = _ledger.Operations.Find(LedgerColumns.KeyOf(operation)) - 1;
        return found >= 0 && found < Latest.Count && Latest[found].Event.Header is var header && Operations.IdOf(header.Stream, header.RequestId) == operation ? found : null;
    }

    /// <summary>The ledger position of an effect by the stream and its <c>act#ordinal</c>, the last one of that name; null where it is not there.</summary>
    public long? PositionOfEffect(string stream, string act, int ordinal) =>
        _ledger.Index.PositionOfEffect(stream, act, ordinal) is { } position && position < Latest.Count ? position : null;

    /// <summary>Adds events all at once: readers see what one command recorded whole or not at all.</summary>
    /// <exception cref="EventLogCorruptException">An event corrects one that is not there.</exception>
    internal void Append(IReadOnlyList<(LedgerEvent Event, LogPosition At, ReadOnlyMemory<byte> Document)> recorded)
    {
        foreach (var (read, at, document) in recorded)
            Add(read, at, document);
        Volatile.Write(ref _count, _ledger.Rows.Count);
        Signal();
    }

    private void Add(LedgerEvent recorded, LogPosition at, ReadOnlyMemory<byte> document)
    {
        var (position, header) = (_ledger.Rows.Count, recorded.Header);
        var stream = _ledger.Index.Rows.Vocabulary.Symbols.Add(header.Stream);
        var recordedAt = (header.RecordedAt!.Value - NodaConstants.UnixEpoch).ToInt64Nanoseconds();
        var (recordedBy, first) = (recordedAt, position);
        if (position > 0)
        {
            ref readonly var before = ref _ledger.Rows[position - 1];
            recordedBy = Math.Max(recordedAt, before.RecordedNanoseconds);
            first = _lastCommand == (stream, header.RequestId) ? before.FirstOfCommand : position;
        }
        _lastCommand = (stream, header.RequestId);
        _ledger.Documents.Keep(position, recorded, document);
        _ledger.Rows.Add(new EntryRow(at.Commit, at.Prepare, recordedBy, stream, (int)header.Revision, first));
        _ledger.Operations.Set(LedgerColumns.KeyOf(Operations.IdOf(header.Stream, header.RequestId)), position + 1);
        _ledger.Index.Take(new SequencedEvent(position, recorded));
    }

    internal void CaughtUp()
    {
        IsCaughtUp = true;
        Signal();
    }

    private async Task WaitAsync(Func<LedgerSnapshot, bool> reached, CancellationToken cancellation)
    {
        while (true)
        {
            var grown = Volatile.Read(ref _grown).Task;
            if (reached(Latest))
                return;
            await grown.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Signal() => Interlocked.Exchange(ref _grown, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
