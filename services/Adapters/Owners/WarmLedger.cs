using Ledger.Adapters.EventLog;
using Ledger.Adapters.Saving;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>
/// An owner's state, kept warm from its own streams: where each stands, and the events of those that are held. Those are held that were written or
/// asked about last, and of a short ledger all; any other is read when a decision rests on it. Events arrive twice, with the recorder's answer and
/// from the store; revisions without gaps tell which have been taken. Safe for concurrent use: every access holds its gate.
/// </summary>
/// <param name="log">The store.</param>
/// <param name="ledger">An empty one.</param>
/// <param name="streamPrefix">Of the owner's streams.</param>
/// <param name="mostHeld">Events held at most, but for those of streams in use: some two kilobytes each.</param>
internal sealed class WarmLedger(IEventLog log, IOwnerLedger ledger, string streamPrefix, int mostHeld = 50_000)
{
    /// <summary>A start fills this part of the room: to hold an event takes some times as long as to note it.</summary>
    private const int AtStart = 5;

    private static readonly TimeSpan LaggingNode = TimeSpan.FromMilliseconds(20);

    private readonly KnownStreams _streams = new(mostHeld);
    private readonly Lock _gate = new();
    private readonly OwnerStream _none = new();
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once everything that was recorded before the start has been taken.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>How many events are held.</summary>
    public int EventsHeld
    {
        get
        {
            lock (_gate)
                return _streams.EventsHeld;
        }
    }

    /// <summary>Begins with what was noted before an earlier end of the process.</summary>
    public void Begin(Notes notes)
    {
        lock (_gate)
        {
            _streams.Expect(notes.Streams.Count);
            foreach (var (entity, revision) in notes.Streams)
                _streams.Of(streamPrefix + entity).Revision = revision;
            foreach (var (list, noted) in ledger.Notes.Zip(notes.Lists))
            {
                list.Expect(noted.Count);
                foreach (var (said, entity) in noted)
                    list.Add(said, entity);
            }
        }
    }

    /// <summary>What has been noted.</summary>
    /// <param name="last">The last event that the store has delivered.</param>
    public Notes Noted(DeliveredEvent last)
    {
        lock (_gate)
        {
            return new Notes(
                last, [.. _streams.All.Where(stream => stream.Revision >= 0).Select(stream => (stream.Name[streamPrefix.Length..], stream.Revision))],
                [.. ledger.Notes.Select(list => list.All.ToList())]);
        }
    }

    /// <summary>Everything that was recorded before the start has been taken.</summary>
    public void CaughtUp() => IsWarm = true;

    /// <summary>Takes events that follow what has been taken of their stream; others are left to the store to deliver.</summary>
    public void Take(IEnumerable<LedgerEvent> events)
    {
        lock (_gate)
        {
            foreach (var recorded in events)
            {
                var stream = _streams.Of(recorded.Header.Stream);
                if (recorded.Header.Revision == stream.Revision + 1)
                    TakeNext(stream, recorded);
            }
            MakeRoom();
        }
        Told();
    }

    /// <summary>Takes an event that the store delivers; of a stream that is not held no more is read than is noted.</summary>
    /// <exception cref="EventFormatException">It holds what the codec does not read.</exception>
    public void Take(StoredEvent stored)
    {
        bool isNoted;
        lock (_gate)
        {
            var stream = _streams.Find(stored.Stream);
            if (stored.Revision <= (stream?.Revision ?? -1))
                return;
            isNoted = stored.Decoded is null && stream?.Held is null && !MayHold(stored.Revision);
        }
        if (!isNoted || !Note(stored, EventCodec.DecodeEffect(stored.Data)))
            Take([stored.Decoded ?? EventCodec.Decode(stored.Data)]);
    }

    public long RevisionOf(string stream)
    {
        lock (_gate)
            return _streams.Find(stream)?.Revision ?? -1;
    }

    /// <summary>Looks at the ledger and one stream of it, while nothing changes.</summary>
    public T Read<T>(string stream, Func<IOwnerLedger, OwnerStream, T> look)
    {
        lock (_gate)
            return look(ledger, _streams.Find(stream)?.Held ?? _none);
    }

    /// <summary>Keeps what a decision on a command rests on until what is returned is disposed; null where some of it is not held.</summary>
    public IDisposable? Hold(Command command)
    {
        var inUse = new InUse(this);
        if (MissingFor(command, inUse).Count == 0)
            return inUse;
        inUse.Dispose();
        return null;
    }

    /// <summary>Reads what a decision on a command rests on and is not held, and keeps it all until what is returned is disposed.</summary>
    /// <exception cref="EventLogUnavailableException">The store does not answer.</exception>
    public async Task<IDisposable> HoldAsync(Command command, CancellationToken cancellation)
    {
        var inUse = new InUse(this);
        try
        {
            while (MissingFor(command, inUse) is { Count: > 0 } missing)
            {
                foreach (var stream in missing)
                {
                    while (!await ReadWholeAsync(stream, cancellation).ConfigureAwait(false))
                        await Task.Delay(LaggingNode, cancellation).ConfigureAwait(false);
                }
            }
            return inUse;
        }
        catch
        {
            inUse.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a stream has been taken up to a revision, or the patience is over.</summary>
    public async Task WaitForAsync(string stream, long revision, TimeSpan patience, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(patience);
        try
        {
            while (true)
            {
                var taken = Volatile.Read(ref _taken).Task;
                if (RevisionOf(stream) >= revision)
                    return;
                await taken.WaitAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Deciding again at what is known ends in another conflict, which is bounded.
        }
    }

    /// <summary>Notes an event of a stream that is not held; false where it has been read meanwhile.</summary>
    private bool Note(StoredEvent stored, (string Entity, EventBody Effect) said)
    {
        lock (_gate)
        {
            var stream = _streams.Of(stored.Stream);
            if (stream.Held is not null)
                return false;
            if (stored.Revision == stream.Revision + 1)
                NoteNext(stream, said.Entity, said.Effect);
            return true;
        }
    }

    private void NoteNext(KnownStream stream, string entity, EventBody effect)
    {
        stream.Revision++;
        ledger.Note(entity, effect);
    }

    /// <summary>A start holds the first streams of a ledger, which are all of a short one, and then whatever begins.</summary>
    private bool MayHold(long revision) => revision == 0 && (IsWarm || _streams.EventsHeld < mostHeld / AtStart);

    private void TakeNext(KnownStream stream, LedgerEvent recorded)
    {
        if (stream.Held is null && MayHold(recorded.Header.Revision))
            _streams.Hold(stream);
        if (stream.Held is null)
        {
            NoteNext(stream, recorded.Entity, recorded.Body);
            return;
        }
        // Within a stream, order of revision is order of position; nothing in an owner compares positions across streams.
        ledger.Take(new SequencedEvent(recorded.Header.Revision, recorded));
        _streams.Take(stream, recorded);
    }

    /// <summary>What is to be read for a command; marks it all as in use.</summary>
    private List<string> MissingFor(Command command, InUse inUse)
    {
        lock (_gate)
        {
            var missing = new List<string>();
            // Also where there is no such stream yet: what the command begins is in use from its first event on.
            inUse.Add(_streams.Of(streamPrefix + command.Entity));
            foreach (var entity in ledger.RestsOn(command))
            {
                if (_streams.Find(streamPrefix + entity) is not { Revision: >= 0 } stream)
                    continue;
                inUse.Add(stream);
                if (stream.Held is null)
                    missing.Add(stream.Name);
                else
                    _streams.Touch(stream);
            }
            return missing;
        }
    }

    /// <summary>Holds a stream from its first event on; false where less of it was read than is known: a node lags behind.</summary>
    private async Task<bool> ReadWholeAsync(string name, CancellationToken cancellation)
    {
        var events = new List<LedgerEvent>();
        await foreach (var stored in log.ReadStreamAsync(name, 0, cancellation).ConfigureAwait(false))
            events.Add(stored.Decoded ?? EventCodec.Decode(stored.Data));
        lock (_gate)
        {
            var stream = _streams.Of(name);
            if (stream.Held is not null)
                return true;
            if (events.Count <= stream.Revision)
                return false;
            _streams.Hold(stream);
            foreach (var recorded in events)
                TakeNext(stream, recorded);
        }
        Told();
        return true;
    }

    private void MakeRoom()
    {
        foreach (var stream in _streams.MakeRoom())
            ledger.Forget(stream.Name[streamPrefix.Length..]);
    }

    private void Told() => Interlocked.Exchange(ref _taken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>The streams that one command has in use.</summary>
    private sealed class InUse(WarmLedger warm) : IDisposable
    {
        private readonly HashSet<KnownStream> _streams = [];

        public void Add(KnownStream stream)
        {
            if (_streams.Add(stream))
                stream.Users++;
        }

        public void Dispose()
        {
            lock (warm._gate)
            {
                foreach (var stream in _streams)
                    warm._streams.Release(stream);
                _streams.Clear();
                warm.MakeRoom();
            }
        }
    }
}
