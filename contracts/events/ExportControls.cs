using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>What only export controls' instrument streams hold.</summary>
public abstract record ExportControlsBody : EventBody;

/// <summary>
/// A legal act was published: it opens the instrument's stream. An instrument without measures (a list, a regulation) is in force from its
/// own date until repealed.
/// </summary>
/// <param name="Kind">What sort of act it is.</param>
/// <param name="Issuers">Who issued it, the first being the one it is numbered by. Issuer, year and number together identify it.</param>
/// <param name="Year">Year of the number; null where the act is not numbered by year.</param>
/// <param name="Number">The number as printed, e.g. <c>70</c>; null on an unpublished or unnumbered act.</param>
/// <param name="Title">Title or description.</param>
/// <param name="Unpublished">True for a measure that has no paper: the instrument stands for it.</param>
/// <param name="Effective">Own date of the instrument (effective axis); null: it has none of its own.</param>
public sealed record InstrumentPublished(
    InstrumentKind Kind, Items<string> Issuers, int? Year, string? Number, string Title, bool Unpublished, LegalMoment? Effective)
    : ExportControlsBody;

public enum InstrumentKind
{
    Announcement,
    Regulation,
    Decree,
    Order,
    Statute,
    List,
    Catalogue,
    Ruling,
    Proceeding,
    Practice,
    Statement,
    Plan,
}

/// <summary>A measure begins to exist: instrument / clause / limb.</summary>
/// <param name="Measure">Its id, e.g. <c>cn-mofcom-2025-61/iii</c>; it begins with the instrument's.</param>
/// <param name="Title">A short name; null where the instrument's serves.</param>
/// <param name="Type">What sort of measure.</param>
/// <param name="Requirement">What it asks of the trader, apart from its type.</param>
/// <param name="Value">Rate, amount or volume with its unit; null where it has none.</param>
/// <param name="Period">When it holds (effective axis).</param>
/// <param name="Scope">What it reaches.</param>
public sealed record MeasureIntroduced(
    string Measure, string? Title, MeasureType Type, Requirement Requirement, Quantity? Value, Period Period, Scope Scope) : ExportControlsBody;

public enum MeasureType
{
    ExportLicence,
    ExportProhibition,
    Quota,
    TechnologyControl,
    EndUseControl,
    EntityListing,
    ReExportControl,
    ExportDuty,
    ImportDuty,
    ImportProhibition,
    PortFee,
    ProcurementRestriction,
    InvestmentRestriction,
}

public enum Requirement
{
    Prohibited,
    Licence,
    Review,
    Quota,
    Charge,
    None,
}

/// <summary>Scope or value of a measure is changed, for the amendment's own period (DESIGN T3, <i>Scope and value</i>).</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Scope">The new scope, whole; null: it stands.</param>
/// <param name="Value">The new value; null: it stands.</param>
/// <param name="Period">When the amendment holds (effective axis).</param>
/// <param name="Restores">The repeal that this amendment undoes for its own period, as <c>act#ordinal</c>; null: none.</param>
public sealed record MeasureAmended(string Target, Scope? Scope, Quantity? Value, Period Period, string? Restores) : ExportControlsBody;

/// <summary>A measure is given a further period (DESIGN T3, <i>Extension</i>).</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day; null with <paramref name="Until"/> null: until further notice.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record MeasureExtended(
    string Target, Part? Part, LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting)
    : ExportControlsBody;

/// <summary>A start is moved: postponed, brought forward, or put off indefinitely (DESIGN T3, <i>Moving a start</i>).</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">Own date of the rescheduling; null: the day it was announced.</param>
/// <param name="NewStart">The new start; null: indefinitely.</param>
public sealed record MeasureRescheduled(string Target, Part? Part, LegalMoment? Effective, LegalMoment? NewStart) : ExportControlsBody;

/// <summary>A measure, clause or instrument is suspended: it comes back when the suspension ends.</summary>
public sealed record MeasureSuspended(string Target, Part? Part, Period Period) : ExportControlsBody;

/// <summary>A suspension is prolonged.</summary>
/// <param name="Suspension">Any link of its chain, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record SuspensionExtended(
    string Suspension, Part? Part, LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting)
    : ExportControlsBody;

/// <summary>A suspension is ended before its time; what it held back comes back.</summary>
/// <param name="Suspension">Any link of its chain, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record SuspensionEnded(string Suspension, Part? Part, LegalMoment? Effective) : ExportControlsBody;

/// <summary>A measure, clause or instrument is repealed: it ends and nothing revives by itself.</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record MeasureRepealed(string Target, Part? Part, LegalMoment? Effective) : ExportControlsBody;

/// <summary>A measure is withdrawn before it began.</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record MeasureWithdrawn(string Target, Part? Part, LegalMoment? Effective) : ExportControlsBody;

/// <summary>An exemption, exclusion or general licence is granted.</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">Who and what it frees; null: the whole.</param>
/// <param name="Kind">What sort of exemption.</param>
/// <param name="Conditions">Conditions as the source words them; null: none stated.</param>
/// <param name="Period">When it holds (effective axis).</param>
public sealed record ExemptionGranted(string Target, Part? Part, ExemptionKind Kind, string? Conditions, Period Period) : ExportControlsBody;

public enum ExemptionKind
{
    Exemption,
    Exclusion,
    GeneralLicence,
}

/// <summary>An exemption is prolonged.</summary>
/// <param name="Exemption">Any link of its chain, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record ExemptionExtended(
    string Exemption, Part? Part, LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting)
    : ExportControlsBody;

/// <summary>An exemption is ended before its time.</summary>
/// <param name="Exemption">Any link of its chain, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record ExemptionEnded(string Exemption, Part? Part, LegalMoment? Effective) : ExportControlsBody;

/// <summary>A court annuls an effect or a whole act (DESIGN T3, <i>Annulment</i>).</summary>
/// <param name="Target">An effect as <c>act#ordinal</c>, or an instrument, clause or measure.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Court">Who annulled it.</param>
/// <param name="VoidFrom">From when it is void (effective axis); null: from the start.</param>
public sealed record EffectAnnulled(string Target, Part? Part, string Court, LegalMoment? VoidFrom) : ExportControlsBody;

/// <summary>An annulment is stayed: it is shielded at every moment before the stay's own end.</summary>
/// <param name="Annulment">The annulment, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Through">Inclusive last day; null with <paramref name="Until"/> null: no end.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
public sealed record AnnulmentStayed(string Annulment, Part? Part, LegalMoment? Through, LegalMoment? Until, string? Wording) : ExportControlsBody;

/// <summary>A stay is lifted, which removes its shield for all time.</summary>
/// <param name="Stay">The stay, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
public sealed record StayEnded(string Stay, Part? Part) : ExportControlsBody;

/// <summary>An annulment is reversed on appeal, which undoes it for all time.</summary>
/// <param name="Annulment">The annulment, as <c>act#ordinal</c>.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Court">Who reversed it.</param>
public sealed record AnnulmentReversed(string Annulment, Part? Part, string Court) : ExportControlsBody;

/// <summary>Practice stopped enforcing a measure. Changes no status; <c>enforcedUntil</c> tells it.</summary>
/// <param name="Target">Measure, clause or instrument.</param>
/// <param name="Part">What of it; null: the whole.</param>
/// <param name="Effective">From when it is no longer enforced (effective axis).</param>
public sealed record EnforcementEnded(string Target, Part? Part, LegalMoment Effective) : ExportControlsBody;

/// <summary>A proceeding (consultation, investigation, dispute) reached a stage.</summary>
/// <param name="Subject">What is proceeding, in a short name that later stages repeat.</param>
/// <param name="Stage">The stage in the source's words.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
/// <param name="Through">Last day of a stage that ends by itself, such as a comment period; null: none.</param>
public sealed record ProceedingStageReached(string Subject, string Stage, LegalMoment? Effective, LegalMoment? Through) : ExportControlsBody;

/// <summary>The editors state how far the ledger is complete.</summary>
/// <param name="Jurisdiction">Whose acts.</param>
/// <param name="Kinds">Which kinds of measure.</param>
/// <param name="Goods">Which goods, as scope keys or plain words.</param>
/// <param name="Through">Complete through this day (effective axis).</param>
/// <param name="Remarks">What is known to be missing; null: nothing known.</param>
public sealed record CoverageStated(string Jurisdiction, Items<MeasureType> Kinds, Items<string> Goods, LegalMoment Through, string? Remarks)
    : ExportControlsBody;
