using System.Diagnostics;
using Ledger.Integration.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.Benchmarks;

/// <summary>
/// RabbitMQ alone: one confirmed publisher on a topic exchange, and a connection, a queue of its own and a consumer for each subscriber. What is
/// published says when.
/// </summary>
internal sealed class BareTopic : IAsyncDisposable
{
    private const string Exchange = "bare.events";
    private const string Sent = "sent";

    private readonly List<IConnection> _connections = [];
    private readonly Arrivals _arrivals = new();
    private IChannel _publisher = null!;

    public static async Task<BareTopic> StartAsync(RabbitServer broker, int subscribers)
    {
        var topic = new BareTopic();
        topic._publisher = await topic.ChannelAsync(broker, new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await topic._publisher.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        for (var i = 0; i < subscribers; i++)
            await topic.ConsumeAsync(await topic.ChannelAsync(broker, null));
        return topic;
    }

    public async Task<Lateness> RoundAsync(double perSecond, int events, IReadOnlyList<byte[]> documents)
    {
        await Pace.HoldAsync(perSecond, events, number => _publisher.BasicPublishAsync(
            Exchange, "facilities.facility-registered.v1.MY", mandatory: false,
            new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { [Sent] = Stopwatch.GetTimestamp() } }, documents[number % documents.Count]).AsTask());
        return await _arrivals.AllAsync((long)events * (_connections.Count - 1), []);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private async Task<IChannel> ChannelAsync(RabbitServer broker, CreateChannelOptions? options)
    {
        _connections.Add(await broker.ConnectAsync());
        return await _connections[^1].CreateChannelAsync(options);
    }

    private async Task ConsumeAsync(IChannel channel)
    {
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, Exchange, "#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            _arrivals.Add(Stopwatch.GetElapsedTime((long)delivered.BasicProperties.Headers![Sent]!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }
}
