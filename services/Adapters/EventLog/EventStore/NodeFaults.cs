using System.Globalization;
using Grpc.Core;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>What a server's errors mean to callers.</summary>
internal static class NodeFaults
{
    public static bool IsAccess(RpcException failed) => failed.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated;

    public static EventLogAccessException Access(EventStoreEndPoint node, Exception? failed) =>
        new($"the store at {node} refuses these credentials: state a user who may, in the connection string", failed);

    /// <summary>The leader that a node named instead of doing as asked; null for any other failure.</summary>
    public static EventStoreEndPoint? NamedLeader(RpcException failed) =>
        Trailer(failed, "exception") == "not-leader" && Trailer(failed, "leader-endpoint-host") is { } host
            && int.TryParse(Trailer(failed, "leader-endpoint-port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new EventStoreEndPoint(host, port)
            : null;

    /// <summary>The size that an append may have, where that is what failed.</summary>
    public static long? LargestAppend(RpcException failed) =>
        Trailer(failed, "exception") == "maximum-append-size-exceeded" && long.TryParse(Trailer(failed, "maximum-append-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : null;

    /// <summary>The failure of a call as its callers know it.</summary>
    public static Exception Of(RpcException failed, EventStoreEndPoint node) => failed switch
    {
        _ when IsAccess(failed) => Access(node, failed),
        _ when Trailer(failed, "exception") == "stream-deleted" => Deleted(Trailer(failed, "stream-name") ?? "", failed),
        // What servers of these versions say of a position that is no event's start, and of a log that they cannot read on.
        { StatusCode: StatusCode.Unknown } when failed.Status.Detail.EndsWith("ReadAllResult: Error", StringComparison.Ordinal) =>
            Unreadable(node.ToString(), failed),
        { StatusCode: StatusCode.DataLoss } => new EventLogCorruptException($"the store at {node} says that it is damaged{Reason(failed)}", failed),
        { StatusCode: StatusCode.InvalidArgument or StatusCode.Unimplemented } =>
            new EventLogUnavailableException($"the store at {node} does not understand what it was asked{Reason(failed)}; nothing was recorded", failed),
        _ => new EventLogUnavailableException($"the store at {node} did not answer{Reason(failed)}", failed),
    };

    /// <summary>A ledger's streams are never deleted; one that was is damage.</summary>
    public static EventLogCorruptException Deleted(string stream, Exception? failed) => new($"stream {stream} was deleted in the store: restore it from a backup", failed);

    /// <summary>A position that is no event's start, or a log that the server cannot read on.</summary>
    public static EventLogCorruptException Unreadable(string node, Exception failed) =>
        new($"the store at {node} cannot be read from where it was read last: it is not the store that it was, or it is damaged; restore it from a backup", failed);

    /// <summary>The server failed in a way that it has no word for: so it does when a subscription's position is no event's start.</summary>
    public static bool IsBreakdown(EventLogUnavailableException away) =>
        away.InnerException is RpcException { StatusCode: StatusCode.Unknown } failed && failed.Status.Detail.StartsWith("Exception was thrown by handler", StringComparison.Ordinal);

    /// <summary>Whether waiting may help.</summary>
    public static bool MayPass(EventLogUnavailableException away) =>
        away is not EventLogAccessException && away.InnerException is not (RpcException { StatusCode: StatusCode.InvalidArgument or StatusCode.Unimplemented } or ObjectDisposedException);

    public static string Reason(RpcException? failed) => failed is null ? "" : $" ({(failed.Status.Detail.Length > 0 ? failed.Status.Detail.TrimEnd('.') : failed.StatusCode)})";

    private static string? Trailer(RpcException failed, string key) => failed.Trailers.FirstOrDefault(trailer => trailer.Key == key)?.Value;
}
