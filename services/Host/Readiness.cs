using Ledger.Adapters.Owners;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Host;

/// <summary>Ready means that the projection and the owners have caught up with what the store held at the start.</summary>
internal sealed class Readiness(LedgerMemory memory, IServiceProvider services, PolicyStreams streams) : IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsReady ? HealthCheckResult.Healthy("the projection has caught up") : HealthCheckResult.Unhealthy("the projection is reading the ledger"));

    /// <summary>Waits until the host is ready.</summary>
    public static async Task WaitAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var readiness = services.GetRequiredService<Readiness>();
        while (!readiness.IsReady)
            await Task.Delay(Interval, cancellation);
    }

    private bool IsReady => memory.IsCaughtUp && streams.Kinds.Keys.All(owner => services.GetRequiredKeyedService<OwnerPipeline>(owner).IsWarm);
}
