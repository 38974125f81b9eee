using System.Text.Json;
using Grpc.Core;
using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.Exchange;

/// <summary>
/// Tells a line that was changed from one that states what is recorded in another way, as an export does: the server knows a request by the
/// fingerprint of the command as it was stated, and cannot tell the two apart.
/// </summary>
/// <param name="server">A channel to timeline.</param>
internal sealed class RecordedCommands(CallInvoker server)
{
    private const int PageSize = 1000;

    private readonly TimelineService.TimelineServiceClient timeline = new(server);

    /// <summary>What stands recorded under the line's request id, if it is what the line would record; else null.</summary>
    /// <exception cref="RpcException">The server could not be asked.</exception>
    public async Task<Recorded?> SameAsync(ExchangeLine line, Guid requestId, CallOptions options)
    {
        var stream = Owners.StreamOf(line);
        var (events, documents) = (new List<Event>(), new List<JsonElement>());
        var request = new ListEventsRequest { Stream = stream, PageSize = PageSize };
        do
        {
            var page = await timeline.ListEventsAsync(request, options).ConfigureAwait(false);
            foreach (var recorded in page.Events)
            {
                var document = JsonElement.Parse(recorded.Document);
                if (document.GetProperty("requestId").GetGuid() == requestId)
                {
                    events.Add(recorded);
                    documents.Add(document);
                }
            }
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return events.Count > 0 && StatedCommand.SpeltOut(StoredCommands.LineOf(stream, documents)).Equals(StatedCommand.SpeltOut(line))
            ? new Recorded { Stream = stream, Revision = events[^1].Revision, Position = events[^1].Position, AlreadyRecorded = true }
            : null;
    }
}
