using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.EventStore;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;
using Ledger.Timeline.Announcing;
using Ledger.Timeline.Moving;
using Ledger.Timeline.Sequencing;

namespace Ledger.Integration.Subscribing;

/// <summary>A lease in the store: one holder at a time, whatever pauses, and each with a clock of its own.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private static readonly LeaseTerms Terms = LeaseTerms.Lasting(TimeSpan.FromSeconds(30));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private IEventLog _log = null!;

    public ValueTask InitializeAsync()
    {
        _log = SqliteEventLog.Open(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_takes_it_and_another_waits_as_long_as_it_is_renewed()
    {
        var (one, other) = (Of("one"), Of("other"));
        Assert.True(await one.TryTakeAsync(Stop));
        Assert.Equal(-1, one.Checkpoint);
        for (var i = 0; i < 10; i++)
        {
            Assert.False(await other.TryTakeAsync(Stop));
            _time.Pass(10);
            Assert.True(await one.RenewAsync(i, Stop));
        }
        Assert.True(one.IsHeld);
        Assert.False(other.IsHeld);
    }

    [Fact]
    public async Task A_dead_holder_is_followed_after_the_whole_duration_from_its_checkpoint()
    {
        var (dead, successor) = (Of("dead"), Of("successor"));
        await dead.TryTakeAsync(Stop);
        await dead.RenewAsync(41, Stop);
        Assert.False(await successor.TryTakeAsync(Stop));
        _time.Pass(29.9);
        Assert.False(await successor.TryTakeAsync(Stop));
        _time.Pass(0.1);
        Assert.True(await successor.TryTakeAsync(Stop));
        Assert.Equal(41, successor.Checkpoint);
    }

    [Fact]
    public async Task A_paused_holder_that_wakes_finds_its_lease_over_and_its_next_write_fails()
    {
        var (paused, successor) = (Of("paused"), Of("successor"));
        await paused.TryTakeAsync(Stop);
        Assert.False(await successor.TryTakeAsync(Stop));
        _time.Pass(30);
        Assert.False(paused.IsHeld);
        Assert.True(await successor.TryTakeAsync(Stop));
        Assert.True(await successor.RenewAsync(7, Stop));
        // Though it has not looked at its clock, the store refuses what it writes.
        Assert.False(await paused.RenewAsync(99, Stop));
        Assert.False(paused.IsHeld);
        Assert.False(await paused.TryTakeAsync(Stop));
        Assert.True(await successor.RenewAsync(8, Stop));
        Assert.Equal(8, successor.Checkpoint);
    }

    [Fact]
    public async Task A_holder_that_nobody_followed_goes_on_after_its_lease_was_over()
    {
        var alone = Of("alone");
        await alone.TryTakeAsync(Stop);
        await alone.RenewAsync(5, Stop);
        _time.Pass(300);
        Assert.False(alone.IsHeld);
        Assert.True(await alone.TryTakeAsync(Stop));
        Assert.Equal(5, alone.Checkpoint);
    }

    [Fact]
    public async Task What_is_given_up_is_taken_at_once()
    {
        var (leaving, next) = (Of("leaving"), Of("next"));
        await leaving.TryTakeAsync(Stop);
        Assert.False(await next.TryTakeAsync(Stop));
        await leaving.ReleaseAsync(12, Stop);
        Assert.True(await next.TryTakeAsync(Stop));
        Assert.Equal(12, next.Checkpoint);
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_does_not_cost_the_lease()
    {
        var store = new LosesAnswers(_log);
        var holder = new Lease(store, PolicyStreams.Under("p-"), "test", "holder", Terms, _time);
        Assert.True(await holder.TryTakeAsync(Stop));
        store.LoseNext = true;
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => holder.RenewAsync(1, Stop));
        Assert.True(holder.IsHeld);
        Assert.True(await holder.RenewAsync(2, Stop));
        Assert.Equal(2, holder.Checkpoint);
        store.LoseNext = true;
        await Assert.ThrowsAsync<EventLogUnavailableException>(() => holder.RenewAsync(3, Stop));
        await holder.ReleaseAsync(4, Stop);
        var next = Of("next");
        Assert.True(await next.TryTakeAsync(Stop));
        Assert.Equal(4, next.Checkpoint);
    }

    [Fact]
    public async Task A_ledger_that_was_moved_is_announced_on_from_where_it_stood_and_its_source_is_as_it_was()
    {
        var streams = PolicyStreams.Under("p-");
        var announcing = new Lease(_log, streams, Lease.Announcing, "before", Terms, _time);
        await announcing.TryTakeAsync(Stop);
        await announcing.RenewAsync(41, Stop);
        using var folder = new TemporaryFolder();
        await using var other = SqliteEventLog.Open(folder.Path);
        Assert.IsType<MoveOutcome.Moved>(await new LedgerMove(_log, other, streams).RunAsync(_ => { }, Stop));
        // The holder of the source died with its lease; nobody need wait for its end in the copy.
        var after = new Lease(other, streams, Lease.Announcing, "after", Terms, _time);
        Assert.True(await after.TryTakeAsync(Stop));
        Assert.Equal(41, after.Checkpoint);
        Assert.True(await announcing.RenewAsync(42, Stop));
        // Moved again, what has been announced from the copy is not taken back.
        Assert.True(await after.RenewAsync(50, Stop));
        Assert.IsType<MoveOutcome.Moved>(await new LedgerMove(_log, other, streams).RunAsync(_ => { }, Stop));
        await after.ReleaseAsync(51, Stop);
        var last = new Lease(other, streams, Lease.Announcing, "last", Terms, _time);
        Assert.True(await last.TryTakeAsync(Stop));
        Assert.Equal(51, last.Checkpoint);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_for_long_keeps_a_bounded_stream_in_a_store_that_can()
    {
        using var folder = TemporaryFolder.InMemory();
        await using var server = await StandInProcess.StartAsync(folder.Path);
        await using var log = EventLogs.Open($"{server.Address}&defaultDeadline=60000&gossipTimeout=60000");
        var holder = new Lease(log, PolicyStreams.Under("p-"), "test", "holder", Terms, _time);
        Assert.True(await holder.TryTakeAsync(Stop));
        for (var i = 0; i < 200; i++)
            Assert.True(await holder.RenewAsync(i, Stop));
        var kept = new List<long>();
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(server.Address));
        await foreach (var stored in client.ReadStreamAsync(Direction.Forwards, "p-lease-test", 0, long.MaxValue, Stop))
            kept.Add(stored.Revision);
        Assert.Equal(Enumerable.Range(137, 64).Select(revision => (long)revision), kept);
        await holder.ReleaseAsync(200, Stop);
        var next = new Lease(log, PolicyStreams.Under("p-"), "test", "next", Terms, _time);
        Assert.True(await next.TryTakeAsync(Stop));
        Assert.Equal(200, next.Checkpoint);
    }

    [Fact]
    public async Task Many_at_once_and_one_gets_it()
    {
        var all = Enumerable.Range(0, 16).Select(i => Of($"instance-{i}")).ToList();
        var taken = await Task.WhenAll(all.Select(lease => Task.Run(() => lease.TryTakeAsync(Stop))));
        Assert.Single(taken, true);
    }

    private Lease Of(string holder) => new(_log, PolicyStreams.Under("p-"), "test", holder, Terms, _time);

    /// <summary>Appends, and loses the answer when told to.</summary>
    private sealed class LosesAnswers(IEventLog log) : IEventLog
    {
        public bool LoseNext { get; set; }

        public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation)
        {
            var outcomes = await log.AppendAsync(appends, cancellation);
            if (!LoseNext)
                return outcomes;
            LoseNext = false;
            throw new EventLogUnavailableException("the answer was lost", null);
        }

        public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, CancellationToken cancellation) => log.ReadStreamAsync(stream, fromRevision, cancellation);

        public Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation) => log.ReadAsync(stream, revision, cancellation);

        public Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation) => log.ReadLastAsync(stream, cancellation);

        public IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.ReadAllAsync(after, streamPrefixes, cancellation);

        public IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.SubscribeAsync(after, streamPrefixes, cancellation);

        public Task KeepLastAsync(string stream, int events, CancellationToken cancellation) => log.KeepLastAsync(stream, events, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
