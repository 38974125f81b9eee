using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>How a measure as a whole stands from an instant until the next span begins (effective axis).</summary>
/// <param name="From">Its first instant; of the first span the beginning of time.</param>
/// <param name="Status">Of the certain reading.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Because">The effects that hold it back or end it.</param>
/// <param name="ScopeBy">What states the scope shown.</param>
/// <param name="ValueBy">What states the value shown, before slices come off.</param>
public sealed record MeasureSpan(Instant From, Status Status, bool IsCertain, Quantity? Value, Items<Effect> Because, Effect ScopeBy, Effect ValueBy)
{
    /// <summary>Whether nobody can tell it from another but by when it begins.</summary>
    internal bool IsLike(MeasureSpan other) =>
        Status == other.Status && IsCertain == other.IsCertain && Value == other.Value && ReferenceEquals(ScopeBy, other.ScopeBy) && ReferenceEquals(ValueBy, other.ValueBy)
        && Because == other.Because;
}

/// <summary>A measure over all time, at one cut of knowledge: what is left when everything that acts on it has been folded.</summary>
/// <param name="Spans">The measure as a whole: one behind another, no two neighbours alike; at least one.</param>
/// <param name="HasParts">True where some act reaches a part only.</param>
/// <param name="IsForTrades">
/// True where it stands so for every trade that its scope takes, by destination at most: no act reaches a part by anything else, and every date is one day or moment.
/// Of a destination that was ever of a group that some part names nothing is said.
/// </param>
/// <param name="NamesGroups">True where some scope names a group of countries: how a trade stands to it then changes with the members.</param>
/// <param name="ByDestination">
/// Where parts tell trades apart: the spans for each destination that some part names, none for a group of countries, and last, without a code, for all others.
/// </param>
public sealed record MeasureTimeline(
    IReadOnlyList<MeasureSpan> Spans, bool HasParts, bool IsForTrades, bool NamesGroups, IReadOnlyList<(string? Destination, IReadOnlyList<MeasureSpan> Spans)> ByDestination)
{
    /// <summary>More destinations than these are not told apart.</summary>
    private const int MostDestinations = 64;

    /// <summary>Folds everything that acts on a measure.</summary>
    public static MeasureTimeline Of(MeasureActs acts)
    {
        var whole = SpansOf(acts, Question.Nothing);
        if (!acts.IsExact || DestinationsOf(acts.Parts) is not { } named)
            return new MeasureTimeline(whole, acts.Parts.Count > 0, IsForTrades: false, acts.NamesGroups, []);
        return new MeasureTimeline(whole, acts.Parts.Count > 0, IsForTrades: true, acts.NamesGroups, acts.Parts.Count == 0 ? [] :
            [.. named.Append(null).Select(destination => (destination, destination is not null && CountryGroups.IsGroup(destination) ? []
                : SpansOf(acts, Question.Nothing with { Destination = destination ?? Cells.OtherCountry })))]);
    }

    /// <summary>The destinations that tell trades apart, groups of countries among them; null where something else does as well, or they are too many.</summary>
    public static IReadOnlyList<string>? DestinationsOf(List<Part> parts)
    {
        var named = parts.SelectMany(part => part.Scope?.Destination is { } destination ? destination.Only.Concat(destination.AllBut) : []).Distinct().ToList();
        return named.Count <= MostDestinations && parts.TrueForAll(IsOfDestinations) ? named : null;
    }

    private static List<MeasureSpan> SpansOf(MeasureActs acts, Question question)
    {
        var life = new MeasureLife(acts, question);
        var first = life.Boundaries is [var earliest, ..] ? earliest - Duration.Epsilon : Instant.MinValue;
        var spans = new List<MeasureSpan> { life.SpanAt(first) with { From = Instant.MinValue } };
        foreach (var boundary in life.Boundaries)
        {
            if (life.SpanAt(boundary) is var span && !span.IsLike(spans[^1]))
                spans.Add(span);
        }
        return spans;
    }

    /// <summary>True for a part that is told by where goods go, and by nothing else.</summary>
    private static bool IsOfDestinations(Part part) =>
        part is { Slice: null, Measures.IsEmpty: true, Scope: { Destination: { } to } scope } && scope == new Scope(null, scope.CodeListComplete, null, null, to, null, null, null, null, null);
}

/// <summary>How a measure as a whole stands at a moment, by numbers alone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Of the certain reading.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Because">Ledger positions of the events on which that rests: what introduces it, what states scope and value, and what holds it back or ends it.</param>
public readonly record struct MeasureState(string Id, Status Status, bool IsCertain, Quantity? Value, Items<long> Because)
{
    /// <summary>By the fold of a measure's life.</summary>
    public static MeasureState Of(MeasureLife life, Instant moment)
    {
        var span = life.SpanAt(moment);
        return new MeasureState(life.Id, span.Status, span.IsCertain, span.Value, RestsOn(life.Introduction, span.ScopeBy, span.ValueBy, span.Because));
    }

    /// <summary>Ledger positions of what introduces it, what states scope and value, and what holds it back or ends it.</summary>
    internal static Items<long> RestsOn(Effect introduction, Effect scopeBy, Effect valueBy, Items<Effect> because) =>
        because.Append(introduction).Append(scopeBy).Append(valueBy).Select(effect => effect.Recorded.Position).Distinct().Order().ToItems();
}
