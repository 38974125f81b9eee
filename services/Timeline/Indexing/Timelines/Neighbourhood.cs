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
    private readonly string?[] _targets;

    private Neighbourhood(LedgerIndex index, int measure)
    {
        (_index, _id) = (index, index.Rows.Vocabulary.Symbols[measure]);
        _instrument = Ids.InstrumentOf(_id);
        Rows = Found(measure);
        if (Rows.Length > TimelineRecord.MostRows)
        {
            (Effects, _targets) = ([], []);
            return;
        }
        Array.Sort(Rows, (x, y) => LegalOrder.Instance.Compare(_read[x], _read[y]) is var order and not 0 ? order : x.CompareTo(y));
        Effects = Array.ConvertAll(Rows, row => _read[row]);
        _targets = Array.ConvertAll(Effects, effect => Targets.Of(effect.Body));
    }

    /// <summary>Reads what is around a measure.</summary>
    /// <param name="index">The index.</param>
    /// <param name="measure">Number of its id.</param>
    public static Neighbourhood Of(LedgerIndex index, int measure) => new(index, measure);

    /// <summary>The rows, in legal order; more than a set can hold where there are as many.</summary>
    public int[] Rows { get; }

    /// <summary>What they say.</summary>
    public Effect[] Effects { get; }

    /// <summary>Numbers of the instruments on which it rests: nothing changes of it unless something is recorded on or about one of them.</summary>
    public int[] Entities =>
        [.. Effects.SelectMany(effect => (string[])[effect.Entity, effect.Act]).Append(_instrument).Distinct().Select(_index.Symbol)];

    /// <summary>The sets of rows that are visible at some cut at which the measure is introduced, without those past a number of them.</summary>
    public List<ulong> Sets(int most)
    {
        var (known, published) = (new SortedSet<int>(), new SortedSet<int> { PublishedCut.Of(null) });
        foreach (var row in Rows)
        {
            ref readonly var version = ref _index.Rows.Versions[row];
            known.Add(version.KnownFrom);
            known.Add(Volatile.Read(in version.KnownBefore));
            published.Add(version.PublishedFrom);
            published.Add(version.PublishedBefore);
        }
        known.Remove(int.MaxValue);
        // Everything that was announced first: it is asked for most.
        var sets = new List<ulong>();
        foreach (var cut in published.Reverse().Where(cut => cut <= PublishedCut.Of(null)))
        {
            foreach (var position in known)
            {
                var set = SetAt(position, cut);
                if (sets.Count < most && IndexOfIntroduction(set) >= 0 && !sets.Contains(set))
                    sets.Add(set);
            }
        }
        return sets;
    }

    /// <summary>The first row of a set that introduces the measure, as a place in the list; -1 where none does.</summary>
    public int IndexOfIntroduction(ulong set) =>
        Array.FindIndex(Effects, effect => effect.Body is MeasureIntroduced introduced && introduced.Measure == _id && Holds(set, Array.IndexOf(Effects, effect)));

    /// <summary>What acts on the measure where a set of rows is visible that introduces it.</summary>
    public MeasureActs ActsIn(ulong set) => MeasureActs.Of(new Visible(this, set), _id)!;

    private ulong SetAt(int position, int published)
    {
        var set = 0UL;
        for (var i = 0; i < Rows.Length; i++)
        {
            if (_index.Rows.Versions[Rows[i]].IsVisible(position, published))
                set |= 1UL << i;
        }
        return set;
    }

    private static bool Holds(ulong set, int index) => (set >> index & 1) != 0;

    private int[] Found(int measure)
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
        for (var i = 0; i < found.Count && found.Count <= TimelineRecord.MostRows; i++)
        {
            var (act, ordinal, entity) = (_index.Rows.Versions[found[i]].Act, _index.Rows.Versions[found[i]].Ordinal, Read(found[i]).Entity);
            foreach (var row in _index.By.Naming.Of(Keys.Of(act, ordinal)))
                Add(row);
            if (entity == _instrument)
                continue;
            // As MeasureActs has it: what ends or voids the whole of another instrument reaches the suspensions and exemptions that it made.
            foreach (var row in _index.By.ActingOn.Of(Keys.Of(_index.Symbol(entity))))
            {
                if (Read(row).Body is MeasureRepealed or EffectAnnulled && Targets.Of(Read(row).Body) == entity)
                    Add(row);
            }
        }
        foreach (var row in found)
            Read(row);
        return [.. found];
    }

    private Effect Read(int row)
    {
        if (!_read.TryGetValue(row, out var effect))
            _read.Add(row, effect = _index.Rows.EffectOf(row));
        return effect;
    }

    /// <summary>A set of the rows, as whoever follows what acts on the measure sees it.</summary>
    private sealed class Visible(Neighbourhood all, ulong set) : IVisibleActs
    {
        public Effect? Publication(string instrument) => null;

        public Effect? Introduction(string measure) => all.IndexOfIntroduction(set) is var index and >= 0 ? all.Effects[index] : null;

        public IReadOnlyList<Effect> On(string instrument) => Where(target => !Reference.IsEffect(target) && Ids.InstrumentOf(target) == instrument);

        public IReadOnlyList<Effect> NamingOf(Effect effect) => Where(target => target == effect.Reference);

        private List<Effect> Where(Func<string, bool> isTarget)
        {
            var found = new List<Effect>();
            for (var i = 0; i < all.Effects.Length; i++)
            {
                if (Holds(set, i) && all._targets[i] is { } target && isTarget(target))
                    found.Add(all.Effects[i]);
            }
            return found;
        }
    }
}
