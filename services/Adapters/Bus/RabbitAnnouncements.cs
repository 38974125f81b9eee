using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Adapters.Bus;

/// <summary>
/// Publishes announcements to the durable topic exchange <c>ledger.events</c>, one after another on one channel, and waits for the broker's
/// confirms of all of them together. The confirms are counted here: the library's own way adds a header to every message, and gives no order
/// when several are on their way.
/// </summary>
public sealed class RabbitAnnouncements(BrokerOptions broker, CloudEventMode mode) : IAsyncDisposable
{
    public const string Exchange = "ledger.events";

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);

    private readonly RabbitConnection _connection = new(broker, "timeline-announcer");
    private IChannel? _channel;
    private Confirms _confirms = new();

    /// <summary>Publishes in the order given; returns when the broker has taken all.</summary>
    /// <exception cref="BusUnavailableException">The broker did not confirm them: some of them may have been published, and all are to be published again.</exception>
    public async Task PublishAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancellation)
    {
        try
        {
            var channel = _channel is { IsOpen: true } open ? open : await OpenAsync(cancellation).ConfigureAwait(false);
            var last = 0UL;
            foreach (var announced in announcements)
            {
                var (properties, body) = AnnouncedCloudEvent.MessageOf(announced, mode);
                last = await channel.GetNextPublishSequenceNumberAsync(cancellation).ConfigureAwait(false);
                await channel.BasicPublishAsync(Exchange, RoutingKeys.First(announced), mandatory: false, properties, body, cancellation).ConfigureAwait(false);
            }
            await _confirms.WaitForAsync(last, cancellation).ConfigureAwait(false);
        }
        catch (Exception away) when (away is RabbitMQClientException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw new BusUnavailableException($"the broker did not take the announcements ({away.Message.TrimEnd('.')})", away);
        }
        catch (OperationCanceledException)
        {
            // What was not confirmed is unknown, and its confirms would be counted with the next ones.
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        await CloseAsync().ConfigureAwait(false);
        var channel = await _connection.ChannelAsync(Confirmed, cancellation).ConfigureAwait(false);
        var confirms = new Confirms();
        channel.BasicAcksAsync += (_, ack) => confirms.TakeAsync(ack);
        channel.BasicNacksAsync += (_, nack) => confirms.FailAsync(new IOException($"the broker refused message {nack.DeliveryTag} of this channel"));
        channel.ChannelShutdownAsync += (_, shutdown) => confirms.FailAsync(new IOException($"the channel closed: {shutdown.ReplyText}"));
        (_channel, _confirms) = (channel, confirms);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellation).ConfigureAwait(false);
        return channel;
    }

    private async Task CloseAsync()
    {
        if (_channel is not { } channel)
            return;
        _channel = null;
        try
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is RabbitMQClientException or IOException or TimeoutException)
        {
            // A channel of a lost connection cannot be closed, and need not be.
        }
    }

    /// <summary>The confirms of one channel. The broker may confirm out of order, so that those ahead of the first gap wait.</summary>
    private sealed class Confirms
    {
        private readonly Lock _gate = new();
        private readonly SortedSet<ulong> _ahead = [];
        private ulong _through;
        private (ulong Tag, TaskCompletionSource Done)? _waiting;
        private Exception? _failure;

        public async Task WaitForAsync(ulong tag, CancellationToken cancellation)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                if (_failure is not null)
                    throw new IOException(_failure.Message, _failure);
                if (_through >= tag)
                    return;
                _waiting = (tag, done);
            }
            await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }

        public Task TakeAsync(BasicAckEventArgs ack)
        {
            lock (_gate)
            {
                if (ack.Multiple)
                {
                    _through = Math.Max(_through, ack.DeliveryTag);
                    _ahead.RemoveWhere(tag => tag <= _through);
                }
                else
                {
                    _ahead.Add(ack.DeliveryTag);
                }
                while (_ahead.Remove(_through + 1))
                    _through++;
                if (_waiting is { } waiting && _through >= waiting.Tag)
                    waiting.Done.TrySetResult();
            }
            return Task.CompletedTask;
        }

        public Task FailAsync(Exception failure)
        {
            lock (_gate)
            {
                _failure ??= failure;
                _waiting?.Done.TrySetException(failure);
            }
            return Task.CompletedTask;
        }
    }
}
