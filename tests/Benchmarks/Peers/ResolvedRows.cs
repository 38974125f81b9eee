using System.Collections.Concurrent;
using Ledger.Timeline.Sequencing;

namespace Ledger.Benchmarks.Peers;

/// <summary>The rows of all measures in the order in which an application would have inserted them.</summary>
internal sealed class ResolvedRows
{
    /// <summary>Working out the rows of a measure takes the cube of the acts on it, and more than a day for the most disputed of a million events: such are left out on every side.</summary>
    private const int MostActs = 1_000;

    private readonly Dictionary<string, MeasureHistory> _histories;

    private ResolvedRows(IReadOnlyList<string> measures, IReadOnlySet<string> leftOut, Dictionary<string, MeasureHistory> histories)
    {
        (Measures, LeftOut, _histories) = (measures, leftOut, histories);
        States = [.. histories.Values.SelectMany(history => history.States).OrderBy(row => row.KnownFrom)];
        MostDisputed = histories.MaxBy(each => each.Value.States.Count).Key;
        Reach = [.. histories.Values.SelectMany(history => history.Reach).OrderBy(row => row.KnownFrom)];
    }

    /// <summary>Ids of the measures; a measure's number is its place here.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>Ids of the measures of which nobody tells.</summary>
    public IReadOnlySet<string> LeftOut { get; }

    /// <summary>Id of the measure whose states changed most often.</summary>
    public string MostDisputed { get; }

    public IReadOnlyList<StateRow> States { get; }

    public IReadOnlyList<ReachRow> Reach { get; }

    /// <summary>Follows every measure through the commands that touch it. No two measures share a row, so they are followed side by side.</summary>
    public static ResolvedRows Of(LedgerSnapshot ledger, int seed)
    {
        var all = new Touched(seed, ledger.Count).Measures;
        var touched = all.Where(each => each.Commands.Count <= MostActs).ToList();
        var histories = new ConcurrentDictionary<string, MeasureHistory>();
        // The most disputed first, lest the last of them keeps one core busy and the others waiting.
        var numbered = touched.Select((each, number) => (Number: number, each.Measure, each.Commands)).OrderByDescending(each => each.Commands.Count);
        Parallel.ForEach(Partitioner.Create(numbered, EnumerablePartitionerOptions.NoBuffering), each =>
        {
            var history = new MeasureHistory(each.Number, each.Measure);
            foreach (var position in each.Commands)
                history.Take(ledger.CutAt(position));
            histories[each.Measure] = history;
        });
        var leftOut = all.Where(each => each.Commands.Count > MostActs).Select(each => each.Measure).ToHashSet();
        return new ResolvedRows([.. touched.Select(each => each.Measure)], leftOut, touched.ToDictionary(each => each.Measure, each => histories[each.Measure]));
    }

    /// <summary>What a late entry changes of a measure's rows.</summary>
    public (List<StateRow> Closed, List<StateRow> Opened) Take(LedgerSnapshot ledger, string measure) => _histories[measure].Take(ledger);
}
