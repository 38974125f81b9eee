using System.Diagnostics;
using Ledger.Api.Facilities.V1;

namespace Ledger.Benchmarks;

/// <summary>Commands over gRPC to recorded, 256 in flight, beside a bare SQLite group commit and a PostgreSQL insert of the same documents.</summary>
internal static class WriteBenchmark
{
    private const int InFlight = 256;
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"write: {InFlight} in flight, {Rounds} rounds of {Round.TotalSeconds:N0} s");
        await RunAsync(folder, 1, Commands.One);
        await RunAsync(folder, Commands.EventsEach, Commands.Next);
    }

    private static async Task RunAsync(ScratchFolder folder, int eventsEach, Func<string, int, RecordActRequest> next)
    {
        Console.WriteLine($"commands of {eventsEach} {(eventsEach == 1 ? "event" : "events")}");
        await using var host = await HostRun.StartAsync(folder.New("write"), empty: true);
        using var channel = host.Channel();
        var client = new FacilitiesService.FacilitiesServiceClient(channel);
        // Code that runs often is compiled anew in the background, which takes a while on two cores.
        await LoadAsync(client, "warm", next, WarmUp);
        var (commands, cpu, own) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (before, ours) = (host.Cpu, Environment.CpuUsage.TotalTime);
            var (done, seconds) = await LoadAsync(client, $"r{round}", next, Round);
            commands.Add(done / seconds);
            cpu.Add((host.Cpu - before).TotalMicroseconds / done);
            own.Add((Environment.CpuUsage.TotalTime - ours).TotalMicroseconds / done);
        }
        Measured.Tell("commands/s, gRPC to recorded", commands, "commands/s");
        Measured.Tell("  the host's CPU a command", cpu, "µs");
        Measured.Tell("  the load generator's CPU a command, on the same cores", own, "µs");
        var documents = await Documents.OfAsync(channel, 4096, eventsEach);
        await BesideAsync("bare group commit of the documents", commands, new BareSqlite(Path.Combine(folder.New("bare"), "bare.db"), keepsUnique: false), documents);
        await BesideAsync("bare group commit of an event store's rows", commands, new BareSqlite(Path.Combine(folder.New("rows"), "rows.db"), keepsUnique: true), documents);
        if (await Postgres.StartAsync(folder) is not { } postgres)
            return;
        await using (postgres)
        {
            var rates = new List<double>();
            for (var round = 0; round <= Rounds; round++)
                rates.Add(await postgres.RateAsync(documents, Round));
            rates.RemoveAt(0);
            Measured.Tell($"PostgreSQL insert, {Postgres.Clients} clients, one commit a command", rates, "commands/s");
            Console.WriteLine($"  ratio to PostgreSQL: {Measured.Median(commands) / Measured.Median(rates):N2}");
        }
    }

    private static async Task BesideAsync(string what, IReadOnlyList<double> commands, BareSqlite sqlite, IReadOnlyList<byte[][]> documents)
    {
        await using (sqlite)
        {
            var bare = new List<double>();
            for (var round = 0; round <= Rounds; round++)
                bare.Add(await sqlite.RateAsync(documents, InFlight, Round));
            bare.RemoveAt(0);
            Measured.Tell(what, bare, "commands/s");
            Console.WriteLine($"  ratio to it: {Measured.Median(commands) / Measured.Median(bare):N2}");
        }
    }

    private static async Task<(int Done, double Seconds)> LoadAsync(
        FacilitiesService.FacilitiesServiceClient client, string round, Func<string, int, RecordActRequest> next, TimeSpan duration)
    {
        var (number, done) = (0, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                await client.RecordActAsync(next(round, Interlocked.Increment(ref number)));
                Interlocked.Increment(ref done);
            }
        })));
        return (done, watch.Elapsed.TotalSeconds);
    }
}
