using System.Diagnostics;
using Ledger.Api.Facilities.V1;

namespace Ledger.Benchmarks;

/// <summary>Commands over gRPC to recorded, 256 in flight, beside a bare SQLite group commit and a PostgreSQL insert of the same documents.</summary>
internal static class WriteBenchmark
{
    private const int InFlight = 256;
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"write: {InFlight} in flight, {Commands.EventsEach} events a command, {Rounds} rounds of {Round.TotalSeconds:N0} s");
        await using var host = await HostRun.StartAsync(folder.New("write"), empty: true);
        using var channel = host.Channel();
        var client = new FacilitiesService.FacilitiesServiceClient(channel);
        await LoadAsync(client, "warm", TimeSpan.FromSeconds(5));
        var (commands, cpu) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = host.Cpu;
            var (done, seconds) = await LoadAsync(client, $"r{round}", Round);
            commands.Add(done / seconds);
            cpu.Add((host.Cpu - before).TotalMicroseconds / done);
        }
        var documents = await Documents.OfAsync(channel, 4096);
        await using var sqlite = new BareSqlite(Path.Combine(folder.New("bare"), "bare.db"));
        var bare = new List<double>();
        for (var round = 0; round <= Rounds; round++)
            bare.Add(await sqlite.RateAsync(documents, InFlight, Round));
        bare.RemoveAt(0);
        Measured.Tell("commands/s, gRPC to recorded", commands, "commands/s");
        Measured.Tell("  the host's CPU a command", cpu, "µs");
        Measured.Tell("bare SQLite group commit, the same documents", bare, "commands/s");
        Console.WriteLine($"  ratio to bare group commit: {Measured.Median(commands) / Measured.Median(bare):N2}");
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

    private static async Task<(int Done, double Seconds)> LoadAsync(FacilitiesService.FacilitiesServiceClient client, string round, TimeSpan duration)
    {
        var (number, done) = (0, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                await client.RecordActAsync(Commands.Next(round, Interlocked.Increment(ref number)));
                Interlocked.Increment(ref done);
            }
        })));
        return (done, watch.Elapsed.TotalSeconds);
    }
}
