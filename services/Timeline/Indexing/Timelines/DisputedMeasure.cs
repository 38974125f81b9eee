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
            new DatedRows(rows.Where(row => row.Time.Role is ActRole.Told or ActRole.Repeal)),
            new DatedRows(rows.Where(row => row.Time.Role == ActRole.Held).OrderBy(row => row.Time.From)),
            new DatedRows(rows.Where(row => row.Time is { Role: ActRole.Terms, StatesScope: true })),
            new DatedRows(rows.Where(row => row.Time is { Role: ActRole.Terms, StatesValue: true })));
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
        _told.AddWithin(new Window(moment, moment + Duration.Epsilon, position, published), found);
        return found.Exists(row => IsRepealedBy(row, moment));
    }

    /// <summary>What tells how it stands within a time: of everything that acts on it, what makes a difference there.</summary>
    /// <param name="introduction">The row that introduces it at the cuts.</param>
    /// <param name="time">Effective axis: from the first instant up to but not including the second.</param>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    public MeasureActs ActsWithin(int introduction, (Instant From, Instant Until) time, int position, int published)
    {
        var window = new Window(time.From, time.Until, position, published);
        var found = new List<DatedRow>();
        _told.AddWithin(window, found);
        if (time.From < _announcedBy || !found.Exists(row => IsRepealedBy(row, time.From)))
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

    private static bool IsRepealedBy(in DatedRow row, Instant moment) => row.Time is { Role: ActRole.Repeal, IsSure: true } && row.Time.From <= moment;
}

/// <summary>A stretch of time (effective axis) at a pair of cuts of knowledge.</summary>
/// <param name="From">First instant.</param>
/// <param name="Until">The first instant after it.</param>
/// <param name="Position">The last ledger position known.</param>
/// <param name="Published">A cut of publication.</param>
internal readonly record struct Window(Instant From, Instant Until, int Position, int Published);

/// <summary>A row that acts on a measure.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Place">Its place in legal order.</param>
/// <param name="Act">The place of its act, which other rows may share.</param>
/// <param name="Time">When it can tell how the measure stands.</param>
/// <param name="Known">Ledger positions from and before which it is known.</param>
/// <param name="Published">Cuts of publication likewise.</param>
internal readonly record struct DatedRow(int Row, int Place, int Act, ActInTime Time, (int From, int Before) Known, (int From, int Before) Published)
{
    /// <summary>All rows of a measure that ever tell how it stands, in legal order.</summary>
    public static List<DatedRow> Of(LedgerIndex index, string measure, Neighbourhood around)
    {
        var (rows, times, act) = (new List<DatedRow>(), ActInTime.Of(measure, around.Effects), 0);
        for (var place = 0; place < times.Count; place++)
        {
            act += place > 0 && LegalOrder.CompareActs(around.Effects[place - 1], around.Effects[place]) != 0 ? 1 : 0;
            if (times[place] is not { } time)
                continue;
            ref readonly var version = ref index.Rows.Versions[around.Rows[place]];
            rows.Add(new DatedRow(
                around.Rows[place], place, act, time, (version.KnownFrom, Volatile.Read(in version.KnownBefore)), (version.PublishedFrom, version.PublishedBefore)));
        }
        return rows;
    }

    /// <summary>Whether it is visible and can tell somewhere in a window.</summary>
    public bool IsIn(in Window window) =>
        Time.From < window.Until && window.From < Time.Until && Known.From <= window.Position && window.Position < Known.Before && Published.From <= window.Published && window.Published < Published.Before;
}

/// <summary>Rows in an order, of which whole stretches are passed over that can hold none of a window.</summary>
internal sealed class DatedRows
{
    private const int Fan = 32;

    private readonly DatedRow[] _rows;
    private readonly List<Hull[]> _hulls = [];

    public DatedRows(IEnumerable<DatedRow> rows)
    {
        _rows = [.. rows];
        var below = Array.ConvertAll(_rows, row => new Hull(row.Time.From, row.Time.Until, row.Known.From, row.Published.From));
        while (below.Length > Fan)
        {
            below = [.. below.Chunk(Fan).Select(hulls => hulls.Aggregate(Hull.Around))];
            _hulls.Add(below);
        }
    }

    /// <summary>Adds those of a window.</summary>
    public void AddWithin(in Window window, List<DatedRow> found) => Add(window, found, endsAtSure: false);

    /// <summary>Adds the last of a window: of what states the same, none of an earlier act tells beside one that holds for sure throughout the window.</summary>
    public void AddLastWithin(in Window window, List<DatedRow> found) => Add(window, found, endsAtSure: true);

    private void Add(in Window window, List<DatedRow> found, bool endsAtSure)
    {
        var first = 0;
        Add(_hulls.Count, 0, _hulls.Count == 0 ? _rows.Length : _hulls[^1].Length, window, found, endsAtSure, ref first);
    }

    /// <summary>Goes through a stretch of a level from its end; the lowest are the rows.</summary>
    /// <param name="first">Rows of earlier acts do not tell any more.</param>
    private void Add(int level, int from, int before, in Window window, List<DatedRow> found, bool endsAtSure, ref int first)
    {
        for (var i = before - 1; i >= from; i--)
        {
            if (level > 0)
            {
                if (_hulls[level - 1][i].Meets(window))
                    Add(level - 1, i * Fan, Math.Min((i + 1) * Fan, level == 1 ? _rows.Length : _hulls[level - 2].Length), window, found, endsAtSure, ref first);
                if (first == int.MaxValue)
                    return;
                continue;
            }
            ref readonly var row = ref _rows[i];
            if (row.Act < first)
            {
                first = int.MaxValue;
                return;
            }
            if (!row.IsIn(window))
                continue;
            found.Add(row);
            if (endsAtSure && row.Time.IsSure && row.Time.From <= window.From && window.Until <= row.Time.Until)
                first = row.Act;
        }
    }

    /// <summary>From when until when, and from which cuts on, something of a stretch may tell.</summary>
    private readonly record struct Hull(Instant From, Instant Until, int Known, int Published)
    {
        public static Hull Around(Hull x, Hull y) =>
            new(Instant.Min(x.From, y.From), Instant.Max(x.Until, y.Until), Math.Min(x.Known, y.Known), Math.Min(x.Published, y.Published));

        public bool Meets(in Window window) => From < window.Until && window.From < Until && Known <= window.Position && Published <= window.Published;
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
            _spans.Add(span, known = MeasureTimeline.SpanAt(LifeOf(span / AtOnce), span > 0 ? Starts[span - 1] : Starts[0] - Duration.Epsilon));
        return known;
    }

    /// <summary>All that it ever had, at whatever cut.</summary>
    public override IEnumerable<Scope> ScopesEver() => measure.Scopes;

    protected override int Matches => measure.Numbers.Count;

    /// <summary>True where it is repealed for good.</summary>
    public override bool RestsSince(Instant moment) => measure.IsRepealedSince(moment, cuts.Position, cuts.Published);

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
