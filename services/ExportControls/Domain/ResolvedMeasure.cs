using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// A measure whose timeline for a trade was folded before: so it stands for every such trade that its scope takes. What acts on it is read only where somebody
/// asks for it. Not safe for several readers at once.
/// </summary>
public abstract class ResolvedMeasure
{
    private Dictionary<int, Stand>? _stands;
    private (bool IsTold, bool Concerns, bool IsAllDualUse)? _ever;

    public abstract string Id { get; }

    /// <summary>The zone of the introducing act.</summary>
    public abstract DateTimeZone Zone { get; }

    /// <summary>True where some act reaches a part only.</summary>
    public abstract bool HasParts { get; }

    /// <summary>True where a scope that it ever has names a group of countries, whose members change.</summary>
    public abstract bool NamesGroups { get; }

    /// <summary>What introduces it.</summary>
    public abstract Effect Introduction { get; }

    /// <summary>What it requires, as introduced.</summary>
    public abstract Requirement Requirement { get; }

    /// <summary>Everything that acts on it.</summary>
    public abstract MeasureActs Acts { get; }

    /// <summary>Where the spans begin but the first, in order (effective axis).</summary>
    public abstract IReadOnlyList<Instant> Starts { get; }

    /// <summary>How many spans there are.</summary>
    public abstract int Spans { get; }

    /// <summary>The span that holds an instant (effective axis).</summary>
    public abstract int SpanAt(Instant moment);

    /// <summary>The status of a span.</summary>
    public abstract Status StatusOf(int span);

    /// <summary>The value that remains in a span; null where it has none.</summary>
    public abstract Quantity? ValueOf(int span);

    /// <summary>How the trade stands to the scope of a span on any day, where that can be told without the scope's words; else null.</summary>
    public abstract BriefMatch? MatchOf(int span);

    /// <summary>A span with its effects.</summary>
    public abstract MeasureSpan SpanOf(int span);

    /// <summary>Ledger positions of the events on which rests how it stands in a span, in order.</summary>
    public virtual Items<long> RestsOn(int span)
    {
        var resolved = SpanOf(span);
        return MeasureState.RestsOn(Introduction, resolved.ScopeBy, resolved.ValueBy, resolved.Because);
    }

    /// <summary>How it stands at an instant.</summary>
    internal Stand At(Instant moment) => StandOf(SpanAt(moment));

    /// <summary>The scopes that are ever shown, and perhaps others.</summary>
    public virtual IEnumerable<Scope> ScopesEver()
    {
        for (var span = 0; span < Spans; span++)
        {
            if (StandOf(span).Terms.Scope is { } scope && (span == 0 || !ReferenceEquals(scope, StandOf(span - 1).Terms.Scope)))
                yield return scope;
        }
    }

    /// <summary>Whether it can be told without the scopes' words how the trade stands to each of them, on whatever day.</summary>
    internal bool IsTold => Ever.IsTold;

    /// <summary>Whether a scope that is ever shown could match the trade; null: only the words of the scopes tell.</summary>
    internal bool? CouldConcern => Ever.Concerns ? true : IsTold ? false : null;

    /// <summary>Whether some scope that is ever shown is all dual-use items; null: only the words of the scopes tell.</summary>
    internal bool? IsEverAllDualUse => IsTold ? Ever.IsAllDualUse : null;

    /// <summary>How many matches there are of the scopes that are ever shown, and perhaps of others.</summary>
    protected virtual int Matches => Spans;

    /// <summary>How the trade stands to one of them, as <see cref="MatchOf"/> has it.</summary>
    protected virtual BriefMatch? MatchAt(int place) => MatchOf(place);

    private (bool IsTold, bool Concerns, bool IsAllDualUse) Ever
    {
        get
        {
            if (_ever is { } known)
                return known;
            var (isTold, concerns, isAllDualUse) = (true, false, false);
            for (var place = 0; place < Matches; place++)
            {
                var match = MatchAt(place);
                isTold &= match is not null;
                concerns |= match is { Overall: not Answer.No };
                isAllDualUse |= match is { IsAllDualUse: true };
            }
            _ever = (isTold, concerns, isAllDualUse);
            return _ever.Value;
        }
    }

    private Stand StandOf(int span)
    {
        _stands ??= [];
        if (_stands.TryGetValue(span, out var known))
            return known;
        var resolved = SpanOf(span);
        var terms = new Terms(
            Targets.ScopeOf(resolved.ScopeBy.Body), resolved.ScopeBy,
            (resolved.ValueBy.Body as MeasureIntroduced)?.Value ?? (resolved.ValueBy.Body as MeasureAmended)?.Value, resolved.ValueBy);
        _stands.Add(span, known = new Stand(terms, resolved.Status, resolved.Value, resolved.Because, []));
        return known;
    }
}
