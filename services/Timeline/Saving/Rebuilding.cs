using System.Runtime.CompilerServices;
using Ledger.Adapters.EventLog;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Saving;

/// <summary>How far a rebuilding has come.</summary>
/// <param name="Read">Events read.</param>
/// <param name="Expected">Of how many.</param>
/// <param name="Left">Until it is done, at the pace so far.</param>
/// <param name="Position">Where the new projection answers; null while the one before does.</param>
internal sealed record Rebuilt(long Read, long Expected, TimeSpan Left, long? Position);

/// <summary>Makes the projection anew from the store, beside the one that answers, and puts it in its place.</summary>
internal sealed class Rebuilding(IEventLog log, LedgerMemory memory, PolicyStreams streams, Documents documents, SavedProjection saved, TimeProvider time)
{
    private const int Between = 4096;

    /// <summary>True where the new one is saved as well.</summary>
    public bool IsSaved => saved.IsKept;

    /// <summary>Rebuilds it; tells now and then how far it has come.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away: the projection before it stays.</exception>
    /// <exception cref="EventLogCorruptException">The store does not hold what was recorded: the projection before it stays.</exception>
    public async IAsyncEnumerable<Rebuilt> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (fresh, expected, began) = (new LedgerColumns(streams, documents), memory.Latest.Count, time.GetTimestamp());
        await foreach (var stored in log.ReadAllAsync(LogPosition.Start, streams.Prefixes, cancellation).ConfigureAwait(false))
        {
            if (fresh.Rows.Count == expected)
                break;
            fresh.Add(Sequencer.Read(stored), stored.Position, stored.Data, isNew: false);
            if (fresh.Rows.Count % Between == 0)
                yield return new Rebuilt(fresh.Rows.Count, expected, time.GetElapsedTime(began) / fresh.Rows.Count * (expected - fresh.Rows.Count), null);
        }
        memory.Replace(fresh);
        saved.Save(memory);
        await saved.SettledAsync().ConfigureAwait(false);
        yield return new Rebuilt(expected, expected, TimeSpan.Zero, memory.Latest.Position);
    }
}
