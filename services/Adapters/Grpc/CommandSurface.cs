using System.Text;
using Grpc.Core;
using Ledger.Adapters.Owners;
using Ledger.Events;
using Ledger.Kernel;
using Wire = Ledger.Api.Common.V1;

namespace Ledger.Adapters.Grpc;

/// <summary>What the three owners' gRPC services have in common: a command goes in, what was recorded or the reason why not comes out.</summary>
public static class CommandSurface
{
    /// <summary>For a caller that states no deadline.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MostMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>Handles a command.</summary>
    /// <exception cref="RpcException">As the services' protos state.</exception>
    public static async Task<Wire.Recorded> HandleAsync(OwnerPipeline owner, Command command, bool validateOnly, ServerCallContext context)
    {
        try
        {
            return ToProto(await owner.HandleAsync(command, validateOnly, ActorOf(context), PatienceOf(context), context.CancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw Faults.Fault(StatusCode.DeadlineExceeded, "OUTCOME_UNKNOWN", "the deadline passed before the recorder answered: retry with the same request id");
        }
    }

    /// <summary>How long the caller waits: up to its deadline, less the time that the reply takes.</summary>
    private static TimeSpan PatienceOf(ServerCallContext context)
    {
        if (context.Deadline == DateTime.MaxValue)
            return UsualPatience;
        var left = context.Deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
        var margin = left / 10 < MostMargin ? left / 10 : MostMargin;
        return left > margin ? left - margin : TimeSpan.Zero;
    }

    private static Wire.Recorded ToProto(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Recorded recorded => ToProto(recorded.Stream, recorded.Revision, recorded.AlreadyRecorded, recorded.Operation.ToString(), recorded.Events),
        CommandOutcome.WouldRecord would => ToProto(would.Stream, would.Revision, alreadyRecorded: false, operation: "", would.Events),
        CommandOutcome.Pending pending => new Wire.Recorded { Stream = pending.Stream, Pending = true, Operation = pending.Operation.ToString() },
        CommandOutcome.Refused refused => throw Faults.Refused(refused.Refusals),
        CommandOutcome.OtherCommand other => throw Faults.Fault(StatusCode.AlreadyExists, "OTHER_COMMAND", other.Why),
        CommandOutcome.TooLarge large => throw Faults.Invalid((large.Field, large.Why)),
        CommandOutcome.Conflicted conflicted => throw Faults.Fault(StatusCode.Aborted, "CONFLICT", conflicted.Why),
        CommandOutcome.Exhausted exhausted => throw Faults.Fault(StatusCode.ResourceExhausted, "TOO_MUCH_IN_FLIGHT", exhausted.Why),
        CommandOutcome.Unavailable away => throw Faults.Fault(StatusCode.Unavailable, "NOT_RECORDED", away.Why),
        _ => throw new InvalidOperationException($"no answer for {outcome.GetType().Name}"),
    };

    private static Wire.Recorded ToProto(string stream, long revision, bool alreadyRecorded, string operation, IReadOnlyList<OutcomeEvent> events)
    {
        var recorded = new Wire.Recorded { Stream = stream, Revision = revision, AlreadyRecorded = alreadyRecorded, Operation = operation };
        if (events[^1].Position is { } last)
            recorded.Position = last;
        foreach (var each in events)
        {
            var message = new Wire.RecordedEvent
            {
                EventId = each.Event.Header.EventId.ToString(), Type = WireNames.Of(each.Event.Body), Revision = each.Event.Header.Revision,
                Reference = each.Reference, Document = Encoding.UTF8.GetString(each.Document.Span),
            };
            if (each.Position is { } position)
                message.Position = position;
            recorded.Events.Add(message);
        }
        return recorded;
    }

    /// <summary>From the credential, never from the body. On loopback, which alone is served without one, it is whoever is at the machine.</summary>
    private static string ActorOf(ServerCallContext context) =>
        context.GetHttpContext().User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : "anonymous";
}
