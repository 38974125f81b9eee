using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.Subscriber;

/// <summary>
/// The ledger's topic exchange, through a queue of this process's own that ends with it. The queue is short, so that a subscriber that falls
/// behind costs the broker nothing: what the broker drops is a gap, and is fetched from the ledger.
/// </summary>
internal sealed class Topic : IAsyncDisposable
{
    public const string Exchange = "ledger.events";

    /// <summary>Handed over ahead, so that the handler need not wait for the network; acknowledged together, half of them at a time.</summary>
    private const ushort Prefetched = 256;

    private const int MostInQueue = 10_000;

    private readonly IConnection _connection;
    private readonly Channel<(ulong Tag, PolicyEvent? Event)> _arrived = Channel.CreateUnbounded<(ulong, PolicyEvent?)>(new UnboundedChannelOptions { SingleReader = true });
    private IChannel _channel = null!;
    private ulong _last;
    private int _unacknowledged;

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

    /// <summary>The next event; fails when the connection is lost.</summary>
    public async Task<PolicyEvent> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Nothing waits: what was handled is acknowledged before this goes to sleep.
            if (_unacknowledged >= Prefetched / 2 || !_arrived.Reader.TryPeek(out var _))
                await AcknowledgeAsync(cancellation).ConfigureAwait(false);
            var (tag, recorded) = await _arrived.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            (_last, _unacknowledged) = (tag, _unacknowledged + 1);
            if (recorded is not null)
                return recorded;
        }
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync().ConfigureAwait(false);

    private async Task AcknowledgeAsync(CancellationToken cancellation)
    {
        if (_unacknowledged == 0)
            return;
        await _channel.BasicAckAsync(_last, multiple: true, cancellation).ConfigureAwait(false);
        _unacknowledged = 0;
    }

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
        await _channel.BasicQosAsync(0, Prefetched, global: false, cancellation).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            _arrived.Writer.TryWrite((delivered.DeliveryTag, Read(delivered)));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellation).ConfigureAwait(false);
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
