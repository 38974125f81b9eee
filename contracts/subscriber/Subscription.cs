using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Subscriber;

/// <summary>
/// Follows the ledger from a position and calls a handler for each event, in ledger order: over gRPC alone, or live over the topic exchange with
/// whatever is missing fetched over gRPC. Positions are dense, so that a gap is seen; and when the topic is silent the ledger is asked how far it
/// is, so that nothing waits for a broker that is away or an announcer that rests. Outages are waited for; what the handler throws ends it.
/// </summary>
public sealed class Subscription
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Asked of the server; when three times as long nothing came, the connection is taken for dead.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private readonly SubscriptionsService.SubscriptionsServiceClient _ledger;
    private readonly EventFilter _filter;
    private readonly TimeProvider _time;

    /// <param name="ledger">A channel to timeline.</param>
    /// <param name="filter">Which events the handler is called for.</param>
    /// <param name="time">Measures pauses and silence.</param>
    public Subscription(CallInvoker ledger, EventFilter filter, TimeProvider time)
    {
        _ledger = new(ledger);
        (_filter, _time) = (filter, time);
    }

    /// <summary>Where a handler begins that has no checkpoint yet; 0: with the whole ledger.</summary>
    public long From { get; init; }

    /// <summary>How long the topic may be silent before the ledger is asked how far it is.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told of each outage that is waited for.</summary>
    public Action<Exception> Interrupted { get; init; } = _ => { };

    /// <summary>Follows the ledger over gRPC alone, until cancelled.</summary>
    /// <exception cref="RpcException">The ledger refuses what is asked.</exception>
    public async Task RunAsync(ICheckpointedHandler handler, CancellationToken cancellation)
    {
        var progress = new Progress(handler, _filter);
        await progress.BeginAsync(From, cancellation).ConfigureAwait(false);
        await OutlastAsync(progress, () => FollowAsync(progress, _filter.From(progress.Next), cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>Follows the ledger live over the topic exchange, and over gRPC wherever that leaves a gap, until cancelled.</summary>
    /// <param name="handler">Called for one event after another.</param>
    /// <param name="broker">The RabbitMQ broker, as a user who may read the exchange <c>ledger.events</c> and have queues named <c>subscriber-…</c>.</param>
    /// <param name="subscriber">Part of the queue's name, for whoever looks at the broker.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RpcException">The ledger refuses what is asked.</exception>
    public async Task RunAsync(ICheckpointedHandler handler, ConnectionFactory broker, string subscriber, CancellationToken cancellation)
    {
        var progress = new Progress(handler, _filter);
        await progress.BeginAsync(From, cancellation).ConfigureAwait(false);
        await OutlastAsync(progress, () => ListenAsync(progress, broker, subscriber, cancellation), cancellation).ConfigureAwait(false);
    }

    private async Task ListenAsync(Progress progress, ConnectionFactory broker, string subscriber, CancellationToken cancellation)
    {
        Topic topic;
        try
        {
            topic = await Topic.BindAsync(broker, subscriber, cancellation).ConfigureAwait(false);
        }
        catch (Exception away) when (IsOfBroker(away))
        {
            // Without the broker the ledger itself is asked, now and with each further attempt.
            await CatchUpAsync(progress, cancellation).ConfigureAwait(false);
            throw;
        }
        await using var _ = topic.ConfigureAwait(false);
        await CatchUpAsync(progress, cancellation).ConfigureAwait(false);
        while (true)
        {
            if (await NextAsync(topic, cancellation).ConfigureAwait(false) is not { } recorded)
            {
                await CatchUpAsync(progress, cancellation).ConfigureAwait(false);
                continue;
            }
            while (!await progress.TakeAsync(recorded, cancellation).ConfigureAwait(false))
                await FillAsync(progress, recorded.Position - 1, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>Null when the topic has been silent.</returns>
    private async ValueTask<PolicyEvent?> NextAsync(Topic topic, CancellationToken cancellation)
    {
        if (topic.TryNext(out var waiting))
            return waiting;
        using var silence = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            return await topic.NextAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private Task FillAsync(Progress progress, long through, CancellationToken cancellation)
    {
        var request = _filter.From(progress.Next);
        request.ThroughPosition = through;
        return FollowAsync(progress, request, cancellation);
    }

    private async Task CatchUpAsync(Progress progress, CancellationToken cancellation)
    {
        var request = _filter.From(progress.Next);
        request.UntilCaughtUp = true;
        await FollowAsync(progress, request, cancellation).ConfigureAwait(false);
        await progress.KeepAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The ledger over gRPC, as far as it is asked for.</summary>
    private async Task FollowAsync(Progress progress, SubscribeRequest request, CancellationToken cancellation)
    {
        request.HeartbeatSeconds = (int)Heartbeat.TotalSeconds;
        using var call = _ledger.Subscribe(request, cancellationToken: cancellation);
        while (await NextAsync(call, cancellation).ConfigureAwait(false))
        {
            var message = call.ResponseStream.Current;
            foreach (var announced in message.Events)
            {
                await progress.PassAsync(announced.Position - 1, cancellation).ConfigureAwait(false);
                await progress.TakeAsync(PolicyEvent.Of(announced), cancellation).ConfigureAwait(false);
            }
            await progress.PassAsync(message.Position, cancellation).ConfigureAwait(false);
            if (message.Events.Count == 0)
                await progress.KeepAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> NextAsync(AsyncServerStreamingCall<SubscribeResponse> call, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Heartbeat * 3, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        return await call.ResponseStream.MoveNext(either.Token).ConfigureAwait(false);
    }

    /// <summary>Repeats what outages end, after a pause that grows while nothing comes of it.</summary>
    private async Task OutlastAsync(Progress progress, Func<Task> follow, CancellationToken cancellation)
    {
        var pause = new GrowingPause(FirstPause, LongestPause);
        while (true)
        {
            var before = progress.Next;
            try
            {
                await follow().ConfigureAwait(false);
            }
            catch (Exception outage) when (outage != progress.Failure && (IsOfBroker(outage) || IsOfLedger(outage)))
            {
                cancellation.ThrowIfCancellationRequested();
                Interrupted(outage);
            }
            if (progress.Next > before)
                pause.Reset();
            await Task.Delay(pause.Next(), _time, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsOfBroker(Exception failure) => failure is RabbitMQClientException or IOException or System.Net.Sockets.SocketException or System.Threading.Channels.ChannelClosedException;

    private static bool IsOfLedger(Exception failure) => failure is RpcException
    {
        StatusCode: StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.ResourceExhausted or StatusCode.Aborted
    };
}
