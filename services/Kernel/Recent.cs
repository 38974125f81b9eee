namespace Ledger.Kernel;

/// <summary>
/// What was made of the keys that somebody asked for last, one in each of so many places: of many who ask for the same, one makes it and the others find it. It holds
/// so many and no more; whoever asks for something long past makes his own. Safe for many callers, without a lock.
/// </summary>
/// <param name="places">A power of two: keys whose hash codes end alike share a place, so that numbers one behind another do not.</param>
/// <param name="comparer">How keys compare; null: by their own equality.</param>
public sealed class Recent<TKey, T>(int places, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where T : class
{
    private readonly Made?[] _made = new Made?[places];

    /// <summary>What is kept of a key; else it is made of it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="source">What it is made of.</param>
    /// <param name="make">Makes it; equal for equal keys, whenever it is called.</param>
    public T Of<TSource>(TKey key, TSource source, Func<TSource, T> make)
    {
        ref var place = ref PlaceOf(key);
        if (Volatile.Read(ref place) is { } found && AreEqual(found.Key, key))
            return found.Value;
        var made = make(source);
        Volatile.Write(ref place, new Made(key, made));
        return made;
    }

    /// <summary>The same, made of the key itself.</summary>
    public T Of(TKey key, Func<TKey, T> make) => Of(key, key, make);

    /// <summary>Takes what was made of a key already.</summary>
    public void Keep(TKey key, T made) => Volatile.Write(ref PlaceOf(key), new Made(key, made));

    private ref Made? PlaceOf(TKey key) => ref _made[(comparer is null ? EqualityComparer<TKey>.Default.GetHashCode(key) : comparer.GetHashCode(key)) & (places - 1)];

    private bool AreEqual(TKey left, TKey right) => comparer is null ? EqualityComparer<TKey>.Default.Equals(left, right) : comparer.Equals(left, right);

    private sealed record Made(TKey Key, T Value);
}
