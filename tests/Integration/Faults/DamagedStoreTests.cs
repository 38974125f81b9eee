using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;

namespace Ledger.Integration.Faults;

/// <summary>
/// A store whose bytes are not what was written is either named so, or answers exactly what was written. Every damage is one byte with one to
/// eight bits flipped, or a tail cut off, at seeded places all over the files.
/// </summary>
public sealed class DamagedStoreTests
{
    private const int Seed = 20251107;

    [Theory]
    [InlineData(StoreState.Closed, "ledger.db", 1500)]
    [InlineData(StoreState.KilledInSecondRound, "ledger.db", 300)]
    [InlineData(StoreState.Killed, "ledger.db-wal", 500)]
    [InlineData(StoreState.KilledAfterCheckpoint, "ledger.db-wal", 500)]
    [InlineData(StoreState.KilledInSecondRound, "ledger.db-wal", 500)]
    [InlineData(StoreState.Closed, "ledger.db", 300, true)]
    [InlineData(StoreState.KilledInSecondRound, "ledger.db", 150, true)]
    [InlineData(StoreState.Killed, "ledger.db-wal", 150, true)]
    public async Task A_flipped_byte_is_named_or_changes_nothing(StoreState state, string file, int places, bool isLong = false)
    {
        using var store = await StoreCopy.MakeAsync(state);
        var random = new Random(Seed);
        var length = store.Files[file].Length;
        // Every byte of the file's own header, which says how all others are read; then places anywhere.
        var offsets = Enumerable.Range(0, 120).Concat(Enumerable.Range(0, places).Select(_ => random.Next(length)));
        var (named, wrong) = (0, new List<string>());
        foreach (var offset in offsets)
        {
            var bits = (byte)random.Next(1, 256);
            var verdict = await VerdictAsync(store, store.WithFlipped(file, offset, bits), isLong);
            if (!verdict.IsAllowed)
                wrong.Add($"{bits:x2} flipped at {offset}: {verdict.Told}");
            named += verdict.IsNamed ? 1 : 0;
        }
        Assert.True(wrong.Count == 0, $"seed {Seed}, {state}, {file} of {length} bytes, {wrong.Count} damages read as something else:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(named > 0, "no damage was ever named: this test does not see any");
    }

    [Theory]
    [InlineData(StoreState.Closed, "ledger.db")]
    [InlineData(StoreState.KilledInSecondRound, "ledger.db")]
    [InlineData(StoreState.Killed, "ledger.db-wal")]
    [InlineData(StoreState.KilledAfterCheckpoint, "ledger.db-wal")]
    [InlineData(StoreState.KilledInSecondRound, "ledger.db-wal")]
    public async Task A_cut_tail_is_named_or_changes_nothing(StoreState state, string file)
    {
        using var store = await StoreCopy.MakeAsync(state);
        var random = new Random(Seed);
        var content = store.Files[file];
        // Where pages end, in the middle of them, within the header, and nothing left at all.
        var lengths = Enumerable.Range(0, 60).Select(_ => random.Next(content.Length / 4096) * 4096)
            .Concat(Enumerable.Range(0, 60).Select(_ => random.Next(content.Length))).Concat([0, 1, 16, 32, 99, 100, content.Length - 1, content.Length - 4096]);
        foreach (var length in lengths)
        {
            var verdict = await VerdictAsync(store, store.With(file, content[..length]), isLong: length % 2 == 0);
            Assert.True(verdict.IsAllowed, $"seed {Seed}, {state}: {file} of {content.Length} bytes cut to {length}: {verdict.Told}");
            Assert.True(verdict.IsNamed || state != StoreState.Killed, $"seed {Seed}, {state}: {file} cut to {length} is not named");
        }
    }

    [Fact]
    public async Task A_flipped_byte_in_the_note_of_the_last_position_is_named()
    {
        using var store = await StoreCopy.MakeAsync(StoreState.Closed);
        for (var offset = 0; offset < store.Files["ledger.head"].Length; offset++)
        {
            var folder = store.WithFlipped("ledger.head", offset, 0x10);
            var named = Assert.Throws<EventLogCorruptException>(() => SqliteEventLog.Open(folder));
            Assert.Contains("ledger.head", named.Message);
        }
    }

    [Fact]
    public async Task Whoever_waits_for_the_next_event_of_a_long_store_learns_that_it_is_damaged()
    {
        using var store = await StoreCopy.MakeAsync(StoreState.Closed);
        var random = new Random(Seed);
        for (var met = 0; met < 3;)
        {
            var folder = store.WithFlipped("ledger.db", random.Next(4096, store.Files["ledger.db"].Length), 0x10);
            try
            {
                await using var log = SqliteEventLog.Open(folder, longFrom: -1, TimeSpan.Zero);
                var read = log.SubscribeAsync(LogPosition.Start, [""], TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
                while (await read.MoveNextAsync() && read.Current is not SubscriptionMessage.CaughtUp)
                {
                }
                // Every row is as it was written: what is damaged is an index, or nothing that counts.
                await log.Checked;
                if (await log.AppendAsync([], TestContext.Current.CancellationToken).ContinueWith(appended => appended.IsCompletedSuccessfully, TaskScheduler.Default))
                    continue;
                met++;
                await Assert.ThrowsAsync<EventLogCorruptException>(async () => await read.MoveNextAsync());
            }
            catch (EventLogCorruptException)
            {
                // It was met on the way.
            }
        }
    }

    private sealed record Verdict(bool IsAllowed, bool IsNamed, string Told);

    private static async Task<Verdict> VerdictAsync(StoreCopy store, string folder, bool isLong)
    {
        var first = await ReadAsync(store, folder, isLong);
        if (!first.IsAllowed || !first.IsNamed)
            return first;
        // What was named stays named: a second start must not take a remainder for the whole.
        var second = await ReadAsync(store, folder, isLong);
        return second is { IsAllowed: true, IsNamed: true } ? first : new Verdict(false, false, $"first '{first.Told}', but then '{second.Told}'");
    }

    /// <param name="store">As it was written.</param>
    /// <param name="folder">Where it is damaged.</param>
    /// <param name="isLong">A long one is read whole while it is in use: by then it is named.</param>
    private static async Task<Verdict> ReadAsync(StoreCopy store, string folder, bool isLong)
    {
        try
        {
            await using var log = isLong ? SqliteEventLog.Open(folder, longFrom: -1, TimeSpan.Zero) : SqliteEventLog.Open(folder);
            await log.Checked;
            var difference = await DifferenceAsync(store, log);
            return new Verdict(difference is null, false, difference ?? "as it was written");
        }
        catch (Exception named) when (named is EventLogCorruptException or EventLogVersionException)
        {
            return new Verdict(named.Message.Contains(folder, StringComparison.Ordinal), true, named.Message);
        }
        catch (Exception unnamed)
        {
            return new Verdict(false, false, unnamed.ToString());
        }
    }

    /// <summary>What the log answers otherwise than it was written; null for nothing.</summary>
    private static async Task<string?> DifferenceAsync(StoreCopy store, SqliteEventLog log)
    {
        var all = await log.ReadAllAsync(LogPosition.Start, [""], CancellationToken.None).ToListAsync();
        if (!Same(all, store.Events))
            return $"read all: {all.Count} events, not the {store.Events.Count} that were written";
        var streams = store.Events.GroupBy(stored => stored.Stream).Select(stream => (Name: stream.Key, Events: stream.ToList(), Last: stream.Max(stored => stored.Revision))).ToList();
        foreach (var (name, events, _) in streams)
        {
            var read = await log.ReadStreamAsync(name, 0, CancellationToken.None).ToListAsync();
            if (!Same(read, events))
                return $"{name}: revisions {string.Join(' ', read.Select(stored => stored.Revision))}";
        }
        // Where a stream stands decides what may be appended to it.
        var outcomes = await log.AppendAsync([.. streams.SelectMany(stream => new[] { Append(stream.Name, stream.Last - 1), Append(stream.Name, stream.Last) })], CancellationToken.None);
        foreach (var (stream, appends) in streams.Zip(outcomes.Chunk(2)))
        {
            if (appends is not [AppendOutcome.WrongRevision wrong, AppendOutcome.Appended appended] || wrong.CurrentRevision != stream.Last || appended.Revision != stream.Last + 1)
                return $"{stream.Name} stands at {stream.Last}, and the store appends: {appends[0]}, {appends[1]}";
        }
        return null;
    }

    private static StreamAppend Append(string stream, long expected) => new(stream, expected, [new EventToStore(Guid.NewGuid(), "test.said.v1", "{}"u8.ToArray(), "{}"u8.ToArray())]);

    private static bool Same(IReadOnlyList<StoredEvent> read, IReadOnlyList<StoredEvent> written) => read.Count == written.Count && read.Zip(written).All(pair =>
        (pair.First.Position, pair.First.Stream, pair.First.Revision, pair.First.EventId, pair.First.Type) == (pair.Second.Position, pair.Second.Stream, pair.Second.Revision, pair.Second.EventId, pair.Second.Type)
        && pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span) && pair.First.Metadata.Span.SequenceEqual(pair.Second.Metadata.Span));
}
