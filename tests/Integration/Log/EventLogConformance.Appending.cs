using Ledger.Adapters.EventLog;

namespace Ledger.Integration.Log;

public abstract partial class EventLogConformance
{
    [Fact]
    public async Task A_new_stream_begins_at_revision_0()
    {
        var stream = Stream("new");
        var appended = await AppendedAsync(To(stream, -1, Event("a"), Event("b")));
        Assert.Equal(1, appended.Revision);
        var read = await ReadAsync(stream, 0);
        Assert.Equal([0L, 1L], read.Select(stored => stored.Revision));
        Assert.Equal(appended.Position, read[^1].Position);
    }

    [Fact]
    public async Task What_is_stored_is_read_as_it_was_given()
    {
        var given = new EventToStore(Guid.NewGuid(), "test.said.v1", "{ \"b\" : 1,\n\"a\":\"\\u00e9 é 稀土 \\\"\" }"u8.ToArray(), """{"traceparent":"00-1-2-01"}"""u8.ToArray());
        await AppendedAsync(To(Stream("verbatim 稀土/1"), -1, given));
        var read = Assert.Single(await ReadAsync(Stream("verbatim 稀土/1"), 0));
        Assert.Equal((given.EventId, given.Type, Stream("verbatim 稀土/1")), (read.EventId, read.Type, read.Stream));
        Assert.True(given.Data.Span.SequenceEqual(read.Data.Span));
        Assert.True(given.Metadata.Span.SequenceEqual(read.Metadata.Span));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task A_wrong_revision_appends_nothing_and_tells_where_the_stream_stands(long expected)
    {
        var stream = Stream("wrong");
        await AppendedAsync(To(stream, -1, Event("a"), Event("b")));
        var outcome = Assert.IsType<AppendOutcome.WrongRevision>(await AppendAsync(To(stream, expected, Event("c"), Event("d"))));
        Assert.Equal(1, outcome.CurrentRevision);
        Assert.Equal(2, (await ReadAsync(stream, 0)).Count);
        Assert.Equal(2, (await AppendedAsync(To(stream, 1, Event("e")))).Revision);
    }

    [Fact]
    public async Task A_missing_stream_refuses_any_revision_but_none()
    {
        var outcome = Assert.IsType<AppendOutcome.WrongRevision>(await AppendAsync(To(Stream("missing"), 0, Event("a"))));
        Assert.Equal(-1, outcome.CurrentRevision);
        Assert.Empty(await ReadAsync(Stream("missing"), 0));
    }

    [Fact]
    public async Task Batches_of_one_call_are_each_atomic_alone_and_answered_in_order()
    {
        await AppendedAsync(To(Stream("b"), -1, Event("b0")));
        var outcomes = await Log.AppendAsync(
            [
                To(Stream("a"), -1, Event("a0"), Event("a1")),
                To(Stream("b"), -1, Event("never"), Event("never")),
                To(Stream("c"), -1, Event("c0")),
                To(Stream("a"), 1, Event("a2")),
                To(Stream("a"), 1, Event("never")),
                To(Stream("b"), 0, Event("b1"), Event("b2")),
            ],
            Stop);
        Assert.Equal(
            ["appended 1", "stands at 0", "appended 0", "appended 2", "stands at 2", "appended 2"],
            outcomes.Select(outcome => outcome switch
            {
                AppendOutcome.Appended appended => $"appended {appended.Revision}",
                AppendOutcome.WrongRevision wrong => $"stands at {wrong.CurrentRevision}",
                _ => "",
            }));
        var all = await ReadAllAsync(LogPosition.Start, Prefix);
        AssertInOrder(all);
        Assert.Equal(["b0", "a0", "a1", "c0", "a2", "b1", "b2"], all.Select(stored => TextOf(stored)[9..^2]));
    }

    [Fact]
    public async Task An_append_that_is_sent_twice_is_stored_once()
    {
        var stream = Stream("twice");
        var append = To(stream, -1, Event("a"), Event("b"));
        await AppendedAsync(append);
        // A store may know it again or refuse it; it must not store it a second time.
        Assert.Equal(1, await AppendAsync(append) switch
        {
            AppendOutcome.Appended appended => appended.Revision,
            AppendOutcome.WrongRevision wrong => wrong.CurrentRevision,
            _ => -2,
        });
        await AppendedAsync(To(stream, 1, Event("c")));
        Assert.True(await AppendAsync(append) is AppendOutcome.WrongRevision { CurrentRevision: 2 } or AppendOutcome.Appended { Revision: 1 });
        Assert.Equal(3, (await ReadAsync(stream, 0)).Count);
    }

    [Fact]
    public async Task Of_many_who_append_at_one_revision_one_succeeds()
    {
        const int appenders = 32, rounds = 10;
        var stream = Stream("race");
        for (var round = 0; round < rounds; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, appenders).Select(i => Task.Run(() => AppendAsync(To(stream, (2 * round) - 1, Event($"{round}/{i}"), Event($"{round}/{i}"))))));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.All(outcomes.OfType<AppendOutcome.WrongRevision>(), wrong => Assert.Equal((2 * round) + 1, wrong.CurrentRevision));
        }
        var read = await ReadAsync(stream, 0);
        AssertInOrder(read);
        Assert.Equal(2 * rounds, read.Count);
        Assert.All(read.Chunk(2), pair => Assert.Equal(TextOf(pair[0]), TextOf(pair[1])));
    }

    [Fact]
    public async Task Many_who_append_to_streams_of_their_own_all_succeed()
    {
        const int appenders = 32, each = 25;
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < each; n++)
                Assert.Equal((2 * n) + 1, (await AppendedAsync(To(Stream($"own-{i}"), (2 * n) - 1, Event($"{i}/{n}"), Event($"{i}/{n}'")))).Revision);
        })));
        var all = await ReadAllAsync(LogPosition.Start, Prefix);
        Assert.Equal(appenders * each * 2, all.Count);
        AssertInOrder(all);
        // The two events of an append stand together in the store's order.
        Assert.All(all.Chunk(2), pair => Assert.Equal(TextOf(pair[0])[..^2] + "'\"}", TextOf(pair[1])));
    }

    [Fact]
    public async Task A_command_of_the_largest_size_is_stored()
    {
        // DESIGN section 3: an event has up to 60 KiB, a command up to 900 KiB.
        var random = new Random(7);
        var events = Enumerable.Range(0, 15).Select(i => Event(new string((char)('a' + random.Next(26)), (60 * 1024) - 11))).ToList();
        Assert.Equal(60 * 1024, events[0].Data.Length);
        await AppendedAsync(To(Stream("large"), -1, events));
        Assert.Equal(events.Select(TextOf), (await ReadAsync(Stream("large"), 0)).Select(TextOf));
        Assert.Equal(events.Select(TextOf), (await ReadAllAsync(LogPosition.Start, Prefix)).Select(TextOf));
    }

    [Fact]
    public async Task What_was_answered_is_there_after_the_store_is_opened_again()
    {
        var first = await AppendedAsync(To(Stream("kept"), -1, Event("a"), Event("b")));
        var before = await ReadAllAsync(LogPosition.Start, Prefix);
        await ReopenAsync();
        var after = await ReadAllAsync(LogPosition.Start, Prefix);
        Assert.Equal(
            before.Select(stored => (stored.Position, stored.Stream, stored.Revision, stored.EventId, stored.Type, TextOf(stored))),
            after.Select(stored => (stored.Position, stored.Stream, stored.Revision, stored.EventId, stored.Type, TextOf(stored))));
        Assert.IsType<AppendOutcome.WrongRevision>(await AppendAsync(To(Stream("kept"), -1, Event("c"))));
        var next = await AppendedAsync(To(Stream("kept"), 1, Event("c")));
        Assert.True(next.Position.CompareTo(first.Position) > 0);
    }

    [Fact]
    public async Task An_append_that_is_cancelled_before_it_is_sent_appends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Log.AppendAsync([To(Stream("cancelled"), -1, Event("a"))], new CancellationToken(canceled: true)));
        Assert.Empty(await ReadAsync(Stream("cancelled"), 0));
        await AppendedAsync(To(Stream("cancelled"), -1, Event("b")));
    }

    [Fact]
    public async Task A_stream_that_keeps_its_last_events_goes_on_at_its_revision()
    {
        await AppendedAsync(To(Stream("notes"), -1, Event("0"), Event("1"), Event("2")));
        await Log.KeepLastAsync(Stream("notes"), 2, Stop);
        await Log.KeepLastAsync(Stream("notes"), 2, Stop);
        Assert.Equal(3, (await AppendedAsync(To(Stream("notes"), 2, Event("3")))).Revision);
        Assert.Equal(3, Assert.IsType<AppendOutcome.WrongRevision>(await AppendAsync(To(Stream("notes"), 1, Event("no")))).CurrentRevision);
        var last = await Log.ReadLastAsync(Stream("notes"), Stop);
        Assert.Equal((3, """{"text":"3"}"""), (last!.Revision, TextOf(last)));
    }

    [Fact]
    public async Task An_append_that_is_cancelled_on_its_way_is_there_whole_or_not_at_all()
    {
        for (var i = 0; i < 50; i++)
        {
            using var cancelled = new CancellationTokenSource();
            var appending = Log.AppendAsync([To(Stream($"whole-{i}"), -1, Event("a"), Event("b"), Event("c"))], cancelled.Token);
            await cancelled.CancelAsync();
            var answered = true;
            try
            {
                await appending;
            }
            catch (OperationCanceledException)
            {
                answered = false;
            }
            var count = (await ReadAsync(Stream($"whole-{i}"), 0)).Count;
            Assert.True(count == 3 || (count == 0 && !answered), $"{count} events, answered: {answered}");
        }
    }
}
