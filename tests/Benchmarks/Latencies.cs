using System.Diagnostics;

namespace Ledger.Benchmarks;

/// <summary>How long single pieces of work took, in microseconds, told by median and the slowest hundredth.</summary>
internal sealed class Latencies
{
    private readonly List<double> _took = [];

    public double P50 => At(50);

    public double P99 => At(99);

    /// <summary>Does a piece of work and counts how long it took.</summary>
    public void Time(Action work)
    {
        var since = Stopwatch.GetTimestamp();
        work();
        Add(Stopwatch.GetElapsedTime(since));
    }

    public void Add(TimeSpan took) => _took.Add(took.TotalMicroseconds);

    public void Tell(string what) => Console.WriteLine($"{what,-58} p50 {P50,10:N1} µs, p99 {P99,10:N0} µs");

    private double At(int percent)
    {
        _took.Sort();
        return _took[_took.Count * percent / 100];
    }
}
