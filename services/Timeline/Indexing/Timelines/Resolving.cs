using System.Diagnostics;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// Goes over the measures now and then and resolves those of which something was recorded since, so that whoever asks finds them ready. Whoever comes first
/// resolves for himself: no answer waits for it.
/// </summary>
internal sealed class Resolving(LedgerMemory memory, TimeProvider time, ILogger<Resolving> logger) : BackgroundService
{
    /// <summary>To look whether a measure is up to date takes well under a microsecond: a pass over a million of them little of a core.</summary>
    private static readonly TimeSpan BetweenPasses = TimeSpan.FromSeconds(5);

    /// <summary>It leaves as much of a core to others as it takes.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => RunAsync(stoppingToken), CancellationToken.None);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            LedgerSnapshot? passed = null;
            while (true)
            {
                // A rebuilt projection is another, at the same position.
                if (memory.Latest is var latest && memory.IsCaughtUp && !ReferenceEquals(latest, passed))
                {
                    passed = latest;
                    await PassAsync(latest.Index, stopping).ConfigureAwait(false);
                }
                await Task.Delay(BetweenPasses, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is not resolved is resolved when it is asked for.
        }
    }

    /// <summary>Resolves every measure that is not up to date.</summary>
    private async Task PassAsync(LedgerIndex index, CancellationToken stopping)
    {
        var (measures, since) = (index.Ids.Measures.Added, Stopwatch.GetTimestamp());
        for (var i = 0; i < measures.Count; i++)
        {
            Refresh(index, measures[i]);
            if (Stopwatch.GetElapsedTime(since) < AtOnce)
                continue;
            await Task.Delay(AtOnce, stopping).ConfigureAwait(false);
            since = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>What fails here fails again for whoever asks, and he is told; it is no reason for the service to end.</summary>
    private void Refresh(LedgerIndex index, int measure)
    {
        try
        {
            index.Timelines.Refresh(measure);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            logger.NotResolved(index.Rows.Vocabulary.Symbols[measure], fault);
        }
    }
}

/// <summary>What operations people read of it.</summary>
internal static partial class ResolvingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Measure} could not be resolved beforehand: it is folded when it is asked for")]
    public static partial void NotResolved(this ILogger logger, string measure, Exception fault);
}
