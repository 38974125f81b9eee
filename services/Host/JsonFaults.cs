using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Ledger.Host;

/// <summary>Errors that are found before a request reaches its service, in the same shape as the services' own.</summary>
internal static class JsonFaults
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromMessages(BadRequest.Descriptor)));

    public static Task WriteAsync(HttpContext context, int httpStatus, Code code, string field, string why)
    {
        var violation = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = why } } };
        var status = new Google.Rpc.Status { Code = (int)code, Message = $"{field}: {why}", Details = { Any.Pack(violation) } };
        context.Response.StatusCode = httpStatus;
        if (context.Request.Protocol == "HTTP/2")
        {
            // A gRPC caller reads trailers.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture));
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(status.Message));
            return Task.CompletedTask;
        }
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Formatter.Format(status), context.RequestAborted);
    }
}
