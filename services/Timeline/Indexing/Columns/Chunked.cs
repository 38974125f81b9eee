using System.Numerics;

namespace Ledger.Timeline.Indexing.Columns;

/// <summary>
/// A list that only grows and never moves what it holds. One writer adds behind the end; readers read, without a lock, whatever lies before an
/// end that they were told of after it was added.
/// </summary>
internal sealed class Chunked<T>
{
    /// <summary>The first chunk holds 16, each of the next twice as many, until they hold this power of two: a short list is small, and a long one wastes little.</summary>
    private const int LargestChunk = 18;
    private const int FirstChunk = 4;
    private const int FirstItems = 1 << FirstChunk;

    private T[][] _chunks = new T[4][];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public ref T this[int index]
    {
        get
        {
            var (chunk, offset) = PlaceOf(index);
            return ref Volatile.Read(ref _chunks)[chunk][offset];
        }
    }

    /// <summary>Adds behind the end; answers where.</summary>
    public int Add(T item)
    {
        var index = _count;
        var (chunk, offset) = PlaceOf(index);
        if (chunk == _chunks.Length)
        {
            var chunks = _chunks;
            Array.Resize(ref chunks, chunk * 2); // readers keep the chunks they know
            Volatile.Write(ref _chunks, chunks);
        }
        if (offset == 0)
            Volatile.Write(ref _chunks[chunk], new T[LengthOf(chunk)]);
        _chunks[chunk][offset] = item;
        Volatile.Write(ref _count, index + 1);
        return index;
    }

    /// <summary>How many there are up to the first of which something no longer holds that holds for those before it.</summary>
    /// <param name="of">Of the first so many.</param>
    /// <param name="holds">What holds.</param>
    public int CountWhere(int of, Func<T, bool> holds)
    {
        var (low, high) = (0, of);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(this[middle]))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>What it holds, chunk by chunk, for whoever keeps the writer away meanwhile.</summary>
    public IEnumerable<ArraySegment<T>> Chunks()
    {
        for (var (chunk, left) = (0, _count); left > 0; chunk++)
        {
            var held = Math.Min(left, LengthOf(chunk));
            yield return new ArraySegment<T>(_chunks[chunk], 0, held);
            left -= held;
        }
    }

    /// <summary>Makes room for a number of items in a list whose content it replaces, chunk by chunk, to be filled as they are handed out.</summary>
    public IEnumerable<ArraySegment<T>> Fill(int count)
    {
        _count = 0;
        for (var chunk = 0; _count < count; chunk++)
        {
            if (chunk == _chunks.Length)
                Array.Resize(ref _chunks, chunk * 2);
            _chunks[chunk] = new T[LengthOf(chunk)];
            var held = Math.Min(count - _count, LengthOf(chunk));
            yield return new ArraySegment<T>(_chunks[chunk], 0, held);
            _count += held;
        }
    }

    private static (int Chunk, int Offset) PlaceOf(int index)
    {
        var shifted = index + FirstItems;
        if (shifted >= 1 << LargestChunk)
            return ((shifted >> LargestChunk) - 1 + LargestChunk - FirstChunk, shifted & ((1 << LargestChunk) - 1));
        var power = BitOperations.Log2((uint)shifted);
        return (power - FirstChunk, shifted - (1 << power));
    }

    private static int LengthOf(int chunk) => 1 << Math.Min(chunk + FirstChunk, LargestChunk);
}
