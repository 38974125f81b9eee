using Google.Rpc;
using Grpc.Core;

namespace Ledger.Api.Exchange;

/// <summary>What a server says against a call: the code, a sentence, the rule that refuses, and the fields concerned.</summary>
/// <param name="Code">The gRPC status.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Rule">Code of the rule that refuses, from <c>google.rpc.ErrorInfo</c>; empty where none does.</param>
/// <param name="Fields">From <c>google.rpc.BadRequest</c>, in the server's order.</param>
public sealed record RpcFault(StatusCode Code, string Sentence, string Rule, IReadOnlyList<RpcFault.FieldFault> Fields)
{
    /// <summary>One field and what is wrong with it.</summary>
    /// <param name="Field">Path in the request.</param>
    /// <param name="Why">In a sentence.</param>
    public sealed record FieldFault(string Field, string Why);

    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Reads the details of <c>google.rpc.Status</c> that the server sent with the failure, where it sent any.</summary>
    public static RpcFault Of(RpcException failure)
    {
        var details = failure.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : new Google.Rpc.Status();
        var rule = "";
        var fields = new List<FieldFault>();
        foreach (var detail in details.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                rule = info.Reason;
                if (info.Metadata.TryGetValue("field", out var field))
                    fields.Add(new FieldFault(field, failure.Status.Detail));
            }
            else if (detail.TryUnpack<BadRequest>(out var bad))
            {
                fields.AddRange(bad.FieldViolations.Select(violation => new FieldFault(violation.Field, violation.Description)));
            }
        }
        return new RpcFault(failure.StatusCode, failure.Status.Detail, rule, fields);
    }
}
