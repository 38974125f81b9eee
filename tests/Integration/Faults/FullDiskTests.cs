using System.Collections.Concurrent;
using Google.Rpc;
using Grpc.Core;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Crash;
using Ledger.Integration.Running;

namespace Ledger.Integration.Faults;

/// <summary>A disk that fills under writers, and recovers: typed answers, nothing half recorded, and the ledger goes on where room is made.</summary>
[Collection(HostTests.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Writers = 16;
    private const int Rounds = 3;
    private const long LeftFree = 600_000;

    /// <summary>Makes a command's documents large enough that the disk fills soon.</summary>
    private static readonly string Note = new('n', 4_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_fills_refuses_in_a_sentence_and_one_with_room_again_goes_on()
    {
        using var disk = SmallDisk.Mounted("32m");
        var answered = new ConcurrentDictionary<string, long>();
        await using (var host = await HostProcess.StartAsync(disk.Data, "--empty"))
        {
            var client = new FacilitiesService.FacilitiesServiceClient(host.Channel);
            for (var round = 0; round < Rounds; round++)
            {
                disk.FillUpTo(LeftFree);
                var refused = new ConcurrentBag<RecordActRequest>();
                await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteUntilFullAsync(client, $"{round}-{writer}", answered, refused)));
                Assert.Equal(Writers, refused.Count);
                // What is there can be asked while nothing can be recorded, and holds none of the refused.
                var recorded = await Plants.AssertEachOnceAsync(host.Channel, answered, Stop);
                Assert.Equal(answered.Count, recorded.Count);
                Assert.All(refused, request => Assert.DoesNotContain(request.RequestId, recorded));

                disk.Empty();
                foreach (var request in refused)
                    answered[request.RequestId] = (await client.RecordActAsync(request, cancellationToken: Stop)).Recorded.Position;
                output.WriteLine($"round {round + 1}: {answered.Count} commands answered, {refused.Count} of them refused at first");
            }
            Assert.Equal(answered.Count, (await Plants.AssertEachOnceAsync(host.Channel, answered, Stop)).Count);
            var ended = await host.TerminateAsync();
            Assert.True(ended.ExitStatus == 0, ended.ToString());
        }
        await using var next = await HostProcess.StartAsync(disk.Data, "--empty");
        Assert.Equal(answered.Count, (await Plants.AssertEachOnceAsync(next.Channel, answered, Stop)).Count);
    }

    [Fact]
    public async Task A_host_that_is_started_on_a_full_disk_ends_with_6_and_starts_once_there_is_room()
    {
        using var disk = SmallDisk.Mounted("8m");
        disk.FillUpTo(0);
        var ended = await HostProcess.RunToEndAsync(disk.Data, "--empty");
        Assert.True(ended.ExitStatus == 6, ended.ToString());
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Exception", ended.Errors, StringComparison.Ordinal);
        disk.Empty();
        await using var host = await HostProcess.StartAsync(disk.Data, "--empty");
        Assert.Equal(-1, (await new TimelineService.TimelineServiceClient(host.Channel).GetStatusAsync(new GetStatusRequest(), cancellationToken: Stop)).Position);
    }

    /// <summary>Sends one command after another until one is refused, which must say that the disk is full.</summary>
    private static async Task WriteUntilFullAsync(
        FacilitiesService.FacilitiesServiceClient client, string writer, ConcurrentDictionary<string, long> answered, ConcurrentBag<RecordActRequest> refused)
    {
        for (var number = 0; ; number++)
        {
            var request = Plants.Registered($"plant-{writer}-{number}", Note);
            try
            {
                answered[request.RequestId] = (await client.RecordActAsync(request, cancellationToken: Stop)).Recorded.Position;
            }
            catch (RpcException full)
            {
                Assert.Equal(StatusCode.Unavailable, full.StatusCode);
                Assert.Equal("NOT_RECORDED", full.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
                Assert.Contains("full", full.Status.Detail, StringComparison.Ordinal);
                refused.Add(request);
                return;
            }
        }
    }
}
