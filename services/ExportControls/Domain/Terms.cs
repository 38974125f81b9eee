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
internal sealed class AmendedTerms
{
    private readonly Effect _introduction;
    private readonly List<Amendment> _scopes;
    private readonly List<Amendment> _values;

    /// <param name="introduction">What introduces the measure.</param>
    /// <param name="amendments">What amends it.</param>
    public AmendedTerms(Effect introduction, IEnumerable<Effect> amendments)
    {
        _introduction = introduction;
        var ordered = amendments.Select(effect => new Amendment(effect)).Order(Comparer<Amendment>.Create(InActLatestStartLast)).ToList();
        (_scopes, _values) = (ordered.FindAll(amendment => amendment.Body.Scope is not null), ordered.FindAll(amendment => amendment.Body.Value is not null));
    }

    /// <summary>The terms shown, first, and every other that some reading of approximate dates gives (DESIGN T7).</summary>
    public IReadOnlyList<Terms> At(Instant moment, Func<Reading, Effect, bool> isVoid)
    {
        var introduced = _introduction.Body as MeasureIntroduced;
        var (scopes, values) = (Winners(_scopes, moment, isVoid), Winners(_values, moment, isVoid));
        return
        [
            .. from scopeBy in scopes
               from valueBy in values
               select new Terms(
                   scopeBy is null ? introduced?.Scope : scopeBy.Body.Scope, scopeBy?.Effect ?? _introduction,
                   valueBy is null ? introduced?.Value : valueBy.Body.Value, valueBy?.Effect ?? _introduction),
        ];
    }

    /// <summary>The value in one reading, where some amendments are void: for an interval of it, an amendment may be void that is not for the rest.</summary>
    public Quantity? ValueAt(Instant moment, Reading reading, Func<Effect, bool> isVoid) =>
        _values.FindLast(amendment => amendment.Holds(moment, reading) && !isVoid(amendment.Effect)) is { } amended ? amended.Body.Value : (_introduction.Body as MeasureIntroduced)?.Value;

    /// <summary>The winner shown, first; then the winners of other readings. Null stands for the introduction.</summary>
    private static List<Amendment?> Winners(List<Amendment> ordered, Instant moment, Func<Reading, Effect, bool> isVoid)
    {
        bool Holds(Amendment amendment, Reading reading) => amendment.Holds(moment, reading) && !isVoid(reading, amendment.Effect);
        var certain = ordered.FindLastIndex(amendment => Holds(amendment, Reading.Least));
        var winners = new List<Amendment?> { ordered.FindLast(amendment => Holds(amendment, Reading.Shown)), certain < 0 ? null : ordered[certain] };
        for (var i = certain + 1; i < ordered.Count; i++)
        {
            if (Holds(ordered[i], Reading.Most))
                winners.Add(ordered[i]);
        }
        return [.. winners.Distinct()];
    }

    private static int InActLatestStartLast(Amendment x, Amendment y)
    {
        var byAct = LegalOrder.CompareActs(x.Effect, y.Effect);
        if (byAct != 0)
            return byAct;
        var byStart = x.StartIn(Reading.Shown).CompareTo(y.StartIn(Reading.Shown));
        return byStart != 0 ? byStart : x.Effect.Ordinal.CompareTo(y.Effect.Ordinal);
    }

    /// <summary>An amendment, and from when until when its own period holds the moment in each reading.</summary>
    private sealed class Amendment
    {
        private readonly Instant[] _starts;
        private readonly Instant[] _ends;

        public Amendment(Effect effect)
        {
            (Effect, Body) = (effect, (MeasureAmended)effect.Body);
            _starts = [.. Readings.All.Select(reading => Readings.StartOf(Body.Period.Starts, Pull.Counts, reading, effect))];
            _ends = [.. Readings.All.Select(reading => Readings.EndOf(Body.Period.End, Pull.Counts, reading, effect))];
        }

        public Effect Effect { get; }

        public MeasureAmended Body { get; }

        public Instant StartIn(Reading reading) => _starts[(int)reading];

        public bool Holds(Instant moment, Reading reading) => _starts[(int)reading] <= moment && moment < _ends[(int)reading];
    }
}
