using System.Text;
using Grpc.Core;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>What stands before every call: who asks, whether this node is to be asked, and the faults that were asked for.</summary>
public sealed class Gate(EventStore store, FaultPlan faults, AimedFaults aimed, StandInSettings settings)
{
    private static readonly TimeSpan ResignsFor = TimeSpan.FromSeconds(1);

    /// <exception cref="RpcException">The call is refused, or sent to the leader.</exception>
    public async Task PassAsync(ServerCallContext context, bool writes)
    {
        await faults.StalledAsync(context.CancellationToken);
        CheckCredentials(context);
        if (faults.SendsThisAway())
            throw Elsewhere();
        if (!store.Leadership.IsLeader && (writes || context.RequestHeaders.GetValue("requires-leader") == "true"))
            throw Elsewhere();
    }

    /// <summary>Lets a fault strike that was aimed at this call.</summary>
    /// <returns>True where the answer is to be lost.</returns>
    /// <exception cref="RpcException">The call is sent to the leader.</exception>
    public bool StrikesAnswer(ServerCallContext context, CallKind call, params IReadOnlyList<string> streams)
    {
        switch (aimed.At(context.RequestHeaders.GetValue("connection-name"), call, streams))
        {
            case Strike.NotLeader:
                throw Elsewhere();
            case Strike.Resign:
                store.Resign(ResignsFor);
                return false;
            case Strike.Lose:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Points to the node that leads.</summary>
    public RpcException Elsewhere()
    {
        if (faults.NamedLeader is { Port: > 0 } named)
            return ProtocolFaults.NotLeader(named.Host.Length > 0 ? named.Host : settings.Host, named.Port);
        if (store.Leadership.IsLeader)
            return ProtocolFaults.NotLeader(settings.Host, settings.Port);
        return store.Leadership.Leader is { } leader ? ProtocolFaults.NotLeader(leader.Host, leader.Port) : ProtocolFaults.NoLeaderKnown();
    }

    private void CheckCredentials(ServerCallContext context)
    {
        if (settings.User.Length == 0)
            return;
        var stated = context.RequestHeaders.GetValue("authorization");
        if (stated is null)
            throw ProtocolFaults.AccessDenied();
        if (stated != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Password}"))}")
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Unauthenticated"));
    }
}
