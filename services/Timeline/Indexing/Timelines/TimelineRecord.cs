using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// What is kept of one measure: the rows that ever act on it, the instruments on which that rests, the scopes that some of the rows state, and a timeline for each
/// set of these rows that is visible at some cut of knowledge. Numbers stand in little-endian order, sets of rows as bits; README.md beside the index tells the form.
/// </summary>
/// <param name="bytes">Where it stands.</param>
/// <param name="at">From which byte on.</param>
internal readonly struct TimelineRecord(byte[] bytes, int at)
{
    /// <summary>More rows than a set has bits are not resolved.</summary>
    public const int MostRows = 64;

    public const int MostSets = byte.MaxValue;
    public const int HeaderBytes = 4;

    /// <summary>Marks, beside the number of scopes, that no set was left out.</summary>
    public const int EverySet = 1 << 7;

    public const int RowBytes = 6 * sizeof(int);
    public const int ScopeBytes = 1 + sizeof(ushort);

    public int Rows => bytes[at];

    public int Entities => bytes[at + 1];

    private int Sets => bytes[at + 2];

    private int Scopes => bytes[at + 3] & ~EverySet;

    /// <summary>Whether it has a timeline for every set of its rows that introduces the measure at some cut.</summary>
    public bool HasEverySet => (bytes[at + 3] & EverySet) != 0;

    private int SetBytes => SetBytesOf(Rows);

    private int ScopesAt => at + HeaderBytes + (RowBytes * Rows) + (sizeof(int) * Entities);

    private int SetsAt => ScopesAt + (ScopeBytes * Scopes);

    /// <summary>Bytes that a set of so many rows takes.</summary>
    public static int SetBytesOf(int rows) => rows == 0 ? 1 : (int)BitOperations.RoundUpToPowerOf2((uint)((rows + 7) / 8));

    /// <summary>A row that acts on the measure at some cut; they are in legal order.</summary>
    public int Row(int index) => BinaryPrimitives.ReadInt32LittleEndian(OfRow(index));

    /// <summary>Ledger position of the event of a row.</summary>
    public int Recorded(int index) => BinaryPrimitives.ReadInt32LittleEndian(OfRow(index)[sizeof(int)..]);

    /// <summary>Number of an instrument on which it rests.</summary>
    public int Entity(int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + HeaderBytes + (RowBytes * Rows) + (sizeof(int) * index)));

    /// <summary>The set of the rows that are visible at a pair of cuts. What was recorded since the record was made is not in it.</summary>
    public ulong Visible(int position, int published)
    {
        var (set, rows) = (0UL, Rows);
        for (var i = 0; i < rows; i++)
        {
            var edges = MemoryMarshal.Cast<byte, int>(OfRow(i)[(2 * sizeof(int))..]);
            if (edges[0] <= position && position < edges[1] && edges[2] <= published && published < edges[3])
                set |= 1UL << i;
        }
        return set;
    }

    /// <summary>Writes a row: its number, its event, and the rectangle of the two cuts in which it is visible.</summary>
    public static void WriteRow(Span<byte> to, int row, in EffectVersion version)
    {
        ReadOnlySpan<int> numbers = [row, version.Recorded, version.KnownFrom, Volatile.Read(in version.KnownBefore), version.PublishedFrom, version.PublishedBefore];
        MemoryMarshal.AsBytes(numbers).CopyTo(to);
    }

    /// <summary>The scope that a row states, in numbers; null where it states none.</summary>
    /// <param name="row">The row's place in the list.</param>
    public ScopeNumbers? ScopeOf(int row)
    {
        var place = ScopesAt;
        for (var i = 0; i < Scopes; i++, place += ScopeBytes)
        {
            if (bytes[place] == row)
                return new ScopeNumbers(bytes, at + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(place + 1)));
        }
        return null;
    }

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

    /// <summary>Ledger positions of the events on which rests how the measure stands in a span, in order.</summary>
    public Items<long> RestsOn(int introduction, FoldedSpans spans, int span)
    {
        Span<long> room = stackalloc long[Rows];
        return Items.Of<long>(room[..RestsOn(introduction, spans, span, room)]);
    }

    /// <summary>The same, without memory of its own.</summary>
    /// <param name="introduction">The row that introduces it.</param>
    /// <param name="spans">Its spans.</param>
    /// <param name="span">Which.</param>
    /// <param name="room">For as many as there are rows.</param>
    /// <returns>How many they are.</returns>
    public int RestsOn(int introduction, FoldedSpans spans, int span, Span<long> room)
    {
        var (first, then) = spans.BecauseOf(span);
        var set = first | then | (1UL << introduction) | (1UL << spans.ScopeBy(span)) | (1UL << spans.ValueBy(span));
        var count = 0;
        for (; set != 0; set &= set - 1)
            room[count++] = Recorded(BitOperations.TrailingZeroCount(set));
        room[..count].Sort();
        return count;
    }

    private ReadOnlySpan<byte> OfRow(int index) => bytes.AsSpan(at + HeaderBytes + (RowBytes * index), RowBytes);

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
    public const int HeaderBytes = 3 + sizeof(int) + sizeof(int);
    public const int PartBytes = sizeof(int) + sizeof(int);

    private const byte ForTrades = 1;
    private const byte Parts = 2;
    private const byte Groups = 4;
    private const byte PartGroups = 8;
    private const int RequirementShift = 4;

    /// <summary>The row that introduces the measure.</summary>
    public int Introduction => bytes[at];

    /// <summary>Numbers of the zone that the introducing act states and of its jurisdictions, which tell its legal zone.</summary>
    public (int Zone, int Jurisdictions) Zone => (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 3)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 7)));

    /// <summary>Whether it holds for trades as it stands here.</summary>
    public bool IsForTrades => (bytes[at + 1] & ForTrades) != 0;

    /// <summary>Whether some act reaches a part only.</summary>
    public bool HasParts => (bytes[at + 1] & Parts) != 0;

    /// <summary>Whether a scope that it ever has names a group of countries.</summary>
    public bool NamesGroups => (bytes[at + 1] & Groups) != 0;

    /// <summary>What the introduction says that the measure requires.</summary>
    public Requirement Requirement => (Requirement)(bytes[at + 1] >> RequirementShift);

    /// <summary>The measure as a whole.</summary>
    public FoldedSpans Whole => new(bytes, at + HeaderBytes + (Count * PartBytes), setBytes);

    private int Count => bytes[at + 2];

    /// <summary>Whether a country was ever of a group that some part names: nothing is then said of it.</summary>
    /// <param name="country">Its code.</param>
    /// <param name="symbols">The words of the groups.</param>
    public bool NamesGroupOf(string country, Symbols symbols)
    {
        if ((bytes[at + 1] & PartGroups) == 0)
            return false;
        for (var i = 0; i < Count; i++)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + HeaderBytes + (i * PartBytes))) is var number && number < 0 && CountryGroups.EverMembersOf(symbols[-number]).Contains(country))
                return true;
        }
        return false;
    }

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
    public static void WriteHeader(Span<byte> to, int introduction, in EffectVersion introducing, Requirement requirement, MeasureTimeline timeline)
    {
        var marks = (timeline.IsForTrades ? ForTrades : 0) | (timeline.HasParts ? Parts : 0) | (timeline.NamesGroups ? Groups : 0)
            | (timeline.ByDestination.Any(part => part.Destination is { } named && CountryGroups.IsGroup(named)) ? PartGroups : 0) | ((int)requirement << RequirementShift);
        (to[0], to[1], to[2]) = ((byte)introduction, (byte)marks, (byte)timeline.ByDestination.Count);
        BinaryPrimitives.WriteInt32LittleEndian(to[3..], introducing.Zone);
        BinaryPrimitives.WriteInt32LittleEndian(to[7..], introducing.Jurisdictions);
    }
}

/// <summary>Spans one behind another.</summary>
internal readonly struct FoldedSpans(byte[] bytes, int at, int setBytes)
{
    public const int HeaderBytes = 2;
    public const int SpanBytes = 16;

    private const byte Uncertain = 1;

    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private int Stride => SpanBytes + (2 * setBytes);

    /// <summary>When a span begins, in ticks from 1970 (effective axis); of the first the least number.</summary>
    public long StartOf(int span) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(PlaceOf(span)));

    public Status StatusOf(int span) => (Status)bytes[PlaceOf(span) + 8];

    public bool IsCertain(int span) => (bytes[PlaceOf(span) + 9] & Uncertain) == 0;

    public int ScopeBy(int span) => bytes[PlaceOf(span) + 10];

    public int ValueBy(int span) => bytes[PlaceOf(span) + 11];

    /// <summary>Number of the value that remains; 0 for none.</summary>
    public int ValueOf(int span) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(PlaceOf(span) + 12));

    /// <summary>The rows that hold it back or end it: those named first and those named then, both in legal order.</summary>
    public (ulong First, ulong Then) BecauseOf(int span) =>
        (TimelineRecord.ReadSet(bytes, PlaceOf(span) + SpanBytes, setBytes), TimelineRecord.ReadSet(bytes, PlaceOf(span) + SpanBytes + setBytes, setBytes));

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

    /// <summary>Whether from a moment on, in ticks from 1970, it is over or not yet announced for ever: nothing is to be told of it any more.</summary>
    public bool RestSince(long moment)
    {
        for (var (span, first) = (Count - 1, SpanAt(moment)); span >= first; span--)
        {
            if (StatusOf(span) is var status && !Standing.IsOver(status) && status != Status.NotYetAnnounced)
                return false;
        }
        return true;
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
