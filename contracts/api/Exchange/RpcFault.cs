using Google.Rpc;
using Grpc.Core;

namespace Ledger.Api.Exchange;

/// <summary>What a server says against a call: the status, a sentence, and point by point what it rests on.</summary>
/// <param name="Code">The gRPC status.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Reason">From the first <c>google.rpc.ErrorInfo</c>: the code of the rule that refuses, or a word such as <c>CONFLICT</c>; empty where none was sent.</param>
/// <param name="Points">Fields and what is wrong with each, in the server's order; empty where it named none.</param>
public sealed record RpcFault(StatusCode Code, string Sentence, string Reason, IReadOnlyList<RpcFault.Point> Points)
{
    /// <summary>One field and what is wrong with it.</summary>
    /// <param name="Field">Path in the request.</param>
    /// <param name="Rule">Code of the rule that refuses, such as <c>XC-07</c>; empty where the field is malformed.</param>
    /// <param name="Why">In a sentence.</param>
    public sealed record Point(string Field, string Rule, string Why);

    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Reads the details of <c>google.rpc.Status</c> that the server sent with the failure, where it sent any.</summary>
    public static RpcFault Of(RpcException failure)
    {
        var details = failure.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : new Google.Rpc.Status();
        var reason = "";
        var points = new List<Point>();
        foreach (var detail in details.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                reason = reason.Length > 0 ? reason : info.Reason;
                if (info.Metadata.TryGetValue("field", out var field))
                    points.Add(new Point(field, info.Reason, info.Metadata.TryGetValue("why", out var why) ? why : failure.Status.Detail));
            }
            else if (detail.TryUnpack<BadRequest>(out var bad))
            {
                points.AddRange(bad.FieldViolations.Select(violation => new Point(violation.Field, "", violation.Description)));
            }
        }
        return new RpcFault(failure.StatusCode, SentenceOf(failure.Status), reason, points);
    }

    /// <summary>A deadline that passes, or a server that was cut off, leaves no sentence.</summary>
    private static string SentenceOf(Grpc.Core.Status status) => status switch
    {
        { Detail.Length: > 0 } => status.Detail,
        { StatusCode: StatusCode.DeadlineExceeded } => "no answer came in time",
        _ => $"the call ended as {status.StatusCode}, and nothing was said why",
    };
}
