using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing.Timelines;
using NodaTime;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// What is visible at one pair of cuts, read from the index as it is asked for: it costs what the neighbourhood of a question is large.
/// </summary>
internal sealed class IndexedView : IVisible, IVisibleControls
{
    /// <summary>Records of so many measures lie in the nearest cache together.</summary>
    private const int FetchedAtOnce = 64;

    private readonly LedgerIndex _index;
    private readonly int _position;
    private readonly int _published;
    private readonly MeasuresAtCut _atCut;
    private ConcurrentDictionary<(Catalogue, ulong), Found>? _found;
    private ConcurrentDictionary<int, Effect>? _effects;
    private IReadOnlyList<string>? _instruments, _measures, _agreements, _facilities;

    /// <param name="index">It has taken every event up to the cut, and perhaps more.</param>
    /// <param name="cut">Both cuts of knowledge.</param>
    public IndexedView(LedgerIndex index, Cut cut)
    {
        (_index, _position, _published) = (index, (int)cut.Ledger.Position, PublishedCut.Of(cut.Published));
        _atCut = new MeasuresAtCut(index, _position, _published, id => ActsOn(id)!);
    }

    public IVisibleControls Controls => this;

    public Told Told => _index.Told;

    public IReadOnlyList<string> Instruments => LazyInitializer.EnsureInitialized(ref _instruments, () => Visible(_index.Ids.Instruments, _index.By.Publications));

    public IReadOnlyList<string> Measures => LazyInitializer.EnsureInitialized(ref _measures, () => Visible(_index.Ids.Measures, _index.By.Introductions));

    public IReadOnlyList<string> Agreements => LazyInitializer.EnsureInitialized(ref _agreements, () => Visible(_index.Ids.Agreements, _index.By.Agreements));

    public IReadOnlyList<string> Facilities => LazyInitializer.EnsureInitialized(ref _facilities, () => Visible(_index.Ids.Facilities, _index.By.Facilities));

    public Counted Count(Func<EventBody, bool> introduces) => new(
        Count(_index.Ids.Instruments, _index.By.Publications), Count(_index.Ids.Measures, _index.By.Introductions), Count(_index.Ids.Agreements, _index.By.Agreements, introduces),
        Count(_index.Ids.Facilities, _index.By.Facilities, introduces));

    public IReadOnlyList<Effect> OfAgreement(string id) => Visible(_index.By.Agreements, id);

    public IReadOnlyList<Effect> OfFacility(string id) => Visible(_index.By.Facilities, id);

    public IReadOnlyList<Effect> Replacing(string agreement) => Visible(_index.By.Replacements, agreement);

    public IReadOnlyList<Effect> ClaimsAbout(string id) => Visible(_index.By.Claims, id);

    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => Visible(_index.By.Coverage, jurisdiction);

    public IReadOnlyList<Effect> PublicationsNamed(string name) => Visible(_index.By.Names, name);

    public Effect? Publication(string instrument) => First(Visible(_index.By.Publications, instrument));

    public Effect? Introduction(string measure) => First(Visible(_index.By.Introductions, measure));

    public IReadOnlyList<string> MeasuresOf(string instrument) =>
        [.. _index.By.MeasuresUnder.Of(Keys.Of(_index.Symbol(instrument))).InOrder().Where(measure => IsIntroducedBy(_index.Symbol(instrument), measure)).Select(measure => _index.Rows.Vocabulary.Symbols[measure]).Order(LegalOrder.NaturalOrder)];

    public IReadOnlyList<Effect> Of(string instrument) => Visible(_index.By.Instruments, instrument);

    public IReadOnlyList<Effect> On(string instrument) => Visible(_index.By.ActingOn, instrument);

    public IReadOnlyList<Effect> Naming(string reference) => Visible(_index.By.Naming, Keys.OfReference(reference, _index.Symbol));

    public IReadOnlyList<Effect> NamingOf(Effect effect) => Visible(_index.By.Naming, Keys.Of(_index.Symbol(effect.Act), effect.Ordinal));

    /// <summary>Sources of agreements and facilities may be called as an instrument is: only what stands on its own stream is an effect of an instrument.</summary>
    public Effect? ByReference(string reference) =>
        First(Array.FindAll(Visible(_index.By.References, Keys.OfReference(reference, _index.Symbol)), effect => Array.Exists(Visible(_index.By.Instruments, effect.Entity), own => ReferenceEquals(own, effect))));

    public IEnumerable<MeasureLife> LivesFor(Question question, Func<DateTimeZone, Instant> since)
    {
        var trade = new AskedTrade(_index, question, since);
        foreach (var some in MeasuresFor(question).Chunk(FetchedAtOnce))
        {
            _index.Timelines.Store.Fetch(some);
            var (lives, found) = (new List<MeasureLife>(), new List<int>());
            foreach (var measure in some)
            {
                if (_atCut.LifeOf(measure, trade) is not { } life)
                    continue;
                lives.Add(life);
                found.Add(measure);
            }
            _index.Rows.Vocabulary.Symbols.Fetch(CollectionsMarshal.AsSpan(found));
            foreach (var life in lives)
                yield return life;
        }
    }

    public MeasureActs? ActsOn(string id)
    {
        var symbol = _index.Symbol(id);
        if (symbol == 0)
            return null;
        if (_index.Kept.Find(symbol, _position, _published) is { } kept)
            return kept;
        var traced = new TracedActs(this);
        if (MeasureActs.Of(traced, id) is not { } acts)
            return null;
        _index.Kept.Keep(symbol, acts, _position, traced.Published);
        return acts;
    }

    public ResolvedMeasure? Resolved(string id, string? destination) =>
        _index.Symbol(id) is var symbol and not 0 ? _atCut.Resolved(symbol, AskedDestination.Of(destination, _index.Rows.Vocabulary.Symbols)) : null;

    public MeasureState? StateOf(string id, Func<DateTimeZone, Instant> momentIn) =>
        _atCut.TryFind(_index.Symbol(id), new ZonedMoments(_index.Rows, momentIn), static _ => true, out var found) ? found.Told(_index, id) : null;

    public IEnumerable<MeasureState> States(Func<DateTimeZone, Instant> momentIn, Func<Status, bool> wanted) =>
        FoundStates.OfAll(_index, () => new ZonedMoments(_index.Rows, momentIn), (measure, moments, out found) => _atCut.TryFind(measure, moments, wanted, out found));

    /// <summary>Numbers of the measures that a question can concern, by their goods and where they come from, each once, in order; some are not visible, or are no measures.</summary>
    private List<int> MeasuresFor(Question question)
    {
        var measures = new List<int>();
        foreach (var target in _index.Goods.For(question))
        {
            measures.Add(target.Id);
            if (!target.Covers)
                continue;
            foreach (var measure in _index.By.MeasuresUnder.Of(Keys.Of(target.Id)))
                measures.Add(measure);
        }
        return measures.InOrderOnce();
    }

    private bool IsIntroducedBy(int instrument, int measure)
    {
        foreach (var row in _index.By.Introductions.Of(Keys.Of(measure)))
        {
            if (_index.Rows.Versions[row].Entity == instrument && _index.Rows.Versions[row].IsVisible(_position, _published))
                return true;
        }
        return false;
    }

    private List<string> Visible(SortedIds ids, Catalogue catalogue) =>
        [.. ids.InOrder.Where(number => IsVisible(catalogue, Keys.Of(number))).Select(number => _index.Rows.Vocabulary.Symbols[number])];

    /// <summary>Counts ids of which something is visible, in the order in which they came.</summary>
    private int Count(SortedIds ids, Catalogue catalogue, Func<EventBody, bool>? says = null)
    {
        var (count, added) = (0, ids.Added);
        for (var i = 0; i < added.Count; i++)
            count += IsVisible(catalogue, Keys.Of(added[i]), says) ? 1 : 0;
        return count;
    }

    private bool IsVisible(Catalogue catalogue, ulong key, Func<EventBody, bool>? says = null)
    {
        foreach (var row in catalogue.Of(key))
        {
            ref readonly var version = ref _index.Rows.Versions[row];
            if (version.IsVisible(_position, _published) && (says is null || says(_index.Rows.BodyOf(version))))
                return true;
        }
        return false;
    }

    private static Effect? First(Effect[] effects) => effects is [var first, ..] ? first : null;

    private Effect[] Visible(Catalogue catalogue, string key) => Visible(catalogue, Keys.Of(_index.Symbol(key)));

    private Effect[] Visible(Catalogue catalogue, ulong key) => FoundBy(catalogue, key).Effects;

    private Found FoundBy(Catalogue catalogue, ulong key)
    {
        var known = LazyInitializer.EnsureInitialized(ref _found);
        return known.TryGetValue((catalogue, key), out var found) ? found : known.GetOrAdd((catalogue, key), Find(catalogue.Of(key)));
    }

    private Found Find(Catalogue.Chain rows)
    {
        var effects = new List<Effect>();
        var (from, before) = (int.MinValue, int.MaxValue);
        foreach (var row in rows)
        {
            ref readonly var version = ref _index.Rows.Versions[row];
            if (version.IsVisible(_position, _published))
                effects.Add(EffectOf(row));
            if (version.KnownFrom > _position)
                continue;
            foreach (var edge in (ReadOnlySpan<int>)[version.PublishedFrom, version.PublishedBefore])
            {
                if (edge <= _published)
                    from = Math.Max(from, edge);
                else
                    before = Math.Min(before, edge);
            }
        }
        effects.Sort(LegalOrder.Instance);
        return new Found([.. effects], from, before);
    }

    /// <summary>One object for a row, whichever way it is come by: within one view an effect is known by its object.</summary>
    private Effect EffectOf(int row)
    {
        var known = LazyInitializer.EnsureInitialized(ref _effects);
        return known.TryGetValue(row, out var effect) ? effect : known.GetOrAdd(row, _index.Rows.EffectOf(row));
    }

    /// <summary>What is visible of a chain, and the cuts of publication under which just that is: from the first up to but not including the second.</summary>
    private sealed record Found(Effect[] Effects, int PublishedFrom, int PublishedBefore);

    /// <summary>The view, as whoever reads what acts on a measure sees it: it notes under which cuts of publication everything read is the same.</summary>
    private sealed class TracedActs(IndexedView view) : IVisibleActs
    {
        public (int From, int Before) Published { get; private set; } = (int.MinValue, int.MaxValue);

        public Effect? Publication(string instrument) => First(Traced(view._index.By.Publications, KeyOf(instrument)));

        public Effect? Introduction(string measure) => First(Traced(view._index.By.Introductions, KeyOf(measure)));

        public IReadOnlyList<Effect> On(string instrument) => Traced(view._index.By.ActingOn, KeyOf(instrument));

        public IReadOnlyList<Effect> NamingOf(Effect effect) => Traced(view._index.By.Naming, Keys.Of(view._index.Symbol(effect.Act), effect.Ordinal));

        private ulong KeyOf(string word) => Keys.Of(view._index.Symbol(word));

        private Effect[] Traced(Catalogue catalogue, ulong key)
        {
            var found = view.FoundBy(catalogue, key);
            Published = (Math.Max(Published.From, found.PublishedFrom), Math.Min(Published.Before, found.PublishedBefore));
            return found.Effects;
        }
    }
}
