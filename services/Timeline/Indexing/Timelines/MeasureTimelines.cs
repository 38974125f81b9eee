using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;
using NodaTime;

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

    /// <summary>A record longer than this is not kept.</summary>
    private const int MostBytes = 1 << 15;

    /// <summary>More rows than these make more sets than are worth keeping one by one.</summary>
    public const int UsualRows = 24;

    /// <summary>Each set is a fold of the rows in it: so many rows times sets at most.</summary>
    private const int MostFolded = 2048;

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
        if (_disputed.TryGetValue(measure, out var known) && known.IsGoodAt(position))
            return known;
        // Another may have read later meanwhile.
        return _disputed.AddOrUpdate(
            measure, static (_, read) => read, static (_, other, read) => other.Through > read.Through ? other : read, DisputedMeasure.Of(index, measure));
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
        if (!store.TryRead(measure, out record, out var place))
            return false;
        var through = store.ThroughOf(place);
        if (position <= through)
            return true;
        if (IsTouched(record, through, position))
            return false;
        store.Confirm(place, position);
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
            Write(record, around);
        // Of a much disputed measure stands that it rests on nothing and is visible nowhere, so that nobody tries again.
        ReadOnlySpan<byte> unresolved = [0, 0, 0, 0];
        var isResolved = record.WrittenCount is > 0 and <= MostBytes;
        using var _ = _gate.EnterScope();
        // Another may have made a later one meanwhile.
        if (_store.TryRead(measure, out var _, out var place) && _store.ThroughOf(place) > through)
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

    private void Write(ArrayBufferWriter<byte> record, Neighbourhood around)
    {
        var entities = around.Entities;
        var scopes = ScopeNumbers.Of(around.Effects, index.Rows.Vocabulary.Symbols);
        if (entities.Length > byte.MaxValue || scopes.Sum(scope => scope.Numbers.Length) > MostBytes)
            return;
        var most = Math.Min(TimelineRecord.MostSets, Math.Max(1, MostFolded / Math.Max(1, around.Rows.Length)));
        var sets = around.Sets(most);
        record.Write([(byte)around.Rows.Length, (byte)entities.Length, (byte)sets.Count, (byte)(scopes.Count | (sets.Count < most ? TimelineRecord.EverySet : 0))]);
        foreach (var row in around.Rows)
        {
            TimelineRecord.WriteRow(record.GetSpan(TimelineRecord.RowBytes), row, index.Rows.Versions[row]);
            record.Advance(TimelineRecord.RowBytes);
        }
        foreach (var entity in entities)
            Number(record, entity);
        var width = TimelineRecord.SetBytesOf(around.Rows.Length);
        var scopesAt = record.WrittenCount + (scopes.Count * TimelineRecord.ScopeBytes) + (sets.Count * (width + sizeof(int)));
        foreach (var (row, numbers) in scopes)
        {
            record.Write([(byte)row]);
            Short(record, checked((ushort)scopesAt));
            scopesAt += numbers.Length;
        }
        var (folded, timelines) = (new ArrayBufferWriter<byte>(), scopesAt);
        foreach (var set in sets)
        {
            // Sets that differ in what makes no difference share one.
            var start = Shared(folded, set, (own, visible) => Write(own, around, visible, width));
            Set(record, set, width);
            Number(record, timelines + start);
        }
        foreach (var (_, numbers) in scopes)
            record.Write(numbers);
        record.Write(folded.WrittenSpan);
    }

    private void Write(ArrayBufferWriter<byte> to, Neighbourhood around, ulong set, int width)
    {
        var acts = around.ActsIn(set);
        var timeline = MeasureTimeline.Of(acts);
        // A set of rows does not tell in which order they are named.
        if (!timeline.ByDestination.Select(part => part.Spans).Append(timeline.Spans).All(spans => spans.All(span => IsInLegalOrder(span.Because))))
            timeline = timeline with { IsForTrades = false };
        var written = new ArrayBufferWriter<byte>();
        Write(written, around, timeline.Spans, width);
        var parts = timeline.ByDestination;
        var spansAt = FoldedTimeline.HeaderBytes + (parts.Count * FoldedTimeline.PartBytes);
        FoldedTimeline.WriteHeader(
            to.GetSpan(FoldedTimeline.HeaderBytes), around.PlaceOf(acts.Introduction), index.Rows.Versions[around.RowOf(acts.Introduction)],
            ((MeasureIntroduced)acts.Introduction.Body).Requirement, timeline);
        to.Advance(FoldedTimeline.HeaderBytes);
        foreach (var (destination, spans) in parts)
        {
            if (destination is not null && CountryGroups.IsGroup(destination))
            {
                Number(to, -index.Symbol(destination));
                Number(to, 0);
                continue;
            }
            Number(to, destination is null ? 0 : index.Symbol(destination));
            Number(to, spansAt + Shared(written, spans, (own, list) => Write(own, around, list, width)));
        }
        to.Write(written.WrittenSpan);
    }

    private void Write(ArrayBufferWriter<byte> to, Neighbourhood around, IReadOnlyList<MeasureSpan> spans, int width)
    {
        Short(to, (ushort)spans.Count);
        foreach (var span in spans)
        {
            var start = span.From == Instant.MinValue ? long.MinValue : span.From.ToUnixTimeTicks();
            FoldedSpans.WriteSpan(to.GetSpan(FoldedSpans.SpanBytes), start, span.Status, span.IsCertain, around.PlaceOf(span.ScopeBy), around.PlaceOf(span.ValueBy), NumberOf(span.Value));
            to.Advance(FoldedSpans.SpanBytes);
            Set(to, span.Because.Aggregate(0UL, (because, effect) => because | (1UL << around.PlaceOf(effect))), width);
        }
    }

    private static bool IsInLegalOrder(Items<Effect> effects) => effects.Zip(effects.Skip(1)).All(pair => LegalOrder.Instance.Compare(pair.First, pair.Second) < 0);

    /// <summary>Writes something behind the rest, unless the same stands there already; answers where.</summary>
    private static int Shared<T>(ArrayBufferWriter<byte> to, T what, Action<ArrayBufferWriter<byte>, T> write)
    {
        var own = new ArrayBufferWriter<byte>();
        write(own, what);
        var same = to.WrittenSpan.IndexOf(own.WrittenSpan);
        if (same >= 0)
            return same;
        var start = to.WrittenCount;
        to.Write(own.WrittenSpan);
        return start;
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

    private static void Number(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), number);
        to.Advance(sizeof(int));
    }

    private static void Short(ArrayBufferWriter<byte> to, ushort number)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to.GetSpan(sizeof(ushort)), number);
        to.Advance(sizeof(ushort));
    }

    private static void Set(ArrayBufferWriter<byte> to, ulong set, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, set);
        to.Write(bytes[..width]);
    }
}
