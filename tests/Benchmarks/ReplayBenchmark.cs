using System.Diagnostics;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Api.Facilities.V1;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using Microsoft.Data.Sqlite;

namespace Ledger.Benchmarks;

/// <summary>A cold replay of the log into state, beside a bare read of the same file; and what an event takes in memory.</summary>
internal static class ReplayBenchmark
{
    private const int Rounds = 5;
    private const int CommandsWritten = 20_000;

    public static async Task RunAsync(ScratchFolder folder)
    {
        var data = folder.New("replay");
        await WriteAsync(data);
        var streams = PolicyStreams.Under("");
        var (replays, folds, bare, memory) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await using (var log = SqliteEventLog.Open(data))
            {
                var before = GC.GetTotalMemory(forceFullCollection: true);
                var watch = Stopwatch.StartNew();
                await using var projected = await ProjectedLedger.StartAsync(log, streams);
                var ledger = projected.Memory;
                var read = watch.Elapsed;
                _ = World.Folded(new Cut(ledger.Latest, null, IsProvisional: false), streams);
                replays.Add(ledger.Latest.Count / watch.Elapsed.TotalSeconds);
                folds.Add(ledger.Latest.Count / (watch.Elapsed - read).TotalSeconds);
                memory.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)ledger.Latest.Count);
            }
            bare.Add(BareRead(Path.Combine(data, "ledger.db")));
        }
        Console.WriteLine($"replay: {CommandsWritten * Commands.EventsEach:N0} events, {Rounds} rounds");
        Measured.Tell("cold replay into state (read, check, decode, fold)", replays, "events/s");
        Measured.Tell("  of which the fold of what is visible", folds, "events/s");
        Measured.Tell("bare read of the file", bare, "events/s");
        Console.WriteLine($"  ratio to a bare read: {Measured.Median(replays) / Measured.Median(bare):N2}");
        Measured.Tell("memory an event, with the documents kept", memory, "bytes");
    }

    /// <summary>A ledger of 60,000 events in a folder.</summary>
    internal static async Task WriteAsync(string data)
    {
        await using var host = await HostRun.StartAsync(data, empty: true);
        using var channel = host.Channel();
        var client = new FacilitiesService.FacilitiesServiceClient(channel);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, CommandsWritten), new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (number, cancellation) => await client.RecordActAsync(Commands.Next("replay", number), cancellationToken: cancellation));
    }

    private static double BareRead(string file)
    {
        var watch = Stopwatch.StartNew();
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, stream, revision, data FROM events ORDER BY position";
        using var reader = command.ExecuteReader();
        var (count, bytes) = (0, 0L);
        while (reader.Read())
        {
            count++;
            bytes += ((byte[])reader[3]).Length;
        }
        return bytes > 0 ? count / watch.Elapsed.TotalSeconds : 0;
    }
}
