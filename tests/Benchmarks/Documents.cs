using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;
using System.Text;

namespace Ledger.Benchmarks;

/// <summary>Documents as the ledger stored them, by command, so that the alternatives write the same bytes.</summary>
internal static class Documents
{
    public static async Task<IReadOnlyList<byte[][]>> OfAsync(GrpcChannel channel, int commands, int eventsEach)
    {
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var documents = new List<byte[]>();
        var request = new ListEventsRequest { PageSize = 999 };
        while (documents.Count < commands * eventsEach)
        {
            var page = await timeline.ListEventsAsync(request);
            documents.AddRange(page.Events.Select(recorded => Encoding.UTF8.GetBytes(recorded.Document)));
            if (page.NextPageToken.Length == 0)
                break;
            request.PageToken = page.NextPageToken;
        }
        return [.. documents.Chunk(eventsEach).Where(command => command.Length == eventsEach)];
    }
}
