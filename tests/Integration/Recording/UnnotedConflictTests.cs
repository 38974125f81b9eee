using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Integration.Running;
using Ledger.Kernel;
using Ledger.Timeline.Recording;
using Ledger.Timeline.Sequencing;

namespace Ledger.Integration.Recording;

/// <summary>A durable request is settled only when its outcome can be found: what cannot be noted is tried again (DESIGN section 5, promise 4).</summary>
public sealed class UnnotedConflictTests
{
    [Fact]
    public async Task A_conflict_that_the_store_does_not_note_is_no_outcome_yet()
    {
        using var folder = new TemporaryFolder();
        await using var log = new AwayForAppends(SqliteEventLog.Open(folder.Path));
        var streams = PolicyStreams.Under("");
        var operations = new OperationLog(log, streams, TimeProvider.System);
        var recorder = new Recorder(log, new LedgerMemory(streams, Documents.Of(log)), streams, operations, TimeProvider.System);
        var command = new CommandToRecord("facility-conflicting", 3, Guid.NewGuid(), new string('a', 64), []);

        log.IsAway = true;
        Assert.Equal(RecordOutcomeKind.Unavailable, await AskAsync(isDurable: true));
        log.IsAway = false;
        Assert.Null(await operations.FindAsync(Operations.IdOf(command.Stream, command.RequestId), TestContext.Current.CancellationToken));

        Assert.Equal(RecordOutcomeKind.Conflict, await AskAsync(isDurable: true));
        Assert.Equal(SettledAs.Conflicted, (await operations.FindAsync(Operations.IdOf(command.Stream, command.RequestId), TestContext.Current.CancellationToken))?.Outcome);

        async Task<RecordOutcomeKind> AskAsync(bool isDurable) =>
            (await recorder.RecordAsync(new RecordQueue("facilities", isDurable), [command], TestContext.Current.CancellationToken)).Outcomes.Single().Kind;
    }

    /// <summary>A store that answers reads and takes nothing while it is said to be away.</summary>
    private sealed class AwayForAppends(IEventLog log) : IEventLog
    {
        public bool IsAway { get; set; }

        public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation) =>
            IsAway ? throw new EventLogUnavailableException("the store is away", null) : log.AppendAsync(appends, cancellation);

        public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, CancellationToken cancellation) => log.ReadStreamAsync(stream, fromRevision, cancellation);

        public Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation) => log.ReadAsync(stream, revision, cancellation);

        public Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation) => log.ReadLastAsync(stream, cancellation);

        public IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.ReadAllAsync(after, streamPrefixes, cancellation);

        public IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.SubscribeAsync(after, streamPrefixes, cancellation);

        public Task KeepLastAsync(string stream, int events, CancellationToken cancellation) => log.KeepLastAsync(stream, events, cancellation);

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
