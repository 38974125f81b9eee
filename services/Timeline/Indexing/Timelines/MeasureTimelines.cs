using System.Buffers;
using System.Collections.Concurrent;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>What is known beforehand of a measure at a pair of cuts.</summary>
internal enum Foreknown
{
    /// <summary>Nothing: too much acts on it.</summary>
    Nothing,

    /// <summary>Nothing introduces it there.</summary>
    NotIntroduced,

    /// <summary>Its timeline.</summary>
    Timeline,
}

/// <summary>
/// For each measure, how it stands over all time, for each set of rows that some cut of knowledge makes visible: a question at any three coordinates then costs a
/// look at the measure's rows and a search among the spans. A record is made when it is asked for or when <see cref="Refresh"/> comes by, and made anew when
/// something was recorded since on or about what it rests on. Readers share no lock with each other or with the ledger's writer.
/// </summary>
internal sealed class MeasureTimelines(LedgerIndex index)
{
    /// <summary>Records that others took the place of are let go when they take more bytes than those that stand, and than this.</summary>
    private const int MostDead = 1 << 20;

    /// <summary>More rows than these make more sets than are worth keeping one by one.</summary>
    public const int UsualRows = 24;

    /// <summary>Of disputed measures, what tells together how they stand: so many sets of rows are kept, of a few kilobytes each.</summary>
    private const int MostActs = 1 << 12;

    private readonly Lock _gate = new();
    private readonly Dictionary<Quantity, int> _numbersOfValues = [];
    private readonly ConcurrentDictionary<int, DisputedMeasure> _disputed = [];
    private readonly Recent<Items<int>, MeasureActs> _acts = new(MostActs);
    private TimelineStore _store = new();

    /// <summary>The records.</summary>
    public TimelineStore Store => Volatile.Read(ref _store);

    /// <summary>A measure on which more rows act is not resolved set by set, but kept as a disputed one.</summary>
    public int MostRows { get; set; } = UsualRows;

    /// <summary>Values by their numbers, from 1.</summary>
    public Chunked<Quantity> Values { get; } = new();

    /// <summary>A value by its number; null for 0.</summary>
    public Quantity? ValueBy(int number) => number == 0 ? null : Values[number - 1];

    /// <summary>Finds how a measure stands at a pair of cuts; makes its record if need be.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    /// <param name="record">Its record.</param>
    /// <param name="timeline">Its timeline there.</param>
    public Foreknown Find(int measure, int position, int published, out TimelineRecord record, out FoldedTimeline timeline)
    {
        timeline = default;
        if (!TryRead(measure, position, out record))
        {
            if (!index.By.Introductions.Holds(Keys.Of(measure)))
                return Foreknown.NotIntroduced;
            Resolve(measure);
            if (!TryRead(measure, position, out record))
                return Foreknown.Nothing;
        }
        return record.TryFind(record.Visible(position, published), out timeline) ? Foreknown.Timeline : record.HasEverySet ? Foreknown.NotIntroduced : Foreknown.Nothing;
    }

    /// <summary>Makes anew what is known beforehand of a measure where something was recorded since; true where that was so.</summary>
    public bool Refresh(int measure)
    {
        var isFresh = TryRead(measure, index.Through, out var record);
        if (!isFresh)
            Resolve(measure);
        var isDisputed = isFresh ? record.Rows == 0 : TryRead(measure, index.Through, out record) && record.Rows == 0;
        var known = _disputed.GetValueOrDefault(measure);
        return (isDisputed && !ReferenceEquals(Disputed(measure, index.Through), known)) || !isFresh;
    }

    /// <summary>What acts on a measure of which nothing is known beforehand, by when it can tell how the measure stands.</summary>
    /// <param name="measure">Number of its id: something introduced it at some time.</param>
    /// <param name="position">The last ledger position known.</param>
    public DisputedMeasure Disputed(int measure, int position)
    {
        var known = _disputed.GetValueOrDefault(measure);
        var read = known?.UpTo(position) ?? DisputedMeasure.Of(index, measure);
        // Another may have read later meanwhile.
        return ReferenceEquals(read, known) ? known : _disputed.AddOrUpdate(measure, static (_, read) => read, static (_, other, read) => other.Through > read.Through ? other : read, read);
    }

    /// <summary>What acts on a measure by a set of rows, with what was folded of it.</summary>
    /// <param name="rows">All of them, in legal order.</param>
    /// <param name="measure">Its id, and what introduces it.</param>
    public MeasureActs ActsOf(Items<int> rows, (string Id, Effect Introduction) measure) => _acts.Of(
        rows, (Rows: rows, Measure: measure, Index: index), static asked => new MeasureActs(asked.Measure.Id, asked.Measure.Introduction, [.. asked.Rows.Select(asked.Index.Rows.EffectOf)]));

    /// <summary>Lets somebody look at the records while none is added.</summary>
    public void Rest(Action look)
    {
        using var _ = _gate.EnterScope();
        look();
    }

    /// <summary>The record of a measure, if it holds everything up to a position.</summary>
    private bool TryRead(int measure, int position, out TimelineRecord record)
    {
        var store = Store;
        if (!store.TryRead(measure, out record, out var head))
            return false;
        var through = store.ThroughOf(head);
        if (position <= through)
            return true;
        if (IsTouched(record, through, position))
            return false;
        store.Confirm(head, position);
        return true;
    }

    /// <summary>Whether something was recorded after one position and up to another on or about what a record rests on.</summary>
    private bool IsTouched(TimelineRecord record, int after, int upTo)
    {
        for (var i = 0; i < record.Entities; i++)
        {
            if (index.IsTouched(record.Entity(i), after, upTo))
                return true;
        }
        return false;
    }

    private void Resolve(int measure)
    {
        var through = index.Through;
        var around = Neighbourhood.Of(index, measure, MostRows);
        var record = new ArrayBufferWriter<byte>();
        if (around.Rows.Length <= MostRows)
            new TimelineWriter(index, NumberOf).Write(record, around);
        // Of a much disputed measure stands that it rests on nothing and is visible nowhere, so that nobody tries again.
        ReadOnlySpan<byte> unresolved = [0, 0, 0, 0];
        var isResolved = record.WrittenCount is > 0 and <= TimelineWriter.MostBytes;
        using var _ = _gate.EnterScope();
        // Another may have made a later one meanwhile.
        if (_store.TryRead(measure, out var _, out var head) && _store.ThroughOf(head) > through)
            return;
        _store.Add(measure, isResolved ? record.WrittenSpan : unresolved, isResolved ? through : int.MaxValue);
        if (_store.Dead > MostDead && _store.Dead > _store.Bytes.Length / 2)
            Volatile.Write(ref _store, _store.Compacted());
    }

    /// <summary>Takes values that were saved, in their order.</summary>
    public void Begin(IEnumerable<Quantity> values)
    {
        foreach (var value in values)
            NumberOf(value);
    }

    private int NumberOf(Quantity? value)
    {
        if (value is null)
            return 0;
        using var _ = _gate.EnterScope();
        if (!_numbersOfValues.TryGetValue(value, out var number))
            _numbersOfValues.Add(value, number = Values.Add(value) + 1);
        return number;
    }
}
