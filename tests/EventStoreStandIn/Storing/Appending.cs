namespace Ledger.EventStoreStandIn.Storing;

/// <summary>Where a writer expects a stream to stand: a revision, or one of the protocol's words.</summary>
public readonly record struct Expected(long Value)
{
    public static Expected NoStream { get; } = new(-1);

    public static Expected Any { get; } = new(-2);

    public static Expected Exists { get; } = new(-4);
}

/// <summary>What a writer asks for.</summary>
public enum WriteKind
{
    Append,
    Delete,
    Tombstone,
}

/// <summary>One write, and who is told what became of it.</summary>
public sealed record Write(WriteKind Kind, string Stream, Expected Expected, IReadOnlyList<NewEvent> Events, Action<WriteOutcome> Done);

/// <summary>What became of a write.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>Stored, now or before; position 0: nothing was written.</summary>
    public sealed record Stored(long Revision, long Position) : WriteOutcome;

    public sealed record WrongVersion(long Current) : WriteOutcome;

    public sealed record Deleted : WriteOutcome;

    /// <summary>This node does not lead (any more); it was not stored.</summary>
    public sealed record NotLeader : WriteOutcome;
}
