using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>The effects of facilities in plain words.</summary>
public static class Plain
{
    /// <summary>What an effect says, in one line.</summary>
    public static string Summary(EventBody body) => body switch
    {
        FacilityRegistered it => $"{it.Name} registered ({string.Join(", ", new[] { Words.Of(it.Kind), it.Location, it.Country }.OfType<string>())})",
        StageStatusChanged it => $"{Words.Of(it.Stage)} {Words.Of(it.Status)}{(it.Products.IsEmpty ? "" : $" ({string.Join(", ", it.Products)})")}",
        CapacityRated it => $"{Words.Of(it.Amount)} of {it.Product} at {Words.Of(it.Stage)} ({Words.Of(it.Basis)})",
        CapacityPlanned it => $"{Words.Of(it.Amount)} of {it.Product} at {Words.Of(it.Stage)} planned{(it.Due is { } due ? $" for {due}" : "")} ({Words.Of(it.Basis)})",
        MilestonePlanned { FirstOutputOf: { } product } it => $"first output of {product} at {Words.Of(it.Stage)} planned{(it.Due is { } due ? $" for {due}" : "")}",
        MilestonePlanned it => $"{Words.Of(it.Stage)} {(it.Status is { } status ? Words.Of(status) : "")} planned{(it.Due is { } due ? $" for {due}" : "")}",
        OutputReported it => $"{Words.Of(it.Amount)} of {it.Product} from {it.From} through {it.Through}",
        FirstOutputAchieved it => $"first {(it.Pilot ? "pilot " : "")}output of {it.Product}{(it.Amount is { } amount ? $" ({Words.Of(amount)})" : "")} at {Words.Of(it.Stage)}",
        InvestmentCommitted it => $"{it.By} commits {Words.Of(it.Amount)} ({Words.Of(it.Kind)}{(it.Conditional ? ", conditional" : "")})",
        TenderOpened it => $"tender {it.Tender} opened for {it.Product}{(it.Amount is { } amount ? $", {Words.Of(amount)}" : "")}{(it.Budget is { } budget ? $", budget {Words.Of(budget)}" : "")}",
        TenderWithdrawn it => $"tender {it.Tender} withdrawn{(it.Reason is { } reason ? $": {reason}" : "")}",
        LicenceGranted it => $"licence {it.Licence} granted: {it.Title}",
        LicenceRenewed it => $"licence {it.Licence} renewed",
        LicenceSuspended it => $"{it.Target} suspended",
        LicenceSuspensionExtended it => $"suspension {it.Suspension} extended",
        LicenceSuspensionEnded it => $"suspension {it.Suspension} ended",
        LicenceRevoked it => $"licence {it.Licence} revoked{(it.Reason is { } reason ? $": {reason}" : "")}",
        LicenceConditionImposed it => $"condition {it.Condition} imposed: {it.What}",
        LicenceConditionRescheduled it => $"condition {it.Condition} {(it.NewStart is { } start ? $"moved to {start}" : "put off indefinitely")}",
        LicenceConditionLifted it => $"condition {it.Condition} lifted",
        OperatorChanged it => $"{it.Operator} becomes the operator",
        IncidentReported it => $"incident: {it.Summary}",
        DependencyDeclared it => $"depends on {it.On} for {it.For}",
        StatementRecorded it => $"{it.By} claims: {it.Text}",
        _ => throw new InvalidOperationException($"no words for {body.GetType().Name}"),
    };

    /// <summary>The effect's own start and end as entered; null where it has none.</summary>
    public static (string? Effective, string? Ends) Dates(EventBody body) => body switch
    {
        LicenceGranted it => Of(it.Period.Starts, it.Period.End),
        LicenceRenewed it => Of(it.Starts, new PeriodEnd(it.Through, it.Until)),
        LicenceSuspended it => Of(it.Period.Starts, it.Period.End),
        LicenceSuspensionExtended it => Of(it.Starts, new PeriodEnd(it.Through, it.Until)),
        LicenceSuspensionEnded it => (it.Effective?.Text, null),
        LicenceRevoked it => (it.Effective?.Text, null),
        LicenceConditionImposed it => Of(it.Period.Starts, it.Period.End),
        LicenceConditionRescheduled it => (it.Effective?.Text, null),
        LicenceConditionLifted it => (it.Effective?.Text, null),
        OutputReported it => Of(it.From, new PeriodEnd(it.Through, null)),
        IncidentReported it => Of(it.Effective, new PeriodEnd(it.Through, null)),
        TenderOpened { Closes.Local: not null } it => Of(it.Effective, new PeriodEnd(null, it.Closes)),
        TenderOpened it => Of(it.Effective, new PeriodEnd(it.Closes, null)),
        CapacityPlanned or MilestonePlanned => (null, null),
        StatementRecorded it => (it.Effective?.Text, null),
        _ when Facts.IsFact(body) => (Facts.OwnDate(body)?.Text, null),
        _ => throw new InvalidOperationException($"no dates for {body.GetType().Name}"),
    };

    private static (string?, string?) Of(LegalMoment? starts, PeriodEnd end) => (starts?.Text, end.IsOpen ? null : end.ToString());
}
