using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// A measure on which more act than a record holds. Of its rows it knows in which time each can tell how the measure stands (<see cref="ActInTime"/>), so that a question
/// at any three coordinates reads and folds the few that tell there, however many act on it. It never changes: what is recorded later makes another, which has the most of
/// it in common with this one. Safe for many readers.
/// </summary>
internal sealed class DisputedMeasure
{
    /// <summary>A tier that has come to hold this part of the one before it is read with that one anew, so that they stay few.</summary>
    private const int PartRead = 2;

    private readonly LedgerIndex _index;
    private readonly int _measure;
    private readonly string _id;
    private readonly DisputedTier[] _tiers;

    /// <summary>For each tier, the rows of which later ones say what is to be said.</summary>
    private readonly Func<int, bool>?[] _aside;
    private readonly int[] _introductions;
    private readonly Instant _announcedBy;
    private readonly string[] _groups;
    private int _through;

    private DisputedMeasure(LedgerIndex index, int measure, int through, DisputedTier[] tiers)
    {
        (_index, _measure, _through, _tiers) = (index, measure, through, tiers);
        _id = index.Rows.Vocabulary.Symbols[measure];
        _aside = [.. tiers.Select((_, i) => i == tiers.Length - 1 ? null : (Func<int, bool>)(row => IsHeldAfter(i, row)))];
        _introductions = [.. tiers.SelectMany(tier => tier.Introductions).Distinct().OrderBy(index.Rows.EffectOf, LegalOrder.Instance).ThenBy(row => row)];
        _announcedBy = tiers.Max(tier => tier.AnnouncedBy);
        var parts = tiers.SelectMany(tier => tier.Parts).ToList();
        HasParts = parts.Count > 0;
        NamesGroups = tiers.Any(tier => tier.NamesGroups);
        var destinations = MeasureTimeline.DestinationsOf(parts);
        (IsTold, IsForTrades) = (destinations is not null, destinations is not null && tiers.All(tier => tier.IsExact));
        _groups = [.. (destinations ?? []).Where(CountryGroups.IsGroup)];
        Boundaries = tiers.Length == 1 ? tiers[0].Boundaries : new MergedInstants(tiers[0].Boundaries, tiers.Skip(1).SelectMany(tier => tier.Boundaries));
        Numbers = tiers.Length == 1 ? tiers[0].Numbers : [.. tiers.SelectMany(tier => tier.Numbers)];
    }

    /// <summary>Reads what acts on a measure.</summary>
    /// <param name="index">The index.</param>
    /// <param name="measure">Number of its id: something introduced it at some time.</param>
    public static DisputedMeasure Of(LedgerIndex index, int measure)
    {
        var through = index.Through;
        var around = Neighbourhood.Of(index, measure, int.MaxValue);
        var introduction = Array.Find(around.Effects, effect => effect.Body is MeasureIntroduced)!;
        return new DisputedMeasure(index, measure, through, [new DisputedTier(index, around, (index.Rows.Vocabulary.Symbols[measure], introduction), [])]);
    }

    /// <summary>Where it may change by time alone, at whatever cut, in order (effective axis).</summary>
    public IReadOnlyList<Instant> Boundaries { get; }

    /// <summary>False where parts are told by other than destinations: then only everything together tells how it stands.</summary>
    public bool IsTold { get; }

    /// <summary>Whether it stands so for every trade to a destination.</summary>
    public bool IsForTrades { get; }

    /// <summary>Whether some act ever reached a part only.</summary>
    public bool HasParts { get; }

    /// <summary>Whether scopes that it ever had name groups of countries.</summary>
    public bool NamesGroups { get; }

    /// <summary>The scopes that it ever had, at whatever cut.</summary>
    public IEnumerable<Scope> Scopes => _tiers.SelectMany(tier => tier.Scopes);

    /// <summary>The same in numbers.</summary>
    public IReadOnlyList<byte[]> Numbers { get; }

    /// <summary>Last ledger position of which everything is in it, as far as is known.</summary>
    public int Through => Volatile.Read(ref _through);

    /// <summary>The measure with what was recorded since: itself, where nothing was that concerns it.</summary>
    /// <param name="position">A ledger position up to which everything has to be in it.</param>
    public DisputedMeasure UpTo(int position)
    {
        var through = Through;
        if (position <= through)
            return this;
        var upTo = _index.Through;
        var rows = new DisputedGrowth(_index, _id, _tiers).RowsFor(through, upTo);
        if (rows.Length > 0)
            return With(rows, upTo);
        // Whoever writes last may say less than another has found: it is looked at again.
        Volatile.Write(ref _through, upTo);
        return this;
    }

    /// <summary>Whether a country was ever of a group that some part names: nothing is then said of it.</summary>
    public bool NamesGroupOf(string country) => Array.Exists(_groups, group => CountryGroups.EverMembersOf(group).Contains(country));

    /// <summary>The row that introduces it at a pair of cuts; null where none does.</summary>
    public int? IntroductionAt(int position, int published) =>
        Array.FindIndex(_introductions, row => _index.Rows.Versions[row].IsVisible(position, published)) is var found and >= 0 ? _introductions[found] : null;

    /// <summary>Whether it is repealed at an instant and for ever, as far as is visible.</summary>
    public bool IsRepealedSince(Instant moment, int position, int published) =>
        ToldWithin(Window.Of(moment, moment + Duration.Epsilon, position, published)).Exists(row => row.IsSureRepeal && row.From <= Window.FloorOf(moment));

    /// <summary>What tells how it stands within a time: of everything that acts on it, what makes a difference there.</summary>
    /// <param name="introduction">The row that introduces it at the cuts.</param>
    /// <param name="time">Effective axis: from the first instant up to but not including the second.</param>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    public MeasureActs ActsWithin(int introduction, (Instant From, Instant Until) time, int position, int published)
    {
        var window = Window.Of(time.From, time.Until, position, published);
        var found = ToldWithin(window);
        var isHeld = time.From < _announcedBy || !found.Exists(row => row.IsSureRepeal && row.From <= window.From);
        for (var i = 0; i < _tiers.Length; i++)
        {
            if (isHeld)
                _tiers[i].AddHeld(window, _aside[i], found);
            _tiers[i].AddTerms(window, _aside[i], found);
        }
        found.Sort(InLegalOrder);
        var (rows, count) = (new int[found.Count], 0);
        foreach (var row in found)
        {
            // One that states both scope and value is found twice.
            if (count == 0 || rows[count - 1] != row.Row)
                rows[count++] = row.Row;
        }
        return _index.Timelines.ActsOf(Items.Owning(rows[..count]), (_id, _index.Rows.EffectOf(introduction)));
    }

    private List<DatedRow> ToldWithin(in Window window)
    {
        var found = new List<DatedRow>();
        for (var i = 0; i < _tiers.Length; i++)
            _tiers[i].AddTold(window, _aside[i], found);
        return found;
    }

    /// <summary>The measure with some rows read anew.</summary>
    private DisputedMeasure With(int[] rows, int through)
    {
        var introduction = (_id, _index.Rows.EffectOf(_introductions[0]));
        var tiers = _tiers.ToList();
        var added = new DisputedTier(_index, Neighbourhood.Of(_index, _measure, rows), introduction, tiers);
        // What no tier knew before changes of all of them what is sure.
        if ((added.VoidsAtLarge, added.Withdraws) != (tiers[^1].VoidsAtLarge, tiers[^1].Withdraws))
            return Of(_index, _measure);
        while (tiers is [.., var last] && added.Rows.Count * PartRead >= last.Rows.Count)
        {
            tiers.RemoveAt(tiers.Count - 1);
            added = new DisputedTier(_index, Neighbourhood.Of(_index, _measure, [.. last.Rows.Union(added.Rows)]), introduction, [.. tiers, added]);
        }
        return new DisputedMeasure(_index, _measure, through, [.. tiers, added]);
    }

    private bool IsHeldAfter(int tier, int row)
    {
        for (var i = tier + 1; i < _tiers.Length; i++)
        {
            if (_tiers[i].Holds(row))
                return true;
        }
        return false;
    }

    private int InLegalOrder(DatedRow x, DatedRow y)
    {
        if (_tiers.Length == 1 || x.Row == y.Row)
            return x.Place.CompareTo(y.Place);
        return LegalOrder.Instance.Compare(_index.Rows.EffectOf(x.Row), _index.Rows.EffectOf(y.Row)) is var order and not 0 ? order : x.Row.CompareTo(y.Row);
    }
}

/// <summary>
/// A disputed measure for a trade, at one cut of knowledge. Its spans lie between all the instants at which it ever may change, and are folded some at a time, as they are
/// asked for: neighbours may be alike.
/// </summary>
internal sealed class DisputedLife(
    LedgerIndex index, DisputedMeasure measure, string id, int introduction, string? destination, TradeNumbers? trade, (int Position, int Published) cuts, Func<string, MeasureActs> acts) : ResolvedMeasure
{
    /// <summary>Spans whose acts are found at once: whoever asks for one asks for its neighbours.</summary>
    private const int AtOnce = 32;

    private readonly Dictionary<int, MeasureLife> _lives = [];
    private readonly Dictionary<int, MeasureSpan> _spans = [];
    private (Scope Scope, BriefMatch? Match)? _matched;

    public override string Id => id;

    public override DateTimeZone Zone { get; } = index.Rows.ZoneOf(index.Rows.Versions[introduction]);

    public override bool HasParts => measure.HasParts;

    public override bool NamesGroups => measure.NamesGroups;

    public override Effect Introduction => field ??= index.Rows.EffectOf(introduction);

    public override Requirement Requirement => ((MeasureIntroduced)Introduction.Body).Requirement;

    public override MeasureActs Acts => field ??= acts(Id);

    public override IReadOnlyList<Instant> Starts => measure.Boundaries;

    public override int Spans => Starts.Count + 1;

    public override int SpanAt(Instant moment) => Boundaries.CountUpTo(Starts, moment);

    public override Status StatusOf(int span) => SpanOf(span).Status;

    public override Quantity? ValueOf(int span) => SpanOf(span).Value;

    public override BriefMatch? MatchOf(int span)
    {
        if (Targets.ScopeOf(SpanOf(span).ScopeBy.Body) is not { } scope)
            return null;
        if (_matched is not { } known || !ReferenceEquals(known.Scope, scope))
            _matched = known = (scope, trade?.Match(new ScopeNumbers(ScopeNumbers.Of(scope, index.Rows.Vocabulary.Symbols), 0)));
        return known.Match;
    }

    public override MeasureSpan SpanOf(int span)
    {
        if (!_spans.TryGetValue(span, out var known))
            _spans.Add(span, known = LifeOf(span / AtOnce).SpanAt(span > 0 ? Starts[span - 1] : Starts[0] - Duration.Epsilon));
        return known;
    }

    /// <summary>All that it ever had, at whatever cut.</summary>
    public override IEnumerable<Scope> ScopesEver() => measure.Scopes;

    protected override int Matches => measure.Numbers.Count;

    protected override BriefMatch? MatchAt(int place) => trade?.Match(new ScopeNumbers(measure.Numbers[place], 0));

    /// <summary>The measure for the destination, by what tells how it stands in some spans.</summary>
    private MeasureLife LifeOf(int part)
    {
        if (_lives.TryGetValue(part, out var life))
            return life;
        var (first, next) = (part * AtOnce, (part + 1) * AtOnce);
        var time = (first > 0 ? Starts[first - 1] : Instant.MinValue, next < Spans ? Starts[next - 1] : Instant.MaxValue);
        _lives.Add(part, life = new MeasureLife(measure.ActsWithin(introduction, time, cuts.Position, cuts.Published), Question.Nothing with { Destination = destination }));
        return life;
    }
}
