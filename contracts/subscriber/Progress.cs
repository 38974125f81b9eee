namespace Ledger.Subscriber;

/// <summary>
/// How far a handler is. Whatever arrives, from wherever and however often, is handled in the order of positions and once: what lies behind is
/// dropped, and what would leave a gap is refused.
/// </summary>
internal sealed class Progress(ICheckpointedHandler handler, EventFilter filter)
{
    /// <summary>Events that were not asked for move the checkpoint this many at a time, or when nothing else comes.</summary>
    private const int PassedAtOnce = 1000;

    private long _kept = -1;

    /// <summary>The next position wanted.</summary>
    public long Next { get; private set; }

    /// <summary>What the handler threw: no outage of the ledger's, whatever it looks like.</summary>
    public Exception? Failure { get; private set; }

    /// <param name="from">Where a handler without a checkpoint begins.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task BeginAsync(long from, CancellationToken cancellation)
    {
        _kept = await handler.PositionAsync(cancellation).ConfigureAwait(false);
        Next = Math.Max(_kept + 1, from);
    }

    /// <summary>Takes what lies at the next position, drops what lies behind it, and says false to what lies ahead: there is a gap.</summary>
    public async Task<bool> TakeAsync(PolicyEvent recorded, CancellationToken cancellation)
    {
        if (recorded.Position > Next)
            return false;
        if (recorded.Position < Next)
            return true;
        if (filter.Takes(recorded))
        {
            await KeptAsync(() => handler.HandleAsync(recorded, cancellation)).ConfigureAwait(false);
            _kept = recorded.Position;
        }
        Next = recorded.Position + 1;
        if (Next - 1 - _kept >= PassedAtOnce)
            await KeepAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>The ledger itself says that nothing up to here is asked for which did not come.</summary>
    public async Task PassAsync(long position, CancellationToken cancellation)
    {
        Next = Math.Max(Next, position + 1);
        if (Next - 1 - _kept >= PassedAtOnce)
            await KeepAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Moves the checkpoint to where this is.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        if (Next - 1 <= _kept)
            return;
        await KeptAsync(() => handler.PassAsync(Next - 1, cancellation)).ConfigureAwait(false);
        _kept = Next - 1;
    }

    private async Task KeptAsync(Func<Task> handle)
    {
        try
        {
            await handle().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }
}
