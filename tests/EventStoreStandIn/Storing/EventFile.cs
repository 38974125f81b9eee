using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>
/// The file that keeps the events: a header, then one frame a write (length, CRC-32C, records), so that a write is there whole or not at all.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const int FrameHead = 8;
    private const int MostInFrame = 64 * 1024 * 1024;

    private static readonly byte[] Header = "event stand-in 1"u8.ToArray();

    /// <summary>Room is made in steps: a flush that need not record a new length is several times faster.</summary>
    private static readonly byte[] Room = new byte[4 * 1024 * 1024];

    private readonly SafeFileHandle _file;
    private long _room;

    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, "events.log");
        _file = File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[Header.Length];
        var read = RandomAccess.Read(_file, head, 0);
        if (read == 0)
            RandomAccess.Write(_file, Header, 0);
        else if (!head.SequenceEqual(Header))
            throw new InvalidDataException($"{Path} is not a file of this program");
        End = Header.Length;
    }

    public string Path { get; }

    /// <summary>End of the last whole frame that was read or written.</summary>
    public long End { get; private set; }

    /// <summary>Reads the whole frames after the end known so far: what another process wrote, or this one before it was started.</summary>
    public void ReadOn(Action<EventRecord> take)
    {
        Span<byte> head = stackalloc byte[FrameHead];
        while (RandomAccess.Read(_file, head, End) == FrameHead)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is <= 0 or > MostInFrame)
                return;
            var frame = new byte[length];
            if (ReadFully(frame, End + FrameHead) < length || Checksum(frame) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
                return;
            for (var at = 0; at < length;)
            {
                var record = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(at));
                take(EventRecord.Read(frame.AsMemory(at, record), End + FrameHead + at));
                at += record;
            }
            End += FrameHead + length;
        }
    }

    /// <summary>Cuts off what a process that died had begun to write. Only the leader may.</summary>
    public void CutTorn()
    {
        RandomAccess.SetLength(_file, End);
        _room = End;
    }

    /// <summary>Puts the head of a frame before its records.</summary>
    public static void Frame(ReadOnlySpan<byte> records, Span<byte> head)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head, records.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(records));
    }

    public const int HeadLength = FrameHead;

    /// <summary>Writes whole frames at the end, and flushes them to the disk.</summary>
    public void Write(ReadOnlyMemory<byte> frames)
    {
        if (End + frames.Length > _room)
        {
            RandomAccess.Write(_file, Room, End + frames.Length);
            _room = End + frames.Length + Room.Length;
        }
        RandomAccess.Write(_file, frames.Span, End);
        RandomAccess.FlushToDisk(_file);
        End += frames.Length;
    }

    /// <summary>Reads bytes that lie before the end.</summary>
    public int ReadFully(Span<byte> into, long offset)
    {
        var read = 0;
        while (read < into.Length)
        {
            var some = RandomAccess.Read(_file, into[read..], offset + read);
            if (some == 0)
                break;
            read += some;
        }
        return read;
    }

    public void Dispose() => _file.Dispose();

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
