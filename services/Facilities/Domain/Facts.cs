using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>
/// Facts that hold from their own date until the next of their kind for the same subject by own date, legal order breaking ties (DESIGN T5).
/// </summary>
internal static class Facts
{
    /// <summary>The own date of an effect as stated; null where it states none, which is the day it was announced.</summary>
    public static LegalMoment? OwnDate(EventBody body) => body switch
    {
        FacilityRegistered it => it.Effective,
        StageStatusChanged it => it.Effective,
        CapacityRated it => it.Effective,
        FirstOutputAchieved it => it.Effective,
        InvestmentCommitted it => it.Effective,
        TenderOpened it => it.Effective,
        TenderWithdrawn it => it.Effective,
        OperatorChanged it => it.Effective,
        IncidentReported it => it.Effective,
        DependencyDeclared it => it.Effective,
        _ => null,
    };

    public static Instant StartOf(Effect effect, Reading reading) => Readings.StartOf(effect.OwnDate(OwnDate(effect.Body)), Pull.Counts, reading, effect);

    /// <summary>What holds of one subject at a moment; null where nothing does in any reading.</summary>
    /// <param name="facts">Of one subject, in legal order.</param>
    /// <param name="moment">The moment asked.</param>
    public static (Effect By, bool IsCertain)? At(IReadOnlyList<Effect> facts, Instant moment)
    {
        var shown = LastCome(facts, moment, Reading.Shown);
        var (least, most) = (LastCome(facts, moment, Reading.Least), LastCome(facts, moment, Reading.Most));
        return (shown ?? most) is { } holds ? (holds, ReferenceEquals(least, holds) && ReferenceEquals(most, holds)) : null;
    }

    private static Effect? LastCome(IEnumerable<Effect> facts, Instant moment, Reading reading) =>
        facts.Where(fact => StartOf(fact, reading) <= moment).OrderBy(fact => StartOf(fact, reading)).LastOrDefault();
}
