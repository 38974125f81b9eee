using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>A command in flight, and its caller, who waits for it or has left.</summary>
/// <param name="command">The command.</param>
/// <param name="stream">The stream that it writes.</param>
/// <param name="fingerprint">Of the command.</param>
/// <param name="actor">Who sends it.</param>
/// <param name="held">What it rests on, kept until it is settled.</param>
internal sealed class WaitingCommand(Command command, string stream, string fingerprint, string actor, IDisposable held)
{
    private readonly TaskCompletionSource<CommandOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isConfirmed;

    public Command Command => command;

    public string Stream => stream;

    public string Fingerprint => fingerprint;

    public string Actor => actor;

    /// <summary>How often it has been decided again after a conflict.</summary>
    public int Attempts { get; set; }

    /// <summary>What was decided last: recorded, these are the events, but for their recorded time.</summary>
    public IReadOnlyList<(LedgerEvent Event, byte[] Document)> Drafts { get; set; } = [];

    /// <summary>Completes when the caller has its answer, or has gone.</summary>
    public Task Left => _left.Task;

    /// <summary>Nothing is decided of it any more.</summary>
    public void Settle() => held.Dispose();

    public void Answer(CommandOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception failed) => _outcome.TrySetException(failed);

    /// <summary>The transport has taken the request.</summary>
    public void Confirm() => _isConfirmed = true;

    /// <summary>Waits for the outcome; whoever has waited long enough is told what is known.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="isDurable">Whether a confirmed request outlives this process.</param>
    /// <param name="closing">The service is closing: the caller waits no longer.</param>
    /// <param name="cancellation">The caller has gone; ends the wait, not the recording.</param>
    public async Task<CommandOutcome> OutcomeAsync(TimeSpan patience, bool isDurable, CancellationToken closing, CancellationToken cancellation)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellation);
        try
        {
            return await _outcome.Task.WaitAsync(patience, gone.Token).ConfigureAwait(false);
        }
        catch (Exception over) when (over is TimeoutException || (over is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return _isConfirmed && isDurable
                ? new CommandOutcome.Pending(stream, Operations.IdOf(stream, command.RequestId))
                : new CommandOutcome.Unavailable("the recorder did not answer in time: the outcome is unknown; retry with the same request id");
        }
        finally
        {
            _left.TrySetResult();
        }
    }
}
