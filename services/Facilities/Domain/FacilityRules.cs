using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>The rules of facilities. The code is contract; the sentence may improve.</summary>
public static class FacilityRules
{
    public static readonly Rule UnknownFacility = new("FA-01", "A facility is registered before anything else stands on its stream.");
    public static readonly Rule RegisteredTwice = new("FA-02", "A facility is registered once, under a name.");
    public static readonly Rule Country = new("FA-03", "A country is an ISO 3166-1 alpha-2 code; a plant or a mine lies in one, and only a group has members, and no place of its own.");
    public static readonly Rule MalformedGoods = new("FA-04", "Products are well-formed goods keys.");
    public static readonly Rule CapacityUnit = new("FA-05", "A capacity, rated or planned, states its amount per time: an output over a period is reported as output.");
    public static readonly Rule OutputUnit = new("FA-06", "An output states how much was made over its period, not a rate: an amount per time is a capacity.");
    public static readonly Rule Milestone = new("FA-07", "A milestone is a stage status or a first output, and one of them.");
    public static readonly Rule PeriodBackwards = new("FA-08", "A licence, a condition, a report, a tender or an incident does not end before it begins.");
    public static readonly Rule LicenceTwice = new("FA-09", "A licence is granted once, and a condition imposed once.");
    public static readonly Rule ConditionId = new("FA-10", "A condition's id is its licence's, a slash, and its own; neither is empty.");
    public static readonly Rule UnknownLicence = new("FA-11", "What is renewed, suspended, revoked, conditioned, rescheduled or lifted is recorded.");
    public static readonly Rule NothingToRenew = new("FA-12", "What is renewed or extended has an end; after that end a start of its own is stated.");
    public static readonly Rule SuspensionBackwards = new("FA-13", "A licence suspension cannot end before it begins.");
    public static readonly Rule NotRunning = new("FA-14", "A licence suspension is ended while it is running.");
    public static readonly Rule RevokedAlready = new("FA-15", "What was revoked or lifted is not revoked, lifted or renewed again.");
    public static readonly Rule NothingToMove = new("FA-16", "The start of a condition is moved before its period has ended, to a day before that end.");
    public static readonly Rule Tender = new("FA-17", "A tender is opened once, and withdrawn while it is open.");
    public static readonly Rule DependsOnItself = new("FA-18", "A facility does not depend on itself, and a group is not a member of itself.");
    public static readonly Rule NothingSaid = new("FA-19", "A name, an operator, an investor or an incident is stated in words.");
    public static readonly Rule TargetKind = new("FA-20", "An act names a target of the kind that it acts on: a licence, a condition, or a suspension before it.");

    /// <summary>All of them, for the published list of codes.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        UnknownFacility, RegisteredTwice, Country, MalformedGoods, CapacityUnit, OutputUnit, Milestone, PeriodBackwards, LicenceTwice, ConditionId,
        UnknownLicence, NothingToRenew, SuspensionBackwards, NotRunning, RevokedAlready, NothingToMove, Tender, DependsOnItself, NothingSaid,
        TargetKind,
    ];
}
