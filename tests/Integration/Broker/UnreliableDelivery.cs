using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.Integration.Broker;

/// <summary>
/// Stands between a queue and an exchange and hands on everything three times, reordered within a window of 100 deliveries; one message in
/// twenty is dropped and comes only after what was behind it.
/// </summary>
internal sealed class UnreliableDelivery : IAsyncDisposable
{
    private const int Copies = 3;
    private const int Window = 100;
    private const int DroppedOneIn = 20;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly IChannel _to;
    private readonly string _exchange;
    private readonly Func<string, string> _key;
    private readonly Random _random;
    private readonly PriorityQueue<(BasicProperties Properties, string Key, byte[] Body), long> _window = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly IReadOnlyList<IConnection> _connections;
    private Task _handingOn = Task.CompletedTask;

    /// <summary>Counts deliveries; while none come, time moves it on.</summary>
    private long _clock;
    private int _messages;
    private int _dropped;
    private int _inHand;

    private UnreliableDelivery(IReadOnlyList<IConnection> connections, IChannel to, string exchange, Func<string, string> key, int seed) =>
        (_connections, _to, _exchange, _key, _random) = (connections, to, exchange, key, new Random(seed));

    /// <summary>What came through, for the test's output.</summary>
    public override string ToString() => $"{_messages} messages {Copies} times, {_dropped} of them dropped and delivered later";

    /// <param name="from">The broker's virtual host from which it takes.</param>
    /// <param name="bindTo">The exchange there; what is routed to it comes this way.</param>
    /// <param name="to">The virtual host to which it hands on.</param>
    /// <param name="exchange">The exchange there.</param>
    /// <param name="key">The routing key there, of the one with which it came.</param>
    /// <param name="seed">Of what is dropped and how it is reordered.</param>
    public static async Task<UnreliableDelivery> StartAsync(Uri from, string bindTo, Uri to, string exchange, Func<string, string> key, int seed)
    {
        var (source, target) = (await new ConnectionFactory { Uri = from }.CreateConnectionAsync(), await new ConnectionFactory { Uri = to }.CreateConnectionAsync());
        var delivery = new UnreliableDelivery([source, target], await target.CreateChannelAsync(), exchange, key, seed);
        var channel = await source.CreateChannelAsync();
        var queue = $"unreliable-{Guid.NewGuid():N}";
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue, bindTo, "#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            delivery.Take(new BasicProperties(delivered.BasicProperties), delivered.RoutingKey, delivered.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        delivery._handingOn = Task.Run(delivery.HandOnAsync);
        return delivery;
    }

    /// <summary>Waits until everything that came was handed on.</summary>
    public async Task EmptyAsync()
    {
        while (Volatile.Read(ref _inHand) > 0)
        {
            if (_handingOn.IsCompleted)
                await _handingOn;
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _handingOn;
        }
        catch (OperationCanceledException)
        {
            // This is how it ends.
        }
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        _ended.Dispose();
    }

    private void Take(BasicProperties properties, string key, byte[] body)
    {
        lock (_window)
        {
            _messages++;
            Interlocked.Add(ref _inHand, Copies);
            var isDropped = _random.Next(DroppedOneIn) == 0;
            _dropped += isDropped ? 1 : 0;
            for (var copy = 0; copy < Copies; copy++)
                _window.Enqueue((properties, key, body), ++_clock + _random.Next(Window) + (isDropped ? Window : 0));
        }
    }

    private async Task HandOnAsync()
    {
        while (true)
        {
            await Task.Delay(Tick, _ended.Token);
            foreach (var (properties, key, body) in Due())
            {
                await _to.BasicPublishAsync(_exchange, _key(key), mandatory: false, properties, body, _ended.Token);
                Interlocked.Decrement(ref _inHand);
            }
        }
    }

    private List<(BasicProperties Properties, string Key, byte[] Body)> Due()
    {
        var due = new List<(BasicProperties, string, byte[])>();
        lock (_window)
        {
            _clock++;
            while (_window.TryPeek(out var delivery, out var at) && at <= _clock)
            {
                due.Add(delivery);
                _window.Dequeue();
            }
        }
        return due;
    }
}
