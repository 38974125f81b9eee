using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>What is visible as a plain fold has it: all effects, sorted once and put where they are asked for.</summary>
public sealed class FoldedControls : IVisibleControls
{
    private readonly Dictionary<string, Effect> _instruments = [];
    private readonly Dictionary<string, Effect> _measures = [];
    private readonly Dictionary<string, Effect> _byReference = [];
    private readonly EffectsByKey _onInstrument = new();
    private readonly EffectsByKey _onReference = new();
    private readonly EffectsByKey _inInstrument = new();

    /// <param name="visible">Visible effects of instrument streams, in any order.</param>
    public FoldedControls(IEnumerable<Effect> visible)
    {
        foreach (var effect in visible.Order(LegalOrder.Instance))
        {
            _byReference.TryAdd(effect.Reference, effect);
            _inInstrument.Add(effect.Entity, effect);
            if (effect.Body is InstrumentPublished)
                _instruments.TryAdd(effect.Entity, effect);
            else if (effect.Body is MeasureIntroduced introduced)
                _measures.TryAdd(introduced.Measure, effect);
            else if (Targets.Of(effect.Body) is { } target)
            {
                if (Reference.IsEffect(target))
                    _onReference.Add(target, effect);
                else
                    _onInstrument.Add(Ids.InstrumentOf(target), effect);
            }
        }
        Instruments = [.. _instruments.Keys.Order(LegalOrder.NaturalOrder)];
        Measures = [.. _measures.Keys.Order(LegalOrder.NaturalOrder)];
    }

    public IReadOnlyList<string> Instruments { get; }

    public IReadOnlyList<string> Measures { get; }

    public Effect? Publication(string instrument) => _instruments.GetValueOrDefault(instrument);

    public Effect? Introduction(string measure) => _measures.GetValueOrDefault(measure);

    public IReadOnlyList<string> MeasuresOf(string instrument) =>
        [.. Of(instrument).Select(effect => effect.Body).OfType<MeasureIntroduced>().Select(introduced => introduced.Measure).Distinct().Order(LegalOrder.NaturalOrder)];

    public IReadOnlyList<Effect> Of(string instrument) => _inInstrument[instrument];

    public IReadOnlyList<Effect> On(string instrument) => _onInstrument[instrument];

    public IReadOnlyList<Effect> Naming(string reference) => _onReference[reference];

    public IReadOnlyList<Effect> NamingOf(Effect effect) => Naming(effect.Reference);

    public Effect? ByReference(string reference) => _byReference.GetValueOrDefault(reference);

    /// <summary>The fold looks at every measure, and knows of none beforehand whether it rests.</summary>
    public IEnumerable<MeasureLife> LivesFor(Question question, Func<DateTimeZone, Instant> since) =>
        Measures.Select(measure => MeasureLife.Of(ActsOn(measure)!, question)).OfType<MeasureLife>();

    public MeasureActs? ActsOn(string id) => MeasureActs.Of(this, id);

    /// <summary>None: the fold reads what acts on a measure.</summary>
    public ResolvedMeasure? Resolved(string id, string? destination) => null;

    public MeasureState? StateOf(string id, Func<DateTimeZone, Instant> momentIn) =>
        Introduction(id) is { } introduction ? MeasureState.Of(new MeasureLife(ActsOn(id)!, Question.Nothing), momentIn(introduction.Zone)) : null;

    public IEnumerable<MeasureState> States(Func<DateTimeZone, Instant> momentIn, Func<Status, bool> wanted) =>
        Measures.Select(measure => StateOf(measure, momentIn)!.Value).Where(state => wanted(state.Status));
}
