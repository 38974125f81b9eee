using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;

namespace Ledger.Facilities.Domain;

/// <summary>
/// What the owner of facilities knows of all of them, and how it decides: an act is judged at its own dates, on the effects before it in
/// legal order, whatever has been recorded since (DESIGN T11). No decision rests on another facility.
/// </summary>
public sealed class FacilitiesLedger : IOwnerLedger
{
    private readonly OwnerStreams _streams = new();

    public IReadOnlyList<EntitiesBy> Notes => [];

    public void Take(SequencedEvent recorded) => _streams.Take(recorded);

    public void Note(string entity, EventBody body)
    {
        // No decision finds another facility.
    }

    public void Forget(string entity) => _streams.Forget(entity);

    public IReadOnlySet<string> RestsOn(Command command) => new HashSet<string> { command.Entity };

    public Decision<DecidedEvent> Decide(Command command)
    {
        var stream = _streams.Of(command.Entity);
        var proposal = Proposal.Of(command, stream, SourceDocument.ActOf);
        if (!proposal.Refusals.IsEmpty)
            return new Decision<DecidedEvent>.Refused(proposal.Refusals);

        var acceptsUnresolved = command is RecordAct { AcceptUnresolved: true };
        var visible = stream.Visible(null).Where(effect => effect.Reference != proposal.Replaces).ToList();
        var refusals = new List<Refusal>();
        for (var i = 0; i < proposal.Effects.Count; i++)
        {
            var effect = proposal.Effects[i];
            var field = command is RecordAct ? $"effects[{i}].{WireNames.ShortNameOf(effect.Body)}" : "replacement";
            refusals.AddRange(Rulebook.Judge(effect, visible, acceptsUnresolved, field));
            visible.Add(effect);
        }
        return refusals.Count > 0 ? new Decision<DecidedEvent>.Refused(refusals.ToItems()) : new Decision<DecidedEvent>.Accepted(proposal.Events);
    }
}
