using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CsCheck;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.Properties;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Specs.Indexing;

/// <summary>A random ledger of all three owners: three histories that the rules allow, shuffled into one order of entry.</summary>
internal static class MergedLedger
{
    /// <summary>Attempts at one ledger, and the seed of the shuffle.</summary>
    public static Gen<(Attempt[] Controls, Attempt[] Pacts, Attempt[] Plants, int Seed)> Any { get; } = Gen.Select(
        Attempt.Histories(InstrumentScript.Kinds), Attempt.Histories(AgreementScript.Kinds), Attempt.Histories(FacilityScript.Kinds), Gen.Int[0, int.MaxValue - 1]);

    /// <summary>The commands in order of entry, each with the events that it recorded.</summary>
    public static IReadOnlyList<IReadOnlyList<LedgerEvent>> CommandsOf((Attempt[] Controls, Attempt[] Pacts, Attempt[] Plants, int Seed) drawn)
    {
        var random = new Random(drawn.Seed);
        var waiting = new[] { InstrumentScript.Play(drawn.Controls), AgreementScript.Play(drawn.Pacts), FacilityScript.Play(drawn.Plants) }.Select(Commands).Where(queue => queue.Count > 0).ToList();
        var commands = new List<IReadOnlyList<LedgerEvent>>();
        while (waiting.Count > 0)
        {
            var next = waiting[random.Next(waiting.Count)];
            commands.Add(next.Dequeue());
            if (next.Count == 0)
                waiting.Remove(next);
        }
        return commands;
    }

    /// <summary>What each ledger's store would hold.</summary>
    private static readonly ConditionalWeakTable<LedgerMemory, ConcurrentDictionary<(string Stream, long Revision), StoredEvent>> Stores = [];

    /// <summary>A ledger in memory that recorded nothing yet. It keeps no document: each is asked for again.</summary>
    public static LedgerMemory Empty()
    {
        var store = new ConcurrentDictionary<(string Stream, long Revision), StoredEvent>();
        var ledger = new LedgerMemory(PolicyStreams.Under(""), new Documents((stream, revision) => store[(stream, revision)], mostBytes: 0));
        Stores.Add(ledger, store);
        return ledger;
    }

    /// <summary>A ledger that begins with a saved projection of another, over the same store.</summary>
    public static async Task<LedgerMemory?> ResumedAsync(LedgerMemory from, SavedProjection saved)
    {
        var store = Stores.GetOrCreateValue(from);
        var documents = new Documents((stream, revision) => store[(stream, revision)], mostBytes: 0);
        if (await saved.LoadAsync((stream, revision, _) => Task.FromResult(store.GetValueOrDefault((stream, revision))), documents, CancellationToken.None) is not { } loaded)
            return null;
        var ledger = new LedgerMemory(PolicyStreams.Under(""), documents);
        Stores.Add(ledger, store);
        ledger.Begin(loaded);
        return ledger;
    }

    /// <summary>Records one command's events, as the sequencer does.</summary>
    public static void Record(this LedgerMemory ledger, IReadOnlyList<LedgerEvent> command)
    {
        var position = (ulong)ledger.Latest.Count;
        var store = Stores.GetOrCreateValue(ledger);
        var recorded = new List<ReadEvent>();
        foreach (var decided in command)
        {
            var stamped = decided with { Header = decided.Header with { RecordedAt = Instant.FromUnixTimeSeconds((long)position) } };
            var at = new LogPosition(position, position++);
            store[(stamped.Header.Stream, stamped.Header.Revision)] = new StoredEvent(
                at, stamped.Header.Stream, stamped.Header.Revision, stamped.Header.EventId, WireNames.Of(stamped.Body), ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty) { Decoded = stamped };
            recorded.Add(new ReadEvent(stamped, at, ReadOnlyMemory<byte>.Empty));
        }
        ledger.Append(recorded);
    }

    /// <summary>Resolves every measure, as timeline does in the background.</summary>
    public static void Resolve(this LedgerMemory ledger)
    {
        var (index, measures) = (ledger.Latest.Index, ledger.Latest.Index.Ids.Measures.Added);
        for (var i = 0; i < measures.Count; i++)
            index.Timelines.Refresh(measures[i]);
    }

    /// <summary>What one command recorded stands together in its owner's history; a request id may come again later, on what was retracted.</summary>
    private static Queue<IReadOnlyList<LedgerEvent>> Commands(RecordedHistory history)
    {
        var commands = new Queue<IReadOnlyList<LedgerEvent>>();
        var command = new List<LedgerEvent>();
        foreach (var recorded in history.Events.Select(recorded => recorded.Event))
        {
            if (command.Count > 0 && (command[^1].Header.Stream, command[^1].Header.RequestId) != (recorded.Header.Stream, recorded.Header.RequestId))
            {
                commands.Enqueue(command);
                command = [];
            }
            command.Add(recorded);
        }
        if (command.Count > 0)
            commands.Enqueue(command);
        return commands;
    }
}
