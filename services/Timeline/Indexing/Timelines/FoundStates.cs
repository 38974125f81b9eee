using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Where the state of a measure as a whole was found.</summary>
/// <param name="Measure">Number of its id.</param>
/// <param name="Record">Its record.</param>
/// <param name="Timeline">Its timeline.</param>
/// <param name="Span">The span.</param>
/// <param name="Folded">The state itself, where it was folded; nothing else is then told.</param>
internal readonly record struct FoundState(int Measure, TimelineRecord Record, FoldedTimeline Timeline, int Span, StrongBox<MeasureState>? Folded)
{
    /// <summary>The number of the value that remains; 0: none.</summary>
    public int Value => Timeline.Whole.ValueOf(Span);

    /// <summary>The state in words.</summary>
    /// <param name="index">The index.</param>
    /// <param name="id">The measure's id.</param>
    public MeasureState Told(LedgerIndex index, string id)
    {
        if (Folded is { } folded)
            return folded.Value;
        var spans = Timeline.Whole;
        return new MeasureState(
            id, spans.StatusOf(Span), spans.IsCertain(Span), index.Timelines.ValueBy(Value), Record.RestsOn(Timeline.Introduction, spans, Span));
    }
}

/// <summary>
/// States of measures in the order in which they are found: very many are found before the first is told, so each is kept as a few dozen bytes in one place, and becomes
/// an object when it is told. One writer; any number of readers after it.
/// </summary>
/// <param name="index">The index.</param>
internal sealed class FoundStates(LedgerIndex index)
{
    /// <summary>Measures that one core goes through at a time, whose states are not yet a large object to the collector.</summary>
    private const int InPart = 1024;

    /// <summary>Parts whose states are told together, so that whoever asks for a page waits for few.</summary>
    private const int ToldAtOnce = 16;

    private readonly List<int> _places = new(InPart);
    private readonly List<MeasureState> _folded = [];
    private byte[] _bytes = new byte[1 << 15];
    private int _length;

    /// <summary>Finds how a measure stands; false where its state is not wanted.</summary>
    public delegate bool Finding(int measure, ZonedMoments moments, out FoundState found);

    public int Count => _places.Count;

    /// <summary>The wanted states of all measures, in natural order of their ids.</summary>
    /// <param name="index">The index.</param>
    /// <param name="newMoments">The moment asked; each core has its own.</param>
    /// <param name="find">Finds one.</param>
    public static IEnumerable<MeasureState> OfAll(LedgerIndex index, Func<ZonedMoments> newMoments, Finding find)
    {
        var (added, ranks) = (index.Ids.Measures.Added, index.Ids.Measures.Ranks);
        var parts = new FoundStates[(ranks.Length + InPart - 1) / InPart];
        // At each rank, one more than where among the parts its state stands; 0 for what is not wanted.
        int[][] inOrder = [.. parts.Select(_ => new int[InPart])];
        Parallel.For(0, parts.Length, part =>
        {
            var (moments, states, first) = (newMoments(), new FoundStates(index), part * InPart);
            // In the order in which they came their records lie one behind another.
            for (var i = first; i < Math.Min(first + InPart, ranks.Length); i++)
            {
                if (!find(added[i], moments, out var found))
                    continue;
                states.Add(found);
                inOrder[ranks[i] / InPart][ranks[i] % InPart] = first + states.Count;
            }
            parts[part] = states;
        });
        return Told(inOrder, parts);
    }

    /// <summary>A state by its place.</summary>
    public MeasureState this[int place]
    {
        get
        {
            var at = _bytes.AsSpan(_places[place]);
            var head = MemoryMarshal.Read<Head>(at);
            if (head.Folded > 0)
                return _folded[head.Folded - 1];
            var recorded = MemoryMarshal.Cast<byte, int>(at[Unsafe.SizeOf<Head>()..][..(head.Positions * sizeof(int))]);
            var positions = new long[recorded.Length];
            for (var i = 0; i < positions.Length; i++)
                positions[i] = recorded[i];
            var id = at[(Unsafe.SizeOf<Head>() + (head.Positions * sizeof(int)))..][..head.IdBytes];
            return new MeasureState(Encoding.UTF8.GetString(id), head.Status, head.IsCertain, index.Timelines.ValueBy(head.Value), Items.Owning(positions));
        }
    }

    /// <summary>Adds what was found.</summary>
    public void Add(FoundState found)
    {
        _places.Add(_length);
        if (found.Folded is { } folded)
        {
            _folded.Add(folded.Value);
            Put(new Head { Folded = _folded.Count });
            return;
        }
        Span<long> room = stackalloc long[found.Record.Rows];
        var spans = found.Timeline.Whole;
        var id = index.Rows.Vocabulary.Symbols.BytesOf(found.Measure);
        var positions = room[..found.Record.RestsOn(found.Timeline.Introduction, spans, found.Span, room)];
        Put(new Head { Value = found.Value, IdBytes = (ushort)id.Length, Positions = (byte)positions.Length, Status = spans.StatusOf(found.Span), IsCertain = spans.IsCertain(found.Span) });
        foreach (var position in positions)
            Put((int)position);
        Put(id);
    }

    /// <summary>Tells some parts at a time, on every core.</summary>
    private static IEnumerable<MeasureState> Told(int[][] inOrder, FoundStates[] parts)
    {
        foreach (var some in inOrder.Chunk(ToldAtOnce))
        {
            var told = new List<MeasureState>[some.Length];
            Parallel.For(0, some.Length, part => told[part] = Told(some[part], parts));
            foreach (var states in told)
            {
                foreach (var state in states)
                    yield return state;
            }
        }
    }

    private static List<MeasureState> Told(int[] places, FoundStates[] parts)
    {
        var states = new List<MeasureState>(places.Length);
        foreach (var place in places)
        {
            if (place != 0)
                states.Add(parts[(place - 1) / InPart][(place - 1) % InPart]);
        }
        return states;
    }

    private void Put<T>(T value)
        where T : unmanaged => Put(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>What stands before the positions and the id.</summary>
    private struct Head
    {
        /// <summary>One more than its place among the folded; 0: it is none of them.</summary>
        public int Folded;

        /// <summary>Number of the value that remains; 0: none.</summary>
        public int Value;

        public ushort IdBytes;

        public byte Positions;

        public Status Status;

        public bool IsCertain;
    }
}
