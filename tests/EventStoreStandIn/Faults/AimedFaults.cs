namespace Ledger.EventStoreStandIn.Faults;

/// <summary>What a call is for, as faults are aimed.</summary>
public enum CallKind
{
    Append,
    Read,
    Subscribe,
}

/// <summary>What happens to a call that a fault was aimed at.</summary>
public enum Strike
{
    /// <summary>It is done, and its answer is lost.</summary>
    Lose,

    /// <summary>It is not done, and sent to the leader.</summary>
    NotLeader,

    /// <summary>This node stops leading as the call comes: whether it is done is a matter of which comes first.</summary>
    Resign,
}

/// <summary>
/// Faults that strike at one place of what a client does: the next call of a kind, by the connection name that the client states, and by what the
/// stream's name begins with (of a filter, one of its prefixes). Each strikes once. Safe for concurrent use.
/// </summary>
public sealed class AimedFaults
{
    private readonly Lock _gate = new();
    private readonly List<(Strike Strike, string Client, CallKind Call, string Stream)> _aimed = [];

    public int Left
    {
        get
        {
            lock (_gate)
                return _aimed.Count;
        }
    }

    public void Aim(Strike strike, string client, CallKind call, string stream)
    {
        lock (_gate)
            _aimed.Add((strike, client, call, stream));
    }

    public void Clear()
    {
        lock (_gate)
            _aimed.Clear();
    }

    /// <summary>The fault that strikes this call; null for none.</summary>
    public Strike? At(string? client, CallKind call, IReadOnlyList<string> streams)
    {
        lock (_gate)
        {
            var index = _aimed.FindIndex(aimed => aimed.Client == client && aimed.Call == call && streams.Any(stream => stream.StartsWith(aimed.Stream, StringComparison.Ordinal)));
            if (index < 0)
                return null;
            var strike = _aimed[index].Strike;
            _aimed.RemoveAt(index);
            return strike;
        }
    }
}
