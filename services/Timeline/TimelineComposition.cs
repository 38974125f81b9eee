using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Running;
using Ledger.Adapters.Saving;
using Ledger.Timeline.Announcing;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Indexing.Timelines;
using Ledger.Timeline.Recording;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;
using Ledger.Timeline.Subscribing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Timeline;

/// <summary>Puts timeline together: recorder, sequencer and answers.</summary>
public static class TimelineComposition
{
    /// <summary>Adds timeline; an <see cref="Adapters.EventLog.IEventLog"/> and a bus must be there.</summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="streams">Whose stream is whose.</param>
    /// <param name="description">What this instance is.</param>
    /// <param name="projection">Where the projection is saved; it is of one process alone.</param>
    public static IServiceCollection AddTimeline(this IServiceCollection services, PolicyStreams streams, LedgerDescription description, SavingFolder projection) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(streams)
        .AddSingleton(description)
        .AddSingleton(provider => Documents.Of(provider.GetRequiredService<IEventLog>()))
        .AddSingleton(projection)
        .AddSingleton<SavedProjection>()
        .AddSingleton<LedgerMemory>()
        .AddSingleton<RecentWorlds>()
        .AddSingleton<Coordinates>()
        .AddSingleton<Examiner>()
        .AddSingleton<Rebuilding>()
        .AddSingleton<MaintenanceTurn>()
        .AddSingleton<OperationLog>()
        .AddSingleton<Recorder>()
        .AddSingleton<Adapters.Bus.Recording>(provider => provider.GetRequiredService<Recorder>().RecordAsync)
        .AddSingleton<Announcements>()
        .AddSingleton<LedgerFeed>()
        .AddSingleton<EventStream>()
        .AddHostedService<Sequencer>()
        .AddHostedService<Resolving>()
        .AddReadyCheck("timeline", provider => provider.GetRequiredService<LedgerMemory>().IsCaughtUp);

    /// <summary>Announces the ledger on a broker, from whichever instance holds the lease. The embedded ledger has no broker, and does without.</summary>
    public static IServiceCollection AddAnnouncing(this IServiceCollection services, BrokerOptions broker, CloudEventMode mode, LeaseTerms terms) => services
        .AddSingleton(_ => new RabbitAnnouncements(broker, mode))
        .AddSingleton(provider => new Lease(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<PolicyStreams>(), Lease.Announcing, $"{Environment.MachineName}-{Guid.NewGuid():N}", terms,
            provider.GetRequiredService<TimeProvider>()))
        .AddHostedService(provider => new Announcer(
            provider.GetRequiredService<LedgerMemory>(), provider.GetRequiredService<Announcements>(), provider.GetRequiredService<Lease>(),
            provider.GetRequiredService<RabbitAnnouncements>().PublishAsync, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Announcer>>()));

    public static void MapTimeline(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<TimelineGrpc>();
        endpoints.MapGrpcService<OperationsGrpc>();
        endpoints.MapGrpcService<MaintenanceGrpc>();
        endpoints.MapGrpcService<SubscriptionsGrpc>();
        endpoints.MapGet(EventStream.Path, (HttpContext context, EventStream stream) => stream.ServeAsync(context));
    }
}
