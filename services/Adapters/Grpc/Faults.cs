using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Grpc;

/// <summary>The errors of the API (DESIGN section 8), each with its details: field violations, or the rule's code.</summary>
public static class Faults
{
    /// <summary>Domain of <c>ErrorInfo</c>.</summary>
    public const string Domain = "trade-policy-ledger";

    /// <summary>Malformed: names the fields.</summary>
    public static RpcException Invalid(params IEnumerable<(string Field, string Why)> violations)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(violations.Select(violation => new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Why }));
        var first = details.FieldViolations[0];
        return Fault(Code.InvalidArgument, $"{first.Field}: {first.Description}", details);
    }

    public static RpcException Invalid(EventFormatException malformed) => Invalid((malformed.Field, malformed.Why));

    /// <summary>A rule says no: the first rule's code is the reason.</summary>
    public static RpcException Refused(Items<Refusal> refusals)
    {
        var status = new Google.Rpc.Status { Code = (int)Code.FailedPrecondition, Message = refusals[0].ToString() };
        foreach (var refusal in refusals)
        {
            status.Details.Add(Any.Pack(new ErrorInfo
            {
                Reason = refusal.Rule.Code, Domain = Domain,
                Metadata = { ["field"] = refusal.Field, ["why"] = refusal.Why, ["rule"] = refusal.Rule.Sentence },
            }));
        }
        return status.ToRpcException();
    }

    public static RpcException Fault(StatusCode code, string reason, string message) =>
        Fault((Code)(int)code, message, new ErrorInfo { Reason = reason, Domain = Domain });

    private static RpcException Fault(Code code, string message, Google.Protobuf.IMessage detail) =>
        new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(detail) } }.ToRpcException();
}
