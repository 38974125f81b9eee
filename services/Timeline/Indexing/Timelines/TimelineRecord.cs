using System.Buffers.Binary;
using System.Numerics;
using Ledger.ExportControls.Domain;
using Ledger.Kernel.Lifespans;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// What is kept of one measure: the rows that ever act on it, the instruments on which that rests, and a timeline for each set of these rows that is visible at
/// some cut of knowledge. Numbers stand in little-endian order, sets of rows as bits; README.md beside the index tells the form.
/// </summary>
/// <param name="bytes">Where it stands.</param>
/// <param name="at">From which byte on.</param>
internal readonly struct TimelineRecord(byte[] bytes, int at)
{
    /// <summary>More rows than a set has bits are not resolved.</summary>
    public const int MostRows = 64;

    public const int MostSets = byte.MaxValue;
    public const int HeaderBytes = 3;

    public int Rows => bytes[at];

    public int Entities => bytes[at + 1];

    private int Sets => bytes[at + 2];

    private int SetBytes => SetBytesOf(Rows);

    private int SetsAt => at + HeaderBytes + (sizeof(int) * (Rows + Entities));

    /// <summary>Bytes that a set of so many rows takes.</summary>
    public static int SetBytesOf(int rows) => rows == 0 ? 1 : (int)BitOperations.RoundUpToPowerOf2((uint)((rows + 7) / 8));

    /// <summary>A row that acts on the measure at some cut; they are in legal order.</summary>
    public int Row(int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + HeaderBytes + (sizeof(int) * index)));

    /// <summary>Number of an instrument on which it rests.</summary>
    public int Entity(int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + HeaderBytes + (sizeof(int) * (Rows + index))));

    /// <summary>The timeline for a set of visible rows; false where it was not folded.</summary>
    public bool TryFind(ulong set, out FoldedTimeline timeline)
    {
        var (width, sets, place) = (SetBytes, Sets, SetsAt);
        for (var i = 0; i < sets; i++, place += width + sizeof(int))
        {
            if (ReadSet(bytes, place, width) != set)
                continue;
            timeline = new FoldedTimeline(bytes, at + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place + width)), width);
            return true;
        }
        timeline = default;
        return false;
    }

    internal static ulong ReadSet(byte[] bytes, int place, int width) => width switch
    {
        1 => bytes[place],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(place)),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place)),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(place)),
    };
}

/// <summary>The timeline of a measure at one cut of knowledge: of the whole, and of what parts tell apart. Rows are places in the record's list of them.</summary>
internal readonly struct FoldedTimeline(byte[] bytes, int at, int setBytes)
{
    public const int HeaderBytes = 3;
    public const int PartBytes = sizeof(int) + sizeof(int);

    private const byte ForTrades = 1;
    private const byte Parts = 2;
    private const byte Groups = 4;

    /// <summary>The row that introduces the measure.</summary>
    public int Introduction => bytes[at];

    /// <summary>Whether it holds for trades as it stands here.</summary>
    public bool IsForTrades => (bytes[at + 1] & ForTrades) != 0;

    /// <summary>Whether some act reaches a part only.</summary>
    public bool HasParts => (bytes[at + 1] & Parts) != 0;

    /// <summary>Whether a scope that it ever has names a group of countries.</summary>
    public bool NamesGroups => (bytes[at + 1] & Groups) != 0;

    /// <summary>The measure as a whole.</summary>
    public FoldedSpans Whole => new(bytes, at + HeaderBytes + (Count * PartBytes), setBytes);

    private int Count => bytes[at + 2];

    /// <summary>The measure for a destination, by the number of its code; of those that no part names all alike.</summary>
    public FoldedSpans To(int destination)
    {
        for (var i = 0; i < Count; i++)
        {
            var part = bytes.AsSpan(at + HeaderBytes + (i * PartBytes));
            // The last stands for any other.
            if (BinaryPrimitives.ReadInt32LittleEndian(part) == destination || i == Count - 1)
                return new FoldedSpans(bytes, at + BinaryPrimitives.ReadInt32LittleEndian(part[sizeof(int)..]), setBytes);
        }
        return Whole;
    }

    /// <summary>Writes what comes before the parts and the spans.</summary>
    public static void WriteHeader(Span<byte> to, int introduction, MeasureTimeline timeline) =>
        (to[0], to[1], to[2]) = ((byte)introduction, (byte)((timeline.IsForTrades ? ForTrades : 0) | (timeline.HasParts ? Parts : 0) | (timeline.NamesGroups ? Groups : 0)), (byte)timeline.ByDestination.Count);
}

/// <summary>Spans one behind another.</summary>
internal readonly struct FoldedSpans(byte[] bytes, int at, int setBytes)
{
    public const int HeaderBytes = 2;
    public const int SpanBytes = 16;

    private const byte Uncertain = 1;

    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private int Stride => SpanBytes + setBytes;

    /// <summary>When a span begins, in ticks from 1970 (effective axis); of the first the least number.</summary>
    public long StartOf(int span) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(PlaceOf(span)));

    public Status StatusOf(int span) => (Status)bytes[PlaceOf(span) + 8];

    public bool IsCertain(int span) => (bytes[PlaceOf(span) + 9] & Uncertain) == 0;

    public int ScopeBy(int span) => bytes[PlaceOf(span) + 10];

    public int ValueBy(int span) => bytes[PlaceOf(span) + 11];

    /// <summary>Number of the value that remains; 0 for none.</summary>
    public int ValueOf(int span) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(PlaceOf(span) + 12));

    /// <summary>The rows that hold it back or end it.</summary>
    public ulong BecauseOf(int span) => TimelineRecord.ReadSet(bytes, PlaceOf(span) + SpanBytes, setBytes);

    /// <summary>The span of a moment, in ticks from 1970.</summary>
    public int SpanAt(long moment)
    {
        var (low, high) = (1, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (StartOf(middle) <= moment)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    /// <summary>Writes a span but for the rows that hold it back.</summary>
    public static void WriteSpan(Span<byte> to, long start, Status status, bool isCertain, int scopeBy, int valueBy, int value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, start);
        (to[8], to[9], to[10], to[11]) = ((byte)status, isCertain ? (byte)0 : Uncertain, (byte)scopeBy, (byte)valueBy);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], value);
    }

    private int PlaceOf(int span) => at + HeaderBytes + (Stride * span);
}
