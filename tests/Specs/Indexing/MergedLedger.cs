using CsCheck;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Specs.Properties;
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

    /// <summary>A ledger in memory that recorded nothing yet.</summary>
    public static LedgerMemory Empty() => new(PolicyStreams.Under(""));

    /// <summary>Records one command's events, as the sequencer does.</summary>
    public static void Record(this LedgerMemory ledger, IReadOnlyList<LedgerEvent> command)
    {
        var position = ledger.Latest.Count;
        ledger.Append([.. command.Select((recorded, i) =>
            (recorded with { Header = recorded.Header with { RecordedAt = Instant.FromUnixTimeSeconds(position + i) } }, new LogPosition((ulong)(position + i), (ulong)(position + i)), ReadOnlyMemory<byte>.Empty))]);
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
