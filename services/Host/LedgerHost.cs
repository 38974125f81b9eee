using System.Net;
using System.Reflection;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Adapters.Grpc;
using Ledger.Agreements;
using Ledger.Api.OpenApi;
using Ledger.ExportControls;
using Ledger.Facilities;
using Ledger.Timeline;
using Ledger.Timeline.Sequencing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ledger.Host;

/// <summary>All services in one process, over SQLite and the in-memory transport.</summary>
internal static class LedgerHost
{
    /// <summary>A question list or a command at most, in bytes, on either surface.</summary>
    internal const int MostRequestBytes = 4 * 1024 * 1024;

    /// <summary>What is in flight is answered within this time after a signal to stop.</summary>
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellation)
    {
        try
        {
            await using var log = SqliteEventLog.Open(settings.Data.FullName);
            await using var app = Build(settings, log);
            await StartAsync(app, cancellation);
            var status = await ServeAsync(app, settings);
            return Fault(app) is { } fault ? Tell(fault) : status;
        }
        catch (Exception failure) when (ExitStatus.Of(failure) is not null)
        {
            return Tell(failure);
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            // What had started before the part that could not is told to stop, before all is disposed.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, HostSettings settings)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        var stopping = app.Lifetime.ApplicationStopping;
        var status = ExitStatus.Stopped;
        try
        {
            var memory = app.Services.GetRequiredService<LedgerMemory>();
            await Readiness.WaitAsync(app.Services, stopping);
            Greeting.Before(addresses, settings.Data.FullName, memory.Latest.Position);
            if (!settings.Empty && !await SampleData.RecordAsync(settings.Data.FullName, memory.Latest.Position, addresses[1], stopping))
                status = ExitStatus.SampleIncomplete;
            if (status == ExitStatus.Stopped)
                Greeting.After(addresses);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped before it was ready: what was recorded stays, and the next start resumes.
        }
        if (status != ExitStatus.Stopped)
            await app.StopAsync(CancellationToken.None);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return status;
    }

    private static WebApplication Build(HostSettings settings, IEventLog log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical).AddFilter("Grpc.AspNetCore", LogLevel.Error);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Stopping);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.Listen(IPAddress.Loopback, settings.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, settings.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var streams = PolicyStreams.Under("");
        builder.Services
            .AddSingleton(log)
            .AddInMemoryBus([.. streams.Kinds.Keys])
            .AddTimeline(streams, new LedgerDescription("SQLite", Version))
            .AddAgreements(streams.LedgerPrefix)
            .AddExportControls(streams.LedgerPrefix)
            .AddFacilities(streams.LedgerPrefix);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = MostRequestBytes).AddJsonTranscoding(json =>
        {
            // The details of errors are of these types; unknown ones would make an error's body empty.
            json.TypeRegistry = TypeRegistry.FromMessages(BadRequest.Descriptor, ErrorInfo.Descriptor);
            json.JsonSettings.WriteInt64sAsStrings = true;
        });
        builder.Services.AddStrictMessages();
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddGrpcHealthChecks().AddCheck<Readiness>("ready", tags: ["ready"]);
        var app = builder.Build();
        app.UseMiddleware<LoopbackHosts>();
        app.UseMiddleware<TooLargeMessages>();
        app.UseRouting();
        app.UseMiddleware<StrictJson>();
        app.MapAgreements();
        app.MapExportControls();
        app.MapFacilities();
        app.MapTimeline();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.MapGet("/openapi.json", () => Results.Bytes(OpenApiDocument.Json, "application/json"));
        app.MapGet("/exchange.schema.json", () => Results.Bytes(ExchangeSchema.Json, "application/schema+json"));
        return app;
    }

    public static string Version { get; } = typeof(LedgerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Why a part that runs in the background ended before it was told to; null where none did.</summary>
    private static Exception? Fault(WebApplication app) =>
        app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(fault => fault is not null);

    private static int Tell(Exception failure)
    {
        if (ExitStatus.Of(failure) is not { } known)
            throw failure;
        Console.Error.WriteLine(known.Sentence);
        return known.Status;
    }
}
