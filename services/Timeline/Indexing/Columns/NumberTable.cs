namespace Ledger.Timeline.Indexing.Columns;

/// <summary>
/// Numbers by number: open addressing in two arrays. Neither a key nor a value is 0. One writer; readers find, without a lock, everything that was
/// set before they were told of it.
/// </summary>
internal sealed class NumberTable
{
    private const int FirstSlots = 16;

    private Slots _slots = new(new ulong[FirstSlots], new int[FirstSlots]);

    /// <summary>How many keys it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key; 0 where it has none.</summary>
    public int Find(ulong key)
    {
        var (keys, values) = Volatile.Read(ref _slots);
        for (var at = PlaceOf(key, keys.Length); ; at = OpenSlots.Next(at, keys.Length))
        {
            var held = Volatile.Read(ref keys[at]);
            if (held == key)
                return Volatile.Read(ref values[at]);
            if (held == 0)
                return 0;
        }
    }

    /// <summary>Sets the value of a key.</summary>
    public void Set(ulong key, int value)
    {
        if ((Count + 1) * 4 > _slots.Keys.Length * 3)
            Grow();
        var (keys, values) = _slots;
        for (var at = PlaceOf(key, keys.Length); ; at = OpenSlots.Next(at, keys.Length))
        {
            if (keys[at] == key)
            {
                Volatile.Write(ref values[at], value);
                return;
            }
            if (keys[at] != 0)
                continue;
            values[at] = value;
            Volatile.Write(ref keys[at], key);
            Count++;
            return;
        }
    }

    /// <summary>Its arrays as they are, for whoever keeps the writer away meanwhile.</summary>
    public (ulong[] Keys, int[] Values) Arrays => (_slots.Keys, _slots.Values);

    /// <summary>Takes arrays that <see cref="Arrays"/> gave.</summary>
    public void Take(ulong[] keys, int[] values, int count) => (_slots, Count) = (new Slots(keys, values), count);

    private void Grow()
    {
        var old = _slots;
        var length = OpenSlots.Grown(old.Keys.Length);
        var (keys, values) = (new ulong[length], new int[length]);
        for (var i = 0; i < old.Keys.Length; i++)
        {
            if (old.Keys[i] == 0)
                continue;
            var at = PlaceOf(old.Keys[i], keys.Length);
            while (keys[at] != 0)
                at = OpenSlots.Next(at, keys.Length);
            (keys[at], values[at]) = (old.Keys[i], old.Values[i]);
        }
        Volatile.Write(ref _slots, new Slots(keys, values));
    }

    /// <summary>
    /// The finalizer of MurmurHash3, its upper half. Keys are two numbers beside each other, of which one is often 0: by a single product they would lie in
    /// stretches that grow together.
    /// </summary>
    public static int HashOf(ulong key)
    {
        key = (key ^ (key >> 33)) * 0xFF51AFD7ED558CCDUL;
        key = (key ^ (key >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return (int)(key >> 32);
    }

    private static int PlaceOf(ulong key, int slots) => OpenSlots.PlaceOf((uint)HashOf(key), slots);

    private sealed record Slots(ulong[] Keys, int[] Values);
}
