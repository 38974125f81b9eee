using System.Buffers.Binary;
using Google.Protobuf;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>Our words as the protocol's messages, and back.</summary>
internal static class Messages
{
    private static readonly Empty Nothing = new();

    public static UUID ToUuid(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new UUID
        {
            Structured = new UUID.Types.Structured
            {
                MostSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes), LeastSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]),
            },
        };
    }

    /// <summary>Null where the message holds no id.</summary>
    public static Guid? ToGuid(UUID? uuid)
    {
        switch (uuid?.ValueCase)
        {
            case UUID.ValueOneofCase.Structured:
                Span<byte> bytes = stackalloc byte[16];
                BinaryPrimitives.WriteInt64BigEndian(bytes, uuid.Structured.MostSignificantBits);
                BinaryPrimitives.WriteInt64BigEndian(bytes[8..], uuid.Structured.LeastSignificantBits);
                return new Guid(bytes, bigEndian: true);
            case UUID.ValueOneofCase.String:
                return Guid.TryParse(uuid.String, out var id) ? id : null;
            default:
                return null;
        }
    }

    public static StreamIdentifier ToIdentifier(string stream) => new() { StreamName = ByteString.CopyFromUtf8(stream) };

    public static AppendOptions ToOptions(string stream, StreamState expected)
    {
        var options = new AppendOptions { StreamIdentifier = ToIdentifier(stream) };
        if (expected.Revision is { } revision)
            options.Revision = revision;
        else if (expected == StreamState.NoStream)
            options.NoStream = Nothing;
        else if (expected == StreamState.Any)
            options.Any = Nothing;
        else
            options.StreamExists = Nothing;
        return options;
    }

    public static BatchOptions ToBatchOptions(string stream, StreamState expected)
    {
        var options = new BatchOptions { StreamIdentifier = ToIdentifier(stream) };
        if (expected.Revision is { } revision)
            options.StreamPosition = revision;
        else if (expected == StreamState.NoStream)
            options.NoStream = Nothing;
        else if (expected == StreamState.Any)
            options.Any = Nothing;
        else
            options.StreamExists = Nothing;
        return options;
    }

    public static ProposedMessage ToProposed(EventToStore stored) => new()
    {
        Id = ToUuid(stored.EventId),
        Metadata = { ["type"] = stored.Type, ["content-type"] = "application/json" },
        CustomMetadata = UnsafeByteOperations.UnsafeWrap(stored.Metadata),
        Data = UnsafeByteOperations.UnsafeWrap(stored.Data),
    };

    public static AllStreamPosition ToProto(LogPosition position) => new() { CommitPosition = position.Commit, PreparePosition = position.Prepare };

    public static LogPosition Position(AllStreamPosition position) => new(position.CommitPosition, position.PreparePosition);

    /// <exception cref="EventLogCorruptException">It lacks what every event has.</exception>
    public static StoredEvent ToStored(ReadEvent read)
    {
        var recorded = read.Event;
        if (recorded?.StreamIdentifier is null || ToGuid(recorded.Id) is not { } id || !recorded.Metadata.TryGetValue("type", out var type))
            throw new EventLogCorruptException($"the store holds an event without what every event has: {recorded?.StreamIdentifier?.StreamName.ToStringUtf8() ?? "it"}, revision {recorded?.StreamRevision}", null);
        if (recorded.CommitPosition == ulong.MaxValue)
            throw new EventLogUnavailableException("this server does not tell where the events of a stream stand in its log: 22.6 or newer is needed", null);
        return new StoredEvent(
            new LogPosition(recorded.CommitPosition, recorded.PreparePosition), recorded.StreamIdentifier.StreamName.ToStringUtf8(), (long)recorded.StreamRevision, id, type,
            recorded.Data.Memory, recorded.CustomMetadata.Memory);
    }

    public static AppendOutcome ToOutcome(AppendResp answer) => answer.ResultCase switch
    {
        AppendResp.ResultOneofCase.Success => new AppendOutcome.Appended((long)answer.Success.CurrentRevision, Position(answer.Success.Position ?? new AllStreamPosition())),
        AppendResp.ResultOneofCase.WrongExpectedVersion => new AppendOutcome.WrongRevision(
            answer.WrongExpectedVersion.CurrentCase == AppendResp.Types.WrongVersion.CurrentOneofCase.CurrentRevision ? (long)answer.WrongExpectedVersion.CurrentRevision : -1),
        _ => throw new EventLogUnavailableException("the store's answer to an append says neither that it was done nor why not", null),
    };
}
