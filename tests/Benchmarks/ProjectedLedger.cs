using Ledger.Adapters.EventLog;
using Ledger.Adapters.Saving;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Benchmarks;

/// <summary>A ledger as timeline projects it from a store, in this process.</summary>
internal sealed class ProjectedLedger : IAsyncDisposable
{
    private readonly Sequencer _sequencer;

    private ProjectedLedger(IEventLog log, PolicyStreams streams, string? saved)
    {
        var documents = Timeline.Sequencing.Documents.Of(log);
        Memory = new LedgerMemory(streams, documents);
        _sequencer = new Sequencer(
            log, Memory, streams, documents, new SavedProjection(new SavingFolder(saved), streams, TimeProvider.System, NullLogger<SavedProjection>.Instance));
    }

    public LedgerMemory Memory { get; }

    /// <summary>Starts projecting, and answers once everything that is in the store is projected.</summary>
    /// <param name="log">The store.</param>
    /// <param name="streams">Whose stream is whose.</param>
    /// <param name="saved">Where the projection is saved; null: nowhere.</param>
    public static async Task<ProjectedLedger> StartAsync(IEventLog log, PolicyStreams streams, string? saved = null)
    {
        var ledger = new ProjectedLedger(log, streams, saved);
        await ledger._sequencer.StartAsync(CancellationToken.None);
        while (!ledger.Memory.IsCaughtUp)
        {
            if (ledger._sequencer.ExecuteTask is { IsFaulted: true } failed)
                await failed;
            await Task.Delay(1);
        }
        return ledger;
    }

    public async ValueTask DisposeAsync()
    {
        await _sequencer.StopAsync(CancellationToken.None);
        _sequencer.Dispose();
    }
}
