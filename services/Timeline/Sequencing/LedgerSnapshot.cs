using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>The ledger up to a position. Immutable: events are only ever added behind it.</summary>
public sealed class LedgerSnapshot
{
    private readonly LedgerEntry[] _entries;

    internal LedgerSnapshot(LedgerEntry[] entries, int count) => (_entries, Count) = (entries, count);

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
        return new LedgerSnapshot(_entries, (int)last + 1);
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
}
