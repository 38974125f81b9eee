using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Running;
using Ledger.Adapters.Saving;
using Ledger.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Adapters.Owners;

/// <summary>How an owner names itself and its streams.</summary>
/// <param name="Owner">e.g. <c>export-controls</c>; names its record queue.</param>
/// <param name="LedgerPrefix">The ledger's own prefix on a shared store; may be empty.</param>
/// <param name="Kind">e.g. <c>instrument-</c>.</param>
public sealed record OwnerOptions(string Owner, string LedgerPrefix, string Kind)
{
    public string StreamPrefix => LedgerPrefix + Kind;

    public string StreamOf(string entity) => StreamPrefix + entity;

    /// <summary>A stream's name without the ledger's prefix.</summary>
    public string NameOf(string stream) => stream[LedgerPrefix.Length..];
}

/// <summary>Puts an owner's write path together.</summary>
public static class OwnerComposition
{
    /// <summary>Adds the owner's <see cref="OwnerPipeline"/> under its name, and what keeps it warm and running.</summary>
    /// <typeparam name="TLedger">Its rulebook.</typeparam>
    /// <param name="services">The services of the process.</param>
    /// <param name="options">Whose path it is.</param>
    /// <param name="folder">Where it saves what it notes of a long ledger.</param>
    public static IServiceCollection AddOwner<TLedger>(this IServiceCollection services, OwnerOptions options, SavingFolder folder)
        where TLedger : IOwnerLedger, new()
    {
        services.AddKeyedSingleton(options.Owner, (provider, _) => new WarmLedger(provider.GetRequiredService<IEventLog>(), new TLedger(), options.StreamPrefix));
        services.AddKeyedSingleton(options.Owner, (provider, key) => new OwnerFollowing(
            provider.GetRequiredService<IEventLog>(), provider.GetRequiredKeyedService<WarmLedger>(key), options.StreamPrefix,
            folder.File($"notes-{options.Owner}", provider.GetRequiredService<ILogger<SavedNotes>>()) is { } file ? new SavedNotes(file, options.StreamPrefix, typeof(TLedger)) : null));
        services.AddKeyedSingleton(options.Owner, (provider, key) => new OwnerPipeline(
            options, provider.GetRequiredKeyedService<WarmLedger>(key), provider.GetRequiredService<RecordingBus>()));
        services.AddSingleton<IHostedService>(provider => new OwnerService(
            provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredKeyedService<OwnerFollowing>(options.Owner), provider.GetRequiredKeyedService<OwnerPipeline>(options.Owner)));
        return services.AddReadyCheck(options.Owner, provider => provider.GetRequiredKeyedService<WarmLedger>(options.Owner).IsWarm);
    }

    /// <param name="process">Its parts answer before an owner begins to read, which may take long.</param>
    /// <param name="following">What keeps it warm.</param>
    /// <param name="pipeline">What it runs.</param>
    private sealed class OwnerService(IHostApplicationLifetime process, OwnerFollowing following, OwnerPipeline pipeline) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            Task.WhenAll(FollowAsync(stoppingToken), pipeline.RunAsync(stoppingToken));

        private async Task StartedAsync(CancellationToken stopping)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var _ = process.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stopping).ConfigureAwait(false);
        }

        private async Task FollowAsync(CancellationToken stopping)
        {
            try
            {
                await StartedAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            await OwnThread.RunAsync(() => following.RunAsync(stopping)).ConfigureAwait(false);
        }
    }
}
