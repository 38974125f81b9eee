using Ledger.Adapters.Bus;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Subscribing;

/// <summary>Which events a subscriber asked for: they pass every filter that is stated, by any of its values.</summary>
internal sealed class EventFilter
{
    private readonly SubscribeRequest _request;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a value that no event can have.</exception>
    public EventFilter(SubscribeRequest request, PolicyStreams streams)
    {
        _request = request;
        foreach (var owner in request.Owners.Where(owner => streams.PrefixOf(owner) is null))
            throw Faults.Invalid(("owners", $"'{owner}' is none of {string.Join(", ", streams.Owners)}"));
        foreach (var type in request.Types_.Where(type => !WireNames.All.Any(known => known.Value.StartsWith(type, StringComparison.Ordinal))))
            throw Faults.Invalid(("types", $"no event type begins with '{type}'"));
        foreach (var code in request.Jurisdictions.Where(code => !Jurisdictions.IsKnown(code)))
            throw Faults.Invalid(("jurisdictions", $"'{code}' is not in the table of jurisdictions"));
        foreach (var id in request.Entities.Where(id => id.Length is 0 or > 300))
            throw Faults.Invalid(("entities", id.Length == 0 ? "an id is empty" : "an id is longer than 300 characters"));
    }

    public bool Takes(Announcement announced) =>
        (_request.Owners.Count == 0 || _request.Owners.Contains(announced.Owner))
        && (_request.Types_.Count == 0 || _request.Types_.Any(type => announced.Type.StartsWith(type, StringComparison.Ordinal)))
        && (_request.Jurisdictions.Count == 0 || _request.Jurisdictions.Any(announced.Jurisdictions.Contains))
        && (_request.Entities.Count == 0 || _request.Entities.Any(id => announced.Entities.Any(entity => Ids.Covers(id, entity) || Ids.Covers(entity, id))));
}
