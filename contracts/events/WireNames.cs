using System.Collections.Frozen;
using System.Text.Json;

using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>
/// The permanent wire names of the event types: <c>owner.past-tense-name.vN</c>. A name once published is never given another meaning;
/// a new meaning is a new version, brought up to date by the codec.
/// </summary>
public static class WireNames
{
    private static readonly FrozenDictionary<Type, string> Names = Build();

    private static readonly FrozenDictionary<string, Type> Types = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every event type with its wire name.</summary>
    public static IEnumerable<KeyValuePair<Type, string>> All => Names.OrderBy(pair => pair.Value, StringComparer.Ordinal);

    public static string Of(EventBody body) => Names[body.GetType()];

    public static Type? TypeOf(string wireName) => Types.GetValueOrDefault(wireName);

    /// <summary>The short name of a type, as it keys a correction's replacement and the API's effects: <c>measureSuspended</c>.</summary>
    public static string ShortNameOf(EventBody body) => JsonNamingPolicy.CamelCase.ConvertName(body.GetType().Name);

    public static Type? TypeOfShortName(string shortName) => ByShortName.GetValueOrDefault(shortName);

    private static readonly FrozenDictionary<string, Type> ByShortName =
        Names.Keys.ToFrozenDictionary(type => JsonNamingPolicy.CamelCase.ConvertName(type.Name));

    private static FrozenDictionary<Type, string> Build() => new Dictionary<Type, string>
    {
        [typeof(InstrumentPublished)] = "exportcontrols.instrument-published.v1",
        [typeof(MeasureIntroduced)] = "exportcontrols.measure-introduced.v1",
        [typeof(MeasureAmended)] = "exportcontrols.measure-amended.v1",
        [typeof(MeasureExtended)] = "exportcontrols.measure-extended.v1",
        [typeof(MeasureRescheduled)] = "exportcontrols.measure-rescheduled.v1",
        [typeof(MeasureSuspended)] = "exportcontrols.measure-suspended.v1",
        [typeof(SuspensionExtended)] = "exportcontrols.suspension-extended.v1",
        [typeof(SuspensionEnded)] = "exportcontrols.suspension-ended.v1",
        [typeof(MeasureRepealed)] = "exportcontrols.measure-repealed.v1",
        [typeof(MeasureWithdrawn)] = "exportcontrols.measure-withdrawn.v1",
        [typeof(ExemptionGranted)] = "exportcontrols.exemption-granted.v1",
        [typeof(ExemptionExtended)] = "exportcontrols.exemption-extended.v1",
        [typeof(ExemptionEnded)] = "exportcontrols.exemption-ended.v1",
        [typeof(EffectAnnulled)] = "exportcontrols.effect-annulled.v1",
        [typeof(AnnulmentStayed)] = "exportcontrols.annulment-stayed.v1",
        [typeof(StayEnded)] = "exportcontrols.stay-ended.v1",
        [typeof(AnnulmentReversed)] = "exportcontrols.annulment-reversed.v1",
        [typeof(EnforcementEnded)] = "exportcontrols.enforcement-ended.v1",
        [typeof(ProceedingStageReached)] = "exportcontrols.proceeding-stage-reached.v1",
        [typeof(CoverageStated)] = "exportcontrols.coverage-stated.v1",
        [typeof(AgreementAnnounced)] = "agreements.agreement-announced.v1",
        [typeof(AgreementSigned)] = "agreements.agreement-signed.v1",
        [typeof(AgreementRatified)] = "agreements.agreement-ratified.v1",
        [typeof(AgreementEnteredIntoForce)] = "agreements.agreement-entered-into-force.v1",
        [typeof(CommitmentMade)] = "agreements.commitment-made.v1",
        [typeof(CommitmentFulfilled)] = "agreements.commitment-fulfilled.v1",
        [typeof(AgreementAmended)] = "agreements.agreement-amended.v1",
        [typeof(AgreementSuspended)] = "agreements.agreement-suspended.v1",
        [typeof(AgreementResumed)] = "agreements.agreement-resumed.v1",
        [typeof(AgreementRenewed)] = "agreements.agreement-renewed.v1",
        [typeof(AgreementReplaced)] = "agreements.agreement-replaced.v1",
        [typeof(AgreementTerminated)] = "agreements.agreement-terminated.v1",
        [typeof(FacilityRegistered)] = "facilities.facility-registered.v1",
        [typeof(StageStatusChanged)] = "facilities.stage-status-changed.v1",
        [typeof(CapacityRated)] = "facilities.capacity-rated.v1",
        [typeof(CapacityPlanned)] = "facilities.capacity-planned.v1",
        [typeof(MilestonePlanned)] = "facilities.milestone-planned.v1",
        [typeof(OutputReported)] = "facilities.output-reported.v1",
        [typeof(FirstOutputAchieved)] = "facilities.first-output-achieved.v1",
        [typeof(InvestmentCommitted)] = "facilities.investment-committed.v1",
        [typeof(TenderOpened)] = "facilities.tender-opened.v1",
        [typeof(TenderWithdrawn)] = "facilities.tender-withdrawn.v1",
        [typeof(LicenceGranted)] = "facilities.licence-granted.v1",
        [typeof(LicenceRenewed)] = "facilities.licence-renewed.v1",
        [typeof(LicenceSuspended)] = "facilities.licence-suspended.v1",
        [typeof(LicenceSuspensionExtended)] = "facilities.licence-suspension-extended.v1",
        [typeof(LicenceSuspensionEnded)] = "facilities.licence-suspension-ended.v1",
        [typeof(LicenceRevoked)] = "facilities.licence-revoked.v1",
        [typeof(LicenceConditionImposed)] = "facilities.licence-condition-imposed.v1",
        [typeof(LicenceConditionRescheduled)] = "facilities.licence-condition-rescheduled.v1",
        [typeof(LicenceConditionLifted)] = "facilities.licence-condition-lifted.v1",
        [typeof(OperatorChanged)] = "facilities.operator-changed.v1",
        [typeof(IncidentReported)] = "facilities.incident-reported.v1",
        [typeof(DependencyDeclared)] = "facilities.dependency-declared.v1",
        [typeof(StatementRecorded)] = "ledger.statement-recorded.v1",
        [typeof(EventCorrected)] = "ledger.event-corrected.v1",
        [typeof(EventRetracted)] = "ledger.event-retracted.v1",
    }.ToFrozenDictionary();
}
