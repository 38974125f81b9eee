using System.Net;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Ledger.Adapters.Grpc;
using Ledger.Api.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Adapters.Web;

/// <summary>What every process of the ledger serves alike: gRPC and HTTP/JSON on loopback, reflection, health, and its description.</summary>
public static class LedgerWeb
{
    /// <summary>A question list or a command at most, in bytes, on either surface.</summary>
    public const int MostRequestBytes = 4 * 1024 * 1024;

    /// <summary>Health checks that bear it say whether the process is ready.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Makes a builder that listens on loopback, in plaintext: nowhere else does that exist (DESIGN section 10).</summary>
    /// <param name="httpPort">HTTP/JSON; 0: any free port.</param>
    /// <param name="grpcPort">gRPC; 0: any free port.</param>
    /// <param name="stopping">What is in flight is answered within this time after a signal to stop.</param>
    public static WebApplicationBuilder Builder(int httpPort, int grpcPort, TimeSpan stopping)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        // What is not ready yet says so when it is asked.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical).AddFilter("Grpc.AspNetCore", LogLevel.Error);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopping);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.Listen(IPAddress.Loopback, httpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, grpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = MostRequestBytes).AddJsonTranscoding(json =>
        {
            // The details of errors are of these types; unknown ones would make an error's body empty.
            json.TypeRegistry = TypeRegistry.FromMessages(BadRequest.Descriptor, ErrorInfo.Descriptor);
            json.JsonSettings.WriteInt64sAsStrings = true;
        });
        builder.Services.AddStrictMessages();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        return builder;
    }

    /// <summary>Serves everything but the services themselves, which are mapped by the caller.</summary>
    public static WebApplication UseLedgerWeb(this WebApplication app)
    {
        app.UseMiddleware<LoopbackHosts>();
        app.UseMiddleware<TooLargeMessages>();
        app.UseRouting();
        app.UseMiddleware<StrictJson>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(ReadyTag), ResponseWriter = HealthText.WriteAsync });
        app.MapGet("/openapi.json", () => Results.Bytes(OpenApiDocument.Json, "application/json"));
        app.MapGet("/exchange.schema.json", () => Results.Bytes(ExchangeSchema.Json, "application/schema+json"));
        return app;
    }
}
