using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// A measure on which more act than a record holds. Of its rows it knows in which time each can tell how the measure stands (<see cref="ActInTime"/>), so that a question
/// at any three coordinates reads and folds the few that tell there, however many act on it. It never changes: what is recorded later makes another. Safe for many readers.
/// </summary>
internal sealed class DisputedMeasure
{
    private readonly LedgerIndex _index;
    private readonly string _id;
    private readonly int[] _entities;
    private readonly int[] _introductions;
    private readonly DatedRows _told;
    private readonly DatedRows _held;
    private readonly DatedRows _scopes;
    private readonly DatedRows _values;
    private readonly Instant _announcedBy;
    private readonly string[] _groups;
    private int _through;

    private DisputedMeasure(LedgerIndex index, int measure)
    {
        _index = index;
        Volatile.Write(ref _through, index.Through);
        var around = Neighbourhood.Of(index, measure, int.MaxValue);
        _id = index.Rows.Vocabulary.Symbols[measure];
        _entities = around.Entities;
        var rows = DatedRow.Of(index, _id, around);
        (_told, _held, _scopes, _values) = (
            new DatedRows(rows.Where(row => row.Acts.Role is ActRole.Told or ActRole.Repeal)),
            new DatedRows(rows.Where(row => row.Acts.Role == ActRole.Held).OrderBy(row => row.Acts.From)),
            new DatedRows(rows.Where(row => row.Acts is { Role: ActRole.Terms, StatesScope: true })),
            new DatedRows(rows.Where(row => row.Acts is { Role: ActRole.Terms, StatesValue: true })));
        var introducing = Array.FindAll(around.Effects, effect => effect.Body is MeasureIntroduced);
        _introductions = Array.ConvertAll(introducing, around.RowOf);
        _announcedBy = ActInTime.AnnouncedBy(introducing);
        // As if all of it were visible at once: whatever is, is among it.
        var ever = new MeasureActs(_id, introducing[0], around.Effects);
        Boundaries = new MeasureLife(ever, Question.Nothing).Boundaries;
        HasParts = ever.Parts.Count > 0;
        NamesGroups = ever.NamesGroups;
        var destinations = MeasureTimeline.DestinationsOf(ever.Parts);
        (IsTold, IsForTrades) = (destinations is not null, destinations is not null && ever.IsExact);
        _groups = [.. (destinations ?? []).Where(CountryGroups.IsGroup)];
        Scopes = [.. around.Effects.Select(effect => Targets.ScopeOf(effect.Body)).OfType<Scope>()];
        Numbers = [.. ScopeNumbers.Of(around.Effects, index.Rows.Vocabulary.Symbols).Select(scope => scope.Numbers)];
    }

    /// <summary>Reads what acts on a measure.</summary>
    /// <param name="index">The index.</param>
    /// <param name="measure">Number of its id: something introduced it at some time.</param>
    public static DisputedMeasure Of(LedgerIndex index, int measure) => new(index, measure);

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
    public IReadOnlyList<Scope> Scopes { get; }

    /// <summary>The same in numbers.</summary>
    public IReadOnlyList<byte[]> Numbers { get; }

    /// <summary>Last ledger position of which everything is in it, as far as is known.</summary>
    public int Through => Volatile.Read(ref _through);

    /// <summary>Whether what it says holds at a position.</summary>
    public bool IsGoodAt(int position)
    {
        var through = Through;
        if (position <= through)
            return true;
        if (Array.Exists(_entities, entity => _index.IsTouched(entity, through, position)))
            return false;
        // Whoever writes last may say less than another has found: it is looked at again.
        Volatile.Write(ref _through, position);
        return true;
    }

    /// <summary>Whether a country was ever of a group that some part names: nothing is then said of it.</summary>
    public bool NamesGroupOf(string country) => Array.Exists(_groups, group => CountryGroups.EverMembersOf(group).Contains(country));

    /// <summary>The row that introduces it at a pair of cuts; null where none does.</summary>
    public int? IntroductionAt(int position, int published) =>
        Array.FindIndex(_introductions, row => _index.Rows.Versions[row].IsVisible(position, published)) is var found and >= 0 ? _introductions[found] : null;

    /// <summary>Whether it is repealed at an instant and for ever, as far as is visible.</summary>
    public bool IsRepealedSince(Instant moment, int position, int published)
    {
        var found = new List<DatedRow>();
        _told.AddWithin(Window.Of(moment, moment + Duration.Epsilon, position, published), found);
        return found.Exists(row => row.IsSureRepeal && row.From <= Window.FloorOf(moment));
    }

    /// <summary>What tells how it stands within a time: of everything that acts on it, what makes a difference there.</summary>
    /// <param name="introduction">The row that introduces it at the cuts.</param>
    /// <param name="time">Effective axis: from the first instant up to but not including the second.</param>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    public MeasureActs ActsWithin(int introduction, (Instant From, Instant Until) time, int position, int published)
    {
        var window = Window.Of(time.From, time.Until, position, published);
        var found = new List<DatedRow>();
        _told.AddWithin(window, found);
        if (time.From < _announcedBy || !found.Exists(row => row.IsSureRepeal && row.From <= window.From))
            _held.AddWithin(window, found);
        _scopes.AddLastWithin(window, found);
        _values.AddLastWithin(window, found);
        found.Sort(static (x, y) => x.Place.CompareTo(y.Place));
        var (rows, count) = (new int[found.Count], 0);
        foreach (var row in found)
        {
            // One that states both scope and value is found twice.
            if (count == 0 || rows[count - 1] != row.Row)
                rows[count++] = row.Row;
        }
        return _index.Timelines.ActsOf(Items.Owning(rows[..count]), (_id, _index.Rows.EffectOf(introduction)));
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
