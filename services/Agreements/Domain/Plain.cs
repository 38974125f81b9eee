using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Agreements.Domain;

/// <summary>The effects of agreements in plain words.</summary>
public static class Plain
{
    /// <summary>What an effect says, in one line.</summary>
    public static string Summary(EventBody body) => body switch
    {
        AgreementAnnounced it => $"{it.Title} announced by {Words.List(it.Parties)} ({Words.Of(it.Kind)}, {Of(it.Bindingness)})",
        AgreementSigned it => $"{it.Title} signed by {Words.List(it.Parties)} ({Words.Of(it.Kind)}, {Of(it.Bindingness)})",
        AgreementRatified it => $"ratified by {it.By}",
        AgreementEnteredIntoForce => "entered into force",
        CommitmentMade it => $"{Words.List(it.By)} committed: {it.What}{(it.Amount is { } amount ? $" ({Words.Of(amount)})" : "")}{(it.Due is { } due ? $", due {due}" : "")}{(it.Recurrence is { } rule ? $", recurring ({rule})" : "")}",
        CommitmentFulfilled it => $"commitment {it.Commitment} fulfilled{(it.By.IsEmpty ? "" : $" by {Words.List(it.By)}")}{(it.Occurrence is { } due ? $" for {due}" : "")}",
        AgreementAmended it => $"amended: {it.Summary}",
        AgreementSuspended => "suspended",
        AgreementResumed => "resumed",
        AgreementRenewed => "renewed",
        AgreementReplaced it => $"takes the place of {it.Predecessor}",
        AgreementTerminated it => $"terminated{(it.Reason is { } reason ? $": {reason}" : "")}",
        StatementRecorded it => $"{it.By} claims: {it.Text}",
        _ => throw new InvalidOperationException($"no words for {body.GetType().Name}"),
    };

    /// <summary>The effect's own start and end as entered; null where it has none.</summary>
    public static (string? Effective, string? Ends) Dates(EventBody body) => body switch
    {
        AgreementAnnounced it => (it.Effective?.Text, null),
        AgreementSigned it => (it.Effective?.Text, null),
        AgreementRatified it => (it.Effective?.Text, null),
        AgreementEnteredIntoForce it => Of(it.Period.Starts, it.Period.End),
        CommitmentMade => (null, null),
        CommitmentFulfilled it => (it.Effective?.Text, null),
        AgreementAmended it => (it.Effective?.Text, null),
        AgreementSuspended it => Of(it.Period.Starts, it.Period.End),
        AgreementResumed it => (it.Effective?.Text, null),
        AgreementRenewed it => Of(it.Starts, new PeriodEnd(it.Through, it.Until)),
        AgreementReplaced it => (it.Effective?.Text, null),
        AgreementTerminated it => (it.Effective?.Text, null),
        StatementRecorded it => (it.Effective?.Text, null),
        _ => throw new InvalidOperationException($"no dates for {body.GetType().Name}"),
    };

    /// <summary>Whether it binds, in plain words.</summary>
    public static string Of(Bindingness bindingness) => bindingness switch
    {
        Bindingness.NonBinding => "non-binding",
        Bindingness.NotStated => "bindingness not stated",
        _ => Words.Of(bindingness),
    };

    private static (string?, string?) Of(LegalMoment? starts, PeriodEnd end) => (starts?.Text, end.IsOpen ? null : end.ToString());
}
