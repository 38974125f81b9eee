using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Crash;

/// <summary>
/// SIGTERM under 64 writers: what is in flight is answered, the process ends within five seconds with status 0, and all that was answered
/// is there once on the next start.
/// </summary>
[Collection(HostTests.Name)]
public sealed class TerminatedUnderWriters(ITestOutputHelper output)
{
    private const int Writers = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, long> answered = new();
    private readonly ConcurrentDictionary<string, RpcException> unanswered = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="streams">Commands of one stream wait for each other; those of many do not.</param>
    [Theory]
    [InlineData(Writers)]
    [InlineData(1)]
    public async Task What_is_in_flight_is_answered_and_the_host_ends_in_five_seconds(int streams)
    {
        using var folder = new TemporaryFolder();
        var sentBefore = new ConcurrentBag<string>();
        await using (var host = await HostProcess.StartAsync(folder.Path, "--empty"))
        {
            var client = new FacilitiesService.FacilitiesServiceClient(host.Channel);
            await RegisterAsync(client);
            using var asked = new ManualResetEventSlim();
            var writing = Enumerable.Range(0, Writers).Select(writer => WriteAsync(client, writer, streams, asked, sentBefore)).ToList();
            while (answered.Count < Writers * 4)
                await Task.Delay(10, Stop);
            var since = Stopwatch.GetTimestamp();
            asked.Set();
            var ended = await host.TerminateAsync();
            var took = Stopwatch.GetElapsedTime(since);
            await Task.WhenAll(writing);

            output.WriteLine($"{answered.Count} commands answered, {unanswered.Count} not; ended in {took.TotalMilliseconds:F0} ms");
            Assert.Equal(0, ended.ExitStatus);
            Assert.Equal("", ended.Errors);
            Assert.True(took <= Patience, $"the host took {took} to end");
        }
        // A call that was under way when the host was told to end has an answer of the ledger's own: recorded, or not and why.
        Assert.All(sentBefore.Where(unanswered.ContainsKey), requestId => Assert.NotNull(unanswered[requestId].GetRpcStatus()));

        await using var next = await HostProcess.StartAsync(folder.Path, "--empty");
        var recorded = await Plants.AssertEachOnceAsync(next.Channel, answered, Stop);
        Assert.Empty(recorded.Where(requestId => !answered.ContainsKey(requestId)).Select(requestId => $"{requestId} was recorded, and its caller was told {unanswered[requestId].Status}"));
    }

    private async Task RegisterAsync(FacilitiesService.FacilitiesServiceClient client)
    {
        var plant = Plants.Registered("plant");
        answered[plant.RequestId] = (await client.RecordActAsync(plant, cancellationToken: Stop)).Recorded.Position;
    }

    /// <summary>Sends one command after another until the host no longer takes them.</summary>
    private async Task WriteAsync(FacilitiesService.FacilitiesServiceClient client, int writer, int streams, ManualResetEventSlim asked, ConcurrentBag<string> sentBefore)
    {
        for (var number = 0; ; number++)
        {
            var request = streams == Writers ? Plants.Registered($"plant-{writer}-{number}") : Plants.Told("plant", $"told-{writer}-{number}");
            try
            {
                var call = client.RecordActAsync(request, cancellationToken: CancellationToken.None);
                if (!asked.IsSet)
                    sentBefore.Add(request.RequestId);
                answered[request.RequestId] = (await call).Recorded.Position;
            }
            catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
            {
                unanswered[request.RequestId] = away;
                return;
            }
        }
    }
}
