using System.Collections.Concurrent;
using Grpc.Core;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Crash;

/// <summary>
/// The host killed outright, again and again, under 64 writers on one folder: what was answered is there, once, in order; the rest is absent
/// or whole, and sent again with its request id ends in one recording (DESIGN section 5).
/// </summary>
[Collection(HostTests.Name)]
public sealed class KilledUnderWriters(ITestOutputHelper output)
{
    private const int Rounds = 50;
    private const int Writers = 64;

    [Fact]
    public async Task What_was_answered_is_there_once_and_the_rest_is_absent_or_whole()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LEDGER_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed} (set LEDGER_SEED to repeat it)");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var answered = new ConcurrentDictionary<string, long>();
        var unanswered = new ConcurrentDictionary<string, RecordActRequest>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var host = await HostProcess.StartAsync(folder.Path, "--empty");
            var client = new FacilitiesService.FacilitiesServiceClient(host.Channel);
            foreach (var (request, again) in unanswered.ToArray().Select(pair => (pair.Key, pair.Value)))
            {
                answered[request] = (await client.RecordActAsync(again, cancellationToken: cancellation)).Recorded.Position;
                unanswered.TryRemove(request, out _);
            }
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(client, round, writer, answered, unanswered)));
            await Task.Delay(random.Next(20, 400), cancellation);
            await host.KillAsync();
            await writing;
        }

        await using var last = await HostProcess.StartAsync(folder.Path, "--empty");
        await AssertWholeAsync(last, answered, unanswered, cancellation);
        Assert.True(answered.Count > Rounds, $"only {answered.Count} commands were answered in {Rounds} rounds: the writers hardly wrote");
        output.WriteLine($"{answered.Count} commands answered, {unanswered.Count} cut off in the last round");
    }

    private static async Task WriteAsync(
        FacilitiesService.FacilitiesServiceClient client, int round, int writer, ConcurrentDictionary<string, long> answered, ConcurrentDictionary<string, RecordActRequest> unanswered)
    {
        for (var number = 0; ; number++)
        {
            var request = Plants.Registered($"plant-{round}-{writer}-{number}");
            unanswered[request.RequestId] = request;
            try
            {
                answered[request.RequestId] = (await client.RecordActAsync(request)).Recorded.Position;
                unanswered.TryRemove(request.RequestId, out _);
            }
            catch (RpcException)
            {
                return; // the host is gone; what became of this one is unknown
            }
        }
    }

    private static async Task AssertWholeAsync(
        HostProcess host, ConcurrentDictionary<string, long> answered, ConcurrentDictionary<string, RecordActRequest> unanswered, CancellationToken cancellation)
    {
        var recorded = await Plants.AssertEachOnceAsync(host.Channel, answered, cancellation);
        Assert.All(recorded, requestId => Assert.True(answered.ContainsKey(requestId) || unanswered.ContainsKey(requestId), $"{requestId} was never sent"));

        // What was answered and is sent again answers the same; another command under its id is refused.
        var client = new FacilitiesService.FacilitiesServiceClient(host.Channel);
        foreach (var again in unanswered.Values)
        {
            var first = await client.RecordActAsync(again, cancellationToken: cancellation);
            var second = await client.RecordActAsync(again, cancellationToken: cancellation);
            Assert.True(second.Recorded.AlreadyRecorded);
            Assert.Equal(first.Recorded.Position, second.Recorded.Position);
            var other = again.Clone();
            other.Act.AnnouncedOn = "2025-11-02";
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.RecordActAsync(other, cancellationToken: cancellation));
            Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        }
    }
}
