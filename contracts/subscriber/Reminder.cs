namespace Ledger.Subscriber;

/// <summary>
/// When to ask the ledger again: after an event, and at the next change of an answer, which comes by the date alone and with no event. Computed
/// dates can lie years ahead and clocks are set, so that it never sleeps longer than an hour.
/// </summary>
public sealed class Reminder(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private TaskCompletionSource _woken = NewSignal();

    private long _position = -1;

    /// <summary>The last position that it was woken for: what is asked next should be answered from there.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Something was recorded.</summary>
    public void Wake(long position)
    {
        Interlocked.Exchange(ref _position, position);
        Volatile.Read(ref _woken).TrySetResult();
    }

    /// <summary>Waits until it was woken since the last time, or until a moment has come.</summary>
    /// <param name="due">The next change; null: none is known.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitAsync(DateTimeOffset? due, CancellationToken cancellation)
    {
        var patience = due is { } moment ? moment - time.GetUtcNow() : Longest;
        if (patience > TimeSpan.Zero)
        {
            using var reached = new CancellationTokenSource(patience < Longest ? patience : Longest, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, reached.Token);
            try
            {
                await Volatile.Read(ref _woken).Task.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return;
            }
        }
        // Many events at once are one reason to ask; one that comes now is in the position already.
        if (Volatile.Read(ref _woken).Task.IsCompleted)
            Interlocked.Exchange(ref _woken, NewSignal());
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
