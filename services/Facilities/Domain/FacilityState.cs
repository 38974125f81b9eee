using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>The status of one stage of processing; a stage that no visible event reports is unknown, and absent.</summary>
public sealed record StageState(Stage Stage, StageStatus Status, bool IsCertain, Effect By, Items<string> Products);

/// <summary>Who runs a facility, or did by the registration.</summary>
public sealed record OperatorState(string Name, bool IsCertain, Effect By);

/// <summary>A fact that is listed once its date has come: possible from the earliest day that it allows, certain from the latest.</summary>
public sealed record Listed<T>(T Body, Effect By, bool IsCertain)
    where T : EventBody;

/// <summary>A capacity that exists, by product, stage and basis.</summary>
public sealed record CapacityState(CapacityRated Rated, bool IsCertain, Effect By);

public enum PlanStanding
{
    Planned,
    Confirmed,

    /// <summary>From the day after its latest due day, unconfirmed.</summary>
    Overdue,
}

/// <summary>Something planned: it happens only when a fact says so (DESIGN T7).</summary>
/// <param name="Plan">A <see cref="CapacityPlanned"/> or a <see cref="MilestonePlanned"/>.</param>
/// <param name="By">The last act that set or moved it.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="ConfirmedBy">The fact that says so; null: none yet.</param>
public sealed record PlanState(EventBody Plan, Effect By, PlanStanding Standing, bool IsCertain, Effect? ConfirmedBy);

/// <summary>A condition of a licence.</summary>
/// <param name="Id">Its id, <c>licence/condition</c>.</param>
/// <param name="Imposed">As imposed.</param>
/// <param name="By">The effect that imposes it.</param>
/// <param name="Status">Its status, as a measure's (DESIGN T5).</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="HoldsFrom">Its start as worded by what set or moved it last; null where it is put off indefinitely.</param>
/// <param name="Ends">Its end, as worded.</param>
public sealed record ConditionState(
    string Id, LicenceConditionImposed Imposed, Effect By, Status Status, bool IsCertain, LegalMoment? HoldsFrom, PeriodEnd Ends);

/// <summary>A licence with its conditions.</summary>
/// <param name="Id">Its id within the facility.</param>
/// <param name="Granted">As granted.</param>
/// <param name="By">The effect that grants it.</param>
/// <param name="Status">Its status, as a measure's (DESIGN T5); one not yet announced is listed as that.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Conditions">In natural order.</param>
/// <param name="Acts">The effects that act on it or on its conditions, in legal order.</param>
/// <param name="HoldsFrom">Start of the current or last period, as worded; of the first before it has begun.</param>
/// <param name="Ends">End of it, as worded.</param>
public sealed record LicenceState(
    string Id, LicenceGranted Granted, Effect By, Status Status, bool IsCertain, Items<ConditionState> Conditions, Items<Effect> Acts,
    LegalMoment? HoldsFrom, PeriodEnd? Ends);

/// <summary>
/// A facility at a moment (effective axis), in the certain reading of its dates; what is only possible is listed as not certain where a
/// certainty is told. Before both its announcement and its own date it is not announced. Plans stand apart from what is rated. Tenders are those
/// open, and those withdrawn, each with its withdrawal after it.
/// </summary>
public sealed record FacilityState(
    bool IsRegistered, bool IsAnnounced, string Name, FacilityKind Kind, string? Location, string? Country, OperatorState? Operator, Items<string> Members,
    Items<StageState> Stages, Items<CapacityState> Capacities, Items<PlanState> Plans, Items<Listed<OutputReported>> Outputs,
    Items<Listed<FirstOutputAchieved>> FirstOutputs, Items<LicenceState> Licences, Items<Listed<DependencyDeclared>> Dependencies,
    Items<Listed<InvestmentCommitted>> Investments, Items<(EventBody Body, Effect By)> Tenders, Items<Listed<IncidentReported>> Incidents)
{
    /// <summary>
    /// What <c>nextChange</c> watches: true where no status, value or certainty differs and nothing is listed in only one of the two. That
    /// another act says the same is no difference (DESIGN T4).
    /// </summary>
    public bool ReadsAs(FacilityState other) => !Differences.Between(this, other).Any();
}

/// <summary>What comes next for a facility if nobody acts (DESIGN T4).</summary>
/// <param name="At">First instant at which the answer differs.</param>
/// <param name="What">In plain words: "Kuantan: licence ael lapses".</param>
/// <param name="By">The effect whose date it is.</param>
public sealed record FacilityChange(Instant At, string What, Effect? By);
