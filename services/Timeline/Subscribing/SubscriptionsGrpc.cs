using Grpc.Core;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Microsoft.Extensions.Hosting;

namespace Ledger.Timeline.Subscribing;

/// <summary>The gRPC service of subscriptions: the ledger from a position, then live.</summary>
internal sealed class SubscriptionsGrpc(LedgerFeed feed, IHostApplicationLifetime lifetime) : SubscriptionsService.SubscriptionsServiceBase
{
    public override async Task Subscribe(SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var message in feed.Follow(request, ended.Token).ConfigureAwait(false))
                await responseStream.WriteAsync(ToProto(message), ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Faults.Fault(StatusCode.Unavailable, "STOPPING", "this instance stops: subscribe again from the last position + 1");
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The subscriber left.
        }
    }

    private SubscribeResponse ToProto(FeedMessage message) => new() { Position = message.Position, Events = { message.Events.Select(feed.Rendered) } };
}
