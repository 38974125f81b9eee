namespace Ledger.Benchmarks.Peers;

/// <summary>What was measured, side by side: medians with the slowest hundredth, and for each peer the ratio of our median to its own.</summary>
/// <param name="peers">Names of the peers, in the order of their columns.</param>
internal sealed class PeersTable(IEnumerable<string> peers)
{
    private readonly List<string> _rows = [$"| p50 (p99) | the index | {string.Join(" | ", peers.Select(peer => $"{peer} | ours : {peer}"))} |"];

    /// <summary>Adds a kind of work.</summary>
    /// <param name="work">The kind in words.</param>
    /// <param name="ours">By the index.</param>
    /// <param name="theirs">By each peer, in order.</param>
    public void Add(string work, Latencies ours, IEnumerable<Latencies> theirs) =>
        _rows.Add($"| {work} | {Text(ours)} | {string.Join(" | ", theirs.Select(took => $"{Text(took)} | {ours.P50 / took.P50:0.00}"))} |");

    public void Tell() => _rows.ForEach(row => Console.WriteLine($"  {row}"));

    private static string Text(Latencies took) => $"{Text(took.P50)} ({Text(took.P99)})";

    private static string Text(double microseconds) => microseconds < 1_000 ? $"{microseconds:N0} µs" : $"{microseconds / 1_000:N1} ms";
}
