using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Adapters.Web;

/// <summary>A health report for people: the overall state, and a line for every part that is not well.</summary>
internal static class HealthText
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var ailing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Exception?.Message ?? "not ready"}");
        return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. ailing]), context.RequestAborted);
    }
}
