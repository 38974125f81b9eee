using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.Subscriber;

/// <summary>
/// The ledger's topic exchange, through a queue of this process's own that ends with it. The queue is short, and so is what waits
/// here, so that a subscriber that falls behind costs neither the broker nor its own process anything: what is dropped is a gap, and is fetched from
/// the ledger.
/// </summary>
internal sealed class Topic : IAsyncDisposable
{
    public const string Exchange = "ledger.events";

    /// <summary>What waits for the handler, here and at the broker: what does not fit is dropped.</summary>
    private const int MostWaiting = 4096;
    private const int MostInQueue = 10_000;

    private readonly IConnection _connection;
    private readonly Channel<PolicyEvent> _arrived = Channel.CreateBounded<PolicyEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private IChannel _channel = null!;

    private Topic(IConnection connection) => _connection = connection;

    /// <summary>Binds a queue: whatever is announced from now on arrives.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.RabbitMQClientException">The broker is away or refuses.</exception>
    public static async Task<Topic> BindAsync(ConnectionFactory broker, string subscriber, CancellationToken cancellation)
    {
        var topic = new Topic(await broker.CreateConnectionAsync(subscriber, cancellation).ConfigureAwait(false));
        try
        {
            await topic.BindAsync(subscriber, cancellation).ConfigureAwait(false);
            return topic;
        }
        catch
        {
            await topic.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next event, if one waits.</summary>
    public bool TryNext([NotNullWhen(true)] out PolicyEvent? recorded) => _arrived.Reader.TryRead(out recorded);

    /// <summary>The next event; fails when the connection is lost.</summary>
    public ValueTask<PolicyEvent> NextAsync(CancellationToken cancellation) => _arrived.Reader.ReadAsync(cancellation);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync().ConfigureAwait(false);

    private async Task BindAsync(string subscriber, CancellationToken cancellation)
    {
        _channel = await _connection.CreateChannelAsync(cancellationToken: cancellation).ConfigureAwait(false);
        _channel.ChannelShutdownAsync += (_, shutdown) =>
        {
            _arrived.Writer.TryComplete(new IOException($"the broker's channel closed: {shutdown.ReplyText}"));
            return Task.CompletedTask;
        };
        var queue = $"subscriber-{subscriber}-{Guid.NewGuid():N}";
        await _channel.QueueDeclareAsync(
            queue, durable: false, exclusive: true, autoDelete: true, new Dictionary<string, object?> { ["x-max-length"] = MostInQueue }, cancellationToken: cancellation).ConfigureAwait(false);
        // Everything: a gap in the positions can then be seen. What is not asked for is passed over here.
        await _channel.QueueBindAsync(queue, Exchange, "#", cancellationToken: cancellation).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            if (Read(delivered) is { } recorded)
                _arrived.Writer.TryWrite(recorded);
            return Task.CompletedTask;
        };
        // The ledger has what is lost on the way; to acknowledge and to limit what is handed over would cost the broker as much again as the delivery.
        await _channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null for what the ledger did not write: an event of its own that is missed shows as a gap, and is fetched.</summary>
    private static PolicyEvent? Read(BasicDeliverEventArgs delivered)
    {
        try
        {
            return CloudEventMessage.Read(delivered.BasicProperties, delivered.Body);
        }
        catch (Exception unreadable) when (unreadable is UnreadableMessageException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
