using Ledger.Api.Facilities.V1;
using Ledger.Integration.Crash;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>TLS to a broker whose certificate a private authority has signed.</summary>
public sealed class BrokerTlsTests
{
    [Fact]
    public async Task Services_connect_over_TLS_with_the_authority_given_and_refuse_a_broker_that_nobody_vouches_for()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        using var certificates = new TemporaryFolder();
        using var strangers = new TemporaryFolder();
        using var storeFolder = TemporaryFolder.InMemory();
        using var brokerFolder = TemporaryFolder.InMemory();
        using var authority = new TestAuthority(certificates.Path);
        using var stranger = new TestAuthority(strangers.Path);
        await using var store = await StandInProcess.StartAsync(storeFolder.Path);
        await using var broker = await RabbitServer.StartAsync(brokerFolder.Path, authority.Signed("broker", forClients: false));
        string[] Settings(string user, params string[] more) =>
            ["--store", store.Address, "--broker", $"{broker.TlsAddressOf(user)}", "--http-port", "0", "--grpc-port", "0", .. more];

        await using var timeline = await ServiceProcess.StartAsync("Timeline", Settings("timeline", "--broker-ca", authority.CaFile));
        await using var facilities = await ServiceProcess.StartAsync("Facilities", Settings("facilities", "--broker-ca", authority.CaFile));
        await timeline.ReadyAsync();
        await facilities.ReadyAsync();
        var owner = new FacilitiesService.FacilitiesServiceClient(facilities.Channel);
        Assert.False((await owner.RecordActAsync(Plants.Registered("over-tls"))).Recorded.Pending);
        // The shelves and the announcements go by connections of timeline's own, and over TLS too.
        var operations = new Ledger.Api.Timeline.V1.OperationsService.OperationsServiceClient(timeline.Channel);
        Assert.Empty((await operations.ListDeadLettersAsync(new Ledger.Api.Timeline.V1.ListDeadLettersRequest())).DeadLetters);

        foreach (var settings in new[] { Settings("facilities"), Settings("facilities", "--broker-ca", stranger.CaFile) })
        {
            var (status, said) = await ServiceProcess.RunToEndAsync("Facilities", settings);
            Assert.Equal(11, status);
            var sentence = Assert.Single(said.Split('\n'), line => line.Contains("is not trusted", StringComparison.Ordinal));
            Assert.Contains("--broker-ca (or LEDGER_BROKER_CA)", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("of-a-test", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        }
    }
}
