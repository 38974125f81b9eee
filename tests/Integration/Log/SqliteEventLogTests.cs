using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Integration.Running;

namespace Ledger.Integration.Log;

/// <summary>The embedded store, held to the common suite, and to what it promises beyond it.</summary>
public sealed class SqliteEventLogTests : EventLogConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Positions_are_dense_from_1()
    {
        await AppendedAsync(To(Stream("a"), -1, Event("a"), Event("b")));
        await AppendAsync(To(Stream("a"), -1, Event("refused")));
        await AppendedAsync(To(Stream("b"), -1, Event("c")));
        Assert.Equal([1UL, 2UL, 3UL], (await ReadAllAsync(LogPosition.Start, "")).Select(stored => stored.Position.Commit));
    }

    [Fact]
    public async Task An_event_id_is_stored_once_in_the_whole_store()
    {
        var id = Guid.NewGuid();
        await AppendedAsync(To(Stream("a"), -1, Event(id, "a")));
        var outcomes = await Log.AppendAsync([To(Stream("b"), -1, Event("b"), Event(id, "again")), To(Stream("c"), -1, Event("c"))], Stop);
        Assert.IsType<AppendOutcome.WrongRevision>(outcomes[0]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[1]);
        Assert.Empty(await ReadAsync(Stream("b"), 0));
        Assert.Equal([1UL, 2UL], (await ReadAllAsync(LogPosition.Start, "")).Select(stored => stored.Position.Commit));
    }

    [Fact]
    public async Task A_log_that_is_closed_says_so()
    {
        var closed = Log;
        await ReopenAsync();
        var refused = await Assert.ThrowsAsync<EventLogUnavailableException>(() => closed.AppendAsync([To(Stream("a"), -1, Event("a"))], Stop));
        Assert.Contains("nothing of this command was recorded", refused.Message);
    }

    public void Dispose() => _folder.Dispose();

    protected override Task<IEventLog> OpenAsync() => Task.FromResult<IEventLog>(SqliteEventLog.Open(_folder.Path));

    protected override async Task CloseAsync(IEventLog log) => await log.DisposeAsync();
}
