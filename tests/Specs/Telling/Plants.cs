using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Telling;

/// <summary>Effects of facilities in the fewest words; what is not said is left out.</summary>
internal static class Plants
{
    public static FacilityRegistered Register(
        string name = "Lynas Malaysia", FacilityKind kind = FacilityKind.Plant, string? country = "MY", string? effective = null, params string[] members) =>
        new(name, kind, null, country, "Lynas", members.ToItems(), Moment(effective));

    public static StageStatusChanged Reaches(Stage stage, StageStatus status, string? effective = null, params string[] products) =>
        new(stage, status, products.ToItems(), Moment(effective));

    public static CapacityRated Rate(string product, decimal amount, string unit = "t/yr", Stage stage = Stage.Separation, string? effective = null) =>
        new(product, stage, CapacityBasis.Nameplate, Amount(amount, unit), Moment(effective));

    public static CapacityPlanned Plan(string product, decimal amount, string? due = null, string unit = "t/yr", Stage stage = Stage.Separation) =>
        new(product, stage, CapacityBasis.Nameplate, Amount(amount, unit), Moment(due));

    public static MilestonePlanned PlanStatus(Stage stage, StageStatus status, string? due = null) => new(stage, status, null, Moment(due), null);

    public static MilestonePlanned PlanOutput(Stage stage, string product, string? due = null) => new(stage, null, product, Moment(due), null);

    public static OutputReported Report(string product, decimal amount, string from, string through, string unit = "t") =>
        new(product, null, Amount(amount, unit), LegalMoment.Parse(from), LegalMoment.Parse(through));

    public static FirstOutputAchieved First(string product, string? effective = null, Quantity? amount = null) => new(product, Stage.Separation, false, amount, Moment(effective));

    public static TenderOpened Open(string tender, string product = "element:Co", string? effective = null, string? closes = null) =>
        new(tender, product, null, null, Moment(effective), Moment(closes));

    public static TenderWithdrawn WithdrawTender(string tender, string? effective = null) => new(tender, null, Moment(effective));

    public static LicenceGranted Grant(string licence, string starts, string? through = null, string? until = null) => new(licence, "operating", "AELB", Effects.During(starts, through, until));

    public static LicenceRenewed Renew(string licence, string? through = null, string? starts = null, string? until = null) =>
        new(licence, Moment(starts), Moment(through), Moment(until), null, null);

    public static LicenceSuspended Halt(string target, string starts, string? through = null, string? until = null) => new(target, Effects.During(starts, through, until));

    public static LicenceSuspensionExtended ExtendHalt(string suspension, string? through = null, string? starts = null) => new(suspension, Moment(starts), Moment(through), null, null, null);

    public static LicenceSuspensionEnded EndHalt(string suspension, string? effective = null) => new(suspension, Moment(effective));

    public static LicenceRevoked Revoke(string licence, string? effective = null) => new(licence, null, Moment(effective));

    public static LicenceConditionImposed Impose(string condition, string starts, string? through = null) => new(condition, "stop producing waste", Effects.During(starts, through));

    public static LicenceConditionRescheduled Move(string condition, string? newStart, string? effective = null) => new(condition, Moment(effective), Moment(newStart));

    public static LicenceConditionLifted Lift(string condition, string? effective = null) => new(condition, Moment(effective));

    public static OperatorChanged Operate(string by, string? effective = null) => new(by, Moment(effective));

    public static IncidentReported Incident(string summary, string? effective = null, string? through = null) => new(summary, null, Moment(effective), Moment(through));

    public static DependencyDeclared Depend(string on) => new(on, "concentrate", null);

    public static InvestmentCommitted Invest(string by) => new(by, InvestmentKind.Grant, Amount(1, "USD"), false, null);

    public static Quantity Amount(decimal amount, string unit) => new(amount, null, unit, null, false);

    private static LegalMoment? Moment(string? text) => text is null ? null : LegalMoment.Parse(text);
}
