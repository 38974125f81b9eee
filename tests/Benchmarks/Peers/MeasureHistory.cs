using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// The rows of one measure, kept event by event as an application keeps them: the new timeline is compared with the rows current before, those
/// that changed are closed and new ones opened.
/// </summary>
/// <param name="number">Number of the measure in the tables.</param>
/// <param name="id">Its id.</param>
internal sealed class MeasureHistory(int number, string id)
{
    /// <summary>Destinations that no exemption names.</summary>
    private const string Others = "ZZ";

    private readonly SortedDictionary<string, List<Span<Shown>>> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Part, Span<Shown> Span), StateRow> _currentStates = [];
    private readonly Dictionary<ReachRow, ReachRow> _currentReach = [];
    private List<Span<Scope>> _scopes = [];
    private MeasureLife? _before;

    public List<StateRow> States { get; } = [];

    public List<ReachRow> Reach { get; } = [];

    /// <summary>Takes what is known at a position: rows closed, then rows opened, of its states.</summary>
    public (List<StateRow> Closed, List<StateRow> Opened) Take(LedgerSnapshot ledger)
    {
        var controls = Resolved.Known(ledger);
        var life = Resolved.Life(controls, id, "") ?? throw new InvalidOperationException($"{id} is touched and not there");
        var from = FirstDayChanged(life);
        _scopes = Follow(_scopes, life, from, (_, answer) => answer.Terms.Scope);
        Follow("", life, from);
        var named = DestinationsNamed(life);
        foreach (var part in named.Count == 0 ? [] : named.Append(Others))
            Follow(part, Resolved.Life(controls, id, part)!, from);
        _before = life;
        KeepReach(named, ledger.Position);
        return KeepStates(ledger.Position);
    }

    private void Follow(string part, MeasureLife life, LocalDate from)
    {
        var known = _states.GetValueOrDefault(part);
        _states[part] = Follow(known ?? [], life, known is null ? Axes.FirstDay : from, Resolved.Shown);
    }

    /// <summary>An effect says nothing of a time before all its dates: the days before those of what is new or gone stay as they are.</summary>
    private LocalDate FirstDayChanged(MeasureLife life)
    {
        if (_before is null)
            return Axes.FirstDay;
        var (then, now) = (_before.Acting.ToDictionary(Version), life.Acting.ToDictionary(Version));
        var changed = then.Where(each => !now.ContainsKey(each.Key)).Concat(now.Where(each => !then.ContainsKey(each.Key))).Select(each => each.Value).ToList();
        return changed.Count == 0 ? Axes.NoEnd : LegalTime.DayOf(changed.SelectMany(Readings.BoundariesOf).Min(), life.Zone).PlusDays(-1);
    }

    private static (long Recorded, long Reads) Version(Effect effect) => (effect.Recorded.Position, effect.Reads.Position);

    private static List<string> DestinationsNamed(MeasureLife life) =>
        [.. life.Acting.SelectMany(effect => Targets.PartOf(effect.Body)?.Scope?.Destination?.Only ?? []).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A timeline whose days from one on are asked anew.</summary>
    private static List<Span<T>> Follow<T>(List<Span<T>> known, MeasureLife life, LocalDate from, Func<MeasureLife, MeasureAnswer, T?> read)
        where T : class
    {
        var spans = known.Where(span => span.From < from).ToList();
        var days = life.Boundaries.Select(boundary => LegalTime.DayOf(boundary, life.Zone)).Where(day => day > from).Prepend(from).Distinct().Order().ToList();
        for (var i = 0; i < days.Count && from < Axes.NoEnd; i++)
        {
            if (spans.Count > 0 && spans[^1].To > days[i])
                spans[^1] = spans[^1] with { To = days[i] };
            if (read(life, Resolved.On(life, days[i])) is not { } value)
                continue;
            var to = i + 1 < days.Count ? days[i + 1] : Axes.NoEnd;
            if (spans.Count > 0 && spans[^1].To == days[i] && spans[^1].Value.Equals(value))
                spans[^1] = spans[^1] with { To = to };
            else
                spans.Add(new Span<T>(days[i], to, value));
        }
        return spans;
    }

    private (List<StateRow> Closed, List<StateRow> Opened) KeepStates(long position)
    {
        var wanted = _states.SelectMany(each => each.Value, (each, span) => (Part: each.Key, Span: span)).ToHashSet();
        var closed = _currentStates.Where(each => !wanted.Contains(each.Key)).Select(each => each.Value).ToList();
        foreach (var row in closed)
        {
            row.KnownTo = position;
            _currentStates.Remove((row.Part, new Span<Shown>(row.From, row.To, row.Shown)));
        }
        var opened = wanted.Where(each => !_currentStates.ContainsKey(each)).Select(each => new StateRow(number, each.Part, each.Span.From, each.Span.To, each.Span.Value, position)).ToList();
        foreach (var row in opened)
            _currentStates.Add((row.Part, new Span<Shown>(row.From, row.To, row.Shown)), row);
        States.AddRange(opened);
        return (closed, opened);
    }

    private void KeepReach(List<string> named, long position)
    {
        // What tells two rows apart is all but when they became known.
        var wanted = _scopes.SelectMany(span => RowsOf(span, named)).ToHashSet();
        foreach (var (key, row) in _currentReach.Where(each => !wanted.Contains(each.Key)).ToList())
        {
            row.KnownTo = position;
            _currentReach.Remove(key);
        }
        foreach (var key in wanted.Where(key => !_currentReach.ContainsKey(key)))
        {
            var row = key with { KnownFrom = position };
            _currentReach.Add(key, row);
            Reach.Add(row);
        }
    }

    private IEnumerable<ReachRow> RowsOf(Span<Scope> span, List<string> named) =>
        from goods in span.Value.Goods!.Only
        from origin in span.Value.Origin!.Only
        from to in DestinationsOf(span.Value.Destination, named)
        select new ReachRow(number, goods, origin, to.Destination, to.Except, to.Part, span.From, span.To, 0);

    /// <summary>The destinations of a scope, those apart that exemptions name.</summary>
    private static IEnumerable<(string Destination, string Except, string Part)> DestinationsOf(KeySet? scope, List<string> named)
    {
        if (scope is { Only: { IsEmpty: false } only })
            return only.Select(each => (each, "", named.Count == 0 ? "" : named.Contains(each) ? each : Others));
        var excluded = scope?.AllBut ?? [];
        var others = ("*", string.Concat(excluded.Concat(named).Select(each => $"|{each}|")), named.Count == 0 ? "" : Others);
        return named.Where(each => !excluded.Contains(each)).Select(each => (each, "", each)).Append(others);
    }
}
