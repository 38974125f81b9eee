using Microsoft.AspNetCore.Http;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Ledger.Adapters.Web;

/// <summary>Errors that are found outside of the services, in the same shape as the services' own.</summary>
internal static class JsonFaults
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromMessages(BadRequest.Descriptor)));

    private const string Status = "grpc-status";
    private const string Details = "grpc-status-details-bin";

    /// <summary>HTTP/2 is spoken on the gRPC port alone, and nothing else there.</summary>
    public static bool IsGrpc(HttpContext context) => context.Request.Protocol == "HTTP/2";

    /// <summary>True for an error of the framework's own, which comes without details.</summary>
    public static bool IsFrameworks(HttpContext context, Code code) =>
        context.Response.Headers[Status] == ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture) && !context.Response.Headers.ContainsKey(Details);

    public static Task WriteAsync(HttpContext context, int httpStatus, Code code, string field, string why)
    {
        var violation = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = why } } };
        var status = new Google.Rpc.Status { Code = (int)code, Message = $"{field}: {why}", Details = { Any.Pack(violation) } };
        if (IsGrpc(context))
        {
            // Nothing of a reply was written: status and details stand where a gRPC caller looks first, in the headers.
            var headers = context.Response.Headers;
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            headers[Status] = ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
            headers["grpc-message"] = Uri.EscapeDataString(status.Message);
            headers[Details] = Convert.ToBase64String(status.ToByteArray());
            return Task.CompletedTask;
        }
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Formatter.Format(status), context.RequestAborted);
    }
}
