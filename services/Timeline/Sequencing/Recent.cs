namespace Ledger.Timeline.Sequencing;

/// <summary>
/// What was made of the last positions that somebody asked for, so that of many who follow the ledger together one makes it and the others find it.
/// It holds so many and no more; whoever is far behind makes his own. Safe for many callers.
/// </summary>
/// <param name="size">A power of two: positions as far apart share a place.</param>
/// <param name="make">Makes it of a position; equal for equal positions, whenever it is called.</param>
internal sealed class Recent<TSource, T>(int size, Func<TSource, T> make)
    where T : class
{
    private readonly Made?[] _made = new Made?[size];

    public T Of(long position, TSource source)
    {
        ref var place = ref _made[position & (size - 1)];
        if (Volatile.Read(ref place) is { } found && found.Position == position)
            return found.Value;
        var made = make(source);
        Keep(position, made);
        return made;
    }

    /// <summary>Takes what was made of a position already.</summary>
    public void Keep(long position, T made) => Volatile.Write(ref _made[position & (size - 1)], new Made(position, made));

    private sealed record Made(long Position, T Value);
}
