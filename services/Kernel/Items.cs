using System.Collections;
using System.Runtime.CompilerServices;

namespace Ledger.Kernel;

/// <summary>An immutable list with value equality, so that records that hold lists compare as values. The default is empty.</summary>
[CollectionBuilder(typeof(Items), nameof(Items.Of))]
public readonly struct Items<T> : IReadOnlyList<T>, IEquatable<Items<T>>
{
    private readonly T[]? _items;

    internal Items(T[] items) => _items = items;

    public int Count => _items?.Length ?? 0;

    public bool IsEmpty => Count == 0;

    public T this[int index] => (_items ?? [])[index];

    public ReadOnlySpan<T> AsSpan() => _items;

    public bool Equals(Items<T> other) => AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is Items<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in AsSpan())
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", this)}]";

    public static bool operator ==(Items<T> left, Items<T> right) => left.Equals(right);

    public static bool operator !=(Items<T> left, Items<T> right) => !left.Equals(right);
}

public static class Items
{
    public static Items<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Takes an array that nobody else will change.</summary>
    public static Items<T> Owning<T>(T[] items) => new(items);

    public static Items<T> ToItems<T>(this IEnumerable<T> items) => new([.. items]);
}
