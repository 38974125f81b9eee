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
    private readonly FoldedControls _controls;
    private readonly Dictionary<string, List<Effect>> _agreements = [];
    private readonly Dictionary<string, List<Effect>> _facilities = [];
    private readonly Dictionary<string, List<Effect>> _replacements = [];
    private readonly Dictionary<string, List<Effect>> _claims = [];
    private readonly Dictionary<string, List<Effect>> _coverage = [];
    private readonly Dictionary<string, List<Effect>> _names = [];

    public FoldedView(Cut cut, PolicyStreams streams)
    {
        var instruments = new List<Effect>();
        foreach (var effect in Versions.Visible(cut.Ledger.Events, cut.Published).Order(LegalOrder.Instance))
            Take(effect, streams.OwnerOf(effect.Recorded.Event.Header.Stream), instruments);
        _controls = new FoldedControls(instruments);
        Agreements = [.. _agreements.Keys.Order(LegalOrder.NaturalOrder)];
        Facilities = [.. _facilities.Keys.Order(LegalOrder.NaturalOrder)];
    }

    public IReadOnlyList<string> Agreements { get; }

    public IReadOnlyList<string> Facilities { get; }

    public IReadOnlyList<string> Instruments => _controls.Instruments;

    public IReadOnlyList<string> Measures => _controls.Measures;

    public IReadOnlyList<Effect> OfAgreement(string id) => _agreements.GetValueOrDefault(id) ?? [];

    public IReadOnlyList<Effect> OfFacility(string id) => _facilities.GetValueOrDefault(id) ?? [];

    public IReadOnlyList<Effect> Replacing(string agreement) => _replacements.GetValueOrDefault(agreement) ?? [];

    public IReadOnlyList<Effect> ClaimsAbout(string id) => _claims.GetValueOrDefault(id) ?? [];

    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => _coverage.GetValueOrDefault(jurisdiction) ?? [];

    public IReadOnlyList<Effect> PublicationsNamed(string name) => _names.GetValueOrDefault(name) ?? [];

    public Effect? Publication(string instrument) => _controls.Publication(instrument);

    public Effect? Introduction(string measure) => _controls.Introduction(measure);

    public IReadOnlyList<string> MeasuresOf(string instrument) => _controls.MeasuresOf(instrument);

    public IReadOnlyList<Effect> Of(string instrument) => _controls.Of(instrument);

    public IReadOnlyList<Effect> On(string instrument) => _controls.On(instrument);

    public IReadOnlyList<Effect> Naming(string reference) => _controls.Naming(reference);

    public Effect? ByReference(string reference) => _controls.ByReference(reference);

    public IReadOnlyList<string> MeasuresFor(Question question) => _controls.MeasuresFor(question);

    private void Take(Effect effect, string owner, List<Effect> instruments)
    {
        switch (owner)
        {
            case PolicyStreams.Instruments:
                instruments.Add(effect);
                if (effect.Body is InstrumentPublished { Number: not null } published)
                    Put(_names, ExportControls.Domain.Plain.NameOf(published), effect);
                if (effect.Body is CoverageStated stated)
                    Put(_coverage, stated.Jurisdiction, effect);
                break;
            case PolicyStreams.Agreements:
                Put(_agreements, effect.Entity, effect);
                if (effect.Body is AgreementReplaced replaced)
                    Put(_replacements, replaced.Predecessor, effect);
                break;
            default:
                Put(_facilities, effect.Entity, effect);
                break;
        }
        if (effect.Body is not StatementRecorded statement)
            return;
        foreach (var about in statement.About.Append(effect.Entity).Distinct())
            Put(_claims, about, effect);
    }

    private static void Put(Dictionary<string, List<Effect>> index, string key, Effect effect)
    {
        if (!index.TryGetValue(key, out var effects))
            index.Add(key, effects = []);
        effects.Add(effect);
    }
}
