using System.Diagnostics;
using System.Globalization;
using System.Text;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;
using Ledger.Follower;
using Ledger.Integration.Running;
using Ledger.Integration.Subscribing;
using Ledger.Subscriber;
using RabbitMQ.Client;

namespace Ledger.Integration.Broker;

/// <summary>
/// Subscribers that hardly read, at full load: over the topic with a handler that takes its time, and over gRPC not reading at all. They cost
/// timeline and the broker no more than a bound, and catch up. How much slower others become is told, and not asserted: the machine is shared.
/// </summary>
[Collection(OneSeparateLedger.Name)]
public sealed class SlowSubscriberTests(SeparateLedgerFixture fixture, ITestOutputHelper output)
{
    private const int IdleStreams = 20;
    private const int MostInQueue = 10_000;

    /// <summary>What waits in the subscriber's own process: what it is further behind by was dropped on the way, and is fetched from the ledger.</summary>
    private const int MostWaiting = 4096;

    /// <summary>More of other people's messages than the queue may hold: they are passed over.</summary>
    private const int Strangers = 12_000;

    private const int NoteLength = 4_000;

    /// <summary>
    /// Bytes. Timeline keeps up to 64 MiB of documents, whoever follows, and its collector may let as much again lie until it collects. Streams that kept
    /// for themselves what they have not read would hold the documents twenty times over: far more, at the load of a machine that is not too slow.
    /// </summary>
    private const long MostGrown = 2 * 64 * 1024 * 1024;

    private static readonly TimeSpan HandlerTakes = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private volatile bool _isSlow;

    [Fact]
    public async Task Slow_subscribers_at_full_load_cost_no_more_than_a_bound_and_catch_up()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        var half = TimeSpan.FromSeconds(1.5 * FaultRun.Rounds);
        var writers = new WritersUnderFaults(fixture.Ledger, FaultRun.Seed(output), Sharing.Little with { Note = new string('n', NoteLength) });
        using var folder = TemporaryFolder.InMemory();
        using var stop = new CancellationTokenSource();
        using var fastRecord = new SqliteRecord(folder.Of("fast.db"));
        using var slowRecord = new SqliteRecord(folder.Of("slow.db"));
        var (fast, slow) = (new Watch(fastRecord, () => { }), new Watch(slowRecord, Dawdle));
        var fastRuns = fast.RunAsync(fixture.Ledger, "fast", stop.Token);
        await writers.StartAsync();
        var without = await MeasureAsync(writers, fast, half);

        _isSlow = true;
        var slowRuns = slow.RunAsync(fixture.Ledger, "slow", stop.Token);
        using var idleChannel = Calls.Channel(fixture.Ledger["Timeline"].Grpc);
        var from = fast.Reached + 1;
        var idle = Enumerable.Range(0, IdleStreams).Select(_ => new SubscriptionsService.SubscriptionsServiceClient(idleChannel).Subscribe(new SubscribeRequest { FromPosition = from })).ToList();
        var before = Memory();
        var beside = await MeasureAsync(writers, fast, half);
        await FloodAsync();
        var depth = await WaitingForSlowAsync();
        var behind = fast.Reached - slow.Reached;
        // Before the whole comparison, which asks timeline for much at once.
        var grown = Memory() - before;
        await writers.AssertAllThereOnceAsync();
        var all = await RecordedEvents.AllAsync(fixture.Ledger["Timeline"].Channel, TestContext.Current.CancellationToken);
        var recorded = all.Skip((int)from).Sum(told => (long)Encoding.UTF8.GetByteCount(told.Document));

        _isSlow = false;
        var watch = Stopwatch.StartNew();
        while ((fast.Reached < all.Count - 1 || slow.Reached < all.Count - 1) && !fastRuns.IsCompleted && !slowRuns.IsCompleted && watch.Elapsed < Patience)
            await Task.Delay(50);
        var caughtUp = watch.Elapsed;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fastRuns);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slowRuns);
        fastRecord.AssertIs(all);
        slowRecord.AssertIs(all);
        Assert.Equal(Enumerable.Range((int)from, all.Count - (int)from).Select(position => (long)position), await ReadAsync(idle[0], all.Count - 1));
        idle.ForEach(call => call.Dispose());

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{half.TotalSeconds} s without and with slow ones: writers {without.Rate:N0} and {beside.Rate:N0} commands/s (ratio {beside.Rate / without.Rate:N2}); recorded to handler of the fast one, median {without.Lag:N0} and {beside.Lag:N0} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"timeline's memory grew by {grown:N0} bytes for {recorded:N0} bytes of documents, which the idle streams would hold {IdleStreams} times; {depth:N0} messages waited for the slow one, which was {behind:N0} events behind and caught up in {caughtUp.TotalSeconds:N1} s"));
        Assert.True(behind > MostWaiting, "it was not slow enough to lose anything");
        Assert.InRange(depth, 0, MostInQueue);
        Assert.True(grown < MostGrown, $"{grown} bytes for {recorded} bytes of documents");
    }

    private void Dawdle()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_isSlow && TimeProvider.System.GetElapsedTime(began) < HandlerTakes)
            Thread.Sleep(20);
    }

    private static async Task<(double Rate, double Lag)> MeasureAsync(WritersUnderFaults writers, Watch watch, TimeSpan duration)
    {
        watch.Forget();
        var (recorded, began) = (writers.Recorded, Stopwatch.StartNew());
        await Task.Delay(duration);
        return ((writers.Recorded - recorded) / began.Elapsed.TotalSeconds, watch.MedianLag);
    }

    /// <summary>Messages that the ledger did not write: they come to every subscriber, and are passed over.</summary>
    private async Task FloodAsync()
    {
        await using var connection = await fixture.Ledger.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < Strangers; i++)
            await channel.BasicPublishAsync("ledger.events", "stranger.stranger.v1.none", mandatory: false, new BasicProperties(), "no event"u8.ToArray());
    }

    private async Task<long> WaitingForSlowAsync()
    {
        await Task.Delay(500);
        var queues = await fixture.Ledger.Broker.ControlAsync("list_queues", "-p", "ledger", "--no-table-headers", "--silent", "name", "messages");
        return long.Parse(queues.Split('\n').Single(line => line.StartsWith("subscriber-slow-", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
    }

    private long Memory() => long.Parse(
        File.ReadLines($"/proc/{fixture.Ledger["Timeline"].ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;

    private static async Task<IReadOnlyList<long>> ReadAsync(Grpc.Core.AsyncServerStreamingCall<SubscribeResponse> call, long through)
    {
        var positions = new List<long>();
        while ((positions.Count == 0 || positions[^1] < through) && await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            positions.AddRange(call.ResponseStream.Current.Events.Select(announced => announced.Position));
        return positions;
    }

    /// <summary>A subscriber over the topic, with how far it is and how late.</summary>
    private sealed class Watch(SqliteRecord record, Action after)
    {
        private readonly Lock _gate = new();
        private readonly List<double> _lags = [];
        private long _reached = -1;

        public long Reached => Volatile.Read(ref _reached);

        public double MedianLag
        {
            get
            {
                lock (_gate)
                    return _lags.Count == 0 ? double.NaN : _lags.Order().ElementAt(_lags.Count / 2);
            }
        }

        public void Forget()
        {
            lock (_gate)
                _lags.Clear();
        }

        public Task RunAsync(SeparateLedger ledger, string name, CancellationToken cancellation) =>
            new Subscription(ledger["Timeline"].Channel.CreateCallInvoker(), EventFilter.Everything, TimeProvider.System)
                .RunAsync(record.Handler(Handled), new ConnectionFactory { Uri = ledger.Broker.AddressOf("subscriber") }, name, cancellation);

        private void Handled(PolicyEvent recorded)
        {
            after();
            lock (_gate)
                _lags.Add((TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(recorded.RecordedAt, CultureInfo.InvariantCulture)).TotalMilliseconds);
            Volatile.Write(ref _reached, recorded.Position);
        }
    }
}
