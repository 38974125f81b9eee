using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Ledger.Api.Timeline.V1;
using Ledger.Follower;
using Ledger.Integration.Broker;
using Ledger.Integration.Crash;
using Ledger.Integration.Running;
using Ledger.Subscriber;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.Integration.Subscribing;

/// <summary>The ledger on the topic exchange of a real RabbitMQ, and the client package on it.</summary>
[Collection(HostTests.Name)]
public sealed class TopicTests(AnnouncedLedger announced) : IClassFixture<AnnouncedLedger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Every_event_is_announced_in_ledger_order_as_a_CloudEvent_with_its_document_byte_for_byte()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        await announced.AnnounceAsAsync("binary");
        await using var listening = await Listener.StartAsync(announced.Broker, "#");
        await announced.ImportAsync();
        await RecordAsync(3);
        var all = await announced.ListedAsync();
        var heard = await listening.UntilAsync(all.Count - 1);
        var fresh = heard.Where(message => message.Event.Position >= heard[0].Event.Position).ToList();
        Assert.Equal(Enumerable.Range((int)fresh[0].Event.Position, fresh.Count).Select(position => (long)position), fresh.Select(message => message.Event.Position));
        foreach (var (properties, key, body, recorded) in fresh)
        {
            var listed = all[(int)recorded.Position];
            Assert.Equal(listed.Document, Encoding.UTF8.GetString(body));
            Assert.Equal((listed.Type, listed.Stream, listed.Revision), (recorded.Type, recorded.Stream, recorded.Revision));
            Assert.Equal("application/json", properties.ContentType);
            Assert.Equal(DeliveryModes.Persistent, properties.DeliveryMode);
            Assert.Equal("1.0", Encoding.UTF8.GetString((byte[])properties.Headers!["cloudEvents:specversion"]!));
            Assert.Equal($"{recorded.Owner}.{recorded.Type[(recorded.Type.IndexOf('.') + 1)..]}.{(recorded.Jurisdictions.Count > 0 ? recorded.Jurisdictions[0] : "none")}", key);
            Assert.Equal(recorded.Decode().Header.EventId, recorded.EventId);
        }
        Assert.Contains(fresh, message => message.Event.Jurisdictions.Count > 1);
    }

    [Fact]
    public async Task A_queue_bound_to_one_jurisdiction_hears_of_it_first_or_further()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        await using var listening = await Listener.StartAsync(announced.Broker, "facilities.*.v1.AU");
        await using var whole = await Listener.StartAsync(announced.Broker, "#");
        foreach (var jurisdictions in (string[][])[["MY", "AU"], ["JP"], ["AU"]])
        {
            var request = Plants.Registered($"plant-{Guid.NewGuid():N}");
            request.Act.Zone = "UTC";
            request.Act.Jurisdictions.Clear();
            request.Act.Jurisdictions.AddRange(jurisdictions);
            await new Ledger.Api.Facilities.V1.FacilitiesService.FacilitiesServiceClient(announced.Services.Calls).RecordActAsync(request);
        }
        var last = (await announced.ListedAsync()).Count - 1;
        await whole.UntilAsync(last);
        var heard = await listening.UntilAsync(last);
        Assert.Equal([last - 5, last - 4, last - 1, last], heard.Select(message => message.Event.Position));
        Assert.Equal(["facilities.facility-registered.v1.MY", "facilities.facility-registered.v1.AU"], heard.Where(message => message.Event.Type.StartsWith("facilities.facility", StringComparison.Ordinal)).Select(message => message.Key));
    }

    [Fact]
    public async Task A_subscriber_over_the_topic_misses_nothing_while_the_broker_is_killed_and_started_under_it()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        using var folder = new TemporaryFolder();
        using var record = new SqliteRecord(folder.Of("record.db"));
        using var stop = new CancellationTokenSource(Patience);
        var (reached, outages) = (new ConcurrentDictionary<long, bool>(), new ConcurrentBag<Exception>());
        var running = new Subscription(announced.Services["Timeline"].Channel.CreateCallInvoker(), EventFilter.Everything, TimeProvider.System) { Silence = TimeSpan.FromSeconds(1), Interrupted = outages.Add }
            .RunAsync(record.Handler(recorded => reached[recorded.Position] = true), announced.Broker, "test", stop.Token);
        await RecordAsync(20);
        await announced.Services.Broker.KillAsync();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await announced.Services.Broker.StartAsync();
        await announced.Services.ReadyAsync();
        await RecordAsync(20);
        var all = await announced.ListedAsync();
        while (!reached.ContainsKey(all.Count - 1) && !running.IsCompleted)
            await Task.Delay(50, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.NotEmpty(outages);
        record.AssertIs(all);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("structured")]
    public async Task A_plain_AMQP_client_gets_what_the_AsyncAPI_document_says(string mode)
    {
        Assert.SkipWhen(RabbitServer.Missing is not null || NodeScript.Missing is not null, RabbitServer.Missing ?? NodeScript.Missing ?? "");
        await announced.AnnounceAsAsync(mode);
        await announced.ImportAsync("10-*.jsonl");
        await announced.ImportAsync("60-*.jsonl");
        await RecordAsync(5);
        var last = (await announced.ListedAsync()).Count + 59;
        var listening = NodeScript.RunAsync("subscriber/amqplib.mjs", $"{announced.Broker.Uri}", $"{announced.Services["Timeline"].Http}".TrimEnd('/'), $"{last}");
        while ((await announced.ListedAsync()).Count <= last && !listening.IsCompleted)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await RecordAsync(1);
        }
        var (status, output, errors) = await listening;
        Assert.True(status == 0, $"{errors}\n{announced.Services["Timeline"].Said}");
        Assert.Equal((await announced.ListedAsync()).Take(last + 1).Select(recorded => $"{recorded.Position} {recorded.Type}"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(last + 1));
    }

    [Fact]
    public async Task A_document_that_says_otherwise_than_what_is_published_is_found()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null || NodeScript.Missing is not null, RabbitServer.Missing ?? NodeScript.Missing ?? "");
        await announced.AnnounceAsAsync("binary");
        using var folder = new TemporaryFolder();
        var document = await File.ReadAllTextAsync(Repository.Of("contracts", "asyncapi.yaml"), TestContext.Current.CancellationToken);
        (string Said, string Instead, string Fault)[] wrong =
        [
            ("        \"cloudEvents:ledgerrevision\": { $ref: \"#/components/schemas/ledgerrevision\" }\n", "", "headers must NOT have additional properties"),
            ("        - \"cloudEvents:ledgerentities\"\n", "        - \"cloudEvents:ledgerparties\"\n", "headers must have required property"),
            ("          name: ledger.events\n", "          name: ledger.facts\n", "exchange ledger.events"),
            ("address: \"{owner}.{event}.", "address: \"{event}.{owner}.", "routing key"),
            ("deliveryMode: 2", "deliveryMode: 1", "delivery mode"),
            ("      contentType: application/json\n", "      contentType: application/avro\n", "content type application/json"),
        ];
        // On a slow machine some of the processes have just begun when the first events come.
        var last = (await announced.ListedAsync()).Count + 59;
        var listening = wrong.Select((each, number) =>
        {
            Assert.Contains(each.Said, document, StringComparison.Ordinal);
            var altered = folder.Of($"{number}.yaml");
            File.WriteAllText(altered, document.Replace(each.Said, each.Instead, StringComparison.Ordinal));
            return NodeScript.RunAsync("subscriber/amqplib.mjs", $"{announced.Broker.Uri}", $"{announced.Services["Timeline"].Http}".TrimEnd('/'), $"{last}", altered);
        }).ToList();
        while (!listening.TrueForAll(each => each.IsCompleted))
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await RecordAsync(1);
        }
        foreach (var ((_, _, fault), run) in wrong.Zip(listening))
        {
            var (status, _, errors) = await run;
            Assert.True(status != 0 && errors.Contains(fault, StringComparison.Ordinal), $"not found: {fault}\n{errors}");
        }
    }

    private async Task RecordAsync(int commands)
    {
        var facilities = new Ledger.Api.Facilities.V1.FacilitiesService.FacilitiesServiceClient(announced.Services.Calls);
        for (var i = 0; i < commands; i++)
        {
            var request = Plants.Registered($"plant-{Guid.NewGuid():N}");
            while (true)
            {
                try
                {
                    await facilities.RecordActAsync(request);
                    break;
                }
                catch (Grpc.Core.RpcException away) when (away.StatusCode == Grpc.Core.StatusCode.Unavailable)
                {
                    await Task.Delay(100, TestContext.Current.CancellationToken);
                }
            }
        }
    }
}

/// <summary>A plain AMQP consumer with a queue of its own.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly ConcurrentQueue<(IReadOnlyBasicProperties Properties, string Key, byte[] Body, PolicyEvent Event)> _heard = new();

    private Listener(IConnection connection) => _connection = connection;

    public static async Task<Listener> StartAsync(ConnectionFactory broker, string key)
    {
        var listener = new Listener(await broker.CreateConnectionAsync());
        var channel = await listener._connection.CreateChannelAsync();
        var queue = $"subscriber-listener-{Guid.NewGuid():N}";
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue, "ledger.events", key);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            var copy = new BasicProperties(delivered.BasicProperties);
            listener._heard.Enqueue((copy, delivered.RoutingKey, delivered.Body.ToArray(), CloudEventMessage.Read(copy, delivered.Body)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return listener;
    }

    /// <summary>What was heard, once a position was.</summary>
    public async Task<IReadOnlyList<(IReadOnlyBasicProperties Properties, string Key, byte[] Body, PolicyEvent Event)>> UntilAsync(long position)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (!_heard.Any(message => message.Event.Position >= position))
        {
            if (TimeProvider.System.GetElapsedTime(patience) > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"position {position} was not heard; {_heard.Count} messages were");
            await Task.Delay(20);
        }
        return [.. _heard];
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
