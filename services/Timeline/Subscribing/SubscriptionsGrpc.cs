using System.Text;
using Grpc.Core;
using Ledger.Adapters.Bus;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Microsoft.Extensions.Hosting;
using NodaTime.Text;

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

    internal static AnnouncedEvent ToProto(Announcement announced) => new()
    {
        Position = announced.Position, EventId = announced.EventId.ToString(), Type = announced.Type, Owner = announced.Owner, Stream = announced.Stream,
        Revision = announced.Revision, Entities = { announced.Entities }, Jurisdictions = { announced.Jurisdictions }, Reference = announced.Reference,
        AnnouncedOn = announced.AnnouncedOn, Effective = announced.Effective, Ends = announced.Ends,
        RecordedAt = InstantPattern.ExtendedIso.Format(announced.RecordedAt), Document = Encoding.UTF8.GetString(announced.Document.Span),
    };
}
