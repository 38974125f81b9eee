using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Ledger.Adapters.Web;

namespace Ledger.Adapters.Running;

/// <summary>Says once what a service waits for, and once that it is ready: the same that its health check shows.</summary>
internal sealed class Waiting(HealthCheckService health, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>What comes up together with the service is not worth a line.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var since = time.GetTimestamp();
        bool? wasReady = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
                var report = await health.CheckHealthAsync(check => check.Tags.Contains(LedgerWeb.ReadyTag), stoppingToken).ConfigureAwait(false);
                var isReady = report.Status == HealthStatus.Healthy;
                if (isReady == wasReady)
                {
                    since = time.GetTimestamp();
                    continue;
                }
                if (!isReady && time.GetElapsedTime(since) < Patience)
                    continue;
                wasReady = isReady;
                var ailing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key} ({entry.Value.Description})");
                Console.WriteLine(isReady ? "ready" : $"waiting for {string.Join(", ", ailing)}");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the service.
        }
    }
}
