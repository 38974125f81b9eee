namespace Ledger.Benchmarks;

/// <summary>Rates of several rounds, told by their median: these machines are noisy.</summary>
internal static class Measured
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static void Tell(string what, IReadOnlyList<double> rates, string unit) =>
        Console.WriteLine($"{what,-58} {Median(rates),12:N0} {unit}   (rounds: {string.Join(" ", rates.Select(rate => rate.ToString("N0")))})");
}
