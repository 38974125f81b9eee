using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Answers;

/// <summary>
/// The plain fold: every event of the ledger up to the cut, read from the first to the last (DESIGN T6, T9, T11). It is the reference with which
/// the index is compared.
/// </summary>
public sealed class FoldedView : IVisible
{
    private readonly EffectsByKey _agreements = new();
    private readonly EffectsByKey _facilities = new();
    private readonly EffectsByKey _replacements = new();
    private readonly EffectsByKey _claims = new();
    private readonly EffectsByKey _coverage = new();
    private readonly EffectsByKey _names = new();

    public FoldedView(Cut cut, PolicyStreams streams)
    {
        var instruments = new List<Effect>();
        foreach (var effect in Versions.Visible(cut.Ledger.Events, cut.Published).Order(LegalOrder.Instance))
            Take(effect, streams.OwnerOf(effect.Recorded.Event.Header.Stream), instruments);
        Controls = new FoldedControls(instruments);
        Agreements = [.. _agreements.Keys.Order(LegalOrder.NaturalOrder)];
        Facilities = [.. _facilities.Keys.Order(LegalOrder.NaturalOrder)];
    }

    public Told Told { get; } = new();

    public IVisibleControls Controls { get; }

    public IReadOnlyList<string> Agreements { get; }

    public IReadOnlyList<string> Facilities { get; }

    public Counted Count(Func<EventBody, bool> introduces) => new(
        Controls.Instruments.Count, Controls.Measures.Count, Agreements.Count(id => _agreements[id].Any(effect => introduces(effect.Body))),
        Facilities.Count(id => _facilities[id].Any(effect => introduces(effect.Body))));

    public IReadOnlyList<Effect> OfAgreement(string id) => _agreements[id];

    public IReadOnlyList<Effect> OfFacility(string id) => _facilities[id];

    public IReadOnlyList<Effect> Replacing(string agreement) => _replacements[agreement];

    public IReadOnlyList<Effect> ClaimsAbout(string id) => _claims[id];

    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => _coverage[jurisdiction];

    public IReadOnlyList<Effect> PublicationsNamed(string name) => _names[name];

    private void Take(Effect effect, string owner, List<Effect> instruments)
    {
        switch (owner)
        {
            case PolicyStreams.Instruments:
                instruments.Add(effect);
                if (effect.Body is InstrumentPublished { Number: not null } published)
                    _names.Add(ExportControls.Domain.Plain.NameOf(published), effect);
                if (effect.Body is CoverageStated stated)
                    _coverage.Add(stated.Jurisdiction, effect);
                break;
            case PolicyStreams.Agreements:
                _agreements.Add(effect.Entity, effect);
                if (effect.Body is AgreementReplaced replaced)
                    _replacements.Add(replaced.Predecessor, effect);
                break;
            default:
                _facilities.Add(effect.Entity, effect);
                break;
        }
        if (effect.Body is not StatementRecorded statement)
            return;
        foreach (var about in statement.About.Append(effect.Entity).Distinct())
            _claims.Add(about, effect);
    }
}
