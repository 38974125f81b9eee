using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>How a command ended.</summary>
public abstract record CommandOutcome
{
    private CommandOutcome()
    {
    }

    /// <param name="Stream">Without the store's prefix.</param>
    /// <param name="Revision">Of the last event.</param>
    /// <param name="AlreadyRecorded">True when nothing new was.</param>
    /// <param name="Operation">The operation's id.</param>
    /// <param name="Events">In order.</param>
    public sealed record Recorded(string Stream, long Revision, bool AlreadyRecorded, Guid Operation, IReadOnlyList<OutcomeEvent> Events) : CommandOutcome;

    /// <summary>What a command that is only to be validated would record.</summary>
    public sealed record WouldRecord(string Stream, long Revision, IReadOnlyList<OutcomeEvent> Events) : CommandOutcome;

    /// <summary>The broker keeps the request, and the recorder has not answered in time; its outcome is found under the operation.</summary>
    public sealed record Pending(string Stream, Guid Operation) : CommandOutcome;

    public sealed record Refused(Items<Refusal> Refusals) : CommandOutcome;

    /// <summary>Another command was recorded under this request id.</summary>
    public sealed record OtherCommand(string Why) : CommandOutcome;

    /// <summary>It is too large; names the field.</summary>
    public sealed record TooLarge(string Field, string Why) : CommandOutcome;

    /// <summary>Deciding again did not resolve the conflicts.</summary>
    public sealed record Conflicted(string Why) : CommandOutcome;

    public sealed record Unavailable(string Why) : CommandOutcome;

    /// <summary>Too much is in flight.</summary>
    public sealed record Exhausted(string Why) : CommandOutcome;
}

/// <summary>An event that a command recorded, or would.</summary>
/// <param name="Position">Ledger position; null where nothing was recorded.</param>
public sealed record OutcomeEvent(LedgerEvent Event, string Reference, long? Position, ReadOnlyMemory<byte> Document);
