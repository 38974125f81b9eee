using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>A node as it was found: where, what it offers, and the one call by which appends go there.</summary>
internal sealed class EventStoreNode : IDisposable
{
    /// <summary>The first version whose subscriptions say when they have caught up.</summary>
    private static readonly Version FirstToSayCaughtUp = new(23, 10);

    private EventStoreNode(EventStoreEndPoint endPoint, Streams.StreamsClient streams, SupportedMethods offered, NodeChannels channels)
    {
        (EndPoint, Streams) = (endPoint, streams);
        SaysCaughtUp = Version.TryParse(offered.EventStoreServerVersion, out var version) && version >= FirstToSayCaughtUp;
        var batch = offered.Methods.FirstOrDefault(method => method is { ServiceName: "event_store.client.streams.streams", MethodName: "batchappend" });
        if (batch is not null)
            Batches = new BatchAppender(streams, channels.Headers, batch.Features.Contains("deadline_duration"));
    }

    public EventStoreEndPoint EndPoint { get; }

    public Streams.StreamsClient Streams { get; }

    /// <summary>Null where the server has no batch append.</summary>
    public BatchAppender? Batches { get; }

    /// <summary>Whether its subscriptions say when they have caught up.</summary>
    public bool SaysCaughtUp { get; }

    /// <exception cref="RpcException">It cannot be reached.</exception>
    public static async Task<EventStoreNode> ConnectAsync(EventStoreEndPoint endPoint, NodeChannels channels, TimeSpan patience, CancellationToken cancellation)
    {
        var invoker = channels.To(endPoint).CreateCallInvoker();
        return new EventStoreNode(endPoint, new Streams.StreamsClient(invoker), await OfferedAsync(invoker, channels, patience, cancellation).ConfigureAwait(false), channels);
    }

    public void Dispose() => Batches?.Dispose();

    private static async Task<SupportedMethods> OfferedAsync(CallInvoker invoker, NodeChannels channels, TimeSpan patience, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(patience);
        try
        {
            return await new ServerFeatures.ServerFeaturesClient(invoker).GetSupportedMethodsAsync(new Empty(), channels.Headers(), cancellationToken: over.Token).ConfigureAwait(false);
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.Unimplemented)
        {
            return new SupportedMethods();
        }
        catch (RpcException silent) when (silent.StatusCode is StatusCode.Cancelled && over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"no answer within {patience.TotalSeconds} seconds"));
        }
    }
}
