using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>One channel to each node that was ever asked; a cluster has few. Kept until the client is disposed, so that calls under way end as they may.</summary>
internal sealed class NodeChannels(EventStoreClientSettings settings) : IDisposable
{
    /// <summary>A node that is back is found within this time; the library's own pause grows to minutes.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<EventStoreEndPoint, GrpcChannel> _channels = [];
    private readonly Lock _gate = new();
    private readonly string _name = settings.ConnectionName.Length > 0 ? settings.ConnectionName : $"ledger-{Guid.NewGuid():N}";

    public GrpcChannel To(EventStoreEndPoint node)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(node, out var channel))
                _channels.Add(node, channel = Open(node));
            return channel;
        }
    }

    /// <summary>What every call says of itself. A password is never sent in the open: over plaintext there are no credentials.</summary>
    public Metadata Headers()
    {
        var headers = new Metadata { { "requires-leader", settings.NodePreference == NodePreference.Leader ? "true" : "false" }, { "connection-name", _name } };
        if (settings.Tls && settings.UserName.Length > 0)
            headers.Add("authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.UserName}:{settings.Password}"))}");
        return headers;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }

    private GrpcChannel Open(EventStoreEndPoint node)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = settings.GossipTimeout,
            KeepAlivePingDelay = settings.KeepAliveInterval,
            KeepAlivePingTimeout = settings.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            // A store is reached where its settings say, and not through what the environment names for the web.
            UseProxy = false,
        };
        if (settings.Tls)
            handler.SslOptions = TlsOptions();
        return GrpcChannel.ForAddress($"{(settings.Tls ? "https" : "http")}://{node}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            InitialReconnectBackoff = LongestBackoff / 10,
            MaxReconnectBackoff = LongestBackoff,
        });
    }

    private SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions();
        if (!settings.TlsVerifyCert)
        {
#pragma warning disable CA5359 // The setting says so, by the name that the official clients have for it.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (settings.TlsCaFile.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(settings.TlsCaFile);
            options.CertificateChainPolicy = policy;
        }
        if (settings.UserCertFile.Length > 0)
        {
            using var fromPem = X509Certificate2.CreateFromPemFile(settings.UserCertFile, settings.UserKeyFile);
            // Keys that were read from PEM alone are refused by some systems' TLS.
            options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null)];
        }
        return options;
    }
}
