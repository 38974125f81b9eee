using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;
using Ledger.Benchmarks.Generated;
using Ledger.Timeline.Answers;
using NodaTime.Text;
using Coordinates = Ledger.Api.Timeline.V1.Coordinates;

namespace Ledger.Benchmarks;

/// <summary>
/// Answers over gRPC on a generated ledger, 64 in flight, beside a bare gRPC service of the same process that returns the same replies from memory; and a long list
/// of trades. The answers are whole: with names, acts and citations, whose documents are read from the store.
/// </summary>
internal static class AnswersBenchmark
{
    private const int Seed = 20251030;
    private const int UsualLength = 100_000;
    private const int InFlight = 64;
    private const int Rounds = 3;
    private const int RoundSeconds = 5;
    private const int Asked = 1_000;
    private const int Lines = 100_000;

    /// <summary>Questions in one request, by the contract.</summary>
    private const int LinesAtOnce = 10_000;

    public static async Task RunAsync(ScratchFolder folder, IReadOnlyList<int> lengths)
    {
        foreach (var length in lengths.Count > 0 ? lengths : [UsualLength])
            await RunAsync(folder.New($"answers-{length}"), length);
    }

    private static async Task RunAsync(string data, int length)
    {
        await GeneratedStore.WriteAsync(data, length, Seed);
        await using var ledger = await InProcessLedger.StartAsync(data);
        Resolution.OfAll(ledger.Memory.Latest.Index);
        Console.WriteLine($"answers: a generated ledger of {length:N0} events, {InFlight} in flight, {Rounds} rounds of {RoundSeconds} s");
        var (random, latest) = (new Random(Seed), ledger.Memory.Latest);
        var measures = World.Of(new Cut(latest, null, IsProvisional: false)).Controls.Measures;
        var asked = Enumerable.Range(0, Asked).Select(_ => Asking.Drawn(latest, measures, null, "US", random)).ToList();
        var checks = asked.ConvertAll(asking => new CheckRequest { At = At(asking), Question = TradeOf(asking, random) });
        var shows = asked.ConvertAll(asking => new ShowRequest { At = At(asking), Id = asking.Measure });
        using var channel = ledger.Channel();
        var timeline = new TimelineService.TimelineServiceClient(channel);
        await TellAsync("check", timeline, checks, (client, request) => client.CheckAsync(request));
        await TellAsync("show a measure", timeline, shows, (client, request) => client.ShowAsync(request));
        await TellAsync("check, basic view", timeline, checks.ConvertAll(request => new CheckRequest(request) { View = View.Basic }), (client, request) => client.CheckAsync(request));
        await TellAsync("show a measure, basic view", timeline, shows.ConvertAll(request => new ShowRequest(request) { View = View.Basic }), (client, request) => client.ShowAsync(request));
        await CheckManyAsync(timeline, Enumerable.Range(0, Lines).Select(line => TradeOf(asked[line % Asked], random)).ToList());
    }

    private static Coordinates At(Asking asking) => new() { Effective = LocalDatePattern.Iso.Format(asking.Day), Known = $"{asking.Cut.Ledger.Position}" };

    /// <summary>Goods stated in every sort, as a declaration has them that leaves nothing open.</summary>
    private static Question TradeOf(Asking asking, Random random)
    {
        var question = new Question { Origin = asking.Trade.Origin, Destination = asking.Trade.Destination };
        question.Goods.AddRange(Vocabulary.InEverySort(asking.Trade.Goods[0], random).Select(key => key.ToString()));
        return question;
    }

    private static async Task TellAsync<TRequest, TReply>(
        string what, TimelineService.TimelineServiceClient ours, List<TRequest> requests, Func<TimelineService.TimelineServiceClient, TRequest, AsyncUnaryCall<TReply>> ask)
        where TReply : Google.Protobuf.IMessage
    {
        var replies = new List<TReply>();
        foreach (var request in requests)
            replies.Add(await ask(ours, request));
        await using var stored = await StoredReplies.StartAsync([.. replies]);
        using var channel = GrpcChannel.ForAddress(stored.Address);
        var theirs = new TimelineService.TimelineServiceClient(channel);
        Console.WriteLine($"{what}: replies of {replies.Average(reply => reply.CalculateSize()):N0} bytes on average");
        var (rates, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (rate, storedRate) = (await RateAsync(requests, request => ask(ours, request)), await RateAsync(requests, request => ask(theirs, request)));
            if (round == 0)
                continue; // it compiles
            rates.Add(rate);
            bare.Add(storedRate);
        }
        Measured.Tell("  answered", rates, "a second");
        Measured.Tell("  stored replies of the same", bare, "a second");
        Console.WriteLine($"  an answer takes {Measured.Median(bare) / Measured.Median(rates):N2} of what a stored reply takes");
    }

    private static async Task<double> RateAsync<TRequest, TReply>(List<TRequest> requests, Func<TRequest, AsyncUnaryCall<TReply>> ask)
    {
        var (watch, answered, next) = (Stopwatch.StartNew(), 0, -1);
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (watch.Elapsed.TotalSeconds < RoundSeconds)
            {
                await ask(requests[(int)((uint)Interlocked.Increment(ref next) % requests.Count)]);
                Interlocked.Increment(ref answered);
            }
        }));
        return answered / watch.Elapsed.TotalSeconds;
    }

    private static async Task CheckManyAsync(TimelineService.TimelineServiceClient timeline, List<Question> lines)
    {
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var (watch, answers) = (Stopwatch.StartNew(), 0);
            foreach (var chunk in lines.Chunk(LinesAtOnce))
            {
                using var call = timeline.CheckMany(new CheckManyRequest { At = new Coordinates { Effective = "2025-11-15" }, Questions = { chunk } });
                await foreach (var _ in call.ResponseStream.ReadAllAsync())
                    answers++;
            }
            rates.Add(answers / watch.Elapsed.TotalSeconds);
        }
        Measured.Tell($"check many, {lines.Count:N0} lines", rates, "lines/s");
    }
}
