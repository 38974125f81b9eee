namespace Ledger.Kernel;

/// <summary>What an owner is asked to record. One command writes one stream, chosen by the request alone.</summary>
/// <param name="RequestId">Chosen by the caller, scoped to the stream.</param>
/// <param name="Entity">Instrument, agreement or facility id.</param>
/// <param name="Citations">What the command rests on, unless an effect states its own.</param>
public abstract record Command(Guid RequestId, string Entity, Items<Citation> Citations)
{
    /// <summary>The effects that it states, in order.</summary>
    public IEnumerable<EventBody> Stated => this switch
    {
        RecordAct act => act.Effects.Select(effect => effect.Body),
        CorrectEvent correction => [correction.Replacement.Body],
        _ => [],
    };
}

/// <summary>One legal act with its ordered effects; all are recorded, or none.</summary>
/// <param name="RequestId">Chosen by the caller, scoped to the stream.</param>
/// <param name="Entity">Instrument, agreement or facility id.</param>
/// <param name="Citations">What the act rests on, unless an effect states its own.</param>
/// <param name="Act">The act's id; null: the instrument itself, or the first citation's document number, else its URL.</param>
/// <param name="AnnouncedOn">Announced axis.</param>
/// <param name="Sequence">The act's place among those of its day; 0 where not stated.</param>
/// <param name="Zone">tzdb id the act states; null: the jurisdiction's zone.</param>
/// <param name="Jurisdictions">Of the act, unless an effect states its own.</param>
/// <param name="AcceptUnresolved">Accept targets that are not recorded.</param>
/// <param name="Effects">In the act's order.</param>
public sealed record RecordAct(
    Guid RequestId, string Entity, Items<Citation> Citations, string? Act, LegalMoment AnnouncedOn, int Sequence, string? Zone,
    Items<string> Jurisdictions, bool AcceptUnresolved, Items<ProposedEffect> Effects) : Command(RequestId, Entity, Citations);

/// <summary>An effect as the request states it.</summary>
/// <param name="Ordinal">Place in the act; null: its place in the request.</param>
/// <param name="Jurisdictions">Empty: the act's.</param>
/// <param name="Confidence">Null: nothing said.</param>
/// <param name="Note">Null: none.</param>
/// <param name="Citations">Empty: the command's.</param>
/// <param name="Body">The effect.</param>
public sealed record ProposedEffect(
    int? Ordinal, Items<string> Jurisdictions, Confidence? Confidence, string? Note, Items<Citation> Citations, EventBody Body);

/// <summary>Replaces one version of one event (DESIGN T6).</summary>
/// <param name="RequestId">Chosen by the caller, scoped to the stream.</param>
/// <param name="Entity">Instrument, agreement or facility id.</param>
/// <param name="Citations">What the correction rests on.</param>
/// <param name="Corrects"><c>act#ordinal</c> or <c>act#ordinal@k</c>.</param>
/// <param name="Kind">Whose slip it was.</param>
/// <param name="PublishedOn">Of an erratum.</param>
/// <param name="AnnouncedOn">Null: it stands.</param>
/// <param name="Sequence">Null: it stands.</param>
/// <param name="Replacement">The effect as it should read; its ordinal is ignored.</param>
public sealed record CorrectEvent(
    Guid RequestId, string Entity, Items<Citation> Citations, string Corrects, CorrectionKind Kind, LegalMoment? PublishedOn,
    LegalMoment? AnnouncedOn, int? Sequence, ProposedEffect Replacement) : Command(RequestId, Entity, Citations);

/// <summary>Takes back one event, or one correction of it (DESIGN T6).</summary>
public sealed record RetractEvent(Guid RequestId, string Entity, Items<Citation> Citations, string Retracts, string Reason)
    : Command(RequestId, Entity, Citations);

/// <summary>An event as decided: what the header does not hold.</summary>
public sealed record DecidedEvent(
    string Entity, ActPlace? Place, Items<string> Jurisdictions, Confidence? Confidence, string? Note, Items<Citation> Citations, EventBody Body);

/// <summary>
/// What an owner knows of its own streams, and its rulebook. Of a stream that is held it knows every event; of any other only what
/// <see cref="Note"/> was told. Not safe for concurrent use.
/// </summary>
public interface IOwnerLedger
{
    /// <summary>All that was noted, list by list: put back into the lists of an empty ledger, it is as if that had been told of every event.</summary>
    IReadOnlyList<EntitiesBy> Notes { get; }

    /// <summary>Takes the next event of a stream that is held, or the first of one that will be.</summary>
    void Take(SequencedEvent recorded);

    /// <summary>Notes of an event of a stream that is not held what other streams' decisions find it by.</summary>
    /// <param name="entity">Whose stream it is.</param>
    /// <param name="body">What the event says.</param>
    void Note(string entity, EventBody body);

    /// <summary>Lets go of the events of a stream: it is not held any more, and what was noted of it stays.</summary>
    void Forget(string entity);

    /// <summary>The entities whose streams are to be held for a decision, as far as those that are held can tell: once they are, there may be more.</summary>
    IReadOnlySet<string> RestsOn(Command command);

    /// <summary>Decides at the state taken so far. Pure: nothing changes.</summary>
    Decision<DecidedEvent> Decide(Command command);
}
