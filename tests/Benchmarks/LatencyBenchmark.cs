using System.Diagnostics;
using HdrHistogram;
using Ledger.Api.Facilities.V1;

namespace Ledger.Benchmarks;

/// <summary>One command at a time, over gRPC to recorded.</summary>
internal static class LatencyBenchmark
{
    private const int Rounds = 5;
    private const int CommandsEach = 2_000;

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"latency: 1 in flight, {Rounds} rounds of {CommandsEach:N0} commands");
        await using var host = await HostRun.StartAsync(folder.New("latency"), empty: true);
        using var channel = host.Channel();
        var client = new FacilitiesService.FacilitiesServiceClient(channel);
        var (p50, p99) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var histogram = new LongHistogram(TimeSpan.TicksPerMinute, 3);
            for (var i = 0; i < CommandsEach; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await client.RecordActAsync(Commands.Next($"l{round}", i));
                histogram.RecordValue((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
            if (round == 0)
                continue; // compiles
            p50.Add(histogram.GetValueAtPercentile(50));
            p99.Add(histogram.GetValueAtPercentile(99));
        }
        Measured.Tell("command, p50", p50, "µs");
        Measured.Tell("command, p99", p99, "µs");
    }
}
