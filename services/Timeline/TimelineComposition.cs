using Ledger.Adapters.Running;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Recording;
using Ledger.Timeline.Sequencing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Timeline;

/// <summary>Puts timeline together: recorder, sequencer and answers.</summary>
public static class TimelineComposition
{
    /// <summary>Adds timeline; an <see cref="Adapters.EventLog.IEventLog"/> and a bus must be there.</summary>
    public static IServiceCollection AddTimeline(this IServiceCollection services, PolicyStreams streams, LedgerDescription description) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(streams)
        .AddSingleton(description)
        .AddSingleton<LedgerMemory>()
        .AddSingleton<RecentWorlds>()
        .AddSingleton<Coordinates>()
        .AddSingleton<OperationLog>()
        .AddSingleton<Recorder>()
        .AddSingleton<Adapters.Bus.Recording>(provider => provider.GetRequiredService<Recorder>().RecordAsync)
        .AddHostedService<Sequencer>()
        .AddReadyCheck("timeline", provider => provider.GetRequiredService<LedgerMemory>().IsCaughtUp);

    public static void MapTimeline(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<TimelineGrpc>();
        endpoints.MapGrpcService<OperationsGrpc>();
    }
}
