using System.Diagnostics;

namespace Ledger.Benchmarks;

/// <summary>Lets the runtime compile what is measured as it compiles it in a service that has run for a while: that takes calls, and quiet.</summary>
internal static class Warming
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>Does pieces of work again and again, and waits.</summary>
    public static void By(IEnumerable<Action> works)
    {
        var all = works.ToList();
        for (var part = 0; part < 2; part++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; watch.Elapsed < Busy / 2; i = (i + 1) % all.Count)
                all[i]();
            Thread.Sleep(Quiet);
        }
    }
}
