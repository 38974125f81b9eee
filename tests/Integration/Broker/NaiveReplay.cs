using System.Text.Json;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Broker;

/// <summary>The plants of a ledger by a replay that knows nothing of it but its documents: of what was registered, the last word on its stage holds.</summary>
internal sealed class NaiveReplay
{
    private readonly HashSet<string> _registered = [];
    private readonly Dictionary<string, string> _stageOf = [];

    /// <param name="documents">In ledger order.</param>
    public static NaiveReplay Of(IEnumerable<string> documents)
    {
        var replay = new NaiveReplay();
        foreach (var text in documents)
        {
            using var document = JsonDocument.Parse(text);
            var (type, plant) = (document.RootElement.GetProperty("type").GetString()!, document.RootElement.GetProperty("entity").GetString()!);
            if (type == "facilities.facility-registered.v1")
                Assert.True(replay._registered.Add(plant), $"{plant} is registered twice");
            else if (type == "facilities.stage-status-changed.v1")
                replay._stageOf[plant] = document.RootElement.GetProperty("effect").GetProperty("status").GetString()!;
        }
        return replay;
    }

    /// <summary>Plants that operate.</summary>
    public IEnumerable<string> Operating => _registered.Where(plant => _stageOf.GetValueOrDefault(plant) == "operating").Order(StringComparer.Ordinal);

    /// <summary>Timeline lists the same plants in the same status, and counts as many.</summary>
    public async Task AssertIsAnsweredAsync(GrpcChannel channel)
    {
        var pages = await ListedAsync(channel, new ListInForceRequest { At = new Coordinates { Effective = "2025-11-15" }, Kinds = { EntityKind.Facility }, Statuses = { "operating" } });
        Assert.Equal(Operating, pages.SelectMany(page => page.Entries).Select(entry => entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal(_registered.Count, (await new TimelineService.TimelineServiceClient(channel).GetStatusAsync(new GetStatusRequest())).Facilities);
    }

    /// <summary>All pages of a list. Their tokens are of the replies' form, and not of the state: they are taken off.</summary>
    public static async Task<IReadOnlyList<ListInForceResponse>> ListedAsync(GrpcChannel channel, ListInForceRequest request)
    {
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var pages = new List<ListInForceResponse>();
        request.PageSize = 500;
        do
        {
            var page = await timeline.ListInForceAsync(request);
            (request.PageToken, page.NextPageToken) = (page.NextPageToken, "");
            pages.Add(page);
        }
        while (request.PageToken.Length > 0);
        return pages;
    }
}
