using System.Text.Json;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Broker;

/// <summary>The plants of a ledger by a replay that knows nothing of it but its documents: the last word on each stage holds.</summary>
internal sealed class NaiveReplay
{
    private readonly Dictionary<string, string> _stageOf = [];

    public static NaiveReplay Of(IEnumerable<Event> events)
    {
        var replay = new NaiveReplay();
        foreach (var recorded in events)
        {
            using var document = JsonDocument.Parse(recorded.Document);
            var plant = document.RootElement.GetProperty("entity").GetString()!;
            if (recorded.Type == "facilities.facility-registered.v1")
                replay._stageOf.Add(plant, "");
            else if (recorded.Type == "facilities.stage-status-changed.v1")
                replay._stageOf[plant] = document.RootElement.GetProperty("effect").GetProperty("status").GetString()!;
        }
        return replay;
    }

    /// <summary>Timeline lists the same plants in the same status, and counts as many.</summary>
    public async Task AssertIsAnsweredAsync(GrpcChannel channel)
    {
        var timeline = new TimelineService.TimelineServiceClient(channel);
        var request = new ListInForceRequest { At = new Coordinates { Effective = "2025-11-15" }, Kinds = { EntityKind.Facility }, Statuses = { "operating" }, PageSize = 500 };
        var answered = new List<string>();
        do
        {
            var page = await timeline.ListInForceAsync(request);
            answered.AddRange(page.Entries.Select(entry => entry.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(_stageOf.Where(plant => plant.Value == "operating").Select(plant => plant.Key).Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
        Assert.Equal(_stageOf.Count, (await timeline.GetStatusAsync(new GetStatusRequest())).Facilities);
    }
}
