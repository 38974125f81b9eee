using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>
/// A fact with the instants at which it may begin to hold (DESIGN T7): from <c>Earliest</c> it is possible, from <c>Latest</c> certain, and
/// from <c>Shown</c> it is shown.
/// </summary>
internal sealed record Fact(Effect By, Instant Earliest, Instant Latest, Instant Shown)
{
    /// <summary>A fact that holds from its own date; by default the day it was announced.</summary>
    public static Fact Of(Effect by) => Of(by, by.OwnDate(Facts.OwnDate(by.Body)));

    public static Fact Of(Effect by, LegalMoment from) => new(
        by, Readings.StartOf(from, Pull.Counts, Reading.Most, by), Readings.StartOf(from, Pull.Counts, Reading.Least, by),
        Readings.StartOf(from, Pull.Counts, Reading.Shown, by));

    /// <summary>From when it holds in a reading.</summary>
    public Instant Start(Reading reading) => reading switch
    {
        Reading.Least => Latest,
        Reading.Most => Earliest,
        _ => Shown,
    };
}

/// <summary>
/// Facts that hold from their own date until the next of their kind for the same subject by own date, legal order breaking ties (DESIGN T5).
/// </summary>
internal static class Facts
{
    /// <summary>True of what holds from a date of its own: plans, and licences with what acts on them, have rules of their own.</summary>
    public static bool IsFact(EventBody body) => body is
        FacilityRegistered or StageStatusChanged or CapacityRated or OutputReported or FirstOutputAchieved or InvestmentCommitted or TenderOpened
        or TenderWithdrawn or OperatorChanged or IncidentReported or DependencyDeclared;

    /// <summary>The own date of a fact as stated; null where it states none, which is the day it was announced. Output is told when its period ends.</summary>
    public static LegalMoment? OwnDate(EventBody body) => body switch
    {
        FacilityRegistered it => it.Effective,
        StageStatusChanged it => it.Effective,
        CapacityRated it => it.Effective,
        OutputReported it => it.Through,
        FirstOutputAchieved it => it.Effective,
        InvestmentCommitted it => it.Effective,
        TenderOpened it => it.Effective,
        TenderWithdrawn it => it.Effective,
        OperatorChanged it => it.Effective,
        IncidentReported it => it.Effective,
        DependencyDeclared it => it.Effective,
        _ => throw new InvalidOperationException($"{body.GetType().Name} is no fact with a date of its own"),
    };

    /// <summary>What holds of one subject at a moment; null where nothing does in any reading.</summary>
    /// <param name="facts">Of one subject, in legal order.</param>
    /// <param name="moment">The moment asked (effective axis).</param>
    /// <param name="same">Whether two facts say the same: another act for the same makes nothing uncertain.</param>
    public static (Effect By, bool IsCertain)? At(IReadOnlyList<Fact> facts, Instant moment, Func<Effect, Effect, bool> same)
    {
        if (LastCome(facts, moment, Reading.Shown) is not { } holds)
            return LastCome(facts, moment, Reading.Most) is { } possible ? (possible, false) : null;
        var isCertain = facts.Any(fact => fact.Latest <= moment)
            && Enumerable.Range(0, facts.Count).Where(at => MayHold(facts, at, moment)).All(at => same(facts[at].By, holds));
        return (holds, isCertain);
    }

    private static Effect? LastCome(IEnumerable<Fact> facts, Instant moment, Reading reading) =>
        facts.Where(fact => fact.Start(reading) <= moment).OrderBy(fact => fact.Start(reading)).LastOrDefault()?.By;

    /// <summary>
    /// True where some choice of the allowed days, made for each fact apart, makes this one the one that holds: its own day as late as may be,
    /// every other's such that it has not come or was overtaken. The readings alone would not do: they take all latest days, or all earliest.
    /// </summary>
    private static bool MayHold(IReadOnlyList<Fact> facts, int at, Instant moment)
    {
        var fact = facts[at];
        if (fact.Earliest > moment)
            return false;
        var start = fact.Latest <= moment ? fact.Latest : Instant.Max(fact.Earliest, LegalTime.StartOfDay(LegalTime.DayOf(moment, fact.By.Zone), fact.By.Zone));
        return !Enumerable.Range(0, facts.Count).Any(other =>
            other != at && facts[other].Latest <= moment && (facts[other].Earliest > start || (facts[other].Earliest == start && other > at)));
    }
}
