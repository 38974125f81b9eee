using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Ledger.EventStoreStandIn.Faults;

/// <summary>The connections that are open on the protocol's port, so that they can be cut.</summary>
public sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _open = new();

    public int Count => _open.Count;

    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        _open[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
        }
    };

    public void CutAll()
    {
        foreach (var connection in _open.Values)
            connection.Abort(new ConnectionAbortedException("asked for on the control port"));
    }
}
