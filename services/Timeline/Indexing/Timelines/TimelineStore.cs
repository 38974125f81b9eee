using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Records of measures, the last of each. One writer; readers find, without a lock, what was added before they asked.</summary>
internal sealed class TimelineStore
{
    /// <summary>Places are told in so many bytes, so that a number of 32 bits tells any.</summary>
    private const int PlaceBytes = sizeof(int);

    /// <summary>Bytes that memory hands over at a time.</summary>
    private const int LineBytes = 64;

    /// <summary>Few records are longer than so many times that.</summary>
    private const int UsualLines = 6;

    /// <summary>At the number of a measure's id, one more than the place of its record; 0 where it has none.</summary>
    public Chunked<int> Heads { get; } = new();

    /// <summary>The records, each behind a <see cref="Head"/>, those that others took the place of among them.</summary>
    public ByteArena Bytes { get; } = new();

    /// <summary>Bytes of records that others took the place of.</summary>
    public long Dead { get; private set; }

    /// <summary>Adds the record of a measure.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="record">The record.</param>
    /// <param name="through">Last ledger position of which everything is in it.</param>
    public void Add(int measure, ReadOnlySpan<byte> record, int through)
    {
        while (Heads.Count <= measure)
            Heads.Add(0);
        ref var head = ref Heads[measure];
        if (head != 0)
            Dead += HeadOf(head).Length;
        var bytes = new byte[(Unsafe.SizeOf<Head>() + record.Length + PlaceBytes - 1) / PlaceBytes * PlaceBytes];
        MemoryMarshal.Write(bytes, new Head { Through = through, Length = record.Length });
        record.CopyTo(bytes.AsSpan(Unsafe.SizeOf<Head>()));
        Volatile.Write(ref head, checked((int)(Bytes.Add(bytes) / PlaceBytes) + 1));
    }

    /// <summary>The record of a measure; false where it has none.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="record">The record.</param>
    /// <param name="head">Where it stands.</param>
    public bool TryRead(int measure, out TimelineRecord record, out int head)
    {
        head = measure < Heads.Count ? Volatile.Read(ref Heads[measure]) : 0;
        if (head == 0)
        {
            record = default;
            return false;
        }
        var (bytes, at) = At(head);
        record = new TimelineRecord(bytes, at + Unsafe.SizeOf<Head>());
        return true;
    }

    /// <summary>
    /// Looks at the records of measures that are read next, all at a time: memory that no cache holds is then waited for once, and not once for each of them.
    /// </summary>
    /// <returns>Nothing of use; but what nobody returns nobody would have to read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Fetch(ReadOnlySpan<int> measures)
    {
        Span<int> heads = stackalloc int[measures.Length];
        for (var i = 0; i < measures.Length; i++)
            heads[i] = measures[i] < Heads.Count ? Volatile.Read(ref Heads[measures[i]]) : 0;
        var seen = 0;
        foreach (var head in heads)
        {
            if (head == 0)
                continue;
            var (bytes, at) = At(head);
            for (var line = 0; line < UsualLines && at < bytes.Length; line++, at += LineBytes)
                seen += bytes[at];
        }
        return seen;
    }

    /// <summary>Last ledger position of which everything is in a record.</summary>
    /// <param name="head">Where it stands.</param>
    public int ThroughOf(int head) => Volatile.Read(ref HeadOf(head).Through);

    /// <summary>Notes that nothing came to a record up to a position. Of those who note at once the last may say less than another: it is looked at again.</summary>
    /// <param name="head">Where it stands.</param>
    /// <param name="position">Ledger position.</param>
    public void Confirm(int head, int position) => Volatile.Write(ref HeadOf(head).Through, position);

    /// <summary>The same without the dead.</summary>
    public TimelineStore Compacted()
    {
        var compacted = new TimelineStore();
        for (var measure = 0; measure < Heads.Count; measure++)
        {
            if (Heads[measure] is not (var head and not 0))
                continue;
            var (bytes, at) = At(head);
            compacted.Add(measure, bytes.AsSpan(at + Unsafe.SizeOf<Head>(), HeadOf(head).Length), ThroughOf(head));
        }
        return compacted;
    }

    private (byte[] Chunk, int Offset) At(int head) => Bytes.At((head - 1L) * PlaceBytes);

    private ref Head HeadOf(int head)
    {
        var (bytes, at) = At(head);
        return ref MemoryMarshal.AsRef<Head>(bytes.AsSpan(at));
    }

    /// <summary>What stands before a record.</summary>
    private struct Head
    {
        /// <summary>Last ledger position of which everything is in it.</summary>
        public int Through;

        /// <summary>Bytes of the record.</summary>
        public int Length;
    }
}
