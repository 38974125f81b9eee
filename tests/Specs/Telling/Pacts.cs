using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Telling;

/// <summary>Effects of agreements in the fewest words; what is not said is left out.</summary>
internal static class Pacts
{
    public static AgreementAnnounced Announce(string? longstop = null, string? effective = null, string[]? parties = null) =>
        new("A framework", AgreementKind.Framework, (parties ?? ["US", "AU"]).ToItems(), true, Bindingness.NonBinding, Moment(effective), Moment(longstop), [], []);

    public static AgreementSigned Sign(string? longstop = null, string? effective = null, string[]? parties = null, bool complete = true, string[]? goods = null) =>
        new("A framework", AgreementKind.Framework, (parties ?? ["US", "AU"]).ToItems(), complete, Bindingness.NonBinding, Moment(effective), Moment(longstop), [], (goods ?? []).ToItems());

    public static AgreementRatified Ratify(string by, string? effective = null) => new(by, Moment(effective));

    public static AgreementEnteredIntoForce Enter(string starts, string? through = null, string? until = null) => new(Effects.During(starts, through, until));

    public static CommitmentMade Commit(string id, string? due = null, string? recurrence = null, params string[] by) =>
        new(id, (by.Length == 0 ? ["US"] : by).ToItems(), "finance projects", null, Moment(due), recurrence, null);

    public static CommitmentFulfilled Fulfil(string id, string? effective = null, string? occurrence = null, params string[] by) =>
        new(id, by.ToItems(), Moment(occurrence), Moment(effective));

    public static AgreementAmended Change(string summary, string? effective = null, string[]? parties = null, Bindingness? bindingness = null) =>
        new(summary, (parties ?? []).ToItems(), bindingness, Moment(effective));

    public static AgreementSuspended Halt(string starts, string? through = null, string? until = null) => new(Effects.During(starts, through, until));

    public static AgreementResumed Resume(string? effective = null) => new(Moment(effective));

    public static AgreementRenewed Renew(string? through = null, string? starts = null, string? until = null) => new(Moment(starts), Moment(through), Moment(until), null, null);

    public static AgreementReplaced Replace(string predecessor, string? effective = null) => new(predecessor, Moment(effective));

    public static AgreementTerminated Terminate(string? effective = null) => new(null, Moment(effective));

    private static LegalMoment? Moment(string? text) => text is null ? null : LegalMoment.Parse(text);
}
