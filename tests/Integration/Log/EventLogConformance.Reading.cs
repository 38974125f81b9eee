using Ledger.Adapters.EventLog;

namespace Ledger.Integration.Log;

public abstract partial class EventLogConformance
{
    /// <summary>More than a store reads at once.</summary>
    private const int Many = 1300;

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    [InlineData(99, 0)]
    public async Task A_stream_is_read_from_a_revision_forwards(long from, int count)
    {
        await AppendedAsync(To(Stream("read"), -1, [.. Enumerable.Range(0, 5).Select(i => Event($"{i}"))]));
        await AppendedAsync(To(Stream("read-other"), -1, Event("other")));
        var read = await ReadAsync(Stream("read"), from);
        Assert.Equal(Enumerable.Range((int)Math.Min(from, 5), count).Select(i => (long)i), read.Select(stored => stored.Revision));
        Assert.All(read, stored => Assert.Equal($$"""{"text":"{{stored.Revision}}"}""", TextOf(stored)));
    }

    [Fact]
    public async Task One_event_is_read_by_its_revision()
    {
        await AppendedAsync(To(Stream("one"), -1, [.. Enumerable.Range(0, 5).Select(i => Event($"{i}"))]));
        foreach (var revision in (long[])[0, 3, 4])
            Assert.Equal($$"""{"text":"{{revision}}"}""", TextOf((await Log.ReadAsync(Stream("one"), revision, Stop))!));
        Assert.Null(await Log.ReadAsync(Stream("one"), 5, Stop));
        Assert.Null(await Log.ReadAsync(Stream("none"), 0, Stop));
    }

    [Fact]
    public async Task A_long_stream_is_read_whole()
    {
        await AppendManyAsync("long");
        var read = await ReadAsync(Stream("long"), 0);
        Assert.Equal(Many, read.Count);
        AssertInOrder(read);
        Assert.Equal(Many - 700, (await ReadAsync(Stream("long"), 700)).Count);
    }

    [Fact]
    public async Task All_is_read_after_a_position_and_only_under_the_prefixes()
    {
        await AppendedAsync(To(Stream("a-1"), -1, Event("1")));
        var second = await AppendedAsync(To(Stream("b-1"), -1, Event("2"), Event("3")));
        await AppendedAsync(To(Stream("a-1"), 0, Event("4")));
        await AppendedAsync(To(Stream("c-1"), -1, Event("5")));
        var last = await AppendedAsync(To(Stream("ab-1"), -1, Event("6")));

        Assert.Equal("123456", await TextsAsync(LogPosition.Start, Prefix));
        Assert.Equal("14", await TextsAsync(LogPosition.Start, Prefix + "a-"));
        Assert.Equal("146", await TextsAsync(LogPosition.Start, Prefix + "a"));
        Assert.Equal("12345", await TextsAsync(LogPosition.Start, Prefix + "a-", Prefix + "b-", Prefix + "c-"));
        Assert.Equal("456", await TextsAsync(second.Position, Prefix));
        Assert.Equal("5", await TextsAsync(second.Position, Prefix + "b-", Prefix + "c-"));
        Assert.Equal("", await TextsAsync(last.Position, Prefix));
        Assert.Equal("", await TextsAsync(LogPosition.Start, Prefix + "A-"));
    }

    [Fact]
    public async Task All_is_read_in_the_order_in_which_it_was_answered()
    {
        await AppendManyAsync("first");
        var middle = await AppendedAsync(To(Stream("middle"), -1, Event("m")));
        await AppendManyAsync("second");
        var all = await ReadAllAsync(LogPosition.Start, Prefix);
        Assert.Equal((2 * Many) + 1, all.Count);
        AssertInOrder(all);
        Assert.Equal(middle.Position, all[Many].Position);
        Assert.Equal(Many, (await ReadAllAsync(middle.Position, Prefix)).Count);
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        await AppendManyAsync("cancelled");
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Log.ReadAllAsync(LogPosition.Start, [Prefix], cancelled.Token))
                await cancelled.CancelAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Log.ReadStreamAsync(Stream("cancelled"), 0, cancelled.Token))
            {
            }
        });
    }

    [Fact]
    public async Task A_subscription_catches_up_says_so_once_and_goes_on_live()
    {
        await AppendManyAsync("a");
        var (messages, live) = (new List<SubscriptionMessage>(), 0);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var message in Log.SubscribeAsync(LogPosition.Start, [Prefix + "a", Prefix + "live"], enough.Token))
        {
            messages.Add(message);
            if (message is SubscriptionMessage.CaughtUp)
            {
                await AppendedAsync(To(Stream("elsewhere"), -1, Event("not for this subscription")));
                await AppendedAsync(To(Stream("live"), -1, Event("l0"), Event("l1")));
                await AppendedAsync(To(Stream("a"), Many - 1, Event("more")));
            }
            else if (message is SubscriptionMessage.EventAppeared && messages.OfType<SubscriptionMessage.CaughtUp>().Any() && ++live == 3)
            {
                break;
            }
        }
        Assert.Equal(Many, messages.FindIndex(message => message is SubscriptionMessage.CaughtUp));
        Assert.Single(messages.OfType<SubscriptionMessage.CaughtUp>());
        var events = messages.OfType<SubscriptionMessage.EventAppeared>().Select(appeared => appeared.Event).ToList();
        AssertInOrder(events);
        Assert.Equal(["l0", "l1", "more"], events.TakeLast(3).Select(stored => TextOf(stored)[9..^2]));
    }

    [Fact]
    public async Task A_subscription_begins_after_its_position()
    {
        await AppendManyAsync("a");
        var after = await AppendedAsync(To(Stream("b"), -1, Event("before")));
        await AppendedAsync(To(Stream("b"), 0, Event("after")));
        await using var messages = Log.SubscribeAsync(after.Position, [Prefix], Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("""{"text":"after"}""", TextOf(Assert.IsType<SubscriptionMessage.EventAppeared>(messages.Current).Event));
        Assert.True(await messages.MoveNextAsync());
        Assert.IsType<SubscriptionMessage.CaughtUp>(messages.Current);
    }

    [Fact]
    public async Task A_subscription_with_nothing_to_read_has_caught_up()
    {
        await using var messages = Log.SubscribeAsync(LogPosition.Start, [Prefix], Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());
        Assert.IsType<SubscriptionMessage.CaughtUp>(messages.Current);
        var next = messages.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await AppendedAsync(To(Stream("a"), -1, Event("now")));
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        Assert.IsType<SubscriptionMessage.EventAppeared>(messages.Current);
    }

    [Fact]
    public async Task A_subscription_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var message in Log.SubscribeAsync(LogPosition.Start, [Prefix], cancelled.Token))
            {
                if (message is SubscriptionMessage.CaughtUp)
                    cancelled.CancelAfter(TimeSpan.FromMilliseconds(50));
            }
        });
    }

    [Fact]
    public async Task Subscribers_miss_nothing_of_what_many_append_meanwhile()
    {
        const int appenders = 16, each = 40;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(60));
        var subscribers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            await Task.Delay(i * 20, enough.Token);
            var taken = new List<StoredEvent>();
            await foreach (var message in Log.SubscribeAsync(LogPosition.Start, [Prefix], enough.Token))
            {
                if (message is SubscriptionMessage.EventAppeared { Event: var stored })
                    taken.Add(stored);
                if (taken.Count == appenders * each)
                    break;
            }
            return taken;
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < each; n++)
                await AppendedAsync(To(Stream($"s-{i}"), n - 1, Event($"{i}/{n}")));
        })));
        var all = await ReadAllAsync(LogPosition.Start, Prefix);
        AssertInOrder(all);
        foreach (var taken in await Task.WhenAll(subscribers))
            Assert.Equal(all.Select(stored => (stored.Position, stored.EventId)), taken.Select(stored => (stored.Position, stored.EventId)));
    }

    private async Task<string> TextsAsync(LogPosition after, params IReadOnlyList<string> prefixes) =>
        string.Concat((await ReadAllAsync(after, prefixes)).Select(stored => TextOf(stored)[9..^2]));

    private async Task AppendManyAsync(string name)
    {
        for (var revision = -1; revision < Many - 1; revision += 100)
            await AppendedAsync(To(Stream(name), revision, [.. Enumerable.Range(revision + 1, 100).Select(i => Event($"{i}"))]));
    }
}
