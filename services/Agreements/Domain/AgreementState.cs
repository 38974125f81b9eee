using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Derived, never stored: the last step whose own date has come (DESIGN section 3, <i>Agreements</i>).</summary>
public enum AgreementStatus
{
    /// <summary>Before both announcement and the first step's own date.</summary>
    NotYetAnnounced,
    Announced,
    Signed,
    Ratified,
    InForce,
    Suspended,
    Replaced,
    Terminated,

    /// <summary>At the end of the last period of its force.</summary>
    Expired,

    /// <summary>Not in force, replaced or terminated at the end of its longstop day.</summary>
    Lapsed,
}

public enum CommitmentStatus
{
    /// <summary>Not yet made public on the date asked.</summary>
    Announced,
    Due,
    Fulfilled,

    /// <summary>From the day after its latest due day, unconfirmed.</summary>
    Overdue,
}

/// <summary>One occurrence of a recurring commitment; each is overdue alone.</summary>
public sealed record OccurrenceState(LocalDate Due, CommitmentStatus Status, LegalMoment? FulfilledOn);

/// <summary>A commitment at a moment.</summary>
/// <param name="Made">What was undertaken.</param>
/// <param name="By">The effect that says so.</param>
/// <param name="Status">Of a recurring one: overdue where an occurrence is, fulfilled where all are.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="NextDue">The next day on which it, or an occurrence of it, is due unfulfilled; null: none.</param>
/// <param name="Occurrences">Of a recurring one: those due up to the day asked, and those fulfilled ahead.</param>
/// <param name="FulfilledOn">When it was fulfilled by all who undertook it; null: not yet.</param>
/// <param name="FulfilledBy">Who has fulfilled it.</param>
/// <param name="Acts">The effects that make it so, in legal order.</param>
public sealed record CommitmentState(
    CommitmentMade Made, Effect By, CommitmentStatus Status, bool IsCertain, LocalDate? NextDue, Items<OccurrenceState> Occurrences,
    LegalMoment? FulfilledOn, Items<string> FulfilledBy, Items<Effect> Acts);

/// <summary>An agreement at a moment (effective axis), in the certain reading of its dates.</summary>
/// <param name="Status">Its status.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Title">As announced or signed.</param>
/// <param name="Kind">What sort of agreement.</param>
/// <param name="Parties">As last stated.</param>
/// <param name="PartiesComplete">Whether the list is known to be whole.</param>
/// <param name="Bindingness">As last stated.</param>
/// <param name="RatifiedBy">Who has ratified.</param>
/// <param name="AnnouncedOn">When it was announced; null where it was signed without.</param>
/// <param name="SignedOn">When it was signed; null: not yet.</param>
/// <param name="InForceSince">The start of the force that runs; null: none does.</param>
/// <param name="Ends">The end of that force as worded; null: none runs.</param>
/// <param name="Longstop">Last day by which it must be in force; null: none.</param>
/// <param name="ReplacedBy">Id of its successor, from the day it takes its place.</param>
/// <param name="Replaces">Id of its predecessor.</param>
/// <param name="Links">Ids it concerns; never checked.</param>
/// <param name="Goods">Goods keys it concerns.</param>
/// <param name="Commitments">In legal order.</param>
/// <param name="Because">The step that gives it its status.</param>
public sealed record AgreementState(
    AgreementStatus Status, bool IsCertain, string Title, AgreementKind Kind, Items<string> Parties, bool PartiesComplete, Bindingness Bindingness,
    Items<string> RatifiedBy, LegalMoment? AnnouncedOn, LegalMoment? SignedOn, LegalMoment? InForceSince, PeriodEnd? Ends, LegalMoment? Longstop,
    string? ReplacedBy, string? Replaces, Items<string> Links, Items<string> Goods, Items<CommitmentState> Commitments, Items<Effect> Because)
{
    /// <summary>What <c>nextChange</c> watches: status, certainty, and what is due, fulfilled or overdue (DESIGN T4).</summary>
    public bool ReadsAs(AgreementState other) => Status == other.Status && IsCertain == other.IsCertain && Bindingness == other.Bindingness
        && Parties == other.Parties && RatifiedBy == other.RatifiedBy && Commitments.Count == other.Commitments.Count
        && Commitments.Zip(other.Commitments).All(pair => pair.First.Status == pair.Second.Status && pair.First.IsCertain == pair.Second.IsCertain
            && pair.First.NextDue == pair.Second.NextDue && pair.First.Occurrences.Count(Overdue) == pair.Second.Occurrences.Count(Overdue));

    private static bool Overdue(OccurrenceState occurrence) => occurrence.Status == CommitmentStatus.Overdue;
}

/// <summary>What comes next for an agreement if nobody acts (DESIGN T4).</summary>
/// <param name="At">First instant at which the answer differs.</param>
/// <param name="Before">As it stands at the moment asked.</param>
/// <param name="After">As it stands from <paramref name="At"/>.</param>
/// <param name="By">The effect whose date it is; null where a recurrence's is.</param>
public sealed record AgreementChange(Instant At, AgreementState Before, AgreementState After, Effect? By);
