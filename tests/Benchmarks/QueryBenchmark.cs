using System.Diagnostics;
using Grpc.Core;
using HdrHistogram;
using Ledger.Api.Timeline.V1;

namespace Ledger.Benchmarks;

/// <summary>Questions on the sample data.</summary>
internal static class QueryBenchmark
{
    private const int Rounds = 5;
    private const int Each = 50;

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"query: sample data, {Rounds} rounds of {Each} questions each");
        await using var host = await HostRun.StartAsync(folder.New("query"), empty: false);
        using var channel = host.Channel();
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var at = new Coordinates { Effective = "2025-11-15", Published = "2025-11-08" };
        var holmium = new Question { Goods = { "element:Ho" }, Origin = "CN", Destination = "US" };
        await TellAsync("check", async () => await timeline.CheckAsync(new CheckRequest { At = at, Question = holmium }));
        await TellAsync("show an instrument", async () => await timeline.ShowAsync(new ShowRequest { At = at, Id = "cn-mofcom-2025-61" }));
        await TellAsync("in force, all", async () => await timeline.ListInForceAsync(new ListInForceRequest { At = at, PageSize = 500 }));
        await TellAsync("history", async () => await timeline.GetHistoryAsync(new GetHistoryRequest { Id = "cn-mofcom-2025-57" }));
        var many = new CheckManyRequest { At = at };
        for (var i = 0; i < 1000; i++)
            many.Questions.Add(new Question { Goods = { Goods[i % Goods.Length] }, Origin = "CN", Destination = Destinations[i / Goods.Length % Destinations.Length] });
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using var call = timeline.CheckMany(many);
            var answers = 0;
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
                answers++;
            rates.Add(answers / watch.Elapsed.TotalSeconds);
        }
        Measured.Tell("check many, 1,000 questions", rates, "questions/s");
    }

    private static readonly string[] Goods = ["element:Ho", "element:Dy", "hs:2846", "product:ndfeb-magnet", "element:Ga", "hs:850511", "control:1C902", "technology:rare-earth-separation"];

    private static readonly string[] Destinations = ["US", "JP", "DE", "MY", "AU", "KR", "FR", "IN"];

    private static async Task TellAsync(string what, Func<Task> ask)
    {
        var (p50, p99) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var histogram = new LongHistogram(TimeSpan.TicksPerMinute, 3);
            for (var i = 0; i < Each; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask();
                histogram.RecordValue((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
            if (round == 0)
                continue;
            p50.Add(histogram.GetValueAtPercentile(50));
            p99.Add(histogram.GetValueAtPercentile(99));
        }
        Measured.Tell($"{what}, p50", p50, "µs");
        Measured.Tell($"{what}, p99", p99, "µs");
    }
}
