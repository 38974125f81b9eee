using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ledger.Adapters.EventLog;

namespace Ledger.Benchmarks;

/// <summary>A store that notes when it hands each event to whoever follows it: from then on the ledger may announce it.</summary>
internal sealed class WatchedLog(IEventLog log) : IEventLog
{
    private readonly ConcurrentDictionary<Guid, long> _handedOver = new();

    /// <summary>How long ago an event was handed over to the first that follows.</summary>
    public TimeSpan SinceHandedOver(Guid eventId) => Stopwatch.GetElapsedTime(_handedOver[eventId]);

    public async IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var message in log.SubscribeAsync(after, streamPrefixes, cancellation))
        {
            if (message is SubscriptionMessage.EventAppeared { Event: var stored })
                _handedOver.TryAdd(stored.EventId, Stopwatch.GetTimestamp());
            yield return message;
        }
    }

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation) => log.AppendAsync(appends, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, CancellationToken cancellation) => log.ReadStreamAsync(stream, fromRevision, cancellation);

    public Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation) => log.ReadAsync(stream, revision, cancellation);

    public Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation) => log.ReadLastAsync(stream, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.ReadAllAsync(after, streamPrefixes, cancellation);

    public Task KeepLastAsync(string stream, int events, CancellationToken cancellation) => log.KeepLastAsync(stream, events, cancellation);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
