using Ledger.Subscriber;

namespace Ledger.Follower;

/// <summary>Ends a subscription when its checkpoint is where a test wants it.</summary>
public sealed class StopsAt(ICheckpointedHandler handler, long wanted, CancellationTokenSource stop) : ICheckpointedHandler
{
    public Task<long> PositionAsync(CancellationToken cancellation) => handler.PositionAsync(cancellation);

    public async Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation)
    {
        await handler.HandleAsync(recorded, cancellation).ConfigureAwait(false);
        await ReachedAsync(recorded.Position).ConfigureAwait(false);
    }

    public async Task PassAsync(long position, CancellationToken cancellation)
    {
        await handler.PassAsync(position, cancellation).ConfigureAwait(false);
        await ReachedAsync(position).ConfigureAwait(false);
    }

    private Task ReachedAsync(long reached) => reached >= wanted ? stop.CancelAsync() : Task.CompletedTask;
}
