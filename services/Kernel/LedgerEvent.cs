using NodaTime;

namespace Ledger.Kernel;

/// <summary>
/// One effect of one act, with everything needed to understand it: the document that is stored, announced and proven (DESIGN section 3).
/// </summary>
/// <param name="Header">Who recorded it, where in the ledger, when.</param>
/// <param name="Entity">Instrument, agreement or facility id; with the owner it is the stream.</param>
/// <param name="Place">The act and its place in legal order; null only on a correction or a retraction, which stand in no legal order.</param>
/// <param name="Jurisdictions">ISO 3166-1 alpha-2 or an organisation of the published table; at least one on an effect.</param>
/// <param name="Confidence">How sure the editors are of the record; null where nothing was said.</param>
/// <param name="Note">The editors' note; null where there is none.</param>
/// <param name="Citations">At least one.</param>
/// <param name="Body">The typed effect.</param>
public sealed record LedgerEvent(
    EventHeader Header, string Entity, ActPlace? Place, Items<string> Jurisdictions, Confidence? Confidence, string? Note,
    Items<Citation> Citations, EventBody Body);

/// <summary>The part of the document that is the ledger's own.</summary>
/// <param name="EventId">UUIDv5 of request id, ordinal in the command and decided content.</param>
/// <param name="Stream">The full stream name in the store, prefix included.</param>
/// <param name="Revision">Revision in the stream, gapless from 0.</param>
/// <param name="RecordedAt">Recorded axis, UTC, stamped by the recorder; null only on a draft on its way there.</param>
/// <param name="RequestId">The command's request id, scoped to the stream.</param>
/// <param name="Fingerprint">SHA-256 of the command, lower-case hex.</param>
/// <param name="Actor">Who sent the command, from the credential.</param>
public sealed record EventHeader(
    Guid EventId, string Stream, long Revision, Instant? RecordedAt, Guid RequestId, string Fingerprint, string Actor);

/// <summary>
/// The act and the effect's place in it: the key of legal order (DESIGN T11) is announced day, sequence, act, ordinal.
/// </summary>
/// <param name="Act">The act's id: the instrument's, or for agreements and facilities the source document.</param>
/// <param name="Ordinal">Place of the effect in the act, from 1.</param>
/// <param name="AnnouncedOn">Announced axis: when the act was made public.</param>
/// <param name="Sequence">The act's place among the acts of that day, where stated; else 0.</param>
/// <param name="Zone">The tzdb zone the act states; null: the jurisdiction's.</param>
public sealed record ActPlace(string Act, int Ordinal, LegalMoment AnnouncedOn, int Sequence, string? Zone);

/// <summary>How sure the editors are that the record says what happened.</summary>
public enum Confidence
{
    High,
    Medium,
    Low,
}

/// <summary>What a fact rests on. A URL or a document number is required.</summary>
/// <param name="Url">Address of the page or document.</param>
/// <param name="DocumentNumber">Official number, e.g. <c>MOFCOM Announcement No. 70 of 2025</c>.</param>
/// <param name="Title">Title as published.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="PublishedOn">When the source was published; may be approximate.</param>
/// <param name="Locator">Where in the source: page, article, paragraph.</param>
/// <param name="Kind">What kind of source it is.</param>
/// <param name="DateWording">The source's own wording of the dates, where known.</param>
public sealed record Citation(
    string? Url, string? DocumentNumber, string? Title, string? Publisher, LegalMoment? PublishedOn, string? Locator, SourceKind Kind,
    string? DateWording)
{
    /// <summary>Why it cannot stand; null when it can. An editor's knowledge needs no address, and supports a statement only.</summary>
    public string? Fault(bool supportsStatement) =>
        Kind == SourceKind.EditorsKnowledge && supportsStatement ? null
        : string.IsNullOrWhiteSpace(Url) && string.IsNullOrWhiteSpace(DocumentNumber) ? "a URL or a document number is required"
        : Url is not null && !(Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") ? $"'{Url}' is not a web address"
        : null;
}

public enum SourceKind
{
    /// <summary>The act's own text, from its issuer or gazette.</summary>
    Official,

    /// <summary>A company's own statement or filing.</summary>
    Company,

    /// <summary>News agency, newspaper, broadcaster.</summary>
    Press,

    /// <summary>A law firm, consultancy or trade body writing about the act.</summary>
    Commentary,

    /// <summary>Reference works and databases.</summary>
    Reference,

    /// <summary>What an editor knows and cannot cite. Only a statement may rest on it alone.</summary>
    EditorsKnowledge,
}

/// <summary>Base of all typed effects; a closed hierarchy over the three owners and what any stream may hold.</summary>
public abstract record EventBody;

/// <summary>
/// A claim by somebody, attributed, shown in history; it changes no state (DESIGN T8).
/// </summary>
/// <param name="Text">What is claimed, in plain words.</param>
/// <param name="By">Who claims it.</param>
/// <param name="About">Ids of entities that the claim is about; never checked.</param>
/// <param name="Effective">The effective date that the claim gives, if any.</param>
public sealed record StatementRecorded(string Text, string By, Items<string> About, LegalMoment? Effective) : EventBody;

/// <summary>
/// A version of an event is replaced (DESIGN T6). A ledger error is corrected for all time; a source erratum counts from its publication day.
/// </summary>
/// <param name="Corrects">The version corrected: <c>act#ordinal</c> for the event as recorded, <c>act#ordinal@k</c> for its k-th correction in ledger order.</param>
/// <param name="Kind">Whose slip it was.</param>
/// <param name="PublishedOn">For a source erratum, the day on which it was published; null for a ledger error.</param>
/// <param name="AnnouncedOn">The act's corrected announcement, which moves all its effects on the stream; null when it stands.</param>
/// <param name="Sequence">The act's corrected sequence within its day; null when it stands.</param>
/// <param name="Jurisdictions">Corrected jurisdictions; empty when they stand.</param>
/// <param name="Replacement">The effect as it should read, whole.</param>
public sealed record EventCorrected(
    string Corrects, CorrectionKind Kind, LegalMoment? PublishedOn, LegalMoment? AnnouncedOn, int? Sequence, Items<string> Jurisdictions,
    EventBody Replacement) : EventBody;

public enum CorrectionKind
{
    /// <summary>What was entered is not so, whoever's mistake.</summary>
    LedgerError,

    /// <summary>The source itself was amended on a day.</summary>
    SourceErratum,
}

/// <summary>
/// An event, or one correction of it, is taken back (DESIGN T6). Retracting an event retracts all its versions; retracting a correction
/// restores what it replaced. A retraction is not retracted.
/// </summary>
/// <param name="Retracts"><c>act#ordinal</c> for the event, <c>act#ordinal@k</c> for its k-th correction.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record EventRetracted(string Retracts, string Reason) : EventBody;
