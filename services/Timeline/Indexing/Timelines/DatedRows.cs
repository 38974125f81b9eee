using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>A stretch of time at a pair of cuts of knowledge.</summary>
/// <param name="From">Effective axis: first moment, in ticks of 100 ns from 1970, as legal instants stand on.</param>
/// <param name="Until">The first moment after it.</param>
/// <param name="Position">The last ledger position known.</param>
/// <param name="Published">A cut of publication.</param>
internal readonly record struct Window(long From, long Until, int Position, int Published)
{
    /// <summary>Between any two instants: of legal ones, which stand on ticks, just those are in it that are between them.</summary>
    public static Window Of(Instant from, Instant until, int position, int published) => new(FloorOf(from), FloorOf(until - Duration.Epsilon) + 1, position, published);

    /// <summary>The last tick that is not after an instant.</summary>
    public static long FloorOf(Instant moment) => moment.ToUnixTimeTicks();
}

/// <summary>When a row can tell how a measure stands, and at which cuts it is visible.</summary>
/// <param name="From">First tick (effective axis).</param>
/// <param name="Until">The tick by which that is over.</param>
/// <param name="KnownFrom">Ledger position from which it is known.</param>
/// <param name="KnownBefore">Ledger position before which it is.</param>
/// <param name="PublishedFrom">Cut of publication from which it is visible.</param>
/// <param name="PublishedBefore">Cut of publication before which it is.</param>
internal readonly record struct Extent(long From, long Until, int KnownFrom, int KnownBefore, int PublishedFrom, int PublishedBefore)
{
    /// <summary>Whether the row is visible and can tell somewhere in a window.</summary>
    public bool IsIn(in Window window) =>
        From < window.Until && window.From < Until && KnownFrom <= window.Position && window.Position < KnownBefore && PublishedFrom <= window.Published && window.Published < PublishedBefore;
}

/// <summary>A row that acts on a measure.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Place">Its place in legal order.</param>
/// <param name="Act">The place of its act, which other rows may share.</param>
/// <param name="IsSure">Whether it holds for sure throughout its time.</param>
/// <param name="IsSureRepeal">Whether that is a repeal.</param>
/// <param name="From">First tick of its time.</param>
internal readonly record struct DatedRow(int Row, int Place, int Act, bool IsSure, bool IsSureRepeal, long From)
{
    /// <summary>Of rows that act on a measure those that ever tell how it stands, in legal order, with what each does and when.</summary>
    /// <param name="index">The index.</param>
    /// <param name="around">The rows.</param>
    /// <param name="times">In which time each can tell.</param>
    public static List<(DatedRow Row, Extent Extent, ActInTime Acts)> Of(LedgerIndex index, Neighbourhood around, IReadOnlyList<ActInTime?> times)
    {
        var (rows, act) = (new List<(DatedRow, Extent, ActInTime)>(), 0);
        for (var place = 0; place < times.Count; place++)
        {
            act += place > 0 && LegalOrder.CompareActs(around.Effects[place - 1], around.Effects[place]) != 0 ? 1 : 0;
            if (times[place] is not { } time)
                continue;
            ref readonly var version = ref index.Rows.Versions[around.Rows[place]];
            var (from, until) = (Window.FloorOf(time.From), Window.FloorOf(time.Until));
            rows.Add((
                new DatedRow(around.Rows[place], place, act, time.IsSure, time is { IsSure: true, Role: ActRole.Repeal }, from),
                new Extent(from, until, version.KnownFrom, Volatile.Read(in version.KnownBefore), version.PublishedFrom, version.PublishedBefore), time));
        }
        return rows;
    }
}

/// <summary>
/// Rows in an order, of which whole stretches are passed over that can hold none of a window. What is looked at of each lies together, apart from what is told of it.
/// </summary>
internal sealed class DatedRows
{
    private const int Fan = 32;

    private readonly DatedRow[] _rows;
    private readonly Extent[] _extents;
    private readonly List<Hull[]> _hulls = [];

    public DatedRows(IEnumerable<(DatedRow Row, Extent Extent, ActInTime Acts)> rows)
    {
        var inOrder = rows.ToList();
        _rows = [.. inOrder.Select(each => each.Row)];
        _extents = [.. inOrder.Select(each => each.Extent)];
        var below = Array.ConvertAll(_extents, extent => new Hull(extent.From, extent.Until, extent.KnownFrom, extent.PublishedFrom));
        while (below.Length > Fan)
        {
            below = [.. below.Chunk(Fan).Select(hulls => hulls.Aggregate(Hull.Around))];
            _hulls.Add(below);
        }
    }

    /// <summary>Adds those of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="isAside">Rows of which others say what is to be said now; null: there are none.</param>
    /// <param name="found">To which they are added.</param>
    public void AddWithin(in Window window, Func<int, bool>? isAside, List<DatedRow> found) => Add(window, isAside, found, endsAtSure: false);

    /// <summary>Adds the last of a window: of what states the same, none of an earlier act tells beside one that holds for sure throughout the window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="isAside">Rows of which others say what is to be said now; null: there are none.</param>
    /// <param name="found">To which they are added.</param>
    public void AddLastWithin(in Window window, Func<int, bool>? isAside, List<DatedRow> found) => Add(window, isAside, found, endsAtSure: true);

    private void Add(in Window window, Func<int, bool>? isAside, List<DatedRow> found, bool endsAtSure)
    {
        var first = 0;
        Add(_hulls.Count, 0, _hulls.Count == 0 ? _rows.Length : _hulls[^1].Length, window, isAside, found, endsAtSure, ref first);
    }

    /// <summary>Goes through a stretch of a level from its end; the lowest are the rows.</summary>
    /// <param name="first">Rows of earlier acts do not tell any more.</param>
    private void Add(int level, int from, int before, in Window window, Func<int, bool>? isAside, List<DatedRow> found, bool endsAtSure, ref int first)
    {
        for (var i = before - 1; i >= from; i--)
        {
            if (level > 0)
            {
                if (_hulls[level - 1][i].Meets(window))
                    Add(level - 1, i * Fan, Math.Min((i + 1) * Fan, level == 1 ? _rows.Length : _hulls[level - 2].Length), window, isAside, found, endsAtSure, ref first);
                if (first == int.MaxValue)
                    return;
                continue;
            }
            if (first > 0 && _rows[i].Act < first)
            {
                first = int.MaxValue;
                return;
            }
            ref readonly var extent = ref _extents[i];
            if (!extent.IsIn(window) || isAside?.Invoke(_rows[i].Row) == true)
                continue;
            found.Add(_rows[i]);
            if (endsAtSure && _rows[i].IsSure && extent.From <= window.From && window.Until <= extent.Until)
                first = _rows[i].Act;
        }
    }

    /// <summary>From when until when, and from which cuts on, something of a stretch may tell.</summary>
    private readonly record struct Hull(long From, long Until, int Known, int Published)
    {
        public static Hull Around(Hull x, Hull y) => new(Math.Min(x.From, y.From), Math.Max(x.Until, y.Until), Math.Min(x.Known, y.Known), Math.Min(x.Published, y.Published));

        public bool Meets(in Window window) => From < window.Until && window.From < Until && Known <= window.Position && Published <= window.Published;
    }
}
