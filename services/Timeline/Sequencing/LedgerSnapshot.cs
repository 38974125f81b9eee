using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using NodaTime;

namespace Ledger.Timeline.Sequencing;

/// <summary>The ledger up to a position. Immutable: events are only ever added behind it.</summary>
public sealed class LedgerSnapshot
{
    internal LedgerSnapshot(LedgerColumns ledger, int count) => (Columns, Count) = (ledger, count);

    /// <summary>The ledger as it lies in memory, this prefix of it and perhaps more.</summary>
    internal LedgerColumns Columns { get; }

    /// <summary>The index over the ledger, which knows of this prefix and perhaps of more.</summary>
    internal LedgerIndex Index => Columns.Index;

    public int Count { get; }

    /// <summary>The last position; -1 for an empty ledger.</summary>
    public long Position => Count - 1;

    public LedgerEntry this[long position] =>
        position >= 0 && position < Count ? new LedgerEntry(Columns, (int)position) : throw new ArgumentOutOfRangeException(nameof(position));

    /// <summary>Every event up to here, in order; each is read from the store when it is asked what it says.</summary>
    public IEnumerable<SequencedEvent> Events => Enumerable.Range(0, Count).Select(position => new SequencedEvent(position, Columns.Read));

    /// <summary>One stream's events up to here, in order.</summary>
    public IEnumerable<LedgerEntry> EntriesOf(string stream) => Known(Index.PositionsOf(stream)).Select(position => this[position]);

    /// <summary>Positions of the events up to here on any stream that name an entity, an instrument for what it introduced.</summary>
    public IEnumerable<long> PositionsNaming(string entity) => Known(Index.PositionsNaming(entity)).Select(position => (long)position);

    /// <summary>Reads documents ahead of whoever goes through the events from a position on, where the store is in another process.</summary>
    internal Task AheadAsync(long from, CancellationToken cancellation) => Columns.Documents.IsAtHand((int)from)
        ? Task.CompletedTask
        : Columns.Documents.FetchAsync(Columns.PlacesFrom((int)from, Count), cancellation);

    /// <summary>Says that an answer will ask for the documents of these positions.</summary>
    /// <exception cref="NotAtHandException">Some are not at hand, and the answer will be told again.</exception>
    internal void Expect(IEnumerable<int> positions) => Columns.Documents.Expect(positions.Select(Columns.PlaceOf));

    /// <summary>
    /// The ledger as it stood at a position; one inside a command's events reads as the last whole command before it (DESIGN T6).
    /// </summary>
    public LedgerSnapshot CutAt(long position)
    {
        var last = (int)Math.Clamp(position, -1, Position);
        if (last >= 0 && last < Position && Columns.Rows[last + 1].FirstOfCommand == Columns.Rows[last].FirstOfCommand)
            last = Columns.Rows[last].FirstOfCommand - 1;
        return new LedgerSnapshot(Columns, last + 1);
    }

    /// <summary>The ledger as it stood at a recorded instant.</summary>
    public LedgerSnapshot CutAt(Instant recorded) => CutAt(CountWhere(row => row.RecordedBy <= recorded) - 1);

    /// <summary>How many events there are up to the first of which something no longer holds that holds for those before it.</summary>
    internal int CountWhere(Func<EntryRow, bool> holds) => Columns.Rows.CountWhere(Count, holds);

    /// <summary>Those of ascending positions that lie before the end.</summary>
    private ArraySegment<int> Known(int[] positions)
    {
        var end = Array.BinarySearch(positions, Count);
        return new ArraySegment<int>(positions, 0, end < 0 ? ~end : end);
    }
}
