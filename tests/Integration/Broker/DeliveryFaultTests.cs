using Ledger.Follower;
using Ledger.Integration.Running;
using Ledger.Integration.Subscribing;
using Ledger.Subscriber;
using RabbitMQ.Client;

namespace Ledger.Integration.Broker;

/// <summary>
/// Every delivery three times, reordered within a window of a hundred, one in twenty dropped and delivered later: on the way to the recorder, and
/// on the way to a subscriber.
/// </summary>
[Collection(OneSeparateLedger.Name)]
public sealed class DeliveryFaultTests(SeparateLedgerFixture fixture, ITestOutputHelper output)
{
    private const string RecordQueue = "record-facilities";
    private const string Unreliable = "unreliable";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Deliveries_repeated_reordered_and_dropped_on_both_ways_change_nothing()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        var seed = FaultRun.Seed(output);
        var (ledger, broker) = (fixture.Ledger, fixture.Ledger.Broker);
        var administrator = broker.AddressOf("administrator");
        // The topic as an unreliable broker has it, on a virtual host of its own.
        await broker.ControlAsync("add_vhost", Unreliable);
        await broker.ControlAsync("set_permissions", "-p", Unreliable, "administrator", ".*", ".*", ".*");
        var unreliable = new UriBuilder(administrator) { Path = Unreliable }.Uri;
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await using (var there = await new ConnectionFactory { Uri = unreliable }.CreateConnectionAsync())
        await using (var declaring = await there.CreateChannelAsync())
            await declaring.ExchangeDeclareAsync("ledger.events", ExchangeType.Topic, durable: true, autoDelete: false);
        await using var toSubscriber = await UnreliableDelivery.StartAsync(administrator, "ledger.events", unreliable, "ledger.events", key => key, seed);
        await using var toRecorder = await UnreliableDelivery.StartAsync(administrator, RecordQueue, administrator, "", _ => RecordQueue, seed + 1);
        using var folder = TemporaryFolder.InMemory();
        using var record = new SqliteRecord(folder.Of("record.db"));
        using var stop = new CancellationTokenSource();
        var (reached, outages) = (-1L, 0);
        var subscribing = new Subscription(ledger["Timeline"].Channel.CreateCallInvoker(), EventFilter.Everything, TimeProvider.System) { Interrupted = _ => outages++ }
            .RunAsync(record.Handler(recorded => Volatile.Write(ref reached, recorded.Position)), new ConnectionFactory { Uri = unreliable }, "unreliable", stop.Token);
        var writers = new WritersUnderFaults(ledger, seed, Sharing.Little);
        await channel.QueueUnbindAsync(RecordQueue, RecordQueue, "");
        try
        {
            await writers.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(FaultRun.Rounds));
            await writers.AssertAllThereOnceAsync();
            // Copies of what was answered long ago are still on their way, and record nothing.
            await toRecorder.EmptyAsync();
            await UntilAsync(async () => (await channel.QueueDeclarePassiveAsync(RecordQueue)).MessageCount == 0, "the record queue is not empty");
        }
        finally
        {
            await channel.QueueBindAsync(RecordQueue, RecordQueue, "");
        }
        await writers.AssertAllThereOnceAsync();
        var all = await RecordedEvents.AllAsync(ledger["Timeline"].Channel, TestContext.Current.CancellationToken);
        await NaiveReplay.Of(all.Select(recorded => recorded.Document)).AssertIsAnsweredAsync(ledger["Timeline"].Channel);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref reached) >= all.Count - 1 || subscribing.IsCompleted), "the subscriber did not catch up");
        await toSubscriber.EmptyAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing);
        record.AssertIs(all);
        Assert.Equal(0, outages);
        output.WriteLine($"to the recorder {toRecorder}; to the subscriber {toSubscriber}; {writers}; {all.Count} events");
    }

    private static async Task UntilAsync(Func<Task<bool>> reached, string failure)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!await reached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until) < Patience, failure);
            await Task.Delay(50);
        }
    }
}
