using System.Runtime.InteropServices;

namespace Ledger.Timeline.Indexing.Columns;

/// <summary>
/// Lists of numbers by key that are read whole: each stands in a few blocks, of which every one has twice the room of the one before, so that its numbers lie
/// beside each other. One writer; readers find, without a lock, everything that was added before they asked.
/// </summary>
/// <param name="blocks">Holds the blocks, and nothing else: where the one before stands, the room, how many numbers are in it, and the numbers.</param>
internal sealed class BlockLists(ByteArena blocks)
{
    private const int Before = 0;
    private const int Room = 1;
    private const int Count = 2;
    private const int HeaderInts = 3;

    /// <summary>Half of what memory hands over at a time.</summary>
    private const int FirstInts = 8;
    private const int LargestInts = 1 << 12;

    /// <summary>At each key one more than where its last block stands, in numbers; a single number needs no block, and is told apart by its sign.</summary>
    public NumberTable Heads { get; } = new();

    /// <summary>Adds a number, 0 or above, to the list of a key.</summary>
    public void Add(ulong key, int number)
    {
        var head = Heads.Find(key);
        if (head == 0)
        {
            Heads.Set(key, ~number);
            return;
        }
        if (head < 0)
        {
            Heads.Set(key, Added(0, FirstInts, [~head, number]));
            return;
        }
        var block = BlockAt(head);
        var count = block[Count];
        if (count == block[Room])
        {
            Heads.Set(key, Added(head, Math.Min((HeaderInts + count) * 2, LargestInts), [number]));
            return;
        }
        block[HeaderInts + count] = number;
        Volatile.Write(ref block[Count], count + 1);
    }

    /// <summary>Appends the list of a key to another, in no order; of key 0 nothing.</summary>
    public void AppendTo(List<int> found, ulong key)
    {
        var head = key == 0 ? 0 : Heads.Find(key);
        if (head < 0)
            found.Add(~head);
        while (head > 0)
        {
            var block = BlockAt(head);
            found.AddRange(block.Slice(HeaderInts, Volatile.Read(ref block[Count])));
            head = block[Before];
        }
    }

    /// <summary>A new block; answers one more than where it stands.</summary>
    private int Added(int before, int ints, ReadOnlySpan<int> numbers)
    {
        var block = new int[ints];
        (block[Before], block[Room], block[Count]) = (before, ints - HeaderInts, numbers.Length);
        numbers.CopyTo(block.AsSpan(HeaderInts));
        return checked((int)(blocks.Add(MemoryMarshal.AsBytes<int>(block)) / sizeof(int)) + 1);
    }

    private Span<int> BlockAt(int head)
    {
        var (bytes, at) = blocks.At((head - 1L) * sizeof(int));
        return MemoryMarshal.Cast<byte, int>(bytes.AsSpan(at));
    }
}
