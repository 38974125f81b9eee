using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>The protocol's messages as our words, and back.</summary>
internal static class Wire
{
    public static Empty Nothing { get; } = new();

    public static Guid ToGuid(UUID id)
    {
        if (id.ValueCase == UUID.ValueOneofCase.String)
            return Guid.Parse(id.String);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id.Structured?.MostSignificantBits ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], id.Structured?.LeastSignificantBits ?? 0);
        return new Guid(bytes, bigEndian: true);
    }

    public static UUID ToUuid(Guid id, bool asString)
    {
        if (asString)
            return new UUID { String = id.ToString() };
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new UUID
        {
            Structured = new UUID.Types.Structured { MostSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes), LeastSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) },
        };
    }

    public static string Name(StreamIdentifier? stream) => stream is { StreamName.Length: > 0 } ? stream.StreamName.ToStringUtf8() : throw ProtocolFaults.Invalid("Stream identifier is missing");

    public static Expected ToExpected(AppendOptions options) => options.ExpectedCase switch
    {
        AppendOptions.ExpectedOneofCase.Revision => new Expected((long)options.Revision),
        AppendOptions.ExpectedOneofCase.NoStream => Expected.NoStream,
        AppendOptions.ExpectedOneofCase.Any => Expected.Any,
        AppendOptions.ExpectedOneofCase.StreamExists => Expected.Exists,
        _ => throw ProtocolFaults.Invalid("Expected revision is missing"),
    };

    /// <exception cref="RpcException">It lacks its type or content type.</exception>
    public static NewEvent ToNew(ProposedMessage proposed)
    {
        if (!proposed.Metadata.TryGetValue("type", out var type) || !proposed.Metadata.TryGetValue("content-type", out var content))
            throw ProtocolFaults.MissingMetadata();
        return new NewEvent(ToGuid(proposed.Id ?? new UUID()), type, content == "application/json", proposed.CustomMetadata.Memory, proposed.Data.Memory);
    }

    public static ReadResp ToRead(EventRecord record, bool idsAsStrings) => new()
    {
        Event = new ReadEvent
        {
            CommitPosition = (ulong)record.Position,
            Event = new RecordedEvent
            {
                Id = ToUuid(record.Id, idsAsStrings), StreamIdentifier = new StreamIdentifier { StreamName = ByteString.CopyFromUtf8(record.Stream) },
                StreamRevision = (ulong)record.Revision, CommitPosition = (ulong)record.Position, PreparePosition = (ulong)record.Position,
                Metadata =
                {
                    ["type"] = record.Type, ["created"] = record.CreatedTicks.ToString(CultureInfo.InvariantCulture),
                    ["content-type"] = record.IsJson ? "application/json" : "application/octet-stream",
                },
                CustomMetadata = UnsafeByteOperations.UnsafeWrap(record.Metadata), Data = UnsafeByteOperations.UnsafeWrap(record.Data),
            },
        },
    };

    public static AllStreamPosition At(long position) => new() { CommitPosition = (ulong)position, PreparePosition = (ulong)position };
}
