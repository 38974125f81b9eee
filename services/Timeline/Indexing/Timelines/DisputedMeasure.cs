using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>How a disputed measure stands from an instant on, while it is known so.</summary>
/// <param name="from">First instant (effective axis).</param>
/// <param name="knownFrom">Ledger position from which it is known so.</param>
/// <param name="stand">How it stands.</param>
internal sealed class DisputedSpan(Instant from, int knownFrom, DisputedStand stand)
{
    /// <summary>Ledger position from which it no longer is; the greatest number while it is.</summary>
    public int KnownBefore = int.MaxValue;

    public Instant From => from;

    public DisputedStand Stand => stand;

    public bool IsKnownAt(int position) => knownFrom <= position && position < Volatile.Read(ref KnownBefore);
}

/// <summary>Status and value of a disputed measure, and the rows on which they rest.</summary>
/// <param name="Status">Of the certain reading.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Introduction">The row that introduces the measure.</param>
/// <param name="ScopeBy">The row that states the scope.</param>
/// <param name="Scope">That scope in numbers, one array for a row.</param>
/// <param name="ValueBy">The row that states the value.</param>
/// <param name="Because">The rows that hold it back or end it.</param>
internal sealed record DisputedStand(Status Status, bool IsCertain, Quantity? Value, int Introduction, int ScopeBy, byte[] Scope, int ValueBy, Items<int> Because);

/// <summary>The spans of a measure, or of one for a destination, that were ever known.</summary>
internal sealed class DisputedSpans(int knownFrom)
{
    private readonly List<DisputedSpan> _all = [];
    private readonly List<DisputedSpan> _open = [];
    private DisputedSpan[] _sorted = [];

    /// <summary>Ledger position from which they are told apart.</summary>
    public int KnownFrom => knownFrom;

    /// <summary>The span that holds an instant, as known at a position; null where the measure was not introduced by then.</summary>
    public DisputedSpan? At(Instant moment, int position)
    {
        var sorted = Volatile.Read(ref _sorted);
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].From <= moment)
                low = middle + 1;
            else
                high = middle;
        }
        // Those known at one position lie one behind another: the last that begins by then holds the moment.
        while (--low >= 0)
        {
            if (sorted[low].IsKnownAt(position))
                return sorted[low];
        }
        return null;
    }

    /// <summary>All of a position, in order.</summary>
    public DisputedSpan[] Of(int position) => Array.FindAll(Volatile.Read(ref _sorted), span => span.IsKnownAt(position));

    /// <summary>Takes how it stands from an instant on, as known from a position on; what it said of the time before stays.</summary>
    public void Follow(IEnumerable<(Instant From, DisputedStand Stand)> stands, Instant first, int position)
    {
        var known = _open.FindIndex(span => span.From >= first) is var index and >= 0 ? index : _open.Count;
        var (replaced, before) = (_open.GetRange(known, _open.Count - known), known > 0 ? _open[known - 1].Stand : null);
        _open.RemoveRange(known, _open.Count - known);
        var at = 0;
        foreach (var (from, stand) in stands)
        {
            if (stand == before)
                continue;
            before = stand;
            while (at < replaced.Count && replaced[at].From < from)
                Close(replaced[at++], position);
            if (at < replaced.Count && replaced[at].From == from && replaced[at].Stand == stand)
            {
                _open.Add(replaced[at++]);
                continue;
            }
            var opened = new DisputedSpan(from, position, stand);
            _open.Add(opened);
            _all.Add(opened);
        }
        while (at < replaced.Count)
            Close(replaced[at++], position);
    }

    /// <summary>Nothing introduces the measure any more from a position on.</summary>
    public void End(int position)
    {
        _open.ForEach(span => Close(span, position));
        _open.Clear();
    }

    /// <summary>Shows readers what was taken.</summary>
    public void Show()
    {
        if (_sorted.Length != _all.Count)
            Volatile.Write(ref _sorted, [.. _all.OrderBy(span => span.From)]);
    }

    private static void Close(DisputedSpan span, int position) => Volatile.Write(ref span.KnownBefore, position);
}

/// <summary>
/// A measure on which more act than a record holds, with everything known that was published: span by span, each with the positions between which it is known, so
/// that an act costs the spans that it changes. It is kept up act by act; readers share no lock with whoever does.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="measure">Number of its id.</param>
internal sealed class DisputedMeasure(LedgerIndex index, int measure)
{
    /// <summary>Each act is a fold of all: a measure on which more act is folded when it is asked for.</summary>
    private const int MostRows = 2048;

    /// <summary>Where an act may change what was before its own dates, all days are folded anew: so many acts times days at most.</summary>
    private const long MostFoldedAnew = 20_000_000;

    private static readonly int Everything = PublishedCut.Of(null);

    private readonly Lock _gate = new();
    private readonly DisputedSpans _whole = new(0);
    private readonly Dictionary<string, DisputedSpans> _destinations = [];
    private readonly Dictionary<int, byte[]> _scopes = [];
    private string[] _groups = [];
    private Dictionary<int, DisputedSpans> _shown = [];
    private HashSet<int> _visible = [];
    private DisputedSpans? _others;
    private int[] _entities = [];
    private int _lastEdge = -1;
    private int _through = -1;
    private int _publishedFrom = int.MaxValue;
    private int _notForTradesFrom = int.MaxValue;
    private long _foldedAnew;
    private bool _isGivenUp;

    /// <summary>Whether scopes that it had name groups of countries.</summary>
    public bool NamesGroups { get; private set; }

    /// <summary>Whether what it says holds at a pair of cuts.</summary>
    public bool IsGoodAt(int position, int published)
    {
        var through = Volatile.Read(ref _through);
        if (through < 0 || published < Volatile.Read(ref _publishedFrom))
            return false;
        if (position <= through)
            return true;
        if (_entities.Any(entity => index.IsTouched(entity, through, position)))
            return false;
        Volatile.Write(ref _through, position);
        return true;
    }

    /// <summary>Whether it stands so for trades, at a position.</summary>
    public bool IsForTradesAt(int position) => position < Volatile.Read(ref _notForTradesFrom);

    /// <summary>Whether a country was ever of a group that some part names: nothing is then said of it.</summary>
    public bool NamesGroupOf(string country) => Array.Exists(Volatile.Read(ref _groups), group => CountryGroups.EverMembersOf(group).Contains(country));

    /// <summary>Whether parts were told apart by a position.</summary>
    public bool HasPartsAt(int position) => Volatile.Read(ref _others) is { } others && others.KnownFrom <= position;

    /// <summary>The measure as a whole, or for a destination by the number of its code.</summary>
    public DisputedSpans To(int? destination, int position)
    {
        if (destination is null || !HasPartsAt(position))
            return _whole;
        return Volatile.Read(ref _shown).TryGetValue(destination.Value, out var named) && named.KnownFrom <= position ? named : _others!;
    }

    /// <summary>Takes what was recorded since the last time; true where there was something. One that comes by waits for another.</summary>
    public bool Refresh()
    {
        using var _ = _gate.EnterScope();
        var through = index.Through;
        if (_isGivenUp || IsGoodAt(through, Everything))
            return false;
        // Whatever ends it half way, of a measure taken half nothing may be told.
        _isGivenUp = true;
        var around = Neighbourhood.Of(index, measure, MostRows);
        if (around.Effects.Length > 0 && around.KnownEdges.Where(edge => edge > _lastEdge && edge <= through).ToList().TrueForAll(edge => TryTake(around, edge)))
        {
            _isGivenUp = false;
            Show(around, through);
        }
        else
        {
            Volatile.Write(ref _through, -1);
        }
        return !_isGivenUp;
    }

    private void Show(Neighbourhood around, int through)
    {
        _whole.Show();
        _others?.Show();
        foreach (var spans in _destinations.Values)
            spans.Show();
        Volatile.Write(ref _shown, _destinations.ToDictionary(named => index.Symbol(named.Key), named => named.Value));
        Volatile.Write(ref _publishedFrom, around.LastPublishedEdge);
        _entities = around.Entities;
        Volatile.Write(ref _through, through);
    }

    /// <summary>Takes what came and went at a position; false where that is too much to fold.</summary>
    private bool TryTake(Neighbourhood around, int edge)
    {
        var rows = around.VisibleAt(edge, Everything);
        var visible = rows.Select(place => around.Rows[place]).ToHashSet();
        var (before, had) = (_lastEdge, _visible);
        (_lastEdge, _visible) = (edge, visible);
        if (around.ActsOf(rows) is not { } acts)
        {
            _whole.End(edge);
            _others?.End(edge);
            foreach (var spans in _destinations.Values)
                spans.End(edge);
            return true;
        }
        var first = before < 0 || had.Count == 0 ? Instant.MinValue : FirstChanged(around, acts, had, visible);
        if (first == Instant.MinValue && (_foldedAnew += (long)acts.Acting.Count * acts.Acting.Count) > MostFoldedAnew)
            return false;
        _whole.Follow(StandsOf(around, acts, Question.Nothing, first), first, edge);
        NamesGroups |= acts.NamesGroups;
        if (MeasureTimeline.DestinationsOf(acts) is not { } named)
        {
            Volatile.Write(ref _notForTradesFrom, Math.Min(_notForTradesFrom, edge));
            return true;
        }
        if (acts.Parts.Count > 0 && _others is null)
            _others = new DisputedSpans(edge);
        if (_others is null)
            return true;
        Volatile.Write(ref _groups, [.. _groups.Union(named.Where(CountryGroups.IsGroup))]);
        foreach (var destination in named.Where(destination => !CountryGroups.IsGroup(destination) && !_destinations.ContainsKey(destination)))
            _destinations.Add(destination, new DisputedSpans(edge));
        Follow(_others, Cells.OtherCountry);
        foreach (var (destination, spans) in _destinations)
            Follow(spans, destination);
        return true;
        void Follow(DisputedSpans spans, string destination)
        {
            var from = spans.KnownFrom == edge ? Instant.MinValue : first;
            spans.Follow(StandsOf(around, acts, Question.Nothing with { Destination = destination }, from), from, edge);
        }
    }

    /// <summary>
    /// The first instant of which what came or went may say something: an effect says nothing of a time before all its dates, nor before those of what names it. What
    /// annuls, withdraws or moves a start may, and so may what introduces the measure.
    /// </summary>
    private static Instant FirstChanged(Neighbourhood around, MeasureActs acts, HashSet<int> before, HashSet<int> after)
    {
        var changed = around.Rows.Where(row => before.Contains(row) != after.Contains(row)).Select(around.EffectOf).ToList();
        if (!acts.IsExact || changed.Exists(effect => IsUnbounded(effect) || !Moments.AreExact(effect)) || acts.Acting.Any(effect => IsUnbounded(effect) && effect.Body is not (MeasureIntroduced or InstrumentPublished)))
            return Instant.MinValue;
        var named = changed.Select(effect => effect.Reference).ToHashSet();
        foreach (var effect in acts.Acting)
        {
            if (Targets.Of(effect.Body) is { } target && named.Contains(target) && named.Add(effect.Reference))
                changed.Add(effect);
        }
        return changed.SelectMany(Readings.BoundariesOf).DefaultIfEmpty(Instant.MinValue).Min();
    }

    private static bool IsUnbounded(Effect effect) => effect.Body is MeasureIntroduced or InstrumentPublished or EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed
        or MeasureRescheduled or MeasureWithdrawn;

    private IEnumerable<(Instant From, DisputedStand Stand)> StandsOf(Neighbourhood around, MeasureActs acts, Question question, Instant first)
    {
        var introduction = around.RowOf(acts.Introduction);
        foreach (var span in MeasureTimeline.SpansOf(acts, question, first))
        {
            yield return (span.From, new DisputedStand(
                span.Status, span.IsCertain, span.Value, introduction, around.RowOf(span.ScopeBy), ScopeOf(around, span.ScopeBy), around.RowOf(span.ValueBy),
                span.Because.Select(around.RowOf).ToItems()));
        }
    }

    private byte[] ScopeOf(Neighbourhood around, Effect effect)
    {
        var row = around.RowOf(effect);
        if (!_scopes.TryGetValue(row, out var scope))
            _scopes.Add(row, scope = ScopeNumbers.Of([effect], index.Rows.Vocabulary.Symbols)[0].Numbers);
        return scope;
    }
}

/// <summary>A disputed measure for a trade, at one cut of knowledge.</summary>
internal sealed class DisputedLife(
    LedgerIndex index, int number, DisputedMeasure measure, DisputedSpan[] spans, int position, TradeNumbers? trade, Func<string, MeasureActs> acts) : ResolvedMeasure
{
    private (byte[] Scope, BriefMatch? Match)? _matched;

    public override string Id => field ??= index.Rows.Vocabulary.Symbols[number];

    public override DateTimeZone Zone => index.Rows.ZoneOf(index.Rows.Versions[spans[0].Stand.Introduction]);

    public override bool HasParts => measure.HasPartsAt(position);

    public override bool NamesGroups => measure.NamesGroups;

    public override Effect Introduction => field ??= index.Rows.EffectOf(spans[0].Stand.Introduction);

    public override Requirement Requirement => ((MeasureIntroduced)Introduction.Body).Requirement;

    public override MeasureActs Acts => field ??= acts(Id);

    public override IReadOnlyList<Instant> Starts => field ??= Array.ConvertAll(spans[1..], span => span.From);

    public override int Spans => spans.Length;

    public override int SpanAt(Instant moment) => Boundaries.CountUpTo(Starts, moment);

    public override Status StatusOf(int span) => spans[span].Stand.Status;

    public override Quantity? ValueOf(int span) => spans[span].Stand.Value;

    public override BriefMatch? MatchOf(int span)
    {
        var scope = spans[span].Stand.Scope;
        if (_matched is not { } known || !ReferenceEquals(known.Scope, scope))
            _matched = known = (scope, trade?.Match(new ScopeNumbers(scope, 0)));
        return known.Match;
    }

    public override MeasureSpan SpanOf(int span)
    {
        var stand = spans[span].Stand;
        return new MeasureSpan(
            spans[span].From, stand.Status, stand.IsCertain, stand.Value, stand.Because.Select(index.Rows.EffectOf).ToItems(), index.Rows.EffectOf(stand.ScopeBy), index.Rows.EffectOf(stand.ValueBy));
    }
}
