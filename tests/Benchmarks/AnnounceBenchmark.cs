using System.Globalization;
using Grpc.Net.Client;
using Ledger.Adapters.EventLog;
using Ledger.Api.Facilities.V1;
using Ledger.Integration.Broker;
using Ledger.Subscriber;
using RabbitMQ.Client;

namespace Ledger.Benchmarks;

/// <summary>
/// From announced to each subscriber's handler at 10,000 deliveries a second: of events that are appended to the store at that pace, as a recorder
/// appends them; and, which takes far more of the same cores, while an owner decides commands and a recorder records them. In process it
/// counts from the moment at which the store hands an event over to timeline. Over RabbitMQ it counts from the moment of recording that stands in
/// the event, which is taken before the append: the append at the store, and its way back, are in it.
/// </summary>
internal static class AnnounceBenchmark
{
    private const int Rounds = 3;
    private const int WarmingCommands = 6000;
    private const int RoundSeconds = 10;

    /// <summary>Calls of one process share a connection, as gRPC's clients advise; a server takes a hundred streams on one.</summary>
    private const int SharingConnection = 25;

    /// <summary>In which everything is compiled, again and better: they are not told.</summary>
    private const int WarmingRounds = 2;

    private static readonly Load[] Loads = [new(Subscribers: 10, EventsPerSecond: 1_000, Commands.EventsEach), new(Subscribers: 100, EventsPerSecond: 100, Commands.EventsEach)];

    /// <summary>Events that come one by one, as evenly as the pace says, not some of one act at once.</summary>
    private static readonly Load OneByOne = new(Subscribers: 100, EventsPerSecond: 100, EventsEach: 1);

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"announce: {Rounds} rounds of {RoundSeconds} s");
        foreach (var load in Loads)
        {
            await InProcessAsync(folder, load, onOneConnection: 1);
            await InProcessAsync(folder, load, onOneConnection: SharingConnection);
        }
        await InProcessAsync(folder, OneByOne, onOneConnection: 1);
        if (RabbitServer.Missing is { } missing)
        {
            Console.WriteLine($"over RabbitMQ: {missing}");
            return;
        }
        await using var ledger = await SeparateLedger.StartAsync();
        var recorded = await WarmAsync(new FacilitiesService.FacilitiesServiceClient(ledger["Facilities"].Channel));
        foreach (var load in Loads)
            recorded = await OverRabbitAsync(ledger, load, recorded);
    }

    private static async Task InProcessAsync(ScratchFolder folder, Load load, int onOneConnection)
    {
        await using var ledger = await InProcessLedger.StartAsync(folder.New("announce"));
        using var channel = ledger.Channel();
        using var stop = new CancellationTokenSource();
        var arrivals = new Arrivals();
        var channels = Enumerable.Range(0, (load.Subscribers + onOneConnection - 1) / onOneConnection).Select(_ => ledger.Channel()).ToList();
        var following = Enumerable.Range(0, load.Subscribers).Select(number => new Subscription(channels[number / onOneConnection].CreateCallInvoker(), EventFilter.Everything, TimeProvider.System)
            .RunAsync(arrivals.Handler(recorded => ledger.Log.SinceHandedOver(recorded.EventId)), stop.Token)).ToList();
        var recordings = await RecordingsAsync(channel, ledger.Log, load);
        await arrivals.AllAsync((long)load.Subscribers * load.EventsEach, following);
        foreach (var recording in recordings)
        {
            var (lateness, paces) = (new List<Lateness>(), new List<double>());
            for (var round = 0; round < Rounds + WarmingRounds; round++)
                await RoundAsync(recording, load, $"a{load.Subscribers}-{load.EventsEach}-{round}", arrivals, following, lateness, paces);
            Tell($"{load} in process, {onOneConnection} on a connection, {recording.Name}: handler", lateness, paces);
        }
        await EndAsync(following, stop);
        channels.ForEach(own => own.Dispose());
    }

    /// <summary>Services that have just started compile while they answer, and do not hold the pace: they are warmed by a sender that waits.</summary>
    /// <returns>The events recorded so far.</returns>
    private static async Task<int> WarmAsync(FacilitiesService.FacilitiesServiceClient client)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, WarmingCommands), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, cancellation) => await client.RecordActAsync(Commands.Next("warm", number), cancellationToken: cancellation));
        return WarmingCommands * Commands.EventsEach;
    }

    /// <returns>The events recorded so far.</returns>
    private static async Task<int> OverRabbitAsync(SeparateLedger ledger, Load load, int recorded)
    {
        await using var log = EventLogs.Open(ledger.StoreAddress);
        using var stop = new CancellationTokenSource();
        var arrivals = new Arrivals();
        var following = Enumerable.Range(0, load.Subscribers)
            .Select(number => new Subscription(ledger["Timeline"].Channel.CreateCallInvoker(), EventFilter.Everything, TimeProvider.System) { From = recorded }
                .RunAsync(arrivals.Handler(SinceRecorded), new ConnectionFactory { Uri = ledger.Broker.AddressOf("subscriber") }, $"bench-{number}", stop.Token))
            .ToList();
        var (lateness, bare) = (new List<Lateness>(), new List<Lateness>());
        var documents = (await Documents.OfAsync(ledger["Timeline"].Channel, 256, Commands.EventsEach)).SelectMany(command => command).ToList();
        await using (var topic = await BareTopic.StartAsync(ledger.Broker, load.Subscribers))
        {
            for (var round = 0; round < Rounds + WarmingRounds; round++)
                bare.Add(await topic.RoundAsync(load.EventsPerSecond, load.CommandsEach * load.EventsEach, documents));
        }
        bare.RemoveRange(0, WarmingRounds);
        Arrivals.Tell($"{load}, bare publish to consumer", bare);
        var recordings = await RecordingsAsync(ledger["Facilities"].Channel, log, load);
        await arrivals.AllAsync((long)load.Subscribers * load.EventsEach, following);
        recorded += load.EventsEach;
        foreach (var recording in recordings)
        {
            var paces = new List<double>();
            lateness.Clear();
            for (var round = 0; round < Rounds + WarmingRounds; round++)
                await RoundAsync(recording, load, $"b{load.Subscribers}-{round}", arrivals, following, lateness, paces);
            Tell($"{load} over RabbitMQ, {recording.Name}: handler", lateness, paces);
            Console.WriteLine($"  ratio to bare: {Median(lateness, one => one.P50) / Median(bare, one => one.P50):N1} at p50, {Median(lateness, one => one.P99) / Median(bare, one => one.P99):N1} at p99");
            recorded += (Rounds + WarmingRounds) * load.CommandsEach * load.EventsEach;
        }
        await EndAsync(following, stop);
        return recorded;
    }

    /// <summary>Both ways in which events come to be recorded; one command is recorded on the way.</summary>
    private static async Task<IReadOnlyList<Recording>> RecordingsAsync(GrpcChannel facilities, IEventLog log, Load load)
    {
        var client = new FacilitiesService.FacilitiesServiceClient(facilities);
        var appended = new AppendedCommands((await client.RecordActAsync(load.Command($"{Guid.NewGuid():N}", 0))).Recorded, log);
        return
        [
            new Recording("appended to the store", appended.AppendAsync),
            new Recording("recorded by commands", async (round, number) =>
            {
                if ((await client.RecordActAsync(load.Command(round, number))).Recorded.Pending)
                    throw new InvalidOperationException("a command was answered pending: the pace is not held");
            }),
        ];
    }

    private static async Task RoundAsync(Recording recording, Load load, string round, Arrivals arrivals, IReadOnlyList<Task> following, List<Lateness> lateness, List<double> paces)
    {
        var pace = await Pace.HoldAsync(load.CommandsPerSecond, load.CommandsEach, number => recording.RecordAsync(round, number));
        paces.Add(pace * load.EventsEach);
        lateness.Add(await arrivals.AllAsync((long)load.Subscribers * load.CommandsEach * load.EventsEach, following));
    }

    /// <summary>Tells all rounds but those that warm.</summary>
    private static void Tell(string what, List<Lateness> lateness, List<double> paces)
    {
        lateness.RemoveRange(0, WarmingRounds);
        paces.RemoveRange(0, WarmingRounds);
        Arrivals.Tell(what, lateness);
        Measured.Tell("  recorded meanwhile", paces, "events/s");
    }

    private static async Task EndAsync(IReadOnlyList<Task> following, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        foreach (var task in following)
            await task.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static TimeSpan SinceRecorded(PolicyEvent recorded) => TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(recorded.RecordedAt, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<Lateness> rounds, Func<Lateness, double> of) => Measured.Median(rounds.Select(of));

    /// <summary>A way in which the events of a command come to be recorded.</summary>
    private sealed record Recording(string Name, Func<string, int, Task> RecordAsync);

    private sealed record Load(int Subscribers, int EventsPerSecond, int EventsEach)
    {
        public double CommandsPerSecond => (double)EventsPerSecond / EventsEach;

        public int CommandsEach => EventsPerSecond * RoundSeconds / EventsEach;

        public RecordActRequest Command(string round, int number) => EventsEach == 1 ? Commands.One(round, number) : Commands.Next(round, number);

        public override string ToString() => $"{Subscribers} at {EventsPerSecond:N0} events/s, {EventsEach} a command";
    }
}
