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
    private Stand?[]? _stands;

    public abstract string Id { get; }

    /// <summary>The zone of the introducing act.</summary>
    public abstract DateTimeZone Zone { get; }

    /// <summary>True where some act reaches a part only.</summary>
    public abstract bool HasParts { get; }

    /// <summary>True where a scope that it ever has names a group of countries, whose members change.</summary>
    public abstract bool NamesGroups { get; }

    /// <summary>What introduces it.</summary>
    public abstract Effect Introduction { get; }

    /// <summary>Everything that acts on it.</summary>
    public abstract MeasureActs Acts { get; }

    /// <summary>Where the spans begin but the first, in order (effective axis).</summary>
    public abstract IReadOnlyList<Instant> Starts { get; }

    /// <summary>The status of a span.</summary>
    public abstract Status StatusOf(int span);

    /// <summary>A span with its effects.</summary>
    public abstract MeasureSpan SpanOf(int span);

    /// <summary>How it stands at an instant.</summary>
    internal Stand At(Instant moment) => StandOf(PlaceOf(moment));

    /// <summary>The scopes that are ever shown.</summary>
    internal IEnumerable<Scope> ScopesEver()
    {
        for (var span = 0; span <= Starts.Count; span++)
        {
            if (StandOf(span).Terms.Scope is { } scope && (span == 0 || !ReferenceEquals(scope, StandOf(span - 1).Terms.Scope)))
                yield return scope;
        }
    }

    /// <summary>Whether from an instant on it is over, or not yet announced, for ever: nothing is to be told of it any more.</summary>
    internal bool RestsSince(Instant moment)
    {
        for (var span = Starts.Count; span >= PlaceOf(moment); span--)
        {
            if (!(Standing.IsOver(StatusOf(span)) || StatusOf(span) == Status.NotYetAnnounced))
                return false;
        }
        return true;
    }

    private Stand StandOf(int span)
    {
        _stands ??= new Stand?[Starts.Count + 1];
        if (_stands[span] is { } known)
            return known;
        var resolved = SpanOf(span);
        var terms = new Terms(
            (resolved.ScopeBy.Body as MeasureIntroduced)?.Scope ?? (resolved.ScopeBy.Body as MeasureAmended)?.Scope, resolved.ScopeBy,
            (resolved.ValueBy.Body as MeasureIntroduced)?.Value ?? (resolved.ValueBy.Body as MeasureAmended)?.Value, resolved.ValueBy);
        return _stands[span] = new Stand(terms, resolved.Status, resolved.Value, resolved.Because, []);
    }

    /// <summary>Spans that begin up to a moment, but the first.</summary>
    private int PlaceOf(Instant moment) => Boundaries.CountUpTo(Starts, moment);
}
