using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Running;

/// <summary>Reads a running ledger whole, through its public API.</summary>
public static class RecordedEvents
{
    private const int PageSize = 1000;

    /// <summary>Every event, in ledger order.</summary>
    public static Task<IReadOnlyList<Event>> AllAsync(GrpcChannel channel, CancellationToken cancellation) => FromAsync(channel, 0, cancellation);

    /// <summary>Every event from a position on, in ledger order.</summary>
    public static async Task<IReadOnlyList<Event>> FromAsync(GrpcChannel channel, long position, CancellationToken cancellation)
    {
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var events = new List<Event>();
        var request = new ListEventsRequest { FromPosition = position, PageSize = PageSize };
        do
        {
            var page = await timeline.ListEventsAsync(request, cancellationToken: cancellation);
            events.AddRange(page.Events);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return events;
    }

    /// <summary>Positions are dense from the first one on, and each stream's revisions are without gaps (DESIGN section 5).</summary>
    /// <param name="events">Consecutive events of a ledger.</param>
    /// <param name="from">The position of the first.</param>
    /// <param name="revisions">Last revision of each stream before them; brought up to date.</param>
    public static void AssertWhole(IReadOnlyList<Event> events, long from, Dictionary<string, long> revisions)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Assert.Equal(from + i, events[i].Position);
            Assert.Equal(revisions.GetValueOrDefault(events[i].Stream, -1) + 1, events[i].Revision);
            revisions[events[i].Stream] = events[i].Revision;
        }
    }
}
