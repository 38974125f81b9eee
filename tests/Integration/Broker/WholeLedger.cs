using System.Text.Json;
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
            var answer = await AnswerAsync(timeline.Channel, Replayed(stored));
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

    /// <summary>What the documents come to, folded without the ledger's code: the plants that were registered and said to operate.</summary>
    private static SortedSet<string> Replayed(List<string> documents)
    {
        var (registered, operating) = (new HashSet<string>(), new HashSet<string>());
        foreach (var text in documents)
        {
            using var document = JsonDocument.Parse(text);
            var (type, plant) = (document.RootElement.GetProperty("type").GetString()!, document.RootElement.GetProperty("stream").GetString()!["facility-".Length..]);
            if (type == "facilities.facility-registered.v1")
                Assert.True(registered.Add(plant), $"{plant} is registered twice");
            else if (type == "facilities.stage-status-changed.v1")
                operating.Add(plant);
        }
        operating.IntersectWith(registered);
        return new SortedSet<string>(operating, StringComparer.Ordinal);
    }

    /// <summary>All that a timeline says is at work, which must be what the replay comes to; returns its bytes.</summary>
    private static async Task<string> AnswerAsync(GrpcChannel channel, SortedSet<string> replayed)
    {
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var request = new ListInForceRequest { At = new Coordinates { Effective = Day }, PageSize = 500, Stage = "separation" };
        var (bytes, ids) = (new List<string>(), new List<string>());
        do
        {
            var page = await timeline.ListInForceAsync(request);
            ids.AddRange(page.Entries.Select(entry => entry.Id));
            request.PageToken = page.NextPageToken;
            // The token is of the reply's form, and not of the state.
            page.NextPageToken = "";
            bytes.Add(JsonFormatter.Default.Format(page));
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(replayed, ids.Order(StringComparer.Ordinal));
        return string.Concat(bytes);
    }

    private static async Task ReachedAsync(GrpcChannel timeline, long position) =>
        await new TimelineService.TimelineServiceClient(timeline).ListEventsAsync(new ListEventsRequest { MinPosition = position, PageSize = 1 }, deadline: DateTime.UtcNow + Patience);
}
