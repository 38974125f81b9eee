using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>
/// An owner's state, kept warm from its own streams. Events arrive twice, with the recorder's answer and from the store; revisions without
/// gaps tell which have been taken. Safe for concurrent use: every access holds its gate.
/// </summary>
internal sealed class WarmLedger(IEventLog log, IOwnerLedger ledger, string streamPrefix)
{
    private readonly Dictionary<string, OwnerStream> _streams = [];
    private readonly Lock _gate = new();
    private readonly OwnerStream _none = new();
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once everything that was recorded before the start has been taken.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Follows the owner's streams until cancelled.</summary>
    /// <exception cref="EventFormatException">The store holds what the codec does not read.</exception>
    public async Task FollowAsync(CancellationToken stopping)
    {
        await foreach (var message in log.SubscribeAsync(LogPosition.Start, [streamPrefix], stopping).ConfigureAwait(false))
        {
            switch (message)
            {
                case SubscriptionMessage.EventAppeared { Event: var stored }:
                    if (RevisionOf(stored.Stream) < stored.Revision)
                        Take([stored.Decoded ?? EventCodec.Decode(stored.Data)]);
                    break;
                case SubscriptionMessage.CaughtUp:
                    IsWarm = true;
                    break;
            }
        }
    }

    /// <summary>Takes events that follow what has been taken of their stream; others are left to the store to deliver.</summary>
    public void Take(IEnumerable<LedgerEvent> events)
    {
        lock (_gate)
        {
            foreach (var recorded in events)
            {
                var name = recorded.Header.Stream;
                if (!_streams.TryGetValue(name, out var stream))
                    _streams.Add(name, stream = new OwnerStream());
                if (recorded.Header.Revision != stream.Revision + 1)
                    continue;
                // Within a stream, order of revision is order of position; nothing in an owner compares positions across streams.
                ledger.Take(new SequencedEvent(recorded.Header.Revision, recorded));
                stream.Take(recorded);
            }
        }
        Interlocked.Exchange(ref _taken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public long RevisionOf(string stream)
    {
        lock (_gate)
            return _streams.GetValueOrDefault(stream)?.Revision ?? -1;
    }

    /// <summary>Looks at the ledger and one stream of it, while nothing changes.</summary>
    public T Read<T>(string stream, Func<IOwnerLedger, OwnerStream, T> look)
    {
        lock (_gate)
            return look(ledger, _streams.GetValueOrDefault(stream) ?? _none);
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
}
