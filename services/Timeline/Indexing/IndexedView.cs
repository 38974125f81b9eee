using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// What is visible at one pair of cuts, read from the index as it is asked for: it costs what the neighbourhood of a question is large.
/// </summary>
internal sealed class IndexedView : IVisible, IVisibleControls
{
    private readonly LedgerIndex _index;
    private readonly int _position;
    private readonly int _published;
    private readonly ConcurrentDictionary<(Catalogue, ulong), Effect[]> _found = new();
    private readonly ConcurrentDictionary<int, Effect> _effects = new();
    private readonly Lazy<IReadOnlyList<string>> _instruments, _measures, _agreements, _facilities;

    /// <param name="index">It has taken every event up to the cut, and perhaps more.</param>
    /// <param name="cut">Both cuts of knowledge.</param>
    public IndexedView(LedgerIndex index, Cut cut)
    {
        (_index, _position, _published) = (index, (int)cut.Ledger.Position, PublishedCut.Of(cut.Published));
        _instruments = new(() => Visible(_index.Ids.Instruments, _index.By.Publications));
        _measures = new(() => Visible(_index.Ids.Measures, _index.By.Introductions));
        _agreements = new(() => Visible(_index.Ids.Agreements, _index.By.Agreements));
        _facilities = new(() => Visible(_index.Ids.Facilities, _index.By.Facilities));
    }

    public IVisibleControls Controls => this;

    public IReadOnlyList<string> Instruments => _instruments.Value;

    public IReadOnlyList<string> Measures => _measures.Value;

    public IReadOnlyList<string> Agreements => _agreements.Value;

    public IReadOnlyList<string> Facilities => _facilities.Value;

    public IReadOnlyList<Effect> OfAgreement(string id) => Visible(_index.By.Agreements, id);

    public IReadOnlyList<Effect> OfFacility(string id) => Visible(_index.By.Facilities, id);

    public IReadOnlyList<Effect> Replacing(string agreement) => Visible(_index.By.Replacements, agreement);

    public IReadOnlyList<Effect> ClaimsAbout(string id) => Visible(_index.By.Claims, id);

    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => Visible(_index.By.Coverage, jurisdiction);

    public IReadOnlyList<Effect> PublicationsNamed(string name) => Visible(_index.By.Names, name);

    public Effect? Publication(string instrument) => First(Visible(_index.By.Publications, instrument));

    public Effect? Introduction(string measure) => First(Visible(_index.By.Introductions, measure));

    public IReadOnlyList<string> MeasuresOf(string instrument) =>
        [.. Visible(_index.By.MeasuresOf, instrument).Select(effect => ((MeasureIntroduced)effect.Body).Measure).Distinct().Order(LegalOrder.NaturalOrder)];

    public IReadOnlyList<Effect> Of(string instrument) => Visible(_index.By.Instruments, instrument);

    public IReadOnlyList<Effect> On(string instrument) => Visible(_index.By.ActingOn, instrument);

    public IReadOnlyList<Effect> Naming(string reference) => Visible(_index.By.Naming, Keys.OfReference(reference, _index.Symbol));

    public IReadOnlyList<Effect> NamingOf(Effect effect) => Visible(_index.By.Naming, Keys.Of(_index.Symbol(effect.Act), effect.Ordinal));

    /// <summary>Sources of agreements and facilities may be called as an instrument is: only what stands on its own stream is an effect of an instrument.</summary>
    public Effect? ByReference(string reference) =>
        First(Array.FindAll(Visible(_index.By.References, Keys.OfReference(reference, _index.Symbol)), effect => Array.Exists(Visible(_index.By.Instruments, effect.Entity), own => ReferenceEquals(own, effect))));

    public IReadOnlyList<string> MeasuresFor(Question question)
    {
        var measures = new HashSet<string>(StringComparer.Ordinal);
        foreach (var symbol in _index.Goods.For(question))
        {
            var target = _index.Rows.Vocabulary.Symbols[symbol];
            if (IsVisible(_index.By.Introductions, Keys.Of(symbol)))
                measures.Add(target);
            // An amendment may give a scope to all measures of a clause or an instrument.
            else
                measures.UnionWith(MeasuresOf(Ids.InstrumentOf(target)).Where(measure => Ids.Covers(target, measure)));
        }
        return [.. measures.Order(LegalOrder.NaturalOrder)];
    }

    private List<string> Visible(SortedIds ids, Catalogue catalogue)
    {
        var visible = new List<string>();
        foreach (var id in ids.All)
        {
            if (IsVisible(catalogue, Keys.Of(_index.Symbol(id))))
                visible.Add(id);
        }
        return visible;
    }

    private bool IsVisible(Catalogue catalogue, ulong key)
    {
        foreach (var row in catalogue.Of(key))
        {
            if (_index.Rows.Versions[row].IsVisible(_position, _published))
                return true;
        }
        return false;
    }

    private static Effect? First(Effect[] effects) => effects is [var first, ..] ? first : null;

    private Effect[] Visible(Catalogue catalogue, string key) => Visible(catalogue, Keys.Of(_index.Symbol(key)));

    private Effect[] Visible(Catalogue catalogue, ulong key) =>
        _found.TryGetValue((catalogue, key), out var found) ? found : _found.GetOrAdd((catalogue, key), Find(catalogue.Of(key)));

    private Effect[] Find(Catalogue.Chain rows)
    {
        var effects = new List<Effect>();
        foreach (var row in rows)
        {
            if (_index.Rows.Versions[row].IsVisible(_position, _published))
                effects.Add(EffectOf(row));
        }
        effects.Sort(LegalOrder.Instance);
        return [.. effects];
    }

    /// <summary>One object for a row, whichever way it is come by: within one view an effect is known by its object.</summary>
    private Effect EffectOf(int row) => _effects.TryGetValue(row, out var effect) ? effect : _effects.GetOrAdd(row, _index.Rows.EffectOf(row));
}
