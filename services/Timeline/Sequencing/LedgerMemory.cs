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
    private readonly Lock _writing = new();
    private LedgerSnapshot _latest = new(new LedgerColumns(streams, documents), 0);
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>True once everything that was in the store at the start has been projected.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>Everything projected so far.</summary>
    public LedgerSnapshot Latest => Volatile.Read(ref _latest);

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
        var latest = Latest;
        var found = latest.Columns.Operations.Find(LedgerColumns.KeyOf(operation)) - 1;
        return found >= 0 && found < latest.Count && latest[found].Event.Header is var header && Operations.IdOf(header.Stream, header.RequestId) == operation ? found : null;
    }

    /// <summary>The ledger position of an effect by the stream and its <c>act#ordinal</c>, the last one of that name; null where it is not there.</summary>
    public long? PositionOfEffect(string stream, string act, int ordinal) =>
        Latest is var latest && latest.Index.PositionOfEffect(stream, act, ordinal) is { } position && position < latest.Count ? position : null;

    /// <summary>Adds events all at once: readers see what one command recorded whole or not at all.</summary>
    /// <exception cref="InvalidOperationException">An event corrects one that is not there.</exception>
    internal void Append(IReadOnlyList<ReadEvent> recorded)
    {
        lock (_writing)
        {
            var columns = Latest.Columns;
            foreach (var (read, at, document) in recorded)
                columns.Add(read, at, document, IsCaughtUp);
            Show(columns);
        }
        Signal();
    }

    /// <summary>Lets somebody look at the ledger while no event is added; answers are given meanwhile.</summary>
    internal void Rest(Action<LedgerColumns> look)
    {
        lock (_writing)
            look(Latest.Columns);
    }

    /// <summary>Begins with a saved projection, before any event is added.</summary>
    internal void Begin(LedgerColumns columns)
    {
        lock (_writing)
            Show(columns);
        Signal();
    }

    /// <summary>Puts rebuilt columns in the place of its own, after they have taken what was added meanwhile.</summary>
    internal void Replace(LedgerColumns columns)
    {
        lock (_writing)
        {
            for (var (latest, next) = (Latest, columns.Rows.Count); next < latest.Count; next++)
                columns.Add(latest[next].Event, latest[next].At, latest[next].Document, isNew: true);
            Show(columns);
        }
        Signal();
    }

    private void Show(LedgerColumns columns) => Volatile.Write(ref _latest, new LedgerSnapshot(columns, columns.Rows.Count));

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
