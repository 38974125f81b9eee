using System.Runtime.CompilerServices;
using Ledger.Kernel;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>
/// The event store of separate services: a server of the EventStoreDB protocol, which other applications may share. Nothing rests on its own
/// idempotence: an answer that was lost is reported as unknown.
/// </summary>
public sealed class EventStoreEventLog(EventStoreClientSettings settings) : IEventLog
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>So often in a row a server may break down at one place of its log before that is called damage; once may be its shutdown.</summary>
    private const int MostBreakdowns = 5;

    private readonly EventStoreClient _client = new(settings);

    public bool IsRemote => true;

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _client.AppendInOrderAsync(appends, cancellation);
    }

    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = fromRevision;
        await foreach (var stored in _client.ReadStreamAsync(Direction.Forwards, stream, fromRevision, long.MaxValue, cancellation).ConfigureAwait(false))
        {
            if (stored.Revision != next)
                throw new EventLogCorruptException($"stream {stream} lacks revisions {next} to {stored.Revision - 1}: somebody cut it; restore it from a backup", null);
            next++;
            yield return stored;
        }
    }

    public async Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation)
    {
        await foreach (var stored in _client.ReadStreamAsync(Direction.Forwards, stream, revision, 1, cancellation).ConfigureAwait(false))
            return stored.Revision == revision ? stored : null;
        return null;
    }

    public async Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation)
    {
        await foreach (var stored in _client.ReadStreamAsync(Direction.Backwards, stream, null, 1, cancellation).ConfigureAwait(false))
            return stored;
        return null;
    }

    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The protocol's reads include the position that they begin at.
        await foreach (var stored in _client.ReadAllAsync(Known(after), streamPrefixes, cancellation).ConfigureAwait(false))
        {
            if (stored.Position.CompareTo(after) > 0)
                yield return stored;
        }
    }

    public async IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(
        LogPosition after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (at, saidCaughtUp, pause, breakdowns) = (after, false, new GrowingPause(settings.DiscoveryInterval, LongestPause), 0);
        while (true)
        {
            await using var messages = FollowAsync(at, streamPrefixes, saidCaughtUp, cancellation).GetAsyncEnumerator(cancellation);
            EventLogUnavailableException? away;
            while ((away = await NextAsync(messages).ConfigureAwait(false)) is null)
            {
                pause.Reset();
                breakdowns = 0;
                switch (messages.Current)
                {
                    // What was delivered before a connection was lost may come again.
                    case StreamMessage.Event { Stored: var stored } when stored.Position.CompareTo(at) > 0:
                        at = stored.Position;
                        yield return new SubscriptionMessage.EventAppeared(stored);
                        break;
                    case StreamMessage.AllStreamCheckpointReached { Position: var position } when position.CompareTo(at) > 0:
                        at = position;
                        break;
                    case StreamMessage.CaughtUp when !saidCaughtUp:
                        saidCaughtUp = true;
                        yield return new SubscriptionMessage.CaughtUp();
                        break;
                }
            }
            if (NodeFaults.IsBreakdown(away) && ++breakdowns == MostBreakdowns)
                throw NodeFaults.Unreadable(settings.ToString(), away);
            await Task.Delay(pause.Next(), cancellation).ConfigureAwait(false);
        }
    }

    public async Task KeepLastAsync(string stream, int events, CancellationToken cancellation)
    {
        if (await ReadLastAsync(EventStoreClient.MetadataStreamOf(stream), cancellation).ConfigureAwait(false) is null)
            await _client.SetStreamMetadataAsync(stream, StreamState.NoStream, events, cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async IAsyncEnumerable<StreamMessage> FollowAsync(
        LogPosition after, IReadOnlyList<string> streamPrefixes, bool saidCaughtUp, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Servers that never say it are read up to their end first.
        if (!saidCaughtUp && !await _client.SubscriptionsSayCaughtUpAsync(cancellation).ConfigureAwait(false))
        {
            await foreach (var stored in ReadAllAsync(after, streamPrefixes, cancellation).ConfigureAwait(false))
            {
                after = stored.Position;
                yield return new StreamMessage.Event(stored);
            }
            yield return new StreamMessage.CaughtUp();
        }
        await foreach (var message in _client.SubscribeToAll(Known(after), streamPrefixes, cancellation).ConfigureAwait(false))
            yield return message;
    }

    /// <summary>Moves on; answers why it could not where waiting may help.</summary>
    private static async Task<EventLogUnavailableException?> NextAsync(IAsyncEnumerator<StreamMessage> messages)
    {
        try
        {
            return await messages.MoveNextAsync().ConfigureAwait(false) ? null : new EventLogUnavailableException("the subscription ended", null);
        }
        catch (EventLogUnavailableException away) when (NodeFaults.MayPass(away))
        {
            return away;
        }
    }

    private static LogPosition? Known(LogPosition position) => position == LogPosition.Start ? null : position;
}
