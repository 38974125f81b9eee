using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>The ledger up to a position. Immutable: events are only ever added behind it.</summary>
public sealed class LedgerSnapshot
{
    private readonly LedgerEntry[] _entries;

    internal LedgerSnapshot(LedgerEntry[] entries, int count, LedgerIndex index) => (_entries, Count, Index) = (entries, count, index);

    /// <summary>The index over the ledger, which knows of this prefix and perhaps of more.</summary>
    internal LedgerIndex Index { get; }

    public int Count { get; }

    /// <summary>The last position; -1 for an empty ledger.</summary>
    public long Position => Count - 1;

    public LedgerEntry this[long position] => position < Count ? _entries[position] : throw new ArgumentOutOfRangeException(nameof(position));

    public ReadOnlyMemory<LedgerEntry> Entries => _entries.AsMemory(0, Count);

    public IEnumerable<SequencedEvent> Events
    {
        get
        {
            for (var i = 0; i < Count; i++)
                yield return _entries[i].Sequenced;
        }
    }

    /// <summary>One stream's events up to here, in order.</summary>
    public IEnumerable<LedgerEntry> EntriesOf(string stream) => Known(Index.PositionsOf(stream)).Select(position => _entries[position]);

    /// <summary>Positions of the events up to here on any stream that name an entity, an instrument for what it introduced.</summary>
    public IEnumerable<long> PositionsNaming(string entity) => Known(Index.PositionsNaming(entity)).Select(position => (long)position);

    /// <summary>
    /// The ledger as it stood at a position; one inside a command's events reads as the last whole command before it (DESIGN T6).
    /// </summary>
    public LedgerSnapshot CutAt(long position)
    {
        var last = Math.Min(position, Position);
        if (last < Position && last >= 0 && _entries[last].IsOfOneCommandWith(_entries[last + 1]))
        {
            var cut = _entries[last];
            while (last >= 0 && _entries[last].IsOfOneCommandWith(cut))
                last--;
        }
        return new LedgerSnapshot(_entries, (int)last + 1, Index);
    }

    /// <summary>The ledger as it stood at a recorded instant.</summary>
    public LedgerSnapshot CutAt(Instant recorded)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].RecordedBy <= recorded)
                low = middle + 1;
            else
                high = middle;
        }
        return CutAt(low - 1);
    }

    /// <summary>Those of ascending positions that lie before the end.</summary>
    private int[] Known(ReadOnlySpan<int> positions)
    {
        var end = positions.BinarySearch(Count);
        return positions[..(end < 0 ? ~end : end)].ToArray();
    }
}
