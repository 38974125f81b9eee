using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Where the record of a measure stands.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct RecordPlace
{
    /// <summary>Place among the records' bytes.</summary>
    public long Place;

    /// <summary>Its bytes.</summary>
    public int Length;

    /// <summary>Last ledger position of which everything is in it.</summary>
    public int Through;
}

/// <summary>Records of measures, the last of each. One writer; readers find, without a lock, what was added before they asked.</summary>
internal sealed class TimelineStore
{
    /// <summary>Bytes that memory hands over at a time.</summary>
    private const int LineBytes = 64;

    /// <summary>Few records are longer than so many times that.</summary>
    private const int UsualLines = 6;

    /// <summary>At the number of a measure's id, one more than the place of its record among <see cref="Records"/>; 0 where it has none.</summary>
    public Chunked<int> Heads { get; } = new();

    /// <summary>Where the records stand, those that others took the place of among them.</summary>
    public Chunked<RecordPlace> Records { get; } = new();

    /// <summary>The records.</summary>
    public ByteArena Bytes { get; } = new();

    /// <summary>Bytes of records that others took the place of.</summary>
    public long Dead { get; private set; }

    /// <summary>Adds the record of a measure.</summary>
    public void Add(int measure, ReadOnlySpan<byte> record, int through)
    {
        while (Heads.Count <= measure)
            Heads.Add(0);
        ref var head = ref Heads[measure];
        if (head != 0)
            Dead += Records[head - 1].Length;
        Volatile.Write(ref head, Records.Add(new RecordPlace { Place = Bytes.Add(record), Length = record.Length, Through = through }) + 1);
    }

    /// <summary>The record of a measure; false where it has none.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="record">The record.</param>
    /// <param name="place">Where it stands.</param>
    public bool TryRead(int measure, out TimelineRecord record, out int place)
    {
        place = measure < Heads.Count ? Volatile.Read(ref Heads[measure]) - 1 : -1;
        if (place < 0)
        {
            record = default;
            return false;
        }
        var (bytes, at) = Bytes.At(Records[place].Place);
        record = new TimelineRecord(bytes, at);
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
        Span<long> places = stackalloc long[measures.Length];
        for (var i = 0; i < measures.Length; i++)
            heads[i] = measures[i] < Heads.Count ? Volatile.Read(ref Heads[measures[i]]) : 0;
        for (var i = 0; i < measures.Length; i++)
            places[i] = heads[i] == 0 ? -1 : Records[heads[i] - 1].Place;
        var seen = 0;
        foreach (var place in places)
        {
            if (place < 0)
                continue;
            var (bytes, at) = Bytes.At(place);
            for (var line = 0; line < UsualLines && at < bytes.Length; line++, at += LineBytes)
                seen += bytes[at];
        }
        return seen;
    }

    /// <summary>Last ledger position of which everything is in a record.</summary>
    /// <param name="place">Where it stands.</param>
    public int ThroughOf(int place) => Volatile.Read(ref Records[place].Through);

    /// <summary>Notes that nothing came to a record up to a position. Of those who note at once the last may say less than another: it is looked at again.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="position">Ledger position.</param>
    public void Confirm(int place, int position) => Volatile.Write(ref Records[place].Through, position);

    /// <summary>The same without the dead.</summary>
    public TimelineStore Compacted()
    {
        var compacted = new TimelineStore();
        for (var measure = 0; measure < Heads.Count; measure++)
        {
            if (Heads[measure] == 0)
                continue;
            ref readonly var kept = ref Records[Heads[measure] - 1];
            var (bytes, at) = Bytes.At(kept.Place);
            compacted.Add(measure, bytes.AsSpan(at, kept.Length), kept.Through);
        }
        return compacted;
    }
}
