using System.Diagnostics;

namespace Ledger.Benchmarks;

/// <summary>
/// An open loop: each send is due at its own time, whether or not those before it are answered, so that a stall delays all that fell due in it and
/// is not hidden by a sender that waited.
/// </summary>
internal static class Pace
{
    /// <returns>Answered sends per second, from the first sent to the last answered.</returns>
    public static async Task<double> HoldAsync(double perSecond, int sends, Func<int, Task> send)
    {
        var sent = new Task[sends];
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < sends; number++)
        {
            while (watch.Elapsed.TotalSeconds * perSecond < number)
                await Task.Delay(1);
            sent[number] = send(number);
        }
        await Task.WhenAll(sent);
        return sends / watch.Elapsed.TotalSeconds;
    }
}
