namespace Ledger.Subscriber;

/// <summary>
/// A handler together with its checkpoint: the last ledger position whose effect is kept. How closely the two are kept together is how exactly
/// the handler is called once for each position.
/// </summary>
public interface ICheckpointedHandler
{
    /// <summary>The last position whose effect is kept; -1 before the first.</summary>
    Task<long> PositionAsync(CancellationToken cancellation);

    /// <summary>Handles an event and moves the checkpoint to its position.</summary>
    Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation);

    /// <summary>Moves the checkpoint on over events that were not asked for.</summary>
    Task PassAsync(long position, CancellationToken cancellation);
}
