using NodaTime;

namespace Ledger.Kernel.Deciding;

/// <summary>
/// A command after the common rules: the events it would record, and the effects as they would read, for the owner's own rules.
/// </summary>
/// <param name="Events">In order; what is recorded if no rule refuses.</param>
/// <param name="Effects">As they would read; empty for a retraction.</param>
/// <param name="Replaces">The event that a correction or a retraction concerns, as <c>act#ordinal</c>; null for new effects.</param>
/// <param name="Refusals">What the common rules say against it; empty if nothing.</param>
public sealed record Proposal(Items<DecidedEvent> Events, Items<Effect> Effects, string? Replaces, Items<Refusal> Refusals)
{
    /// <summary>Puts a command before the common rules.</summary>
    /// <param name="command">The command.</param>
    /// <param name="stream">The versions of the entity's stream as seen; empty for a new entity.</param>
    /// <param name="defaultAct">The act's id where the command states none.</param>
    public static Proposal Of(Command command, StreamVersions stream, Func<RecordAct, string> defaultAct) => command switch
    {
        RecordAct act => ActRules.Propose(act, stream, defaultAct(act)),
        CorrectEvent correction => CorrectionRules.Propose(correction, stream),
        RetractEvent retraction => CorrectionRules.Propose(retraction, stream),
        _ => throw new InvalidOperationException($"no rule for {command.GetType().Name}"),
    };

    internal static Proposal Refused(params IEnumerable<Refusal> refusals) => new([], [], null, refusals.ToItems());

    /// <summary>An effect as a decided event would read. It has no position yet.</summary>
    internal static Effect Read(DecidedEvent decided, EventBody body, ActPlace place, Items<string> jurisdictions)
    {
        var header = new EventHeader(Guid.Empty, "", -1, null, Guid.Empty, "", "");
        var recorded = new SequencedEvent(
            long.MaxValue,
            new LedgerEvent(header, decided.Entity, decided.Place, decided.Jurisdictions, decided.Confidence, decided.Note, decided.Citations, decided.Body));
        return new Effect(
            decided.Entity, place.Act, place.Ordinal, place.AnnouncedOn, place.Sequence, StreamVersions.ZoneOf(place.Zone, jurisdictions),
            jurisdictions, body, recorded, recorded);
    }
}
