using Ledger.Adapters.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Adapters.Running;

/// <summary>Parts of a process that are ready once they have caught up with the store.</summary>
public static class ReadyCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Adds a part to the readiness of the process.</summary>
    /// <param name="services">The process.</param>
    /// <param name="part">As people say it.</param>
    /// <param name="isReady">Whether it has caught up.</param>
    public static IServiceCollection AddReadyCheck(this IServiceCollection services, string part, Func<IServiceProvider, bool> isReady)
    {
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            part, provider => new CaughtUp(() => isReady(provider), part), HealthStatus.Unhealthy, [LedgerWeb.ReadyTag]));
        return services;
    }

    /// <summary>Waits until every part is ready.</summary>
    public static async Task WaitAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var health = services.GetRequiredService<HealthCheckService>();
        while ((await health.CheckHealthAsync(check => check.Tags.Contains(LedgerWeb.ReadyTag), cancellation).ConfigureAwait(false)).Status != HealthStatus.Healthy)
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
    }

    private sealed class CaughtUp(Func<bool> isReady, string part) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(isReady() ? HealthCheckResult.Healthy($"{part} has caught up") : HealthCheckResult.Unhealthy($"{part} is reading the store"));
    }
}
