using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>An event that somebody asks to store.</summary>
public sealed record NewEvent(Guid Id, string Type, bool IsJson, ReadOnlyMemory<byte> Metadata, ReadOnlyMemory<byte> Data)
{
    /// <summary>What counts against the size of an append.</summary>
    public int Size => (Type.Length * 2) + Metadata.Length + Data.Length;
}

/// <summary>An event as the file holds it. Its position is the offset of its record in the file.</summary>
public sealed record EventRecord(
    long Position, string Stream, long Revision, Guid Id, string Type, bool IsJson, long CreatedTicks, ReadOnlyMemory<byte> Metadata, ReadOnlyMemory<byte> Data)
{
    /// <summary>Writes a record, its length first.</summary>
    public static void Write(ArrayBufferWriter<byte> into, string stream, long revision, long createdTicks, NewEvent stored)
    {
        var (streamBytes, typeBytes) = (Encoding.UTF8.GetBytes(stream), Encoding.UTF8.GetBytes(stored.Type));
        var length = 4 + 16 + 8 + 8 + 1 + 4 + streamBytes.Length + 4 + typeBytes.Length + 4 + stored.Metadata.Length + 4 + stored.Data.Length;
        var span = into.GetSpan(length)[..length];
        var at = 0;
        Number(span, ref at, length);
        stored.Id.TryWriteBytes(span[at..], bigEndian: true, out _);
        at += 16;
        Number(span, ref at, createdTicks);
        Number(span, ref at, revision);
        span[at++] = stored.IsJson ? (byte)1 : (byte)0;
        Bytes(span, ref at, streamBytes);
        Bytes(span, ref at, typeBytes);
        Bytes(span, ref at, stored.Metadata.Span);
        Bytes(span, ref at, stored.Data.Span);
        into.Advance(length);
    }

    /// <summary>Reads the record at the start of a buffer.</summary>
    public static EventRecord Read(ReadOnlyMemory<byte> record, long position)
    {
        var span = record.Span;
        var id = new Guid(span[4..20], bigEndian: true);
        var created = BinaryPrimitives.ReadInt64LittleEndian(span[20..]);
        var revision = BinaryPrimitives.ReadInt64LittleEndian(span[28..]);
        var isJson = span[36] == 1;
        var at = 37;
        var stream = Encoding.UTF8.GetString(Part(record, ref at).Span);
        var type = Encoding.UTF8.GetString(Part(record, ref at).Span);
        var metadata = Part(record, ref at);
        return new EventRecord(position, stream, revision, id, type, isJson, created, metadata, Part(record, ref at));
    }

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> record, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(record.Span[at..]);
        var part = record.Slice(at + 4, length);
        at += 4 + length;
        return part;
    }

    private static void Number(Span<byte> span, ref int at, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(span[at..], number);
        at += 4;
    }

    private static void Number(Span<byte> span, ref int at, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(span[at..], number);
        at += 8;
    }

    private static void Bytes(Span<byte> span, ref int at, ReadOnlySpan<byte> bytes)
    {
        Number(span, ref at, bytes.Length);
        bytes.CopyTo(span[at..]);
        at += bytes.Length;
    }
}
