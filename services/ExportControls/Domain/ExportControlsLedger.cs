using System.Globalization;
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
    private readonly OwnerStreams _streams = new();
    private readonly EntitiesBy _numbers = new();

    /// <summary>Instruments whose effects name an instrument, by the instrument named: whom to ask about it.</summary>
    private readonly EntitiesBy _actors = new();

    public IReadOnlyList<EntitiesBy> Notes => [_numbers, _actors];

    public void Take(SequencedEvent recorded)
    {
        _streams.Take(recorded);
        Note(recorded.Event.Entity, recorded.Event.Body);
    }

    public void Note(string entity, EventBody body)
    {
        var stated = body is EventCorrected corrected ? corrected.Replacement : body;
        if (NumberIn(stated) is { } number)
            _numbers.Add(number, entity);
        if (Targets.Of(stated) is { } target && InstrumentNamedBy(target) is var named && named != entity)
            _actors.Add(named, entity);
    }

    public void Forget(string entity) => _streams.Forget(entity);

    public IReadOnlySet<string> RestsOn(Command command)
    {
        var concerned = Concerned(command.Entity, [.. command.Stated]);
        concerned.UnionWith(command.Stated.Select(NumberIn).OfType<string>().SelectMany(number => _numbers[number]));
        return concerned;
    }

    public Decision<DecidedEvent> Decide(Command command)
    {
        var proposal = Proposal.Of(command, _streams.Of(command.Entity), static act => act.Act ?? act.Entity);
        if (!proposal.Refusals.IsEmpty)
            return new Decision<DecidedEvent>.Refused(proposal.Refusals);

        var acceptsUnresolved = command is RecordAct { AcceptUnresolved: true };
        var refusals = new List<Refusal>();
        var visible = Concerned(command.Entity, [.. proposal.Effects.Select(effect => effect.Body)]).SelectMany(_streams.VisibleOf)
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

    /// <summary>Every instrument that the proposed effects could depend on, and those that act on these.</summary>
    private HashSet<string> Concerned(string entity, IReadOnlyList<EventBody> proposed)
    {
        var seen = new HashSet<string> { entity };
        var pending = new Queue<string>(seen);
        void Add(string instrument)
        {
            if (seen.Add(instrument))
                pending.Enqueue(instrument);
        }
        var targets = proposed.Select(Targets.Of).OfType<string>().ToList();
        foreach (var target in targets.SelectMany(Chain))
            Add(InstrumentNamedBy(target));
        foreach (var repeal in proposed.Select(body => (body as MeasureAmended)?.Restores).OfType<string>().Where(Reference.IsEffect))
            Add(InstrumentNamedBy(repeal));
        while (pending.TryDequeue(out var instrument))
        {
            foreach (var actor in _actors[instrument])
                Add(actor);
            // A suspension named by its reference leads on to the instrument that it suspends.
            if (targets.Exists(target => Reference.IsEffect(target) && InstrumentNamedBy(target) == instrument))
            {
                foreach (var target in _streams.VisibleOf(instrument).Select(effect => Targets.Of(effect.Body)).OfType<string>())
                    Add(InstrumentNamedBy(target));
            }
        }
        return seen;
    }

    /// <summary>A target, and what it leads on to: the stay of an annulment of an amendment to the measure amended.</summary>
    private IEnumerable<string> Chain(string target)
    {
        var seen = new HashSet<string>();
        for (string? next = target; next is not null && seen.Add(next);)
        {
            yield return next;
            var named = Reference.IsEffect(next) ? _streams.VisibleOf(InstrumentNamedBy(next)).FirstOrDefault(effect => effect.Reference == next) : null;
            next = named is null ? null : Targets.Of(named.Body);
        }
    }

    /// <summary>Another instrument that bears the same issuer, year and number; null when none does.</summary>
    private string? SameNumber(Effect effect) => NumberIn(effect.Body) is { } number
        ? _numbers[number].FirstOrDefault(entity => entity != effect.Entity && _streams.VisibleOf(entity).Any(other => NumberIn(other.Body) == number))
        : null;

    /// <summary>Issuer, year and number of an instrument, as one word: neither of the first two holds a line's end.</summary>
    private static string? NumberIn(EventBody body) => body is InstrumentPublished { Number: { } number, Issuers.IsEmpty: false } published
        ? string.Create(CultureInfo.InvariantCulture, $"{published.Issuers[0]}\n{published.Year}\n{number}")
        : null;

    private static string InstrumentNamedBy(string target) =>
        Reference.IsEffect(target) ? target[..target.LastIndexOf('#')] : Ids.InstrumentOf(target);
}
