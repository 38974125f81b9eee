using System.Diagnostics;
using Ledger.Integration.Broker;
using Ledger.Integration.Crash;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;
using RabbitMQ.Client;

namespace Ledger.Integration.Subscribing;

/// <summary>Two instances of timeline over one store and broker: one announces, and when it is paused past its lease the other does.</summary>
[Collection(HostTests.Name)]
public sealed class PausedAnnouncerTests
{
    private const string Lease = "3";

    [Fact]
    public async Task A_paused_holder_that_wakes_has_lost_its_lease_and_the_topic_stays_whole_and_in_order()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        using var storeFolder = TemporaryFolder.InMemory();
        using var brokerFolder = TemporaryFolder.InMemory();
        await using var store = await StandInProcess.StartAsync(storeFolder.Path);
        await using var broker = await RabbitServer.StartAsync(brokerFolder.Path);
        Task<ServiceProcess> Start(string project, string user) => ServiceProcess.StartAsync(
            project, "--store", store.Address, "--broker", $"{broker.AddressOf(user)}", "--lease-seconds", Lease, "--http-port", "0", "--grpc-port", "0");
        await using var first = await Start("Timeline", "timeline");
        await first.ReadyAsync();
        await using var facilities = await Start("Facilities", "facilities");
        await facilities.ReadyAsync();
        // The first has the lease before the second is there.
        await RecordAsync(facilities, 1);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        await using var second = await Start("Timeline", "timeline");
        await second.ReadyAsync();
        await using var listening = await Listener.StartAsync(new ConnectionFactory { Uri = broker.AddressOf("subscriber") }, "#");
        await RecordAsync(facilities, 5);
        var before = (await RecordedEvents.AllAsync(second.Channel, TestContext.Current.CancellationToken)).Count;
        await listening.UntilAsync(before - 1);
        Signal("STOP", first);
        try
        {
            await RecordAsync(facilities, 5);
            var during = (await RecordedEvents.AllAsync(second.Channel, TestContext.Current.CancellationToken)).Count;
            Assert.True(during > before);
            // Nothing comes before the lease is over, and then from the other.
            await listening.UntilAsync(during - 1);
        }
        finally
        {
            Signal("CONT", first);
        }
        await RecordAsync(facilities, 20);
        var all = await RecordedEvents.AllAsync(second.Channel, TestContext.Current.CancellationToken);
        var heard = await listening.UntilAsync(all.Count - 1);
        var fresh = new List<long>();
        foreach (var position in heard.Select(message => message.Event.Position))
        {
            // What comes again lies behind; nothing is ever skipped.
            Assert.True(fresh.Count == 0 || position <= fresh[^1] + 1, $"{position} came after {fresh.LastOrDefault()}");
            if (fresh.Count == 0 || position == fresh[^1] + 1)
                fresh.Add(position);
        }
        Assert.Equal(all.Count - 1, fresh[^1]);
        Assert.Contains("another instance announces", first.Said, StringComparison.Ordinal);
    }

    private static void Signal(string signal, ServiceProcess service) => Process.Start("kill", [$"-{signal}", $"{service.ProcessId}"]).WaitForExit();

    private static async Task RecordAsync(ServiceProcess facilities, int commands)
    {
        var owner = new Ledger.Api.Facilities.V1.FacilitiesService.FacilitiesServiceClient(facilities.Channel);
        for (var i = 0; i < commands; i++)
        {
            var request = Plants.Registered($"plant-{Guid.NewGuid():N}");
            for (var recorded = false; !recorded;)
            {
                try
                {
                    await owner.RecordActAsync(request, deadline: DateTime.UtcNow + TimeSpan.FromSeconds(20));
                    recorded = true;
                }
                catch (Grpc.Core.RpcException away) when (away.StatusCode is Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.DeadlineExceeded)
                {
                    // The paused instance had it in hand, or the services are coming up.
                    await Task.Delay(200);
                }
            }
        }
    }
}
