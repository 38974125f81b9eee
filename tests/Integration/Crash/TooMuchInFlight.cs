using System.Collections.Concurrent;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Running;
using Microsoft.Data.Sqlite;

namespace Ledger.Integration.Crash;

/// <summary>More commands at once than an owner holds in flight: the rest are told to come back, and nothing is recorded twice.</summary>
[Collection(HostTests.Name)]
public sealed class TooMuchInFlight(ITestOutputHelper output)
{
    /// <summary>An owner holds 2,048 in flight.</summary>
    private const int AtOnce = 2_600;

    private const int AtOnceAgain = 256;

    /// <summary>Less than the host waits for the store.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_much_is_exhausted_and_sent_again_is_recorded_once()
    {
        using var folder = TemporaryFolder.InMemory();
        await using var host = await HostProcess.StartAsync(folder.Path, "--empty");
        using var wide = Calls.Channel(host.Grpc);
        var client = new FacilitiesService.FacilitiesServiceClient(wide);
        var requests = Enumerable.Range(0, AtOnce).Select(number => Plants.Registered($"plant-{number}")).ToList();
        var answered = new ConcurrentDictionary<string, long>();
        var exhausted = new ConcurrentBag<RecordActRequest>();

        // While somebody else holds the store, what is sent piles up.
        Task sending;
        using (new HeldStore(folder.Of("ledger.db")))
        {
            sending = Task.WhenAll(requests.Select(request => SendAsync(client, request, answered, exhausted)));
            for (var waited = TimeSpan.Zero; waited < Held && exhausted.IsEmpty; waited += TimeSpan.FromMilliseconds(50))
                await Task.Delay(50, Stop);
        }
        await sending;
        output.WriteLine($"{answered.Count} recorded at once, {exhausted.Count} told to come back");
        Assert.NotEmpty(exhausted);
        Assert.NotEmpty(answered);
        var recorded = await Plants.AssertEachOnceAsync(host.Channel, answered, Stop);
        Assert.All(exhausted, request => Assert.DoesNotContain(request.RequestId, recorded));

        while (!exhausted.IsEmpty)
        {
            var again = exhausted.Take(AtOnceAgain).ToList();
            var left = exhausted.Skip(AtOnceAgain).ToList();
            exhausted.Clear();
            left.ForEach(exhausted.Add);
            await Task.WhenAll(again.Select(request => SendAsync(client, request, answered, exhausted)));
        }
        Assert.Equal(AtOnce, answered.Count);
        Assert.Equal(AtOnce, (await Plants.AssertEachOnceAsync(host.Channel, answered, Stop)).Count);
    }

    /// <summary>The store's write lock, held by another connection.</summary>
    private sealed class HeldStore : IDisposable
    {
        private readonly SqliteConnection connection;

        public HeldStore(string database)
        {
            connection = new SqliteConnection($"Data Source={database};Pooling=False");
            connection.Open();
            Run("BEGIN IMMEDIATE");
        }

        public void Dispose()
        {
            Run("ROLLBACK");
            connection.Dispose();
        }

        private void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static async Task SendAsync(
        FacilitiesService.FacilitiesServiceClient client, RecordActRequest request, ConcurrentDictionary<string, long> answered, ConcurrentBag<RecordActRequest> exhausted)
    {
        try
        {
            answered[request.RequestId] = (await client.RecordActAsync(request, cancellationToken: Stop)).Recorded.Position;
        }
        catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
        {
            Assert.Equal("TOO_MUCH_IN_FLIGHT", full.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
            exhausted.Add(request);
        }
    }
}
