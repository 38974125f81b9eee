using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>What only agreement streams hold.</summary>
public abstract record AgreementBody : EventBody;

/// <summary>An agreement was announced; an understanding needs no signature.</summary>
/// <param name="Title">Title or description.</param>
/// <param name="Kind">What sort of agreement.</param>
/// <param name="Parties">Countries, organisations or companies.</param>
/// <param name="PartiesComplete">True when the list is known to be whole.</param>
/// <param name="Bindingness">Whether it binds.</param>
/// <param name="Effective">Own date of the step (effective axis); null: the day it was announced.</param>
/// <param name="Longstop">Last day by which it must be in force, else it lapses; null: none.</param>
/// <param name="Links">Ids of facilities, instruments or agreements it concerns; never checked.</param>
/// <param name="Goods">Goods keys it concerns.</param>
public sealed record AgreementAnnounced(
    string Title, AgreementKind Kind, Items<string> Parties, bool PartiesComplete, Bindingness Bindingness, LegalMoment? Effective,
    LegalMoment? Longstop, Items<string> Links, Items<string> Goods) : AgreementBody;

/// <summary>An agreement was signed.</summary>
/// <param name="Title">Title as signed.</param>
/// <param name="Kind">What sort of agreement.</param>
/// <param name="Parties">Countries, organisations or companies.</param>
/// <param name="PartiesComplete">True when the list is known to be whole.</param>
/// <param name="Bindingness">Whether it binds.</param>
/// <param name="Effective">Day of signature (effective axis); null: the day it was announced.</param>
/// <param name="Longstop">Last day by which it must be in force, else it lapses; null: none.</param>
/// <param name="Links">Ids of facilities, instruments or agreements it concerns; never checked.</param>
/// <param name="Goods">Goods keys it concerns.</param>
public sealed record AgreementSigned(
    string Title, AgreementKind Kind, Items<string> Parties, bool PartiesComplete, Bindingness Bindingness, LegalMoment? Effective,
    LegalMoment? Longstop, Items<string> Links, Items<string> Goods) : AgreementBody;

public enum AgreementKind
{
    Treaty,
    ExecutiveAgreement,
    Framework,
    Mou,
    LetterOfIntent,
    LetterOfInterest,
    JointStatement,
    Understanding,
    Forum,
    Contract,
    Financing,
    JointVenture,
    ActionPlan,
}

public enum Bindingness
{
    Binding,
    NonBinding,
    Conditional,
    NotStated,
}

/// <summary>A party ratified, or gave its notification.</summary>
public sealed record AgreementRatified(string By, LegalMoment? Effective) : AgreementBody;

/// <summary>The agreement entered into force, for a period where one is stated.</summary>
public sealed record AgreementEnteredIntoForce(Period Period) : AgreementBody;

/// <summary>A party undertook something.</summary>
/// <param name="Commitment">A short id within the agreement. A later act that states it again, for the same parties, moves the commitment.</param>
/// <param name="By">Who undertook it; each a party.</param>
/// <param name="What">What, in plain words.</param>
/// <param name="Amount">How much; null: none stated.</param>
/// <param name="Due">Due date, or the first due date of a recurring one; null: none stated.</param>
/// <param name="Recurrence">RFC 5545 recurrence rule, counted from <paramref name="Due"/>; null: once.</param>
/// <param name="Wording">The source's wording of the due date.</param>
public sealed record CommitmentMade(
    string Commitment, Items<string> By, string What, Quantity? Amount, LegalMoment? Due, string? Recurrence, string? Wording) : AgreementBody;

/// <summary>A commitment was fulfilled.</summary>
/// <param name="Commitment">Its id.</param>
/// <param name="By">By whom; empty: by all who undertook it.</param>
/// <param name="Occurrence">Due date of the occurrence of a recurring commitment; null for one that does not recur.</param>
/// <param name="Effective">When (effective axis); null: the day it was announced.</param>
public sealed record CommitmentFulfilled(string Commitment, Items<string> By, LegalMoment? Occurrence, LegalMoment? Effective) : AgreementBody;

/// <summary>Terms of the agreement were changed.</summary>
/// <param name="Summary">What was changed, in plain words.</param>
/// <param name="Parties">The parties from now on; empty: they stand.</param>
/// <param name="Bindingness">Whether it binds from now on; null: it stands.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record AgreementAmended(string Summary, Items<string> Parties, Bindingness? Bindingness, LegalMoment? Effective) : AgreementBody;

/// <summary>The agreement was suspended, for a period where one is stated.</summary>
public sealed record AgreementSuspended(Period Period) : AgreementBody;

/// <summary>A suspended agreement was resumed: its status is the one before the suspension.</summary>
public sealed record AgreementResumed(LegalMoment? Effective) : AgreementBody;

/// <summary>The agreement was renewed for a further period.</summary>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day; null with <paramref name="Until"/> null: until further notice.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record AgreementRenewed(LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting) : AgreementBody;

/// <summary>This agreement (the stream's) takes the place of another, such as an MoU turned contract.</summary>
/// <param name="Predecessor">Id of the agreement replaced.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record AgreementReplaced(string Predecessor, LegalMoment? Effective) : AgreementBody;

/// <summary>The agreement was terminated.</summary>
/// <param name="Reason">Why, as the source says; null: not stated.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record AgreementTerminated(string? Reason, LegalMoment? Effective) : AgreementBody;
