using System.Diagnostics;
using System.Threading.RateLimiting;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Broker;
using RabbitMQ.Client;

namespace Ledger.Benchmarks;

/// <summary>
/// Commands over gRPC through RabbitMQ to recorded, the four services apart, beside bare confirmed publishes of the same documents to the same quorum
/// queue once nobody reads it.
/// </summary>
internal static class BrokerBenchmark
{
    private const string Queue = "record-facilities";
    private const int InFlight = 256;
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        if (RabbitServer.Missing is { } missing)
        {
            Console.WriteLine($"broker: {missing}");
            return;
        }
        Console.WriteLine($"broker: {InFlight} in flight, {Rounds} rounds of {Round.TotalSeconds:N0} s; broker and store keep their files in memory");
        await using var ledger = await SeparateLedger.StartAsync();
        var client = new FacilitiesService.FacilitiesServiceClient(ledger["Facilities"].Channel);
        await LoadAsync(client, "warm", WarmUp);
        var (commands, bare) = (new List<double>(), new List<double>());
        var processes = new Dictionary<string, int> { ["facilities"] = ledger["Facilities"].ProcessId, ["timeline"] = ledger["Timeline"].ProcessId, ["store's stand-in"] = ledger.Store.ProcessId, ["broker"] = ledger.Broker.ProcessId };
        var cpu = processes.ToDictionary(process => process.Key, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = processes.ToDictionary(process => process.Key, process => CpuOf(process.Value));
            var (done, seconds) = await LoadAsync(client, $"r{round}", Round);
            commands.Add(done / seconds);
            foreach (var (name, id) in processes)
                cpu[name].Add((CpuOf(id) - before[name]).TotalMicroseconds / done);
        }
        Measured.Tell("commands/s, gRPC through RabbitMQ to recorded", commands, "commands/s");
        foreach (var (name, each) in cpu)
            Measured.Tell($"  CPU a command: {name}", each, "µs");
        var documents = await Documents.OfAsync(ledger["Timeline"].Channel, 4096, 1);
        // The queue is the same, and nobody takes from it: what is measured is the broker alone.
        await ledger["Facilities"].TerminateAsync();
        await ledger["Timeline"].TerminateAsync();
        for (var round = 0; round <= Rounds; round++)
            bare.Add(await BareAsync(ledger.Broker, documents));
        bare.RemoveAt(0);
        Measured.Tell("bare confirmed publishes to the same queue", bare, "messages/s");
        Console.WriteLine($"  ratio to it: {Measured.Median(commands) / Measured.Median(bare):N2}");
    }

    private static TimeSpan CpuOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    private static async Task<(int Done, double Seconds)> LoadAsync(FacilitiesService.FacilitiesServiceClient client, string round, TimeSpan duration)
    {
        var (number, done) = (0, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                var recorded = (await client.RecordActAsync(Commands.One(round, Interlocked.Increment(ref number)))).Recorded;
                if (recorded.Pending)
                    throw new InvalidOperationException("a command was answered pending: it counts only as recorded");
                Interlocked.Increment(ref done);
            }
        })));
        return (done, watch.Elapsed.TotalSeconds);
    }

    private static async Task<double> BareAsync(RabbitServer broker, IReadOnlyList<byte[][]> documents)
    {
        await using var connection = await broker.ConnectAsync();
        using var limit = new ThrottlingRateLimiter(2 * InFlight);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: limit));
        var properties = new BasicProperties { Persistent = true };
        var (number, done) = (0, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < Round)
            {
                await channel.BasicPublishAsync(Queue, "", mandatory: true, properties, documents[Interlocked.Increment(ref number) % documents.Count][0]);
                Interlocked.Increment(ref done);
            }
        })));
        var rate = done / watch.Elapsed.TotalSeconds;
        await channel.QueuePurgeAsync(Queue);
        return rate;
    }
}
