using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// What the owner of export controls knows of all instruments, and how it decides: an act is judged at its own dates, on the effects before
/// it in legal order, whatever has been recorded since (DESIGN T11).
/// </summary>
public sealed class ExportControlsLedger : IOwnerLedger
{
    private readonly Dictionary<string, StreamVersions> _streams = [];
    private readonly Dictionary<(string Issuer, int? Year, string Number), HashSet<string>> _numbers = [];

    /// <summary>Instruments whose effects name an instrument, by the instrument named: whom to ask about it.</summary>
    private readonly Dictionary<string, HashSet<string>> _actors = [];

    public void Take(SequencedEvent recorded)
    {
        var entity = recorded.Event.Entity;
        if (!_streams.TryGetValue(entity, out var stream))
            _streams.Add(entity, stream = new StreamVersions());
        stream.Take(recorded);
        var body = recorded.Event.Body is EventCorrected corrected ? corrected.Replacement : recorded.Event.Body;
        if (body is InstrumentPublished { Number: { } number } published)
            Index(_numbers, (published.Issuers[0], published.Year, number), entity);
        if (Targets.Of(body) is { } target && InstrumentNamedBy(target) is var named && named != entity)
            Index(_actors, named, entity);
    }

    public Decision<DecidedEvent> Decide(Command command)
    {
        var stream = _streams.GetValueOrDefault(command.Entity) ?? new StreamVersions();
        var proposal = Proposal.Of(command, stream, static act => act.Act ?? act.Entity);
        if (!proposal.Refusals.IsEmpty)
            return new Decision<DecidedEvent>.Refused(proposal.Refusals);

        var acceptsUnresolved = command is RecordAct { AcceptUnresolved: true };
        var refusals = new List<Refusal>();
        var visible = Concerned(command.Entity, proposal.Effects)
            .Where(effect => !(effect.Entity == command.Entity && effect.Reference == proposal.Replaces)).ToList();
        for (var i = 0; i < proposal.Effects.Count; i++)
        {
            var effect = proposal.Effects[i];
            var field = command is RecordAct ? $"effects[{i}].{WireNames.ShortNameOf(effect.Body)}" : "replacement";
            refusals.AddRange(Rulebook.Judge(effect, visible, acceptsUnresolved, SameNumber(effect), field));
            visible.Add(effect);
        }
        return refusals.Count > 0 ? new Decision<DecidedEvent>.Refused(refusals.ToItems()) : new Decision<DecidedEvent>.Accepted(proposal.Events);
    }

    /// <summary>The visible effects of every instrument that the proposed effects could depend on, and of those that act on these.</summary>
    private IEnumerable<Effect> Concerned(string entity, Items<Effect> proposed)
    {
        var seen = new HashSet<string> { entity };
        var pending = new Queue<string>(seen);
        void Add(string instrument)
        {
            if (seen.Add(instrument))
                pending.Enqueue(instrument);
        }
        foreach (var target in proposed.Select(effect => Targets.Of(effect.Body)).OfType<string>().SelectMany(Chain))
            Add(InstrumentNamedBy(target));
        foreach (var repeal in proposed.Select(effect => (effect.Body as MeasureAmended)?.Restores).OfType<string>().Where(Reference.IsEffect))
            Add(InstrumentNamedBy(repeal));
        var visible = new List<Effect>();
        while (pending.TryDequeue(out var instrument))
        {
            var effects = _streams.GetValueOrDefault(instrument)?.Visible(null).ToList() ?? [];
            visible.AddRange(effects);
            foreach (var actor in _actors.GetValueOrDefault(instrument) ?? [])
                Add(actor);
            // A suspension named by its reference leads on to the instrument that it suspends.
            if (proposed.Any(effect => Targets.Of(effect.Body) is { } target && Reference.IsEffect(target) && InstrumentNamedBy(target) == instrument))
            {
                foreach (var target in effects.Select(effect => Targets.Of(effect.Body)).OfType<string>())
                    Add(InstrumentNamedBy(target));
            }
        }
        return visible;
    }

    /// <summary>A target, and what it leads on to: the stay of an annulment of an amendment to the measure amended.</summary>
    private IEnumerable<string> Chain(string target)
    {
        var seen = new HashSet<string>();
        for (string? next = target; next is not null && seen.Add(next);)
        {
            yield return next;
            var named = Reference.IsEffect(next) ? _streams.GetValueOrDefault(InstrumentNamedBy(next))?.Visible(null).FirstOrDefault(effect => effect.Reference == next) : null;
            next = named is null ? null : Targets.Of(named.Body);
        }
    }

    /// <summary>Another instrument that bears the same issuer, year and number; null when none does.</summary>
    private string? SameNumber(Effect effect) =>
        effect.Body is InstrumentPublished { Number: { } number, Issuers.IsEmpty: false } published
            ? (_numbers.GetValueOrDefault((published.Issuers[0], published.Year, number)) ?? []).FirstOrDefault(entity =>
                entity != effect.Entity && _streams[entity].Visible(null).Any(other =>
                    other.Body is InstrumentPublished bearer && bearer.Number == number && bearer.Year == published.Year && bearer.Issuers[0] == published.Issuers[0]))
            : null;

    private static string InstrumentNamedBy(string target) =>
        Reference.IsEffect(target) ? target[..target.LastIndexOf('#')] : Ids.InstrumentOf(target);

    private static void Index<TKey>(Dictionary<TKey, HashSet<string>> index, TKey key, string entity)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var entities))
            index.Add(key, entities = []);
        entities.Add(entity);
    }
}
