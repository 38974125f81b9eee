using HdrHistogram;
using Ledger.Subscriber;

namespace Ledger.Benchmarks;

/// <summary>How late deliveries were in one round, in microseconds.</summary>
internal sealed record Lateness(double P50, double P99, double Max);

/// <summary>What arrived at all subscribers of a round, and how late.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly LongConcurrentHistogram _histogram = new(1, TimeSpan.TicksPerMinute, 3);
    private long _arrived;

    public void Add(TimeSpan late)
    {
        // Two readings of one clock that is set meanwhile may differ by less than nothing.
        _histogram.RecordValue(Math.Max(0, (long)late.TotalMicroseconds));
        Interlocked.Increment(ref _arrived);
    }

    /// <summary>A subscriber's handler that does nothing but note when it is called.</summary>
    /// <param name="late">How long ago the event was announced.</param>
    public ICheckpointedHandler Handler(Func<PolicyEvent, TimeSpan> late) => new Noting(recorded => Add(late(recorded)));

    /// <summary>Waits until every delivery of the round was made, tells how late they were, and begins a new round.</summary>
    /// <param name="deliveries">As many are expected.</param>
    /// <param name="following">The subscribers: none of them may end meanwhile.</param>
    public async Task<Lateness> AllAsync(long deliveries, IReadOnlyList<Task> following)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Interlocked.Read(ref _arrived) < deliveries)
        {
            if (following.FirstOrDefault(task => task.IsCompleted) is { } ended)
                await ended;
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{_arrived} of {deliveries} deliveries came");
            await Task.Delay(5);
        }
        var lateness = new Lateness(_histogram.GetValueAtPercentile(50), _histogram.GetValueAtPercentile(99), _histogram.GetMaxValue());
        _histogram.Reset();
        return Interlocked.Exchange(ref _arrived, 0) == deliveries ? lateness : throw new InvalidOperationException($"more than {deliveries} deliveries came");
    }

    public static void Tell(string what, IReadOnlyList<Lateness> rounds)
    {
        Measured.Tell($"{what}, p50", [.. rounds.Select(round => round.P50)], "µs");
        Measured.Tell($"{what}, p99", [.. rounds.Select(round => round.P99)], "µs");
        Measured.Tell($"{what}, max", [.. rounds.Select(round => round.Max)], "µs");
    }

    private sealed class Noting(Action<PolicyEvent> note) : ICheckpointedHandler
    {
        public Task<long> PositionAsync(CancellationToken cancellation) => Task.FromResult(-1L);

        public Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation)
        {
            note(recorded);
            return Task.CompletedTask;
        }

        public Task PassAsync(long position, CancellationToken cancellation) => Task.CompletedTask;
    }
}
