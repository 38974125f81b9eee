using Ledger.Adapters.Running;
using System.CommandLine;
using Ledger.Adapters.EventLog;
using Ledger.Timeline.Moving;
using Ledger.Timeline.Sequencing;

namespace Ledger.Host;

/// <summary>Copies a ledger from one store to another, and compares them.</summary>
internal static class MoveCommand
{
    private const string Stores = "sqlite:FOLDER, a folder, or a connection string such as esdb://localhost:2113?tls=false";

    public static Command Build()
    {
        var from = new Option<string>("--from") { Description = $"The store that holds the ledger: {Stores}", Required = true };
        var to = new Option<string>("--to") { Description = "The store to copy it to; a folder is made where it is missing", Required = true };
        var prefix = new Option<string>("--prefix") { Description = "The ledger's prefix on a shared store; the same on both sides", DefaultValueFactory = _ => "" };
        var move = new Command("move", "Copy a ledger from one store to another, and verify that both are equal; run again, it goes on where it was broken off. Nobody may record meanwhile.")
        {
            from, to, prefix,
        };
        move.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(prefix)!, cancellation));
        return move;
    }

    private static async Task<int> RunAsync(string from, string to, string prefix, CancellationToken cancellation)
    {
        try
        {
            if (EventLogs.Display(from) == EventLogs.Display(to))
                throw new EventLogSettingException("--from and --to name the same store");
            await using var source = EventLogs.OpenExisting(from);
            await using var destination = EventLogs.Open(to);
            Console.WriteLine($"moving the ledger from {EventLogs.Display(from)} to {EventLogs.Display(to)}");
            var outcome = await new LedgerMove(source, destination, PolicyStreams.Under(prefix)).RunAsync(events => Console.WriteLine($"  {events} events are there"), cancellation);
            return Tell(outcome);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("broken off: run it again to go on");
            return ExitStatus.Interrupted;
        }
        catch (Exception failure) when (ExitStatus.Of(failure) is { } known)
        {
            await Console.Error.WriteLineAsync(known.Sentence);
            return known.Status;
        }
    }

    private static int Tell(MoveOutcome outcome)
    {
        switch (outcome)
        {
            case MoveOutcome.Moved moved:
                Console.WriteLine($"{moved.Copied} events copied, {moved.There} were there; both stand at position {moved.Position}");
                Console.WriteLine($"documents equal  sha256 {moved.Documents}");
                Console.WriteLine($"states equal     sha256 {moved.State} (at {moved.Coordinates} coordinates)");
                return ExitStatus.Stopped;
            case MoveOutcome.OtherEvents other:
                Console.Error.WriteLine($"the destination holds other events (first: stream {other.Stream}, revision {other.Revision}): move to an empty store, or to one that holds the beginning of this ledger");
                return ExitStatus.OtherEvents;
            case MoveOutcome.Differs differs:
                Console.Error.WriteLine($"the copy is not equal: {differs.How}; stop whoever records, and run it again");
                return ExitStatus.NotEqual;
            default:
                throw new InvalidOperationException($"{outcome} is no outcome of a move");
        }
    }
}
