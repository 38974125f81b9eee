using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>What only facility streams hold.</summary>
public abstract record FacilityBody : EventBody;

/// <summary>A plant, a mine, or a group of them for figures reported together.</summary>
/// <param name="Name">Name in use.</param>
/// <param name="Kind">Plant, mine or group.</param>
/// <param name="Location">Place as the source gives it; null on a group.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null on a group that spans several.</param>
/// <param name="Operator">Who runs it; null: not stated.</param>
/// <param name="Members">For a group, the facilities in it; never checked.</param>
/// <param name="Effective">From when it exists in this form (effective axis); null: the day it was announced.</param>
public sealed record FacilityRegistered(
    string Name, FacilityKind Kind, string? Location, string? Country, string? Operator, Items<string> Members, LegalMoment? Effective)
    : FacilityBody;

public enum FacilityKind
{
    Plant,
    Mine,
    Group,
}

/// <summary>A stage of processing changed its status.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Status">Its status from now on.</param>
/// <param name="Products">What the stage makes, as goods keys; empty: not stated.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record StageStatusChanged(Stage Stage, StageStatus Status, Items<string> Products, LegalMoment? Effective) : FacilityBody;

public enum Stage
{
    Mining,
    Beneficiation,
    CrackingAndLeaching,
    Separation,
    Refining,
    MetalMaking,
    Alloying,
    MagnetMaking,
    Recycling,
}

public enum StageStatus
{
    Planned,
    UnderConstruction,
    Commissioning,
    Operating,
    Curtailed,
    Idle,
    Closed,
}

/// <summary>A capacity that exists.</summary>
/// <param name="Product">Goods key of the product.</param>
/// <param name="Stage">At which stage.</param>
/// <param name="Basis">Nameplate, feed or output.</param>
/// <param name="Amount">How much, with its unit per time.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record CapacityRated(string Product, Stage Stage, CapacityBasis Basis, Quantity Amount, LegalMoment? Effective) : FacilityBody;

public enum CapacityBasis
{
    Nameplate,
    Feed,
    Output,
}

/// <summary>
/// A capacity that is planned; the rating that says so confirms it, nothing else does (DESIGN T7). A later act moves the plan of the same
/// product, stage, basis and amount; one of another amount is another plan.
/// </summary>
/// <param name="Product">Goods key of the product.</param>
/// <param name="Stage">At which stage.</param>
/// <param name="Basis">Nameplate, feed or output.</param>
/// <param name="Amount">How much, with its unit per time.</param>
/// <param name="Due">Planned date; null: none stated.</param>
public sealed record CapacityPlanned(string Product, Stage Stage, CapacityBasis Basis, Quantity Amount, LegalMoment? Due) : FacilityBody;

/// <summary>A milestone is planned: a stage status, or the first output of a product.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Status">The stage status planned; null when a first output is.</param>
/// <param name="FirstOutputOf">The product whose first output is planned; null when a stage status is.</param>
/// <param name="Due">Due date; null: none stated.</param>
/// <param name="Wording">The source's wording of the date.</param>
public sealed record MilestonePlanned(Stage Stage, StageStatus? Status, string? FirstOutputOf, LegalMoment? Due, string? Wording) : FacilityBody;

/// <summary>Output over a past period was reported.</summary>
/// <param name="Product">Goods key of the product.</param>
/// <param name="Stage">At which stage; null: over all.</param>
/// <param name="Amount">How much over the period, with its unit.</param>
/// <param name="From">First day of the period (effective axis).</param>
/// <param name="Through">Last day of the period.</param>
public sealed record OutputReported(string Product, Stage? Stage, Quantity Amount, LegalMoment From, LegalMoment Through) : FacilityBody;

/// <summary>A product was made for the first time.</summary>
/// <param name="Product">Goods key of the product.</param>
/// <param name="Stage">At which stage.</param>
/// <param name="Pilot">True at pilot scale.</param>
/// <param name="Amount">How much; null: not stated.</param>
/// <param name="Effective">When (effective axis); null: the day it was announced.</param>
public sealed record FirstOutputAchieved(string Product, Stage Stage, bool Pilot, Quantity? Amount, LegalMoment? Effective) : FacilityBody;

/// <summary>Money was committed.</summary>
/// <param name="By">Who commits it.</param>
/// <param name="Kind">What sort of money.</param>
/// <param name="Amount">How much, in the currency of the source.</param>
/// <param name="Conditional">True while it depends on conditions.</param>
/// <param name="Effective">When (effective axis); null: the day it was announced.</param>
public sealed record InvestmentCommitted(string By, InvestmentKind Kind, Quantity Amount, bool Conditional, LegalMoment? Effective) : FacilityBody;

public enum InvestmentKind
{
    Equity,
    Loan,
    Grant,
    Offtake,
    CapitalExpenditure,
    Mixed,
    NotStated,
}

/// <summary>A tender was opened.</summary>
/// <param name="Tender">A short id within the facility's stream.</param>
/// <param name="Product">Goods key.</param>
/// <param name="Amount">How much is sought; null: not stated.</param>
/// <param name="Budget">Budget; null: not stated.</param>
/// <param name="Effective">When (effective axis); null: the day it was announced.</param>
/// <param name="Closes">When it closes; null: not stated.</param>
public sealed record TenderOpened(
    string Tender, string Product, Quantity? Amount, Quantity? Budget, LegalMoment? Effective, LegalMoment? Closes) : FacilityBody;

/// <summary>A tender was withdrawn.</summary>
public sealed record TenderWithdrawn(string Tender, string? Reason, LegalMoment? Effective) : FacilityBody;

/// <summary>A licence was granted. Licences live in time exactly as measures do (DESIGN section 3).</summary>
/// <param name="Licence">A short id within the facility.</param>
/// <param name="Title">What it permits.</param>
/// <param name="Issuer">Who granted it; null: not stated.</param>
/// <param name="Period">When it holds (effective axis).</param>
public sealed record LicenceGranted(string Licence, string Title, string? Issuer, Period Period) : FacilityBody;

/// <summary>A licence was renewed.</summary>
/// <param name="Licence">Its id.</param>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day; null with <paramref name="Until"/> null: until further notice.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record LicenceRenewed(
    string Licence, LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting) : FacilityBody;

/// <summary>A licence or a condition was suspended.</summary>
/// <param name="Target">Id of the licence, or <c>licence/condition</c>.</param>
/// <param name="Period">When (effective axis).</param>
public sealed record LicenceSuspended(string Target, Period Period) : FacilityBody;

/// <summary>A licence suspension was prolonged.</summary>
/// <param name="Suspension">Any link of its chain, as <c>act#ordinal</c>.</param>
/// <param name="Starts">Own start; null: the old end.</param>
/// <param name="Through">Inclusive last day.</param>
/// <param name="Until">Exclusive local moment.</param>
/// <param name="Wording">The source's wording of the end.</param>
/// <param name="Counting">The source's counting rule, where it states a duration.</param>
public sealed record LicenceSuspensionExtended(
    string Suspension, LegalMoment? Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting) : FacilityBody;

/// <summary>A licence suspension was ended.</summary>
public sealed record LicenceSuspensionEnded(string Suspension, LegalMoment? Effective) : FacilityBody;

/// <summary>A licence was revoked.</summary>
public sealed record LicenceRevoked(string Licence, string? Reason, LegalMoment? Effective) : FacilityBody;

/// <summary>A condition was put on a licence.</summary>
/// <param name="Condition">Its id, <c>licence/condition</c>.</param>
/// <param name="What">What it demands, in plain words.</param>
/// <param name="Period">When it binds (effective axis).</param>
public sealed record LicenceConditionImposed(string Condition, string What, Period Period) : FacilityBody;

/// <summary>The start of a condition was moved.</summary>
/// <param name="Condition">Its id.</param>
/// <param name="Effective">Own date of the rescheduling; null: the day it was announced.</param>
/// <param name="NewStart">The new start; null: indefinitely.</param>
public sealed record LicenceConditionRescheduled(string Condition, LegalMoment? Effective, LegalMoment? NewStart) : FacilityBody;

/// <summary>A condition was lifted.</summary>
public sealed record LicenceConditionLifted(string Condition, LegalMoment? Effective) : FacilityBody;

/// <summary>The operator changed.</summary>
public sealed record OperatorChanged(string Operator, LegalMoment? Effective) : FacilityBody;

/// <summary>An incident was reported.</summary>
/// <param name="Summary">What happened, in plain words.</param>
/// <param name="Stage">Which stage it touched; null: all or not stated.</param>
/// <param name="Effective">When it began (effective axis); null: the day it was announced.</param>
/// <param name="Through">When it ended; null: not stated.</param>
public sealed record IncidentReported(string Summary, Stage? Stage, LegalMoment? Effective, LegalMoment? Through) : FacilityBody;

/// <summary>The facility depends on another.</summary>
/// <param name="On">Id of the other facility; never checked.</param>
/// <param name="For">What for, in plain words.</param>
/// <param name="Effective">From when (effective axis); null: the day it was announced.</param>
public sealed record DependencyDeclared(string On, string For, LegalMoment? Effective) : FacilityBody;
