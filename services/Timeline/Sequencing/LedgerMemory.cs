using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>
/// The whole ledger as projected so far, in memory and in order. One writer, the sequencer; any number of readers.
/// </summary>
public sealed class LedgerMemory(PolicyStreams streams)
{
    private readonly LedgerIndex _index = new(streams);
    private readonly Lock _gate = new();
    private LedgerEntry[] _entries = new LedgerEntry[1024];
    private int _count;
    private readonly Dictionary<Guid, long> _operations = [];
    private readonly Dictionary<(string Stream, string Act, int Ordinal), long> _effects = [];
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>True once everything that was in the store at the start has been projected.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>Everything projected so far.</summary>
    public LedgerSnapshot Latest
    {
        get
        {
            lock (_gate)
                return new LedgerSnapshot(_entries, _count, _index);
        }
    }

    /// <summary>Waits until a ledger position is projected.</summary>
    public Task WaitForAsync(long position, CancellationToken cancellation) => WaitAsync(latest => latest.Position >= position, cancellation);

    /// <summary>Waits until what the store holds up to one of its positions is projected.</summary>
    public Task WaitForAsync(LogPosition at, CancellationToken cancellation) =>
        WaitAsync(latest => latest.Count > 0 && latest[latest.Position].At.CompareTo(at) >= 0, cancellation);

    /// <summary>The ledger position of the last event at or before a position of the store, which must have been projected.</summary>
    public long PositionOf(LogPosition at)
    {
        var latest = Latest.Entries.Span;
        var (low, high) = (0, latest.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (latest[middle].At.CompareTo(at) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    /// <summary>The ledger position of the last event that an operation recorded; null where it has recorded none.</summary>
    public long? PositionOfOperation(Guid operation)
    {
        lock (_gate)
            return _operations.TryGetValue(operation, out var position) ? position : null;
    }

    /// <summary>The ledger position of an effect by the stream and its <c>act#ordinal</c>, the last one of that name; null where it is not there.</summary>
    public long? PositionOfEffect(string stream, string act, int ordinal)
    {
        lock (_gate)
            return _effects.TryGetValue((stream, act, ordinal), out var position) ? position : null;
    }

    /// <summary>Adds events all at once: readers see what one command recorded whole or not at all.</summary>
    internal void Append(IReadOnlyList<(LedgerEvent Event, LogPosition At, ReadOnlyMemory<byte> Document)> recorded)
    {
        lock (_gate)
        {
            foreach (var (read, at, document) in recorded)
                Add(read, at, document);
        }
        Signal();
    }

    private void Add(LedgerEvent recorded, LogPosition at, ReadOnlyMemory<byte> document)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2); // readers keep the array they have
        var recordedAt = recorded.Header.RecordedAt!.Value;
        var recordedBy = _count == 0 ? recordedAt : Instant.Max(recordedAt, _entries[_count - 1].RecordedBy);
        _entries[_count] = new LedgerEntry(new SequencedEvent(_count, recorded), at, recordedBy, document);
        _index.Take(_entries[_count].Sequenced);
        _operations[Operations.IdOf(recorded.Header.Stream, recorded.Header.RequestId)] = _count;
        if (recorded.Place is { } place)
            _effects[(recorded.Header.Stream, place.Act, place.Ordinal)] = _count;
        _count++;
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
