using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.EventStore;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.Integration.Broker;
using Ledger.Integration.Log.EventStore;
using Ledger.Timeline.Sequencing;

namespace Ledger.Benchmarks;

/// <summary>
/// Catching up by the adapter's subscription, and by timeline's sequencer on top of it, beside a bare read of the same events by the protocol: against
/// the stand-in, and against a real server where LEDGER_TEST_EVENTSTORE names one.
/// </summary>
internal static class CatchUpBenchmark
{
    private const int Rounds = 5;
    private const int CommandsWritten = 20_000;

    private static readonly string[] Prefixes = ["facility-"];

    public static async Task RunAsync(ScratchFolder folder)
    {
        Console.WriteLine($"catch up: {CommandsWritten * Commands.EventsEach:N0} events, {Rounds} rounds");
        var streams = await DocumentsAsync(folder);
        await using (var standIn = await StandInProcess.StartAsync(folder.New("stand-in")))
            await RunAsync("the stand-in", standIn.Address, streams);
        if (Environment.GetEnvironmentVariable("LEDGER_TEST_EVENTSTORE") is { Length: > 0 } server)
            await RunAsync("the server of LEDGER_TEST_EVENTSTORE", server, streams);
    }

    private static async Task RunAsync(string what, string store, IReadOnlyList<StreamAppend> appends)
    {
        await using (var log = EventLogs.Open($"{store}&defaultDeadline=60000"))
        {
            foreach (var some in appends.Chunk(256))
                await log.AppendAsync(some, CancellationToken.None);
        }
        var (bare, subscribed, sequenced) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            bare.Add(await BareReadAsync(store));
            subscribed.Add(await SubscribeAsync(store));
            sequenced.Add(await SequenceAsync(store));
        }
        foreach (var rates in new[] { bare, subscribed, sequenced })
            rates.RemoveAt(0);
        Console.WriteLine(what);
        Measured.Tell("caught up by the adapter's subscription", subscribed, "events/s");
        Measured.Tell("caught up by timeline's sequencer (documents read and checked)", sequenced, "events/s");
        Measured.Tell("bare read by the protocol", bare, "events/s");
        Console.WriteLine($"  ratio to it: {Measured.Median(subscribed) / Measured.Median(bare):N2} for the subscription, {Measured.Median(sequenced) / Measured.Median(bare):N2} for the sequencer");
    }

    /// <summary>The generated client alone: every answer is read off the wire, and nothing is made of it.</summary>
    private static async Task<double> BareReadAsync(string store)
    {
        using var channel = GrpcChannel.ForAddress($"http://{EventStoreClientSettings.Create(store).Hosts[0]}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var options = new ReadOptions
        {
            All = new AllOptions { Start = new Empty() }, Count = long.MaxValue, UuidOption = new UuidOption { Structured = new Empty() },
            Filter = new FilterOptions { StreamIdentifier = new FilterOptions.Types.Expression { Prefix = { Prefixes } }, Max = 1024 },
        };
        var watch = Stopwatch.StartNew();
        var (count, bytes) = (0, 0L);
        using var call = new Streams.StreamsClient(channel).Read(new ReadReq { Options = options });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current is not { ContentCase: ReadResp.ContentOneofCase.Event, Event.Event: var stored })
                continue;
            count++;
            bytes += stored.Data.Length;
        }
        return bytes > 0 ? count / watch.Elapsed.TotalSeconds : 0;
    }

    private static async Task<double> SubscribeAsync(string store)
    {
        await using var log = EventLogs.Open(store);
        var watch = Stopwatch.StartNew();
        var count = 0;
        await foreach (var message in log.SubscribeAsync(LogPosition.Start, Prefixes, CancellationToken.None))
        {
            if (message is SubscriptionMessage.CaughtUp)
                break;
            count++;
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> SequenceAsync(string store)
    {
        await using var log = EventLogs.Open(store);
        var watch = Stopwatch.StartNew();
        await using var ledger = await ProjectedLedger.StartAsync(log, PolicyStreams.Under(""));
        return ledger.Memory.Latest.Count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>What the host records of the benchmark's commands. On a server where an earlier run left them, these are refused and those are read.</summary>
    private static async Task<IReadOnlyList<StreamAppend>> DocumentsAsync(ScratchFolder folder)
    {
        var data = folder.New("catchup");
        await ReplayBenchmark.WriteAsync(data);
        await using var log = EventLogs.Open(data);
        var appends = new List<StreamAppend>();
        await foreach (var stored in log.ReadAllAsync(LogPosition.Start, Prefixes, CancellationToken.None))
        {
            var added = new EventToStore(stored.EventId, stored.Type, stored.Data, stored.Metadata);
            if (appends.Count > 0 && appends[^1].Stream == stored.Stream)
                appends[^1] = appends[^1] with { Events = [.. appends[^1].Events, added] };
            else
                appends.Add(new StreamAppend(stored.Stream, stored.Revision - 1, [added]));
        }
        return appends;
    }
}
