using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Serving;
using Ledger.EventStoreStandIn.Storing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Ledger.EventStoreStandIn;

/// <summary>Puts the stand-in together, and says what it is.</summary>
internal static class StandInServer
{
    public static async Task<int> RunAsync(StandInSettings settings, CancellationToken cancellation)
    {
        settings = settings with { Port = Chosen(settings.Port), ControlPort = Chosen(settings.ControlPort) };
        await using var store = new EventStore(settings.Data.FullName, new Leadership(settings.Data.FullName, settings.Host, settings.Port, TimeProvider.System), TimeProvider.System);
        await using var app = Build(settings, store);
        await app.StartAsync(cancellation);
        Console.WriteLine("This is a test server of the EventStoreDB protocol. It is for tests alone: do not trust it with data.");
        Console.WriteLine($"  protocol  esdb://{settings.Host}:{settings.Port}?tls={(settings.Certificate.Length > 0 ? "true" : "false")}");
        Console.WriteLine($"  control   http://{settings.Host}:{settings.ControlPort}/  (POST /faults/…)");
        Console.WriteLine($"  data      {settings.Data.FullName} ({store.Index.Count} events)");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static WebApplication Build(StandInSettings settings, EventStore store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Critical);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var connections = new OpenConnections();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            // A long call in which a test has paused is not a slow attacker.
            (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null);
            kestrel.Listen(IPAddress.Parse(settings.Host), settings.ControlPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Parse(settings.Host), settings.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(connections.Track);
                if (settings.Certificate.Length > 0)
                    listen.UseHttps(https => Secure(https, settings));
            });
        });
        builder.Services.AddSingleton(settings).AddSingleton(store).AddSingleton(connections).AddSingleton(new FaultPlan(settings.Seed)).AddSingleton<AimedFaults>().AddSingleton<Gate>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 16 * 1024 * 1024);
        var app = builder.Build();
        app.MapGrpcService<StreamsService>();
        app.MapGrpcService<GossipService>();
        app.MapGrpcService<ServerFeaturesService>();
        app.MapControl(settings.ControlPort);
        return app;
    }

    private static void Secure(HttpsConnectionAdapterOptions https, StandInSettings settings)
    {
        using var fromPem = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key);
        https.ServerCertificate = X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
        if (settings.ClientCa.Length == 0)
            return;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(settings.ClientCa);
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (stated, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            return chain.Build(stated);
        };
    }

    /// <summary>A port that is free now, where any will do: it must be known before the server is up, since the node is named by it.</summary>
    private static int Chosen(int port)
    {
        if (port != 0)
            return port;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
