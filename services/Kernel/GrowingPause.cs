namespace Ledger.Kernel;

/// <summary>How long to wait before something is tried again: each time twice as long as the time before, up to a bound. Not for concurrent use.</summary>
/// <param name="first">The first pause, and the one after a success.</param>
/// <param name="longest">No pause is longer.</param>
public sealed class GrowingPause(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? _next;

    /// <summary>The pause to make now.</summary>
    public TimeSpan Next()
    {
        var now = _next ?? first;
        _next = now + now < longest ? now + now : longest;
        return now;
    }

    /// <summary>It went well: the next failure is a first one.</summary>
    public void Reset() => _next = null;
}
