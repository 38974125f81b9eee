using System.Globalization;
using Grpc.Core;
using Ledger.Api.Timeline.V1;

namespace Ledger.Samples.ScreeningTable;

/// <summary>A measure as it stands, and when that changes next.</summary>
internal sealed record Measure(string Id, string Title, string Jurisdictions, string Status, string Summary, string NextChange);

internal static class Measures
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What stands in the way of a trade now, or may: suspended measures spring back.</summary>
    private static readonly string[] Statuses = ["in-force", "suspended", "partly-suspended", "exempted", "partly-exempted", "announced"];

    /// <summary>All measures at a moment, and the earliest next change of any. While the ledger is away it is waited for.</summary>
    public static async Task<(IReadOnlyList<Measure> Measures, DateTimeOffset? Next)> AskAsync(
        TimelineService.TimelineServiceClient timeline, DateTimeOffset moment, long position, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ListAsync(timeline, moment, position, cancellation);
            }
            catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static async Task<(IReadOnlyList<Measure>, DateTimeOffset?)> ListAsync(
        TimelineService.TimelineServiceClient timeline, DateTimeOffset moment, long position, CancellationToken cancellation)
    {
        var (measures, next) = (new List<Measure>(), (DateTimeOffset?)null);
        var request = new ListInForceRequest
        {
            At = new Coordinates { Effective = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            Kinds = { EntityKind.Measure }, Statuses = { Statuses }, PageSize = 500,
        };
        if (position >= 0)
            request.At.MinPosition = position;
        do
        {
            var page = await timeline.ListInForceAsync(request, deadline: (moment + Patience).UtcDateTime, cancellationToken: cancellation);
            foreach (var entry in page.Entries)
            {
                measures.Add(new Measure(entry.Id, entry.Title, string.Join(' ', entry.Jurisdictions), entry.Status, entry.Summary, entry.NextChange?.At ?? ""));
                if (entry.NextChange is { At.Length: > 0 } change && DateTimeOffset.Parse(change.At, CultureInfo.InvariantCulture) is var at && (next is null || at < next))
                    next = at;
            }
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return (measures, next);
    }
}
