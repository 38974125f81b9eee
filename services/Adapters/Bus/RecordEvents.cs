namespace Ledger.Adapters.Bus;

/// <summary>
/// What an owner asks the recorder to append (DESIGN section 2). One message may carry several commands; each is atomic alone, and no two of
/// a message write the same stream.
/// </summary>
/// <param name="Owner">The owner, e.g. <c>agreements</c>; the recorder goes by the queue that the message came by.</param>
/// <param name="Commands">At least one.</param>
public sealed record RecordEvents(string Owner, IReadOnlyList<CommandToRecord> Commands);

/// <param name="Stream">Full stream name, prefix included.</param>
/// <param name="ExpectedRevision">The revision up to which the owner had seen the stream when it decided; -1: an empty stream.</param>
/// <param name="RequestId">The caller's, scoped to the stream.</param>
/// <param name="Fingerprint">SHA-256 of the command, lower-case hex.</param>
/// <param name="Drafts">The documents to append, without <c>recordedAt</c>; none: answer what this request id recorded before.</param>
public sealed record CommandToRecord(string Stream, long ExpectedRevision, Guid RequestId, string Fingerprint, IReadOnlyList<byte[]> Drafts);

/// <summary>The recorder's answer: one outcome per command, in order.</summary>
public sealed record EventsRecorded(IReadOnlyList<RecordOutcome> Outcomes);

public enum RecordOutcomeKind
{
    Recorded,

    /// <summary>This request id had been recorded on this stream before; the events are those.</summary>
    AlreadyRecorded,

    /// <summary>Another command was recorded under this request id.</summary>
    OtherCommand,

    /// <summary>The stream has moved on: decide again at <see cref="RecordOutcome.Revision"/>.</summary>
    Conflict,

    /// <summary>The recorder does not accept it: not the owner's stream, or a document that its codec does not read.</summary>
    NotAccepted,

    /// <summary>The store is away or full; whether it was recorded is unknown unless the reason says otherwise.</summary>
    Unavailable,
}

/// <param name="Kind">How it ended.</param>
/// <param name="Revision">The stream's last revision, as far as known.</param>
/// <param name="Position">Ledger position of the last event newly recorded; null where none was.</param>
/// <param name="RecordedAt">
/// Recorded axis, ISO 8601 in UTC: the stamp of every event newly recorded. With it the owner has the documents, which need not travel back.
/// </param>
/// <param name="Found">What the request id had recorded before, in order; empty where nothing.</param>
/// <param name="Why">A sentence where it was not recorded; else null.</param>
public sealed record RecordOutcome(
    RecordOutcomeKind Kind, long Revision, long? Position, string? RecordedAt, IReadOnlyList<RecordedDocument> Found, string? Why)
{
    /// <summary>Nothing was recorded.</summary>
    public static RecordOutcome Not(RecordOutcomeKind kind, long revision, string? why) => new(kind, revision, null, null, [], why);
}

/// <param name="Position">Ledger position.</param>
/// <param name="Document">The stored document, byte for byte.</param>
public sealed record RecordedDocument(long Position, byte[] Document);

/// <summary>The queue that a message came by: it says whose streams the message may write, whatever the message says.</summary>
/// <param name="Owner">The owner that the queue belongs to.</param>
/// <param name="IsDurable">
/// True where the broker keeps the message until it is settled: then its outcome must be findable later, since its caller may have gone.
/// </param>
public sealed record RecordQueue(string Owner, bool IsDurable)
{
    public static string NameOf(string owner) => $"record-{owner}";
}

/// <summary>What stands behind the record queues: timeline's recorder.</summary>
public delegate Task<EventsRecorded> Recording(RecordQueue queue, IReadOnlyList<CommandToRecord> commands, CancellationToken cancellation);
