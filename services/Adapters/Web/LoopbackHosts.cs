using Microsoft.AspNetCore.Http;
namespace Ledger.Adapters.Web;

/// <summary>
/// Plaintext and anonymous access exist on loopback alone, under loopback's own names: a web page elsewhere whose name was made to lead here
/// must not reach the local ledger (DESIGN section 10).
/// </summary>
internal sealed class LoopbackHosts(RequestDelegate next)
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context) => Names.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
        ? next(context)
        : JsonFaults.WriteAsync(context, StatusCodes.Status403Forbidden, Google.Rpc.Code.PermissionDenied, "host", $"this ledger answers to localhost, not to '{context.Request.Host}'");
}
