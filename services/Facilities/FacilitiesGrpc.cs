using Grpc.Core;
using Ledger.Adapters.Grpc;
using Ledger.Adapters.Owners;
using Ledger.Api.Facilities.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Facilities;

/// <summary>The gRPC service of the owner of facilities: read the request, decide and record, reply.</summary>
internal sealed class FacilitiesGrpc([FromKeyedServices(FacilitiesComposition.Owner)] OwnerPipeline owner) : FacilitiesService.FacilitiesServiceBase
{
    public override async Task<RecordActResponse> RecordAct(RecordActRequest request, ServerCallContext context)
    {
        var act = CommandReading.Act(request.RequestId, request.Facility, request.Act, request.AcceptUnresolved, request.Citations, request.Effects);
        return new RecordActResponse { Recorded = await CommandSurface.HandleAsync(owner, act, request.ValidateOnly, context).ConfigureAwait(false) };
    }

    public override async Task<CorrectEventResponse> CorrectEvent(CorrectEventRequest request, ServerCallContext context)
    {
        var correction = CommandReading.Correction(
            request.RequestId, request.Facility, request.Corrects, request.Kind, request.HasPublishedOn ? request.PublishedOn : null,
            request.HasAnnouncedOn ? request.AnnouncedOn : null, request.HasSequence ? request.Sequence : null, request.Citations, request.Replacement);
        return new CorrectEventResponse { Recorded = await CommandSurface.HandleAsync(owner, correction, request.ValidateOnly, context).ConfigureAwait(false) };
    }

    public override async Task<RetractEventResponse> RetractEvent(RetractEventRequest request, ServerCallContext context)
    {
        var retraction = CommandReading.Retraction(request.RequestId, request.Facility, request.Retracts, request.Reason, request.Citations);
        return new RetractEventResponse { Recorded = await CommandSurface.HandleAsync(owner, retraction, request.ValidateOnly, context).ConfigureAwait(false) };
    }
}
