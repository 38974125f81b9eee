using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>Tells the processes over the folder.</summary>
public sealed class GossipService(EventStore store, FaultPlan faults) : Gossip.GossipBase
{
    public override async Task<ClusterInfo> Read(Empty request, ServerCallContext context)
    {
        await faults.StalledAsync(context.CancellationToken);
        var cluster = new ClusterInfo();
        foreach (var member in store.Leadership.Members)
        {
            cluster.Members.Add(new MemberInfo
            {
                InstanceId = Wire.ToUuid(Guid.NewGuid(), asString: false), IsAlive = member.IsAlive,
                State = member.IsLeader ? MemberInfo.Types.State.Leader : MemberInfo.Types.State.Follower,
                HttpEndPoint = new EndPoint { Address = member.Host, Port = (uint)member.Port },
            });
        }
        return cluster;
    }
}

/// <summary>Tells what the version that it stands in for offers.</summary>
public sealed class ServerFeaturesService(StandInSettings settings, FaultPlan faults) : ServerFeatures.ServerFeaturesBase
{
    public override async Task<SupportedMethods> GetSupportedMethods(Empty request, ServerCallContext context)
    {
        await faults.StalledAsync(context.CancellationToken);
        if (!settings.HasServerFeatures)
            throw new RpcException(new Status(StatusCode.Unimplemented, ""));
        var offered = new SupportedMethods { EventStoreServerVersion = settings.Version.ToString(3) };
        foreach (var method in new[] { "append", "delete", "tombstone" })
            offered.Methods.Add(new SupportedMethod { ServiceName = "event_store.client.streams.streams", MethodName = method });
        offered.Methods.Add(new SupportedMethod { ServiceName = "event_store.client.streams.streams", MethodName = "read", Features = { "position", "events" } });
        offered.Methods.Add(new SupportedMethod { ServiceName = "event_store.client.streams.streams", MethodName = "batchappend", Features = { "deadline_duration" } });
        offered.Methods.Add(new SupportedMethod { ServiceName = "event_store.client.gossip.gossip", MethodName = "read" });
        return offered;
    }
}
