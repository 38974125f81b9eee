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
        await using var recording = new Recording();
        var command = Command("facility-conflicting");

        recording.Log.IsAway = true;
        Assert.Equal([RecordOutcomeKind.Unavailable], await recording.AskAsync(command));
        recording.Log.IsAway = false;
        Assert.Null(await recording.NoteOfAsync(command));

        Assert.Equal([RecordOutcomeKind.Conflict], await recording.AskAsync(command));
        Assert.Equal(SettledAs.Conflicted, (await recording.NoteOfAsync(command))?.Outcome);
    }

    [Fact]
    public async Task A_conflict_found_before_the_store_went_away_is_noted_or_no_outcome_yet()
    {
        await using var recording = new Recording();
        CommandToRecord[] commands = [Command("facility-conflicting"), Command("facility-unread")];

        recording.Log.Unread = "facility-unread";
        Assert.Equal([RecordOutcomeKind.Conflict, RecordOutcomeKind.Unavailable], await recording.AskAsync(commands));
        Assert.Equal(SettledAs.Conflicted, (await recording.NoteOfAsync(commands[0]))?.Outcome);
        Assert.Null(await recording.NoteOfAsync(commands[1]));

        recording.Log.IsAway = true;
        commands = [Command("facility-conflicting"), Command("facility-unread")];
        Assert.Equal([RecordOutcomeKind.Unavailable, RecordOutcomeKind.Unavailable], await recording.AskAsync(commands));
        recording.Log.IsAway = false;
        Assert.Null(await recording.NoteOfAsync(commands[0]));
    }

    /// <summary>One that nothing was recorded for, and whose stream does not stand where it was decided.</summary>
    private static CommandToRecord Command(string stream) => new(stream, 3, Guid.NewGuid(), new string('a', 64), []);

    /// <summary>A recorder over a store that can be away.</summary>
    private sealed class Recording : IAsyncDisposable
    {
        private static readonly PolicyStreams Streams = PolicyStreams.Under("");

        private readonly TemporaryFolder _folder = new();
        private readonly OperationLog _operations;
        private readonly Recorder _recorder;

        public Recording()
        {
            Log = new PartlyAway(SqliteEventLog.Open(_folder.Path));
            _operations = new OperationLog(Log, Streams, TimeProvider.System);
            _recorder = new Recorder(Log, new LedgerMemory(Streams, Documents.Of(Log)), Streams, _operations, TimeProvider.System);
        }

        public PartlyAway Log { get; }

        /// <summary>Asks for a durable record of commands, and answers how each ended.</summary>
        public async Task<IEnumerable<RecordOutcomeKind>> AskAsync(params IReadOnlyList<CommandToRecord> commands) =>
            (await _recorder.RecordAsync(new RecordQueue("facilities", IsDurable: true), commands, TestContext.Current.CancellationToken)).Outcomes.Select(outcome => outcome.Kind);

        public Task<Settled?> NoteOfAsync(CommandToRecord command) =>
            _operations.FindAsync(Operations.IdOf(command.Stream, command.RequestId), TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await Log.DisposeAsync();
            _folder.Dispose();
        }
    }

    /// <summary>A store that takes nothing while it is said to be away, and never answers about one stream.</summary>
    private sealed class PartlyAway(IEventLog log) : IEventLog
    {
        public bool IsAway { get; set; }

        /// <summary>The stream that is not read; null: all are.</summary>
        public string? Unread { get; set; }

        public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation) =>
            IsAway ? throw new EventLogUnavailableException("the store is away", null) : log.AppendAsync(appends, cancellation);

        public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, CancellationToken cancellation) =>
            stream == Unread ? throw new EventLogUnavailableException("the store is away", null) : log.ReadStreamAsync(stream, fromRevision, cancellation);

        public Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation) => log.ReadAsync(stream, revision, cancellation);

        public Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation) => log.ReadLastAsync(stream, cancellation);

        public IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.ReadAllAsync(after, streamPrefixes, cancellation);

        public IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(LogPosition after, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) => log.SubscribeAsync(after, streamPrefixes, cancellation);

        public Task KeepLastAsync(string stream, int events, CancellationToken cancellation) => log.KeepLastAsync(stream, events, cancellation);

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
