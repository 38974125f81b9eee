namespace Ledger.Timeline.Indexing;

/// <summary>A list that only grows: one writer adds behind the end, any number of readers read up to the end they found, without a lock.</summary>
internal sealed class Postings<T>
{
    private T[] _items = new T[1];
    private int _count;

    /// <summary>What has been added so far.</summary>
    public ReadOnlySpan<T> Items
    {
        get
        {
            // The count first: whichever array is there by then holds at least as many.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _items).AsSpan(0, count);
        }
    }

    /// <summary>Takes many at once, where there are none yet.</summary>
    public void Add(T[] items)
    {
        if (items.Length == 0)
            return;
        Volatile.Write(ref _items, items);
        Volatile.Write(ref _count, items.Length);
    }

    public void Add(T item)
    {
        var (items, count) = (_items, _count);
        if (count == items.Length)
        {
            Array.Resize(ref items, count * 2); // readers keep the array they have
            items[count] = item;
            Volatile.Write(ref _items, items);
        }
        else
        {
            items[count] = item;
        }
        Volatile.Write(ref _count, count + 1);
    }
}
