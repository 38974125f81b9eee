using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;

namespace Ledger.Agreements.Domain;

/// <summary>
/// What the owner of agreements knows of all of them, and how it decides: an act is judged at its own dates, on the effects before it in
/// legal order, whatever has been recorded since (DESIGN T11).
/// </summary>
public sealed class AgreementsLedger : IOwnerLedger
{
    private readonly OwnerStreams _streams = new();

    /// <summary>Agreements whose effects take the place of another, by the one replaced.</summary>
    private readonly EntitiesBy _successors = new();

    public IReadOnlyList<EntitiesBy> Notes => [_successors];

    public void Take(SequencedEvent recorded)
    {
        _streams.Take(recorded);
        Note(recorded.Event.Entity, recorded.Event.Body);
    }

    public void Note(string entity, EventBody body)
    {
        if ((body is EventCorrected corrected ? corrected.Replacement : body) is AgreementReplaced replaced)
            _successors.Add(replaced.Predecessor, entity);
    }

    public void Forget(string entity) => _streams.Forget(entity);

    public IReadOnlySet<string> RestsOn(Command command) =>
        command.Stated.OfType<AgreementReplaced>().Select(replaced => replaced.Predecessor).Concat(_successors[command.Entity]).Append(command.Entity).ToHashSet();

    public Decision<DecidedEvent> Decide(Command command)
    {
        var stream = _streams.Of(command.Entity);
        var proposal = Proposal.Of(command, stream, SourceDocument.ActOf);
        if (!proposal.Refusals.IsEmpty)
            return new Decision<DecidedEvent>.Refused(proposal.Refusals);

        var acceptsUnresolved = command is RecordAct { AcceptUnresolved: true };
        var visible = stream.Visible(null).Where(effect => effect.Reference != proposal.Replaces).ToList();
        var replacements = Replacements(command.Entity);
        var refusals = new List<Refusal>();
        for (var i = 0; i < proposal.Effects.Count; i++)
        {
            var effect = proposal.Effects[i];
            var field = command is RecordAct ? $"effects[{i}].{WireNames.ShortNameOf(effect.Body)}" : "replacement";
            refusals.AddRange(Rulebook.Judge(effect, visible, replacements, IsKnown, acceptsUnresolved, field));
            visible.Add(effect);
        }
        return refusals.Count > 0 ? new Decision<DecidedEvent>.Refused(refusals.ToItems()) : new Decision<DecidedEvent>.Accepted(proposal.Events);
    }

    private bool IsKnown(string agreement) => _streams.VisibleOf(agreement).Any(effect => effect.Body is AgreementAnnounced or AgreementSigned);

    private List<Effect> Replacements(string agreement) =>
        [.. _successors[agreement].SelectMany(_streams.VisibleOf).Where(effect => effect.Body is AgreementReplaced replaced && replaced.Predecessor == agreement)];
}
