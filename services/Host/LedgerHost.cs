using System.Reflection;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Adapters.Running;
using Ledger.Adapters.Web;
using Ledger.Agreements;
using Ledger.ExportControls;
using Ledger.Facilities;
using Ledger.Timeline;
using Ledger.Adapters.Saving;
using Ledger.Timeline.Sequencing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ledger.Host;

/// <summary>All services in one process, over SQLite and the in-memory transport.</summary>
internal static class LedgerHost
{
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
            return Fault(app) is { } fault ? ExitStatus.Tell(fault) : status;
        }
        catch (Exception failure) when (ExitStatus.Of(failure) is not null)
        {
            return ExitStatus.Tell(failure);
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
            await ReadyCheck.WaitAsync(app.Services, stopping);
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
        var builder = LedgerWeb.Builder(settings.HttpPort, settings.GrpcPort, Stopping);
        var (streams, saving) = (PolicyStreams.Under(""), new SavingFolder(Path.Combine(settings.Data.FullName, "projection")));
        builder.Services
            .AddSingleton(log)
            .AddInMemoryBus(streams.Owners)
            .AddTimeline(streams, new LedgerDescription("SQLite", Version), saving)
            .AddAgreements(streams.LedgerPrefix, saving)
            .AddExportControls(streams.LedgerPrefix, saving)
            .AddFacilities(streams.LedgerPrefix, saving);
        var app = builder.Build();
        app.UseLedgerWeb();
        app.MapAgreements();
        app.MapExportControls();
        app.MapFacilities();
        app.MapTimeline();
        return app;
    }

    public static string Version { get; } = typeof(LedgerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Why a part that runs in the background ended before it was told to; null where none did.</summary>
    private static Exception? Fault(WebApplication app) =>
        app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(fault => fault is not null);
}
