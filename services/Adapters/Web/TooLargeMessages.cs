using Microsoft.AspNetCore.Http;
using Google.Rpc;

namespace Ledger.Adapters.Web;

/// <summary>
/// A gRPC message over the limit is refused by the framework as RESOURCE_EXHAUSTED, by which a caller would come back with it. It is as
/// malformed as the same request over HTTP/JSON, and is answered alike.
/// </summary>
internal sealed class TooLargeMessages(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (JsonFaults.IsGrpc(context) && !context.Response.HasStarted && JsonFaults.IsFrameworks(context, Code.ResourceExhausted))
            await JsonFaults.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, Code.InvalidArgument, "$", $"larger than the {LedgerWeb.MostRequestBytes} bytes that a request may have");
    }
}
