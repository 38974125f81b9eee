using System.Text;
using Ledger.Adapters.EventLog;

namespace Ledger.Integration.Log;

/// <summary>
/// What every <see cref="IEventLog"/> owes its callers (DESIGN section 7). Each test writes under a prefix of its own, so that the suite
/// also holds on a store that others share; nothing here rests on positions being dense, nor on a store's own idempotence.
/// </summary>
public abstract partial class EventLogConformance : IAsyncLifetime
{
    private IEventLog? _log;

    /// <summary>The store under test, opened anew after what the last log of it wrote.</summary>
    protected abstract Task<IEventLog> OpenAsync();

    /// <summary>Lets go of a log; what was answered must be there for the next one.</summary>
    protected abstract Task CloseAsync(IEventLog log);

    protected IEventLog Log => _log!;

    /// <summary>What this test's streams begin with.</summary>
    protected string Prefix { get; } = $"t{Guid.NewGuid():N}-";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _log = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseAsync(Log);
    }

    protected async Task ReopenAsync()
    {
        await CloseAsync(Log);
        _log = await OpenAsync();
    }

    /// <summary>A stream of this test.</summary>
    protected string Stream(string name) => Prefix + name;

    /// <summary>A new event with a document that reads as its text.</summary>
    protected static EventToStore Event(string text) => Event(Guid.NewGuid(), text);

    protected static EventToStore Event(Guid id, string text) =>
        new(id, "test.said.v1", Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""), "{}"u8.ToArray());

    protected static StreamAppend To(string stream, long expected, params IReadOnlyList<EventToStore> events) => new(stream, expected, events);

    protected async Task<AppendOutcome> AppendAsync(StreamAppend append) => Assert.Single(await Log.AppendAsync([append], Stop));

    protected async Task<AppendOutcome.Appended> AppendedAsync(StreamAppend append) => Assert.IsType<AppendOutcome.Appended>(await AppendAsync(append));

    protected async Task<List<StoredEvent>> ReadAsync(string stream, long from) => await Log.ReadStreamAsync(stream, from, Stop).ToListAsync(Stop);

    protected async Task<List<StoredEvent>> ReadAllAsync(LogPosition after, params IReadOnlyList<string> prefixes) =>
        await Log.ReadAllAsync(after, prefixes, Stop).ToListAsync(Stop);

    protected static string TextOf(StoredEvent stored) => Encoding.UTF8.GetString(stored.Data.Span);

    protected static string TextOf(EventToStore stored) => Encoding.UTF8.GetString(stored.Data.Span);

    protected static void AssertInOrder(IReadOnlyList<StoredEvent> events)
    {
        Assert.All(events.Zip(events.Skip(1)), pair => Assert.True(pair.First.Position.CompareTo(pair.Second.Position) < 0));
        foreach (var stream in events.GroupBy(stored => stored.Stream))
            Assert.Equal(Enumerable.Range((int)stream.First().Revision, stream.Count()).Select(revision => (long)revision), stream.Select(stored => stored.Revision));
    }
}
