using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Scope and value as they read at a moment, with the effects that state them.</summary>
public sealed record Terms(Scope? Scope, Effect ScopeBy, Quantity? Value, Effect ValueBy)
{
    /// <summary>Whether the same effects state them.</summary>
    internal bool AreOf(Terms other) => ReferenceEquals(ScopeBy, other.ScopeBy) && ReferenceEquals(ValueBy, other.ValueBy);
}

/// <summary>
/// Scope and value are each those of the last amendment in legal order (within one act, the latest start first) that states it and whose own
/// period holds the moment; else the introduction's (DESIGN T3).
/// </summary>
internal static class AmendedTerms
{
    /// <summary>The terms shown, first, and every other that some reading of approximate dates gives (DESIGN T7).</summary>
    public static IReadOnlyList<Terms> At(
        Effect introduction, IReadOnlyList<Effect> amendments, Instant moment, Func<Reading, Effect, bool> isVoid)
    {
        var introduced = introduction.Body as MeasureIntroduced;
        var scopes = Winners(amendments.Where(amendment => ((MeasureAmended)amendment.Body).Scope is not null), moment, isVoid);
        var values = Winners(amendments.Where(amendment => ((MeasureAmended)amendment.Body).Value is not null), moment, isVoid);
        return
        [
            .. from scopeBy in scopes
               from valueBy in values
               select new Terms(
                   scopeBy is null ? introduced?.Scope : ((MeasureAmended)scopeBy.Body).Scope, scopeBy ?? introduction,
                   valueBy is null ? introduced?.Value : ((MeasureAmended)valueBy.Body).Value, valueBy ?? introduction),
        ];
    }

    /// <summary>The value in one reading, where some amendments are void: for an interval of it, an amendment may be void that is not for the rest.</summary>
    public static Quantity? ValueAt(Effect introduction, IReadOnlyList<Effect> amendments, Instant moment, Reading reading, Func<Effect, bool> isVoid) =>
        InOrder(amendments).FindLast(amendment => ((MeasureAmended)amendment.Body).Value is not null && Holds(amendment, moment, reading) && !isVoid(amendment))?.Body is MeasureAmended amended
            ? amended.Value : (introduction.Body as MeasureIntroduced)?.Value;

    /// <summary>The winner shown, first; then the winners of other readings. Null stands for the introduction.</summary>
    private static List<Effect?> Winners(IEnumerable<Effect> amendments, Instant moment, Func<Reading, Effect, bool> isVoid)
    {
        var ordered = InOrder(amendments);
        bool Holds(Effect amendment, Reading reading) => AmendedTerms.Holds(amendment, moment, reading) && !isVoid(reading, amendment);
        var certain = ordered.FindLastIndex(amendment => Holds(amendment, Reading.Least));
        var winners = new List<Effect?> { ordered.FindLast(amendment => Holds(amendment, Reading.Shown)), certain < 0 ? null : ordered[certain] };
        winners.AddRange(ordered.Skip(certain + 1).Where(amendment => Holds(amendment, Reading.Most)));
        return [.. winners.Distinct()];
    }

    private static bool Holds(Effect amendment, Instant moment, Reading reading)
    {
        var period = ((MeasureAmended)amendment.Body).Period;
        return Readings.StartOf(period.Starts, Pull.Counts, reading, amendment) <= moment
            && moment < Readings.EndOf(period.End, Pull.Counts, reading, amendment);
    }

    private static List<Effect> InOrder(IEnumerable<Effect> amendments) => [.. amendments.Order(Comparer<Effect>.Create(InActLatestStartLast))];

    private static int InActLatestStartLast(Effect x, Effect y)
    {
        var byAct = LegalOrder.CompareActs(x, y);
        if (byAct != 0)
            return byAct;
        var byStart = StartOf(x).CompareTo(StartOf(y));
        return byStart != 0 ? byStart : x.Ordinal.CompareTo(y.Ordinal);
    }

    private static Instant StartOf(Effect amendment) =>
        Readings.StartOf(((MeasureAmended)amendment.Body).Period.Starts, Pull.Counts, Reading.Shown, amendment);
}
