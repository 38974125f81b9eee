using System.Text;
using Ledger.Kernel;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Adapters.Bus;

/// <summary>
/// The record queues of a RabbitMQ broker, and the two shelves that MassTransit keeps beside each: <c>_error</c> for what could not be read or
/// was not accepted, <c>_skipped</c> for messages of a type that nobody here reads. Looking takes messages without acknowledging them, and
/// closing the channel puts them back.
/// </summary>
internal sealed class RabbitRecordQueues(BrokerOptions broker, IReadOnlyList<string> owners) : IRecordQueues, IAsyncDisposable
{
    private const int NoSuchQueue = 404;

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly RabbitConnection _connection = new(broker, "timeline-shelves");

    /// <summary>
    /// An attempt to append that the store does not answer, by its usual deadline of ten seconds, the pause behind it, and the next attempt; and as much for
    /// the message before it, for as many are handed over ahead as are worked on.
    /// </summary>
    public TimeSpan LongestInHand { get; } = TimeSpan.FromSeconds(25);

    public Task<long> WaitingAsync(CancellationToken cancellation) => AskAsync(async () =>
    {
        var waiting = 0L;
        foreach (var queue in owners.Select(RecordQueue.NameOf))
        {
            await using var channel = await _connection.ChannelAsync(null, cancellation).ConfigureAwait(false);
            waiting += await DepthAsync(channel, queue, cancellation).ConfigureAwait(false) ?? 0;
        }
        return waiting;
    });

    public Task<IReadOnlyList<DeadLetter>> ListAsync(int most, CancellationToken cancellation) => AskAsync<IReadOnlyList<DeadLetter>>(async () =>
    {
        var letters = new List<DeadLetter>();
        foreach (var (queue, shelf) in Shelves())
        {
            await using var channel = await _connection.ChannelAsync(null, cancellation).ConfigureAwait(false);
            await foreach (var taken in TakeAsync(channel, shelf, most - letters.Count, cancellation).ConfigureAwait(false))
                letters.Add(Read(queue, taken));
        }
        return letters;
    });

    public Task<DeadLetter?> ReplayAsync(Guid id, CancellationToken cancellation) => TakeOffAsync(id, async (channel, letter, taken) =>
    {
        var properties = new BasicProperties
        {
            ContentType = taken.BasicProperties.ContentType, MessageId = taken.BasicProperties.MessageId, DeliveryMode = DeliveryModes.Persistent,
            Headers = Headers(taken).Where(header => !header.Key.StartsWith("MT-", StringComparison.Ordinal) && !header.Key.StartsWith("x-", StringComparison.Ordinal)).ToDictionary(),
        };
        await channel.BasicPublishAsync(exchange: letter.Queue, routingKey: "", mandatory: true, properties, taken.Body, cancellation).ConfigureAwait(false);
    }, cancellation);

    public Task<DeadLetter?> DiscardAsync(Guid id, Func<DeadLetter, Task> note, CancellationToken cancellation) =>
        TakeOffAsync(id, (_, letter, _) => note(letter), cancellation);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task<DeadLetter?> TakeOffAsync(Guid id, Func<IChannel, DeadLetter, BasicGetResult, Task> first, CancellationToken cancellation) => AskAsync(async () =>
    {
        foreach (var (queue, shelf) in Shelves())
        {
            await using var channel = await _connection.ChannelAsync(Confirmed, cancellation).ConfigureAwait(false);
            await foreach (var taken in TakeAsync(channel, shelf, int.MaxValue, cancellation).ConfigureAwait(false))
            {
                var letter = Read(queue, taken);
                if (letter.Id != id)
                    continue;
                await first(channel, letter, taken).ConfigureAwait(false);
                await channel.BasicAckAsync(taken.DeliveryTag, multiple: false, cancellation).ConfigureAwait(false);
                return letter;
            }
        }
        return null;
    });

    private IEnumerable<(string Queue, string Shelf)> Shelves() =>
        owners.Select(RecordQueue.NameOf).SelectMany(queue => new[] { (queue, $"{queue}_error"), (queue, $"{queue}_skipped") });

    private static async IAsyncEnumerable<BasicGetResult> TakeAsync(
        IChannel channel, string shelf, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // A shelf is made when the first message is put on it.
        if (await DepthAsync(channel, shelf, cancellation).ConfigureAwait(false) is not { } depth)
            yield break;
        for (var i = 0; i < Math.Min(depth, most) && await channel.BasicGetAsync(shelf, autoAck: false, cancellation).ConfigureAwait(false) is { } taken; i++)
            yield return taken;
    }

    private static async Task<uint?> DepthAsync(IChannel channel, string queue, CancellationToken cancellation)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellation).ConfigureAwait(false)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == NoSuchQueue)
        {
            return null;
        }
    }

    private static DeadLetter Read(string queue, BasicGetResult taken)
    {
        var headers = Headers(taken);
        string Header(string name) => headers.TryGetValue(name, out var value) ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}" : "";
        var body = taken.Body.ToArray();
        var id = Guid.TryParse(taken.BasicProperties.MessageId, out var stated) ? stated : NameBasedGuid.Of(NameBasedGuid.LedgerNamespace, body);
        var reason = Header("MT-Fault-Message") is { Length: > 0 } fault ? fault : "no message of this type is read here";
        return new DeadLetter(id, queue, reason, Header("MT-Fault-Timestamp"), body);
    }

    private static IDictionary<string, object?> Headers(BasicGetResult taken) => taken.BasicProperties.Headers ?? new Dictionary<string, object?>();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception away) when (away is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new BusUnavailableException($"the broker is away ({away.Message.TrimEnd('.')}): retry", away);
        }
    }
}
