using Ledger.Subscriber;

namespace Ledger.Follower;

/// <summary>Ends a subscription when its checkpoint is where a test wants it.</summary>
public sealed class StopsAt(ICheckpointedHandler handler, long position, CancellationTokenSource stop) : ICheckpointedHandler
{
    public Task<long> PositionAsync(CancellationToken cancellation) => handler.PositionAsync(cancellation);

    public async Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation)
    {
        await handler.HandleAsync(recorded, cancellation).ConfigureAwait(false);
        await ReachedAsync(recorded.Position).ConfigureAwait(false);
    }

    public async Task PassAsync(long passed, CancellationToken cancellation)
    {
        await handler.PassAsync(passed, cancellation).ConfigureAwait(false);
        await ReachedAsync(passed).ConfigureAwait(false);
    }

    private Task ReachedAsync(long reached) => reached >= position ? stop.CancelAsync() : Task.CompletedTask;
}
