using Ledger.Api.Timeline.V1;
using Ledger.Follower;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;
using Ledger.Subscriber;

namespace Ledger.Integration.Subscribing;

/// <summary>The client package over gRPC: each position once, as closely as the checkpoint is kept with the effect.</summary>
[Collection(AsksTheSample.Name)]
public sealed class SubscriberTests(SampleLedger sample)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Crashed_between_effect_and_checkpoint_time_and_again_each_event_is_handled_once()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var all = await ListedAsync();
        using var folder = new TemporaryFolder();
        var crashes = 0;
        for (var done = false; !done;)
        {
            // A new connection and subscription each time, as after the death of a process.
            using var record = new SqliteRecord(folder.Of("record.db"));
            var left = random.Next(1, 40);
            var handler = record.Handler(recorded =>
            {
                if (--left == 0)
                    throw new CrashException();
            });
            using var enough = new CancellationTokenSource(Patience);
            try
            {
                await RunUntilAsync(EventFilter.Everything, handler, all.Count - 1);
                done = true;
            }
            catch (CrashException)
            {
                crashes++;
            }
            if (done)
                record.AssertIs(all);
        }
        Assert.True(crashes > 5, $"{crashes} crashes with seed {seed}");
    }

    [Fact]
    public async Task With_a_file_the_last_event_alone_may_come_again()
    {
        var all = await ListedAsync();
        using var folder = new TemporaryFolder();
        var seen = new List<long>();
        const int Crash = 100;
        FileCheckpointedHandler Handler() => new(folder.Of("checkpoint"), (recorded, _) =>
        {
            seen.Add(recorded.Position);
            return seen.Count == Crash ? throw new CrashException() : Task.CompletedTask;
        });
        await Assert.ThrowsAsync<CrashException>(() => RunUntilAsync(EventFilter.Everything, Handler(), all.Count - 1));
        await RunUntilAsync(EventFilter.Everything, Handler(), all.Count - 1);
        Assert.Equal(all.Select(recorded => recorded.Position), seen.Distinct());
        Assert.Equal([Crash - 1L], seen.GroupBy(position => position).Where(times => times.Count() > 1).Select(times => times.Key));
    }

    [Fact]
    public async Task A_filtered_handler_is_called_for_what_it_asked_for_and_its_checkpoint_moves_over_the_rest()
    {
        var all = await ListedAsync();
        using var folder = new TemporaryFolder();
        using var record = new SqliteRecord(folder.Of("record.db"));
        var handler = record.Handler(_ => { });
        await RunUntilAsync(EventFilter.Everything with { Owners = ["facilities"] }, handler, all.Count - 1);
        record.AssertIs(all.Where(recorded => recorded.Stream.StartsWith("facility-", StringComparison.Ordinal)));
        Assert.Equal(all.Count - 1, await handler.PositionAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_process_of_the_same_subscriber_is_noticed_and_its_effect_rolled_back()
    {
        using var folder = new TemporaryFolder();
        using var record = new SqliteRecord(folder.Of("record.db"));
        var (one, other) = (record.Handler(_ => { }), record.Handler(_ => { }));
        var first = (await ListedAsync()).Take(3).Select(recorded => Told(recorded)).ToList();
        await one.HandleAsync(first[0], TestContext.Current.CancellationToken);
        Assert.Equal(0, await other.PositionAsync(TestContext.Current.CancellationToken));
        await one.HandleAsync(first[1], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<CheckpointMovedException>(() => other.HandleAsync(first[1], TestContext.Current.CancellationToken));
        Assert.Equal([0L, 1L], record.Seen().Select(seen => seen.Position));
    }

    [Fact]
    public async Task What_the_ledger_refuses_ends_the_subscription_and_is_not_retried()
    {
        using var folder = new TemporaryFolder();
        var handler = new FileCheckpointedHandler(folder.Of("checkpoint"), (_, _) => Task.CompletedTask);
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => RunUntilAsync(EventFilter.Everything with { Jurisdictions = ["China"] }, handler, 1));
        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static PolicyEvent Told(Event recorded) => new(
        recorded.Position, Guid.NewGuid(), recorded.Type, "", recorded.Stream, recorded.Revision, [], [], "", "", "", "", "", System.Text.Encoding.UTF8.GetBytes(recorded.Document));

    private async Task RunUntilAsync(EventFilter filter, ICheckpointedHandler handler, long position)
    {
        using var stop = new CancellationTokenSource(Patience);
        var running = new Subscription(sample.Ledger.Invoker, filter, TimeProvider.System).RunAsync(new StopsAt(handler, position, stop), stop.Token);
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was there.
        }
    }

    private Task<IReadOnlyList<Event>> ListedAsync() => RecordedEvents.AllAsync(sample.Ledger.Channel, TestContext.Current.CancellationToken);

    private sealed class CrashException : Exception;
}
