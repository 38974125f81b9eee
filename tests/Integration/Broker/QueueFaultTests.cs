using Grpc.Core;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Crash;

namespace Ledger.Integration.Broker;

/// <summary>A record queue is deleted under the services, as an operator may by mistake: they make it again and go on.</summary>
public sealed class QueueFaultTests(SeparateLedgerFixture fixture, ITestOutputHelper output) : IClassFixture<SeparateLedgerFixture>
{
    private const string Queue = "record-facilities";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task A_record_queue_deleted_under_load_is_made_again_and_what_was_recorded_is_there() =>
        UnderFaults.RunAsync(fixture.Ledger, Sharing.Little with { DeletesQueues = true }, Math.Max(2, FaultRun.Rounds / 10), async (_, _) =>
        {
            await fixture.Ledger.Broker.ControlAsync("delete_queue", "-p", "ledger", Queue);
            await RecordsAgainAsync();
        }, output);

    /// <summary>A new command is recorded; until then its caller is told that the service is unavailable, or that the request is pending.</summary>
    private async Task RecordsAgainAsync()
    {
        var client = new FacilitiesService.FacilitiesServiceClient(fixture.Ledger["Facilities"].Channel);
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                if (!(await client.RecordActAsync(Plants.Registered($"after-{Guid.NewGuid():N}"), deadline: DateTime.UtcNow.AddSeconds(3))).Recorded.Pending)
                    return;
            }
            catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                // As callers are told.
            }
            Assert.True(DateTime.UtcNow < until, $"{Queue} was not made again: {fixture.Ledger["Timeline"].Said}");
            await Task.Delay(100);
        }
    }
}
