namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>Where a stream is expected to stand: at a revision, or in one of the states that the protocol has words for.</summary>
public readonly record struct StreamState
{
    private readonly long _value;

    private StreamState(long value) => _value = value;

    /// <summary>It has no events.</summary>
    public static StreamState NoStream { get; } = new(-1);

    /// <summary>Wherever it stands. The ledger never appends with it (DESIGN section 2).</summary>
    public static StreamState Any { get; } = new(-2);

    /// <summary>It has an event or more.</summary>
    public static StreamState StreamExists { get; } = new(-4);

    /// <summary>Its last event has this revision; -1: it has none.</summary>
    public static StreamState StreamRevision(long revision) => revision >= -1 ? new StreamState(revision) : throw new ArgumentOutOfRangeException(nameof(revision));

    /// <summary>The revision, where one is expected.</summary>
    public ulong? Revision => _value >= 0 ? (ulong)_value : null;

    public override string ToString() => _value switch { -1 => "no stream", -2 => "any", -4 => "a stream", _ => $"revision {_value}" };
}

/// <summary>Forwards in time or backwards.</summary>
public enum Direction
{
    Forwards,
    Backwards,
}

/// <summary>A stream is not where an append expected it. Thrown only where the settings ask for it.</summary>
public sealed class WrongExpectedVersionException(string stream, StreamState expected, long actual)
    : Exception($"stream {stream} is at revision {actual}, and {expected} was expected")
{
    /// <summary>-1: it has no events.</summary>
    public long ActualRevision => actual;
}

/// <summary>What a subscription of the protocol delivers.</summary>
public abstract record StreamMessage
{
    private StreamMessage()
    {
    }

    public sealed record Event(StoredEvent Stored) : StreamMessage;

    /// <summary>Everything up to the position was considered; what the filter took of it has been delivered.</summary>
    public sealed record AllStreamCheckpointReached(LogPosition Position) : StreamMessage;

    public sealed record CaughtUp : StreamMessage;
}
