using Ledger.Adapters.EventLog;

namespace Ledger.Integration.Log;

/// <summary>Limits, and others who write meanwhile.</summary>
public abstract partial class EventLogConformance
{
    [Fact]
    public async Task An_append_over_the_limit_is_refused_whole_and_harms_no_other()
    {
        var large = new EventToStore(Guid.NewGuid(), "test.said.v1", new byte[StreamAppend.MostBytes], "{}"u8.ToArray());
        var outcomes = await Log.AppendAsync(
            [
                To(Stream("before"), -1, Event("a")),
                To(Stream("large"), -1, Event("never"), large),
                To(Stream("after"), -1, Event("b")),
            ],
            Stop);
        Assert.IsType<AppendOutcome.Appended>(outcomes[0]);
        Assert.IsType<AppendOutcome.TooLarge>(outcomes[1]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[2]);
        Assert.Empty(await ReadAsync(Stream("large"), 0));
        Assert.IsType<AppendOutcome.TooLarge>(await AppendAsync(To(Stream("large"), -1, large)));
        await AppendedAsync(To(Stream("large"), -1, Event("c")));
    }

    [Fact]
    public async Task Who_lost_the_answer_finds_the_append_or_the_conflict()
    {
        // The first append was done, and its answer is lost: whoever sent it decides again, and another has written meanwhile.
        var (stream, mine) = (Stream("lost"), To(Stream("lost"), -1, Event("mine")));
        await AppendedAsync(mine);
        await AppendedAsync(To(stream, 0, Event("theirs")));
        var outcome = await AppendAsync(To(stream, -1, Event("decided again")));
        Assert.Equal(1, Assert.IsType<AppendOutcome.WrongRevision>(outcome).CurrentRevision);
        Assert.Equal(mine.Events[0].EventId, (await ReadAsync(stream, 0))[0].EventId);
    }

    [Fact]
    public async Task The_last_event_of_a_stream_is_read_alone()
    {
        Assert.Null(await Log.ReadLastAsync(Stream("last"), Stop));
        await AppendedAsync(To(Stream("last"), -1, Event("a"), Event("b")));
        await AppendedAsync(To(Stream("last-other"), -1, Event("other")));
        var appended = await AppendedAsync(To(Stream("last"), 1, Event("c")));
        var last = await Log.ReadLastAsync(Stream("last"), Stop);
        Assert.Equal((2L, appended.Position, """{"text":"c"}"""), (last!.Revision, last.Position, TextOf(last)));
    }

    [Fact]
    public async Task What_is_read_while_others_write_is_a_whole_beginning()
    {
        const int writers = 8, each = 40;
        using var written = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = Task.Run(async () =>
        {
            var longest = new List<StoredEvent>();
            while (!written.IsCancellationRequested)
            {
                var all = await ReadAllAsync(LogPosition.Start, Prefix);
                AssertInOrder(all);
                Assert.Equal(longest.Select(stored => stored.Position), all.Take(longest.Count).Select(stored => stored.Position));
                longest = all;
                // A reader that sees the second event of an append has seen the first.
                Assert.All(all.GroupBy(stored => stored.Stream), stream => Assert.Equal(0, stream.First().Revision));
            }
        }, Stop);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < each; n++)
                await AppendedAsync(To(Stream($"w-{i}"), (2 * n) - 1, Event($"{n}"), Event($"{n}'")));
        })));
        await written.CancelAsync();
        await reading;
        Assert.Equal(writers * each * 2, (await ReadAllAsync(LogPosition.Start, Prefix)).Count);
    }

    [Fact]
    public async Task A_slow_subscriber_gets_all_and_holds_nobody_up()
    {
        await AppendManyAsync("slow");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(60));
        var (taken, hurried) = (new List<StoredEvent>(), false);
        await foreach (var message in Log.SubscribeAsync(LogPosition.Start, [Prefix], enough.Token))
        {
            if (message is not SubscriptionMessage.EventAppeared { Event: var stored })
                continue;
            taken.Add(stored);
            if (taken.Count == 1)
            {
                // It has taken one event; the others are stored without it.
                await AppendManyAsync("slow-more");
                await Task.Delay(500, enough.Token);
                hurried = true;
            }
            if (taken.Count == 2 * Many)
                break;
        }
        Assert.True(hurried);
        AssertInOrder(taken);
    }
}
