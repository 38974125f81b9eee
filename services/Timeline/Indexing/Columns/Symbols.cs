using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ledger.Kernel;

namespace Ledger.Timeline.Indexing.Columns;

/// <summary>
/// Every word of the ledger once, by a number from 1: ids, codes, names. They stand as UTF-8 and are made text when they are asked for, those asked for
/// last excepted. One writer; readers find, without a lock, every word that was there before they were told of it.
/// </summary>
internal sealed class Symbols
{
    /// <summary>A word in text stands behind its number and its length in bytes.</summary>
    private const int MostHeadBytes = sizeof(int) + Leb128.MostBytes;

    /// <summary>So many of <see cref="SlotsOf"/> slots are taken at most: whoever comes upon another word has waited for it in vain.</summary>
    private const int SlotsTaken = 3;
    private const int SlotsOf = 5;

    /// <summary>Words shorter than this are looked for without memory of their own.</summary>
    private const int OnStack = 512;

    private readonly Chunked<uint> _places = new();
    private readonly ByteArena _bytes = new();
    private readonly Recent<int, string> _recent = new(1 << 12);
    private uint[] _slots = new uint[64];

    public Symbols() => _places.Add(0);

    /// <summary>How many numbers are given, 0 among them, which stands for no word.</summary>
    public int Count => _places.Count;

    /// <summary>Where each word stands, for saving it.</summary>
    public Chunked<uint> Places => _places;

    /// <summary>The words themselves, for saving them.</summary>
    public ByteArena Bytes => _bytes;

    /// <summary>The table by which they are found, for saving it: one more than where each stands, so that one who looks for a word goes straight to it.</summary>
    public uint[] Slots
    {
        get => _slots;
        set => Volatile.Write(ref _slots, value);
    }

    public string this[int symbol] => _recent.Of(symbol, (Words: this, symbol), static word => Encoding.UTF8.GetString(word.Words.BytesOf(word.symbol)));

    /// <summary>The number of a word; 0 where it has none.</summary>
    public int Find(string word) => Find(word.AsSpan());

    /// <summary>The number of a word; 0 where it has none.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        Span<byte> room = stackalloc byte[OnStack];
        return Find(Utf8Of(word, room));
    }

    /// <summary>The number of a word, which is given one where it has none; 0 for none.</summary>
    public int Add(string? word) => word is null ? 0 : Add(word.AsSpan());

    /// <summary>The number of a word, which is given one where it has none.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        Span<byte> room = stackalloc byte[OnStack];
        var utf8 = Utf8Of(word, room);
        if (Find(utf8) is var known and not 0)
            return known;
        Span<byte> entry = utf8.Length + MostHeadBytes <= OnStack ? stackalloc byte[OnStack] : new byte[utf8.Length + MostHeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(entry, _places.Count);
        var head = sizeof(int) + Leb128.Write(entry[sizeof(int)..], (uint)utf8.Length);
        utf8.CopyTo(entry[head..]);
        var place = checked((uint)_bytes.Add(entry[..(head + utf8.Length)]));
        var symbol = _places.Add(place);
        if ((long)(symbol + 1) * SlotsOf > (long)_slots.Length * SlotsTaken)
            Grow();
        else
            Put(_slots, place);
        return symbol;
    }

    private int Find(ReadOnlySpan<byte> word)
    {
        var slots = Volatile.Read(ref _slots);
        for (var at = OpenSlots.PlaceOf(HashOf(word), slots.Length); ; at = OpenSlots.Next(at, slots.Length))
        {
            var slot = Volatile.Read(ref slots[at]);
            if (slot == 0)
                return 0;
            var (chunk, offset) = _bytes.At(slot - 1);
            if (WordAt(chunk, offset).SequenceEqual(word))
                return BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(offset));
        }
    }

    /// <summary>A word as it stands, in UTF-8.</summary>
    public ReadOnlySpan<byte> BytesOf(int symbol) => BytesAt(_places[symbol]);

    /// <summary>Looks at words that are asked for next, all at a time: memory that no cache holds is then waited for once, and not once for each of them.</summary>
    /// <returns>Nothing of use; but what nobody returns nobody would have to read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Fetch(ReadOnlySpan<int> symbols)
    {
        Span<uint> places = symbols.Length <= OnStack ? stackalloc uint[symbols.Length] : new uint[symbols.Length];
        for (var i = 0; i < symbols.Length; i++)
            places[i] = _places[symbols[i]];
        var seen = 0;
        foreach (var place in places)
        {
            var (chunk, offset) = _bytes.At(place);
            seen += chunk[offset];
        }
        return seen;
    }

    private static ReadOnlySpan<byte> Utf8Of(ReadOnlySpan<char> word, Span<byte> room)
    {
        var bytes = Encoding.UTF8.GetMaxByteCount(word.Length) > room.Length ? new byte[Encoding.UTF8.GetByteCount(word)] : room;
        return bytes[..Encoding.UTF8.GetBytes(word, bytes)];
    }

    private ReadOnlySpan<byte> BytesAt(uint place)
    {
        var (chunk, offset) = _bytes.At(place);
        return WordAt(chunk, offset);
    }

    private static ReadOnlySpan<byte> WordAt(byte[] chunk, int offset)
    {
        offset += sizeof(int);
        var length = (int)Leb128.Read(chunk, ref offset);
        return chunk.AsSpan(offset, length);
    }

    private void Grow()
    {
        var slots = new uint[OpenSlots.Grown(_slots.Length)];
        for (var symbol = 1; symbol < _places.Count; symbol++)
            Put(slots, _places[symbol]);
        Volatile.Write(ref _slots, slots);
    }

    private void Put(uint[] slots, uint place)
    {
        var at = OpenSlots.PlaceOf(HashOf(BytesAt(place)), slots.Length);
        while (slots[at] != 0)
            at = OpenSlots.Next(at, slots.Length);
        Volatile.Write(ref slots[at], place + 1);
    }

    /// <summary>FNV-1a, four bytes at a time, with its bits mixed: the same in every process, as a saved table needs.</summary>
    private static uint HashOf(ReadOnlySpan<byte> word)
    {
        var hash = 2166136261u;
        var fours = MemoryMarshal.Cast<byte, uint>(word);
        foreach (var four in fours)
            hash = (hash ^ four) * 16777619u;
        foreach (var each in word[(fours.Length * sizeof(uint))..])
            hash = (hash ^ each) * 16777619u;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return hash ^ (hash >> 13);
    }
}
