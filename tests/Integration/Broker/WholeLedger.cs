using Google.Protobuf;
using Grpc.Net.Client;
using Ledger.Adapters.EventLog;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Crash;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>
/// The whole comparison after faults: what was answered, what each timeline tells, what stands in the store, what a plain replay of the stored
/// documents comes to, and what a timeline answers that was started from scratch.
/// </summary>
internal static class WholeLedger
{
    private const string Day = "2026-01-01";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <param name="ledger">At rest: nobody writes.</param>
    /// <param name="recorded">Request ids that were answered as recorded, each with its position; of all that was recorded since they are the rest.</param>
    public static async Task AssertAsync(SeparateLedger ledger, IReadOnlyDictionary<string, long> recorded)
    {
        await ledger.ReadyAsync();
        var stored = await StoredAsync(ledger.StoreAddress);
        await using var fresh = await ledger.AnotherAsync("Timeline");
        await fresh.ReadyAsync();
        IReadOnlyList<Event>? told = null;
        string? answered = null;
        foreach (var timeline in ledger.Timelines.Append(fresh))
        {
            await ReachedAsync(timeline.Channel, stored.Count - 1);
            // Positions and revisions are without gaps, and each command is there once, whole, where it was answered to be.
            var requests = await Plants.AssertEachOnceAsync(timeline.Channel, recorded, CancellationToken.None);
            Assert.Subset(requests.ToHashSet(), recorded.Keys.ToHashSet());
            var events = await RecordedEvents.AllAsync(timeline.Channel, CancellationToken.None);
            Assert.Equal(stored, events.Select(each => each.Document));
            Assert.Equal(told ??= events, events);
            var answer = await AnswerAsync(timeline.Channel, NaiveReplay.Of(stored));
            Assert.Equal(answered ??= answer, answer);
        }
    }

    /// <summary>The policy events' documents, in the store's order, read by the adapter anew.</summary>
    private static async Task<List<string>> StoredAsync(string store)
    {
        await using var log = EventLogs.Open($"{store}&defaultDeadline=60000");
        var documents = new List<string>();
        await foreach (var stored in log.ReadAllAsync(LogPosition.Start, ["facility-", "agreement-", "instrument-"], CancellationToken.None))
            documents.Add(System.Text.Encoding.UTF8.GetString(stored.Data.Span));
        return documents;
    }

    /// <summary>All that a timeline says is at work, which must be what a plain replay comes to; returns its bytes.</summary>
    private static async Task<string> AnswerAsync(GrpcChannel channel, NaiveReplay replayed)
    {
        var pages = await NaiveReplay.ListedAsync(channel, new ListInForceRequest { At = new Coordinates { Effective = Day }, Stage = "separation" });
        Assert.Equal(replayed.Operating, pages.SelectMany(page => page.Entries).Select(entry => entry.Id).Order(StringComparer.Ordinal));
        return string.Concat(pages.Select(page => JsonFormatter.Default.Format(page)));
    }

    private static async Task ReachedAsync(GrpcChannel timeline, long position) =>
        await new TimelineService.TimelineServiceClient(timeline).ListEventsAsync(new ListEventsRequest { MinPosition = position, PageSize = 1 }, deadline: DateTime.UtcNow + Patience);
}
