using System.Diagnostics;
using Ledger.Timeline.Indexing;

namespace Ledger.Benchmarks;

/// <summary>Resolves measures, as timeline does in the background.</summary>
internal static class Resolution
{
    /// <summary>Resolves all of them; answers how long it took.</summary>
    public static TimeSpan OfAll(LedgerIndex index)
    {
        var watch = Stopwatch.StartNew();
        var measures = index.Ids.Measures.Added;
        for (var i = 0; i < measures.Count; i++)
            index.Timelines.Refresh(measures[i]);
        return watch.Elapsed;
    }
}
