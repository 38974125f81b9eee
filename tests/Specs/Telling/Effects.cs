using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Telling;

/// <summary>Effects of export controls in the fewest words; what is not said is left out, open or plain.</summary>
internal static class Effects
{
    public static InstrumentPublished Publish(string? number = null, int? year = 2025, string issuer = "MOFCOM", string? effective = null) =>
        new(InstrumentKind.Announcement, [issuer], number is null ? null : year, number, "An announcement", false, Moment(effective));

    public static MeasureIntroduced Introduce(
        string measure, string starts, Scope? scope = null, string? through = null, string? until = null, Requirement requirement = Requirement.Licence,
        decimal? rate = null) =>
        new(measure, null, rate is null ? MeasureType.ExportLicence : MeasureType.ImportDuty, rate is null ? requirement : Requirement.Charge,
            rate is { } amount ? Percent(amount) : null, During(starts, through, until), scope ?? Goods("element:Ho"));

    public static MeasureAmended Amend(
        string target, string starts, Scope? scope = null, decimal? rate = null, string? through = null, string? until = null, string? restores = null) =>
        new(target, scope, rate is { } amount ? Percent(amount) : null, During(starts, through, until), restores);

    public static MeasureExtended Extend(string target, string? through = null, string? until = null, string? starts = null, Part? part = null) =>
        new(target, part, Moment(starts), Moment(through), Moment(until), null, null);

    public static MeasureRescheduled Reschedule(string target, string? newStart, string? effective = null, Part? part = null) =>
        new(target, part, Moment(effective), Moment(newStart));

    public static MeasureSuspended Suspend(string target, string starts, string? through = null, string? until = null, Part? part = null) =>
        new(target, part, During(starts, through, until));

    public static SuspensionExtended ExtendSuspension(string suspension, string? through = null, string? until = null, string? starts = null, Part? part = null) =>
        new(suspension, part, Moment(starts), Moment(through), Moment(until), null, null);

    public static SuspensionEnded EndSuspension(string suspension, string? effective = null, Part? part = null) => new(suspension, part, Moment(effective));

    public static MeasureRepealed Repeal(string target, string? effective = null, Part? part = null) => new(target, part, Moment(effective));

    public static MeasureWithdrawn Withdraw(string target, string? effective = null, Part? part = null) => new(target, part, Moment(effective));

    public static ExemptionGranted Exempt(string target, string starts, string? through = null, string? until = null, Part? part = null) =>
        new(target, part, ExemptionKind.Exemption, null, During(starts, through, until));

    public static ExemptionExtended ExtendExemption(string exemption, string? through = null, string? until = null, string? starts = null, Part? part = null) =>
        new(exemption, part, Moment(starts), Moment(through), Moment(until), null, null);

    public static ExemptionEnded EndExemption(string exemption, string? effective = null, Part? part = null) => new(exemption, part, Moment(effective));

    public static EffectAnnulled Annul(string target, string? voidFrom = null, Part? part = null) => new(target, part, "the court", Moment(voidFrom));

    public static AnnulmentStayed Stay(string annulment, string? through = null, string? until = null, Part? part = null) =>
        new(annulment, part, Moment(through), Moment(until), null);

    public static StayEnded EndStay(string stay, Part? part = null) => new(stay, part);

    public static AnnulmentReversed Reverse(string annulment, Part? part = null) => new(annulment, part, "the court of appeal");

    public static EnforcementEnded EndEnforcement(string target, string effective, Part? part = null) => new(target, part, LegalMoment.Parse(effective));

    public static ProceedingStageReached Reach(string subject, string stage, string? effective = null, string? through = null) =>
        new(subject, stage, Moment(effective), Moment(through));

    public static CoverageStated Cover(string jurisdiction, string through) =>
        new(jurisdiction, [MeasureType.ExportLicence], ["rare earths"], LegalMoment.Parse(through), null);

    public static StatementRecorded Claim(string text) => new(text, "a spokesman", [], null);

    public static Period During(string starts, string? through = null, string? until = null) =>
        new(LegalMoment.Parse(starts), Moment(through), Moment(until), null, null);

    public static Quantity Percent(decimal amount) => new(amount, null, "percent", null, false);

    public static Scope Scope(
        KeySet? goods = null, KeySet? origin = null, KeySet? exportedFrom = null, KeySet? destination = null, KeySet? endUse = null,
        KeySet? endUser = null, KeySet? parties = null, KeySet? ships = null, KeySet? reach = null, bool codeListComplete = false) =>
        new(goods, codeListComplete, origin, exportedFrom, destination, endUse, endUser, parties, ships, reach);

    /// <summary>A scope of nothing but goods keys.</summary>
    public static Scope Goods(params string[] keys) => Scope(goods: Only(keys));

    public static KeySet Only(params string[] keys) => new(false, keys.ToItems(), []);

    public static KeySet AllBut(params string[] keys) => new(false, [], keys.ToItems());

    public static KeySet All => new(true, [], []);

    public static Part PartOf(Scope scope) => new(scope, null, []);

    public static Part SliceOf(decimal above, decimal? to = null) => new(null, new Slice(above, to), []);

    public static Part Measures(params string[] measures) => new(null, null, measures.ToItems());

    private static LegalMoment? Moment(string? text) => text is null ? null : LegalMoment.Parse(text);
}
