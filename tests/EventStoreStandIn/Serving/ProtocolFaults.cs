using System.Globalization;
using Grpc.Core;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>The protocol's errors: a status, and trailers that say which.</summary>
internal static class ProtocolFaults
{
    public static RpcException NotLeader(string host, int port) => Fault(
        StatusCode.NotFound, "Leader info available", "not-leader", ("leader-endpoint-host", host), ("leader-endpoint-port", port.ToString(CultureInfo.InvariantCulture)));

    public static RpcException NoLeaderKnown() => new(new Status(StatusCode.Unknown, "No leader info available in response"));

    public static RpcException AccessDenied() => Fault(StatusCode.PermissionDenied, "Access Denied", "access-denied");

    public static RpcException StreamDeleted(string stream) => Fault(StatusCode.FailedPrecondition, $"Event stream '{stream}' is deleted.", "stream-deleted", ("stream-name", stream));

    public static RpcException WrongExpectedVersion(string stream, Expected expected, long actual) => Fault(
        StatusCode.FailedPrecondition, $"Append failed due to WrongExpectedVersion. Stream: {stream}, Expected version: {expected.Value}, Actual version: {actual}",
        "wrong-expected-version", ("stream-name", stream), ("expected-version", Text(expected.Value)), ("actual-version", Text(actual)));

    public static RpcException MissingMetadata() => Fault(
        StatusCode.InvalidArgument, "Required Metadata Property Missing", "missing-required-metadata-property", ("required-metadata-properties", "type,content-type"));

    public static RpcException TooLarge(int most) => Fault(
        StatusCode.InvalidArgument, $"Maximum Append Size of {most} Exceeded.", "maximum-append-size-exceeded", ("maximum-append-size", Text(most)));

    public static RpcException Invalid(string what) => new(new Status(StatusCode.InvalidArgument, what));

    public static RpcException Unknown(string what) => new(new Status(StatusCode.Unknown, what));

    private static RpcException Fault(StatusCode code, string message, string exception, params ReadOnlySpan<(string Key, string Value)> trailers)
    {
        var all = new Metadata { { "exception", exception } };
        foreach (var (key, value) in trailers)
            all.Add(key, value);
        return new RpcException(new Status(code, message), all);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
