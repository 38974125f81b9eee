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
    private readonly long _position;
    private readonly int _published;
    private readonly ConcurrentDictionary<(Catalogue, string), IReadOnlyList<Effect>> _found = new();
    private readonly Lazy<IReadOnlyList<string>> _instruments, _measures, _agreements, _facilities;

    /// <param name="index">It has taken every event up to the cut, and perhaps more.</param>
    /// <param name="cut">Both cuts of knowledge.</param>
    public IndexedView(LedgerIndex index, Cut cut)
    {
        (_index, _position, _published) = (index, cut.Ledger.Position, PublishedCut.Of(cut.Published));
        _instruments = new(() => Keys(_index.Publications));
        _measures = new(() => Keys(_index.Introductions));
        _agreements = new(() => Keys(_index.Agreements));
        _facilities = new(() => Keys(_index.Facilities));
    }

    public IVisibleControls Controls => this;

    public IReadOnlyList<string> Instruments => _instruments.Value;

    public IReadOnlyList<string> Measures => _measures.Value;

    public IReadOnlyList<string> Agreements => _agreements.Value;

    public IReadOnlyList<string> Facilities => _facilities.Value;

    public IReadOnlyList<Effect> OfAgreement(string id) => Visible(_index.Agreements, id);

    public IReadOnlyList<Effect> OfFacility(string id) => Visible(_index.Facilities, id);

    public IReadOnlyList<Effect> Replacing(string agreement) => Visible(_index.Replacements, agreement);

    public IReadOnlyList<Effect> ClaimsAbout(string id) => Visible(_index.Claims, id);

    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => Visible(_index.Coverage, jurisdiction);

    public IReadOnlyList<Effect> PublicationsNamed(string name) => Visible(_index.Names, name);

    public Effect? Publication(string instrument) => First(_index.Publications, instrument);

    public Effect? Introduction(string measure) => First(_index.Introductions, measure);

    public IReadOnlyList<string> MeasuresOf(string instrument) =>
        [.. Visible(_index.MeasuresOf, instrument).Select(effect => ((MeasureIntroduced)effect.Body).Measure).Distinct().Order(LegalOrder.NaturalOrder)];

    public IReadOnlyList<Effect> Of(string instrument) => Visible(_index.Instruments, instrument);

    public IReadOnlyList<Effect> On(string instrument) => Visible(_index.ActingOn, instrument);

    public IReadOnlyList<Effect> Naming(string reference) => Visible(_index.Naming, reference);

    public Effect? ByReference(string reference) => First(_index.References, reference);

    public IReadOnlyList<string> MeasuresFor(Question question)
    {
        var measures = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in _index.Goods.For(question))
        {
            if (Introduction(target) is not null)
                measures.Add(target);
            // An amendment may give a scope to all measures of a clause or an instrument.
            else
                measures.UnionWith(MeasuresOf(Ids.InstrumentOf(target)).Where(measure => Ids.Covers(target, measure)));
        }
        return [.. measures.Order(LegalOrder.NaturalOrder)];
    }

    private List<string> Keys(Catalogue catalogue)
    {
        var visible = new List<string>();
        foreach (var key in catalogue.Keys)
        {
            foreach (var version in catalogue.Of(key))
            {
                if (!version.IsVisible(_position, _published))
                    continue;
                visible.Add(key);
                break;
            }
        }
        return visible;
    }

    private Effect? First(Catalogue catalogue, string key) => Visible(catalogue, key) is [var first, ..] ? first : null;

    private IReadOnlyList<Effect> Visible(Catalogue catalogue, string key) =>
        _found.TryGetValue((catalogue, key), out var found) ? found : _found.GetOrAdd((catalogue, key), Find(catalogue.Of(key)));

    private Effect[] Find(ReadOnlySpan<EffectVersion> versions)
    {
        var effects = new List<Effect>();
        foreach (var version in versions)
        {
            if (version.IsVisible(_position, _published))
                effects.Add(version.Effect);
        }
        effects.Sort(LegalOrder.Instance);
        return [.. effects];
    }
}
