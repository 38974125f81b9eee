using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// All rows that act on a measure at any cut of knowledge, read once: what is visible at one of them is a set of these rows. Whatever acts on it at a cut is found
/// among them, since fewer visible rows lead to fewer others.
/// </summary>
internal sealed class Neighbourhood
{
    private readonly LedgerIndex _index;
    private readonly string _id;
    private readonly string _instrument;
    private readonly Dictionary<int, Effect> _read = [];
    private readonly Dictionary<Effect, int> _places = new(ReferenceEqualityComparer.Instance);

    private Neighbourhood(LedgerIndex index, int measure, int[]? rows, int most)
    {
        (_index, _id) = (index, index.Rows.Vocabulary.Symbols[measure]);
        _instrument = Ids.InstrumentOf(_id);
        Rows = rows ?? Found(measure, most);
        if (Rows.Length > most)
        {
            Effects = [];
            return;
        }
        foreach (var row in Rows)
            Read(row);
        Array.Sort(Rows, (x, y) => LegalOrder.Instance.Compare(_read[x], _read[y]) is var order and not 0 ? order : x.CompareTo(y));
        Effects = Array.ConvertAll(Rows, row => _read[row]);
        for (var place = 0; place < Effects.Length; place++)
            _places.Add(Effects[place], place);
    }

    /// <summary>Reads what is around a measure.</summary>
    /// <param name="index">The index.</param>
    /// <param name="measure">Number of its id.</param>
    /// <param name="most">More rows than these are not looked at: it then has no effects.</param>
    public static Neighbourhood Of(LedgerIndex index, int measure, int most) => new(index, measure, null, most);

    /// <summary>Some of what is around a measure.</summary>
    /// <param name="index">The index.</param>
    /// <param name="measure">Number of its id.</param>
    /// <param name="rows">Which rows; they are put in legal order.</param>
    public static Neighbourhood Of(LedgerIndex index, int measure, int[] rows) => new(index, measure, rows, int.MaxValue);

    /// <summary>The rows, in legal order; more than were wanted where there are as many.</summary>
    public int[] Rows { get; }

    /// <summary>What they say.</summary>
    public Effect[] Effects { get; }

    /// <summary>The ledger positions at which some row begins or ceases to be read so, in order.</summary>
    private IEnumerable<int> KnownEdges
    {
        get
        {
            var edges = new SortedSet<int>();
            foreach (var row in Rows)
            {
                edges.Add(_index.Rows.Versions[row].KnownFrom);
                edges.Add(Volatile.Read(in _index.Rows.Versions[row].KnownBefore));
            }
            edges.Remove(int.MaxValue);
            return edges;
        }
    }

    /// <summary>The place of an effect among them.</summary>
    public int PlaceOf(Effect effect) => _places[effect];

    public int RowOf(Effect effect) => Rows[PlaceOf(effect)];

    /// <summary>Places of the rows that are visible at a pair of cuts.</summary>
    private List<int> VisibleAt(int position, int published)
    {
        var visible = new List<int>();
        for (var place = 0; place < Rows.Length; place++)
        {
            if (_index.Rows.Versions[Rows[place]].IsVisible(position, published))
                visible.Add(place);
        }
        return visible;
    }

    /// <summary>What acts on the measure where rows are visible; null where none of them introduces it.</summary>
    private MeasureActs? ActsOf(IEnumerable<int> places) => MeasureActs.Of(new FoldedControls(places.Select(place => Effects[place])), _id);

    /// <summary>Numbers of the instruments on which it rests: nothing changes of it unless something is recorded on or about one of them.</summary>
    public int[] Entities => _index.RestsOn(_id, Effects);

    /// <summary>The sets of rows that are visible at some cut at which the measure is introduced, without those past a number of them.</summary>
    public List<ulong> Sets(int most)
    {
        var (known, published) = (KnownEdges.ToList(), new SortedSet<int> { PublishedCut.Of(null) });
        foreach (var row in Rows)
        {
            published.Add(_index.Rows.Versions[row].PublishedFrom);
            published.Add(_index.Rows.Versions[row].PublishedBefore);
        }
        var introducing = SetOf(Enumerable.Range(0, Rows.Length).Where(place => Effects[place].Body is MeasureIntroduced));
        // Everything that was announced first: it is asked for most.
        var sets = new List<ulong>();
        foreach (var cut in published.Reverse().Where(cut => cut <= PublishedCut.Of(null)))
        {
            foreach (var position in known)
            {
                var set = SetOf(VisibleAt(position, cut));
                if (sets.Count < most && (set & introducing) != 0 && !sets.Contains(set))
                    sets.Add(set);
            }
        }
        return sets;
    }

    /// <summary>What acts on the measure where a set of rows is visible that introduces it.</summary>
    public MeasureActs ActsIn(ulong set) => ActsOf(Enumerable.Range(0, Rows.Length).Where(place => (set >> place & 1) != 0))!;

    /// <summary>The set of some of its effects, a bit each by their places.</summary>
    public ulong SetOf(IEnumerable<Effect> effects) => SetOf(effects.Select(PlaceOf));

    private static ulong SetOf(IEnumerable<int> places) => places.Aggregate(0UL, (set, place) => set | (1UL << place));

    private int[] Found(int measure, int most)
    {
        var found = new List<int>();
        var seen = new HashSet<int>();
        void Add(int row)
        {
            if (seen.Add(row))
                found.Add(row);
        }
        foreach (var row in _index.By.ActingOn.Of(Keys.Of(_index.Symbol(_instrument))))
        {
            if (Targets.Of(Read(row).Body) is { } target && Ids.Covers(target, _id))
                Add(row);
        }
        foreach (var row in _index.By.Introductions.Of(Keys.Of(measure)))
            Add(row);
        for (var i = 0; i < found.Count && found.Count <= most; i++)
        {
            var (act, ordinal, entity) = (_index.Rows.Versions[found[i]].Act, _index.Rows.Versions[found[i]].Ordinal, Read(found[i]).Entity);
            foreach (var row in _index.By.Naming.Of(Keys.Of(act, ordinal)))
                Add(row);
            if (entity == _instrument)
                continue;
            // As MeasureActs has it: what ends or voids the whole of another instrument reaches the suspensions and exemptions that it made.
            foreach (var row in _index.By.ActingOn.Of(Keys.Of(_index.Symbol(entity))))
            {
                if (EndsAll(Read(row).Body, entity))
                    Add(row);
            }
        }
        return [.. found];
    }

    /// <summary>Whether something ends or voids all that an instrument did.</summary>
    public static bool EndsAll(EventBody body, string instrument) => body is MeasureRepealed or EffectAnnulled && Targets.Of(body) == instrument;

    private Effect Read(int row)
    {
        if (!_read.TryGetValue(row, out var effect))
            _read.Add(row, effect = _index.Rows.EffectOf(row));
        return effect;
    }
}
