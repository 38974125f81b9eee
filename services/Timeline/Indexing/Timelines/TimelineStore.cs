using System.Runtime.InteropServices;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Where the record of a measure stands.</summary>
/// <param name="Place">Place among the records' bytes.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Through">Last ledger position of which everything is in it.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct RecordPlace(long Place, int Length, int Through);

/// <summary>Records of measures, the last of each. One writer; readers find, without a lock, what was added before they asked.</summary>
internal sealed class TimelineStore
{
    /// <summary>By number of a measure's id, one more than the place of its record among <see cref="Records"/>.</summary>
    public NumberTable Heads { get; } = new();

    /// <summary>Where the records stand, those that others took the place of among them.</summary>
    public Chunked<RecordPlace> Records { get; } = new();

    /// <summary>The records.</summary>
    public ByteArena Bytes { get; } = new();

    /// <summary>Bytes of records that others took the place of.</summary>
    public long Dead { get; private set; }

    /// <summary>Adds the record of a measure.</summary>
    public void Add(int measure, ReadOnlySpan<byte> record, int through)
    {
        var head = Heads.Find(Keys.Of(measure));
        if (head != 0)
            Dead += Records[head - 1].Length;
        Heads.Set(Keys.Of(measure), Records.Add(new RecordPlace(Bytes.Add(record), record.Length, through)) + 1);
    }

    /// <summary>The record of a measure, and up to which position it holds everything; false where it has none.</summary>
    public bool TryRead(int measure, out TimelineRecord record, out int through)
    {
        var head = Heads.Find(Keys.Of(measure));
        if (head == 0)
        {
            (record, through) = (default, -1);
            return false;
        }
        ref readonly var found = ref Records[head - 1];
        var (bytes, at) = Bytes.At(found.Place);
        (record, through) = (new TimelineRecord(bytes, at), found.Through);
        return true;
    }

    /// <summary>The same without the dead.</summary>
    public TimelineStore Compacted()
    {
        var compacted = new TimelineStore();
        var (measures, heads) = Heads.Arrays;
        for (var i = 0; i < measures.Length; i++)
        {
            if (measures[i] == 0)
                continue;
            ref readonly var kept = ref Records[heads[i] - 1];
            var (bytes, at) = Bytes.At(kept.Place);
            compacted.Add((int)measures[i], bytes.AsSpan(at, kept.Length), kept.Through);
        }
        return compacted;
    }
}
