using Google.Protobuf;
using Grpc.Core;
using Ledger.Api.Exchange;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>The same code as separate processes: it records and answers as the host does, to the byte.</summary>
public sealed class SeparateServicesTests
{
    private static readonly string[] Days = ["2025-10-29", "2025-11-15", "2026-11-11"];

    [Fact]
    public async Task Separate_services_record_the_sample_and_answer_as_the_host_does()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        using var data = new TemporaryFolder();
        await using var separate = await SeparateLedger.StartAsync();
        var report = await new ExchangeImport(separate.Calls, TimeProvider.System).RunAsync(Sample(), dryRun: false, _ => { }, TestContext.Current.CancellationToken);
        Assert.True(report.IsClean, string.Join("; ", report.Faults));
        await using var host = await HostProcess.StartAsync(data.Path);
        var (apart, together) = (new TimelineService.TimelineServiceClient(separate.Calls), new TimelineService.TimelineServiceClient(host.Channel));
        foreach (var day in Days)
        {
            var question = new CheckRequest
            {
                At = new Coordinates { Effective = day }, Question = new Question { Goods = { "element:Ho" }, Origin = "CN", Destination = "US" },
            };
            Assert.Equal(await together.CheckAsync(question), await apart.CheckAsync(question));
            Assert.Equal(await StateAsync(together, day), await StateAsync(apart, day));
        }
        var again = await new ExchangeImport(separate.Calls, TimeProvider.System).RunAsync(Sample(), dryRun: false, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal((0, report.Recorded), (again.Recorded, again.AlreadyRecorded));
    }

    [Fact]
    public async Task A_service_without_its_settings_says_in_a_sentence_how_to_set_them()
    {
        var (status, said) = await ServiceProcess.RunToEndAsync("Agreements", "--store", "esdb://127.0.0.1:1?tls=false");
        Assert.Equal(2, status);
        Assert.Contains("--broker (or LEDGER_BROKER) is not set", said, StringComparison.Ordinal);
        (status, said) = await ServiceProcess.RunToEndAsync("Timeline", "--store", "sqlite:/tmp/nowhere", "--broker", "amqp://127.0.0.1");
        Assert.Equal(2, status);
        Assert.Contains("belongs to one process", said, StringComparison.Ordinal);
        (status, said) = await ServiceProcess.RunToEndAsync("Timeline", "--store", "esdb://127.0.0.1:1?tls=false", "--broker", "amqp://broker.example");
        Assert.Equal(2, status);
        Assert.Contains("plaintext to another machine", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_waits_for_a_broker_and_a_store_that_are_away_says_so_once_and_ends_when_asked()
    {
        await using var service = await ServiceProcess.StartAsync(
            "Facilities", "--store", "esdb://127.0.0.1:1?tls=false", "--broker", "amqp://facilities:none@127.0.0.1:1/ledger", "--http-port", "0", "--grpc-port", "0");
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        using var health = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("facilities", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(service.Said.Split('\n'), line => line.StartsWith("waiting for", StringComparison.Ordinal));
        Assert.Equal(0, await service.TerminateAsync());
    }

    [Fact]
    public async Task A_service_whose_user_the_broker_refuses_ends_with_a_sentence()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        using var folder = TemporaryFolder.InMemory();
        await using var broker = await RabbitServer.StartAsync(folder.Path);
        var stranger = new UriBuilder(broker.AddressOf("facilities")) { Password = "another" };
        var (status, said) = await ServiceProcess.RunToEndAsync(
            "Facilities", "--store", "esdb://127.0.0.1:1?tls=false", "--broker", stranger.Uri.ToString(), "--http-port", "0", "--grpc-port", "0");
        Assert.Equal(11, status);
        Assert.Contains("the broker refuses amqp://facilities@127.0.0.1", said, StringComparison.Ordinal);
        Assert.DoesNotContain("another", said, StringComparison.Ordinal);
    }

    private static async Task<string> StateAsync(TimelineService.TimelineServiceClient timeline, string day)
    {
        var request = new ListInForceRequest { At = new Coordinates { Effective = day }, PageSize = 500, Statuses = { "in-force", "suspended", "announced", "signed", "operating" } };
        return JsonFormatter.Default.Format(await timeline.ListInForceAsync(request));
    }

    private static List<string> Sample() => [.. Directory.GetFiles(Path.Combine(HostProcess.Folder, "sample"), "*.jsonl").Order(StringComparer.Ordinal)];
}
