using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>
/// Which node is asked: the one host that is named; or, of several, the one that the cluster's own account prefers; or the leader that a node
/// pointed to. The choice is kept until a call finds it wrong.
/// </summary>
internal sealed class NodeSelection(EventStoreClientSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _choosing = new(1, 1);
    private volatile EventStoreNode? _current;
    private volatile EventStoreEndPoint? _pointedTo;
    private volatile bool _isClosed;

    public NodeChannels Channels { get; } = new(settings);

    /// <summary>The node to ask.</summary>
    /// <exception cref="EventLogUnavailableException">None can be reached.</exception>
    /// <exception cref="EventLogAccessException">The credentials are refused.</exception>
    public async Task<EventStoreNode> CurrentAsync(CancellationToken cancellation)
    {
        if (_isClosed)
            throw new EventLogUnavailableException("the connection to the store is closed; nothing of this command was recorded", new ObjectDisposedException(nameof(EventStoreClient)));
        if (_current is { } known)
            return known;
        await _choosing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _current ??= await ChooseAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _choosing.Release();
        }
    }

    /// <summary>A node failed: the next call chooses anew. Calls that it still holds may end.</summary>
    public void Leave(EventStoreNode node)
    {
#pragma warning disable CS0420 // Interlocked is as good as volatile.
        if (Interlocked.CompareExchange(ref _current, null, node) == node)
            node.Dispose();
#pragma warning restore CS0420
    }

    /// <summary>The node in use let a call run out of time: it may be gone, or no longer the one to ask.</summary>
    public void LeaveCurrent()
    {
        if (_current is { } silent)
            Leave(silent);
    }

    /// <summary>A node said that it does not lead, and who does.</summary>
    public void GoTo(EventStoreEndPoint leader, EventStoreNode insteadOf)
    {
        _pointedTo = leader;
        Leave(insteadOf);
    }

    public void Dispose()
    {
        _isClosed = true;
        _current?.Dispose();
        Channels.Dispose();
    }

    private async Task<EventStoreNode> ChooseAsync(CancellationToken cancellation)
    {
        RpcException? failure = null;
        for (var attempt = 1; ; attempt++)
        {
            foreach (var candidate in await CandidatesAsync(cancellation).ConfigureAwait(false))
            {
                try
                {
                    return await EventStoreNode.ConnectAsync(candidate, Channels, settings.Discovers ? settings.GossipTimeout : settings.DefaultDeadline, cancellation).ConfigureAwait(false);
                }
                catch (RpcException failed)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (NodeFaults.IsAccess(failed))
                        throw NodeFaults.Access(candidate, failed);
                    failure = failed;
                }
            }
            cancellation.ThrowIfCancellationRequested();
            if (!settings.Discovers || attempt >= settings.MaxDiscoverAttempts)
                throw new EventLogUnavailableException($"the store at {settings} cannot be reached{NodeFaults.Reason(failure)}", failure);
            await Task.Delay(settings.DiscoveryInterval, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<EventStoreEndPoint>> CandidatesAsync(CancellationToken cancellation)
    {
        // A node's word about its leader is taken once: the leader may be gone by now.
        var pointedTo = Interlocked.Exchange(ref _pointedTo, null);
        if (!settings.Discovers)
            return pointedTo is null ? settings.Hosts : [pointedTo, .. settings.Hosts];
        if (pointedTo is not null)
            return [pointedTo];
        var seeds = settings.Hosts.ToArray();
        Random.Shared.Shuffle(seeds);
        foreach (var seed in seeds)
        {
            if (await GossipAsync(seed, cancellation).ConfigureAwait(false) is { } told && Preferred(told) is { } preferred)
                return [preferred];
        }
        return [];
    }

    private async Task<ClusterInfo?> GossipAsync(EventStoreEndPoint seed, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(settings.GossipTimeout);
        try
        {
            return await new Gossip.GossipClient(Channels.To(seed)).ReadAsync(new Empty(), Channels.Headers(), cancellationToken: over.Token).ConfigureAwait(false);
        }
        catch (RpcException refused) when (NodeFaults.IsAccess(refused))
        {
            throw NodeFaults.Access(seed, refused);
        }
        catch (RpcException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private EventStoreEndPoint? Preferred(ClusterInfo cluster)
    {
        var alive = cluster.Members.Where(member => member.IsAlive && member.State is MemberInfo.Types.State.Leader or MemberInfo.Types.State.Follower or MemberInfo.Types.State.ReadOnlyReplica).ToArray();
        Random.Shared.Shuffle(alive);
        var wanted = settings.NodePreference switch
        {
            NodePreference.Leader => MemberInfo.Types.State.Leader,
            NodePreference.Follower => MemberInfo.Types.State.Follower,
            NodePreference.ReadOnlyReplica => MemberInfo.Types.State.ReadOnlyReplica,
            _ => alive.FirstOrDefault()?.State ?? MemberInfo.Types.State.Leader,
        };
        // While no leader is elected there is none to prefer: the round is taken again. Other preferences are wishes.
        var chosen = alive.FirstOrDefault(member => member.State == wanted) ?? (settings.NodePreference == NodePreference.Leader ? null : alive.FirstOrDefault());
        return chosen is null ? null : new EventStoreEndPoint(chosen.HttpEndPoint.Address, (int)chosen.HttpEndPoint.Port);
    }
}
