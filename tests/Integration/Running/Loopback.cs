using System.Net;
using System.Net.Sockets;

namespace Ledger.Integration.Running;

/// <summary>Addresses of this machine for servers that a test starts.</summary>
public static class Loopback
{
    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
