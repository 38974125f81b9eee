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
    private readonly Dictionary<string, StreamVersions> _streams = [];

    /// <summary>Agreements whose effects take the place of another, by the one replaced.</summary>
    private readonly Dictionary<string, HashSet<string>> _successors = [];

    public void Take(SequencedEvent recorded)
    {
        var entity = recorded.Event.Entity;
        if (!_streams.TryGetValue(entity, out var stream))
            _streams.Add(entity, stream = new StreamVersions());
        stream.Take(recorded);
        if ((recorded.Event.Body is EventCorrected corrected ? corrected.Replacement : recorded.Event.Body) is not AgreementReplaced replaced)
            return;
        if (!_successors.TryGetValue(replaced.Predecessor, out var successors))
            _successors.Add(replaced.Predecessor, successors = []);
        successors.Add(entity);
    }

    public Decision<DecidedEvent> Decide(Command command)
    {
        var stream = _streams.GetValueOrDefault(command.Entity) ?? new StreamVersions();
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

    private bool IsKnown(string agreement) =>
        _streams.TryGetValue(agreement, out var stream) && stream.Visible(null).Any(effect => effect.Body is AgreementAnnounced or AgreementSigned);

    private List<Effect> Replacements(string agreement) =>
        [.. (_successors.GetValueOrDefault(agreement) ?? []).SelectMany(successor => _streams[successor].Visible(null))
            .Where(effect => effect.Body is AgreementReplaced replaced && replaced.Predecessor == agreement)];
}
