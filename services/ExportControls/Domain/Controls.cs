using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// The visible effects of all instruments at one cut of knowledge, indexed by what they introduce and what they act on. Targets are sought
/// among all of them, whatever was recorded first (DESIGN T11). Immutable once built; safe for many readers.
/// </summary>
public sealed class Controls
{
    private readonly Dictionary<string, Effect> _instruments = [];
    private readonly Dictionary<string, Effect> _measures = [];
    private readonly Dictionary<string, Effect> _byReference = [];
    private readonly Dictionary<string, List<Effect>> _onInstrument = [];
    private readonly Dictionary<string, List<Effect>> _onReference = [];
    private readonly Dictionary<string, List<Effect>> _inInstrument = [];
    private readonly Dictionary<Effect, (Instant[] Boundaries, bool IsExact)> _dates = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, IReadOnlyList<Effect>> _actingOn = [];

    /// <param name="visible">Visible effects of instrument streams, in any order.</param>
    public Controls(IEnumerable<Effect> visible)
    {
        foreach (var effect in visible.Order(LegalOrder.Instance))
        {
            _byReference.TryAdd(effect.Reference, effect);
            Put(_inInstrument, effect.Entity, effect);
            switch (effect.Body)
            {
                case InstrumentPublished:
                    _instruments.TryAdd(effect.Entity, effect);
                    break;
                case MeasureIntroduced introduced:
                    _measures.TryAdd(introduced.Measure, effect);
                    break;
                case StatementRecorded or CoverageStated or ProceedingStageReached:
                    break;
                case var body when Targets.Of(body) is { } target:
                    Put(Reference.IsEffect(target) ? _onReference : _onInstrument, Reference.IsEffect(target) ? target : Ids.InstrumentOf(target), effect);
                    break;
                default:
                    throw new InvalidOperationException($"{effect.Body.GetType().Name} has no place on an instrument's stream");
            }
        }
    }

    public IReadOnlyCollection<string> Instruments => _instruments.Keys;

    public IReadOnlyCollection<string> Measures => _measures.Keys;

    public Effect? Instrument(string id) => _instruments.GetValueOrDefault(id);

    public Effect? Measure(string id) => _measures.GetValueOrDefault(id);

    public Effect? ByReference(string reference) => _byReference.GetValueOrDefault(reference);

    /// <summary>The effects that an instrument's stream holds, in legal order.</summary>
    public IReadOnlyList<Effect> Of(string instrument) => _inInstrument.GetValueOrDefault(instrument) ?? [];

    /// <summary>The effects that target an instrument, a clause or a measure of it, in legal order.</summary>
    public IReadOnlyList<Effect> On(string instrument) => _onInstrument.GetValueOrDefault(instrument) ?? [];

    /// <summary>The effects that name another effect, in legal order.</summary>
    public IReadOnlyList<Effect> Naming(string reference) => _onReference.GetValueOrDefault(reference) ?? [];

    /// <summary>Measures under an id: itself, or those of the clause or instrument, in the order of their ids.</summary>
    public IEnumerable<string> MeasuresUnder(string id) =>
        Of(Ids.InstrumentOf(id)).Select(effect => effect.Body).OfType<MeasureIntroduced>().Select(introduced => introduced.Measure)
            .Where(measure => Ids.Covers(id, measure)).Distinct().Order(Comparer<string>.Create(LegalOrder.CompareNaturally));

    /// <summary>True when something visible introduces the id: an instrument, a clause or a measure.</summary>
    public bool IsIntroduced(string id) => _instruments.ContainsKey(id) || MeasuresUnder(id).Any();

    /// <summary>True when a target (an id or a reference) is there.</summary>
    public bool IsResolved(string target) => Reference.IsEffect(target) ? _byReference.ContainsKey(target) : IsIntroduced(target);

    /// <summary>
    /// Everything that acts on a measure (or on an instrument itself), in legal order: by its id, by the clauses above it, and along the chains
    /// of references from those.
    /// </summary>
    public IReadOnlyList<Effect> ActingOn(string id)
    {
        lock (_actingOn)
        {
            if (!_actingOn.TryGetValue(id, out var acting))
                _actingOn.Add(id, acting = FindActingOn(id));
            return acting;
        }
    }

    private List<Effect> FindActingOn(string id)
    {
        var found = new List<Effect>();
        var seen = new HashSet<Effect>(ReferenceEqualityComparer.Instance);
        var pending = new Queue<Effect>(On(Ids.InstrumentOf(id)).Where(effect => Targets.Of(effect.Body) is { } target && Ids.Covers(target, id)));
        if ((Measure(id) ?? Instrument(id)) is { } introduction)
            pending.Enqueue(introduction);
        while (pending.TryDequeue(out var effect))
        {
            if (!seen.Add(effect))
                continue;
            found.Add(effect);
            foreach (var naming in Naming(effect.Reference))
                pending.Enqueue(naming);
            // What ends or voids the whole of another instrument reaches the suspensions and exemptions that it made.
            if (effect.Entity != Ids.InstrumentOf(id))
            {
                foreach (var ending in On(effect.Entity).Where(ending => Targets.Of(ending.Body) == effect.Entity && ending.Body is MeasureRepealed or EffectAnnulled))
                    pending.Enqueue(ending);
            }
        }
        found.Sort(LegalOrder.Instance);
        return found;
    }

    /// <summary>Instants at which an effect's dates come or go, in any reading.</summary>
    public IReadOnlyList<Instant> BoundariesOf(Effect effect) => DatesOf(effect).Boundaries;

    /// <summary>True where all dates of an effect are one day or moment, so that every reading takes them alike.</summary>
    public bool IsExact(Effect effect) => DatesOf(effect).IsExact;

    private (Instant[] Boundaries, bool IsExact) DatesOf(Effect effect)
    {
        lock (_dates)
        {
            if (!_dates.TryGetValue(effect, out var dates))
            {
                var isExact = effect.AnnouncedOn.IsExact && Leaves.Of(effect.Body).Select(leaf => leaf.Value).OfType<LegalMoment>().All(moment => moment.IsExact);
                _dates.Add(effect, dates = ([.. Readings.BoundariesOf(effect).Distinct()], isExact));
            }
            return dates;
        }
    }

    private static void Put(Dictionary<string, List<Effect>> index, string key, Effect effect)
    {
        if (!index.TryGetValue(key, out var effects))
            index.Add(key, effects = []);
        effects.Add(effect);
    }
}
