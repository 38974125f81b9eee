namespace Ledger.Adapters.Bus;

/// <summary>
/// The record queues as operators see them: what waits, and what could not be read or was not accepted (DESIGN section 5, <i>nothing hidden</i>).
/// </summary>
public interface IRecordQueues
{
    /// <summary>Messages that wait to be recorded.</summary>
    /// <exception cref="BusUnavailableException">The broker is away.</exception>
    Task<long> WaitingAsync(CancellationToken cancellation);

    /// <summary>How long a recorder may have a message in hand, which then waits in no queue: it is long where a store was away and many wait for it.</summary>
    TimeSpan LongestInHand { get; }

    /// <summary>What was shelved, oldest first, at most so many.</summary>
    /// <exception cref="BusUnavailableException">The broker is away.</exception>
    Task<IReadOnlyList<DeadLetter>> ListAsync(int most, CancellationToken cancellation);

    /// <summary>Sends a dead letter to its record queue again and takes it off the shelf, in this order; null where there is none of this id.</summary>
    /// <exception cref="BusUnavailableException">The broker is away, or has no such record queue.</exception>
    Task<DeadLetter?> ReplayAsync(Guid id, CancellationToken cancellation);

    /// <summary>Takes a dead letter off the shelf after <paramref name="note"/> has noted it; null where there is none of this id.</summary>
    /// <exception cref="BusUnavailableException">The broker is away.</exception>
    Task<DeadLetter?> DiscardAsync(Guid id, Func<DeadLetter, Task> note, CancellationToken cancellation);
}

/// <summary>A message that could not be read, or that the recorder did not accept.</summary>
/// <param name="Id">Names it to operators: its message id where it has one, else what follows from its bytes.</param>
/// <param name="Queue">The record queue that it came by.</param>
/// <param name="Reason">Why it was shelved, in a sentence.</param>
/// <param name="ShelvedAt">When, ISO 8601 in UTC; empty where the broker was not told.</param>
/// <param name="Body">As it came.</param>
public sealed record DeadLetter(Guid Id, string Queue, string Reason, string ShelvedAt, ReadOnlyMemory<byte> Body);

/// <summary>In one process messages come from the process itself alone, are read as they were written, and end with it: nothing is shelved.</summary>
internal sealed class EmbeddedRecordQueues : IRecordQueues
{
    public TimeSpan LongestInHand { get; } = TimeSpan.FromMilliseconds(500);

    public Task<long> WaitingAsync(CancellationToken cancellation) => Task.FromResult(0L);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(int most, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    public Task<DeadLetter?> ReplayAsync(Guid id, CancellationToken cancellation) => Task.FromResult<DeadLetter?>(null);

    public Task<DeadLetter?> DiscardAsync(Guid id, Func<DeadLetter, Task> note, CancellationToken cancellation) => Task.FromResult<DeadLetter?>(null);
}
