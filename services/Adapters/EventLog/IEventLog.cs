using System.Text;
using Ledger.Kernel;

namespace Ledger.Adapters.EventLog;

/// <summary>
/// The event store, as its callers need it (DESIGN section 7): append with an expected revision, read a stream, read all, subscribe. Two
/// adapters implement it and one conformance suite holds them to it. The surface follows the official EventStoreDB client's.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>Whether a reading waits for another process: who reads much should not hold a thread meanwhile.</summary>
    bool IsRemote => false;

    /// <summary>
    /// Appends each batch to its stream, each atomic alone, in the order given; one outcome per batch, in that order. Durable when it returns.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">The store is away, or full: the outcome is unknown.</exception>
    /// <exception cref="EventLogAccessException">The store refuses these credentials: nothing was appended.</exception>
    Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation);

    /// <summary>A stream's events from a revision, forwards. A missing stream has none.</summary>
    /// <exception cref="EventLogCorruptException">The stream was deleted or cut by somebody: a ledger's never is.</exception>
    IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, CancellationToken cancellation);

    /// <summary>A stream's event at a revision; null where it has none there.</summary>
    Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation);

    /// <summary>A stream's last event; null for a stream that has none.</summary>
    Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation);

    /// <summary>All events after a position whose stream begins with one of the prefixes, in the store's order, up to the end as it is now.</summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation);

    /// <summary>
    /// As <see cref="ReadAllAsync"/>, then live as they are appended; says once that it has caught up. Outlives a store that is away for a time, and goes on after what it
    /// delivered last. Ends only when cancelled.
    /// </summary>
    IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation);

    /// <summary>
    /// Lets the store drop all but the last events of a stream of notes, of which only the last is ever read: never one of the ledger's. A store that
    /// cannot keeps them all, and what was set there by somebody else is left as it is.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">The store is away, or does not let these credentials: it keeps them all, or has done as asked.</exception>
    Task KeepLastAsync(string stream, int events, CancellationToken cancellation);
}

/// <summary>A position in the store's own order; opaque, never leaves the adapters' callers, and not the ledger position.</summary>
public readonly record struct LogPosition(ulong Commit, ulong Prepare) : IComparable<LogPosition>
{
    /// <summary>Before the first event.</summary>
    public static LogPosition Start => default;

    public int CompareTo(LogPosition other) => Commit != other.Commit ? Commit.CompareTo(other.Commit) : Prepare.CompareTo(other.Prepare);
}

/// <summary>Events for one stream, appended together or not at all.</summary>
/// <param name="Stream">Full stream name.</param>
/// <param name="ExpectedRevision">Revision of the last event in the stream; -1: the stream has none.</param>
/// <param name="Events">At least one.</param>
public sealed record StreamAppend(string Stream, long ExpectedRevision, IReadOnlyList<EventToStore> Events)
{
    /// <summary>What every store takes in one append: EventStoreDB's usual limit.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>What counts against the limit: types, documents and metadata.</summary>
    public long Bytes => Events.Sum(stored => (long)Encoding.UTF8.GetByteCount(stored.Type) + stored.Data.Length + stored.Metadata.Length);
}

/// <param name="EventId">Unique id.</param>
/// <param name="Type">Wire name.</param>
/// <param name="Data">The document, kept byte for byte.</param>
/// <param name="Metadata">JSON, unproven: trace and correlation ids.</param>
public sealed record EventToStore(Guid EventId, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata)
{
    /// <summary>What the codec reads in <see cref="Data"/>, where that has been read already; travels no further than this process.</summary>
    public LedgerEvent? Decoded { get; init; }
}

public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <param name="Revision">Of the last event appended.</param>
    /// <param name="Position">Of the last event appended.</param>
    public sealed record Appended(long Revision, LogPosition Position) : AppendOutcome;

    /// <param name="CurrentRevision">Where the stream stands; -1 for a stream with no events.</param>
    public sealed record WrongRevision(long CurrentRevision) : AppendOutcome;

    /// <summary>Nothing was appended: it is more than the store takes in one append.</summary>
    /// <param name="MostBytes">The store's limit.</param>
    public sealed record TooLarge(long MostBytes) : AppendOutcome;
}

/// <summary>An event as the store holds it.</summary>
public sealed record StoredEvent(
    LogPosition Position, string Stream, long Revision, Guid EventId, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata)
{
    /// <summary>
    /// What the codec reads in <see cref="Data"/>, where the event was appended by this process a moment ago; null where it comes from the
    /// store. It spares followers that keep up from reading each document again.
    /// </summary>
    public LedgerEvent? Decoded { get; init; }
}

public abstract record SubscriptionMessage
{
    private SubscriptionMessage()
    {
    }

    public sealed record EventAppeared(StoredEvent Event) : SubscriptionMessage;

    /// <summary>Everything that was in the store when the subscription asked last has been delivered.</summary>
    public sealed record CaughtUp : SubscriptionMessage;
}

/// <summary>The store could not be reached or could not write; whether an append took place is unknown unless the message says otherwise.</summary>
public class EventLogUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// The store answers, and refuses these credentials; nothing was appended. To callers it is as good as away, but waiting does not help.
/// </summary>
public sealed class EventLogAccessException(string message, Exception? inner) : EventLogUnavailableException(message, inner);

/// <summary>The store holds bytes that are not what was written; names the file, stream and revision where known.</summary>
public sealed class EventLogCorruptException(string message, Exception? inner) : Exception(message, inner);
