using System.Text;
using System.Text.Unicode;
using Grpc.Core;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;
using Ledger.Timeline.Recording;
using Ledger.Timeline.Sequencing;
using NodaTime.Text;

namespace Ledger.Timeline;

/// <summary>The gRPC service of operations: what became of requests, and of messages that could not be read.</summary>
internal sealed class OperationsGrpc(LedgerMemory memory, OperationLog operations, IRecordQueues queues, IEventLog log, PolicyStreams streams, TimeProvider time)
    : OperationsService.OperationsServiceBase
{
    private const int UsualLimit = 100;
    private const int MostLimit = 1000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    public override Task<GetOperationResponse> GetOperation(GetOperationRequest request, ServerCallContext context) => AskingAsync(async () =>
    {
        var id = Id(request.Operation, "operation");
        for (var began = time.GetTimestamp(); ;)
        {
            // A request that a recorder has in hand this moment is in no queue: it is looked for again before it is called unknown.
            var isLastLook = time.GetElapsedTime(began) >= queues.LongestInHand;
            // What waits is asked first: a request that is settled meanwhile has then been noted, or recorded, by the time the others are asked.
            var waiting = await queues.WaitingAsync(context.CancellationToken).ConfigureAwait(false);
            if (isLastLook)
                await ProjectedToTheEndAsync(context.CancellationToken).ConfigureAwait(false);
            if (Recorded(id) is { } recorded)
                return recorded;
            if (await operations.FindAsync(id, context.CancellationToken).ConfigureAwait(false) is { } settled)
                return Recorded(id) ?? ToProto(settled);
            if (waiting > 0)
                return new GetOperationResponse { Operation = id.ToString(), Status = OperationStatus.Pending };
            if (isLastLook)
                throw Faults.Fault(StatusCode.NotFound, "UNKNOWN_OPERATION", $"operation {id} is neither recorded nor noted as ended, and no request waits");
            await Task.Delay(BetweenLooks, time, context.CancellationToken).ConfigureAwait(false);
        }
    });

    /// <summary>Waits until everything that the store holds now is projected: a subscription that has just found it again may be behind.</summary>
    private async Task ProjectedToTheEndAsync(CancellationToken cancellation)
    {
        var latest = memory.Latest;
        var at = latest.Count == 0 ? LogPosition.Start : latest[latest.Position].At;
        var end = at;
        await foreach (var stored in log.ReadAllAsync(at, streams.Prefixes, cancellation).ConfigureAwait(false))
            end = stored.Position;
        if (end != at)
            await memory.WaitForAsync(end, cancellation).ConfigureAwait(false);
    }

    public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context) => AskingAsync(async () =>
    {
        var limit = request.Limit switch
        {
            0 => UsualLimit,
            > 0 and <= MostLimit => request.Limit,
            _ => throw Faults.Invalid(("limit", $"{request.Limit}: 1 to {MostLimit}, or 0 for {UsualLimit}")),
        };
        var letters = await queues.ListAsync(limit, context.CancellationToken).ConfigureAwait(false);
        return new ListDeadLettersResponse { DeadLetters = { letters.Select(ToProto) } };
    });

    public override Task<GetDeadLetterResponse> GetDeadLetter(GetDeadLetterRequest request, ServerCallContext context) => AskingAsync(async () =>
    {
        var id = Id(request.Id, "id");
        var letter = (await queues.ListAsync(MostLimit, context.CancellationToken).ConfigureAwait(false)).FirstOrDefault(letter => letter.Id == id) ?? throw NoLetter(id);
        var isText = Utf8.IsValid(letter.Body.Span);
        return new GetDeadLetterResponse
        {
            DeadLetter = ToProto(letter), BodyIsBase64 = !isText,
            Body = isText ? Encoding.UTF8.GetString(letter.Body.Span) : Convert.ToBase64String(letter.Body.Span),
        };
    });

    public override Task<ReplayDeadLetterResponse> ReplayDeadLetter(ReplayDeadLetterRequest request, ServerCallContext context) => AskingAsync(async () =>
    {
        var id = Id(request.Id, "id");
        var letter = await queues.ReplayAsync(id, context.CancellationToken).ConfigureAwait(false) ?? throw NoLetter(id);
        return new ReplayDeadLetterResponse { DeadLetter = ToProto(letter) };
    });

    public override Task<DiscardDeadLetterResponse> DiscardDeadLetter(DiscardDeadLetterRequest request, ServerCallContext context) => AskingAsync(async () =>
    {
        var id = Id(request.Id, "id");
        if (string.IsNullOrWhiteSpace(request.Reason))
            throw Faults.Invalid(("reason", "missing: why it is discarded, in a sentence"));
        var letter = await queues.DiscardAsync(id, letter => NoteAsync(letter, request.Reason, context.CancellationToken), context.CancellationToken).ConfigureAwait(false) ?? throw NoLetter(id);
        return new DiscardDeadLetterResponse { DeadLetter = ToProto(letter) };
    });

    private async Task NoteAsync(Adapters.Bus.DeadLetter letter, string reason, CancellationToken cancellation)
    {
        await operations.DiscardAsync(letter.Id, reason, cancellation).ConfigureAwait(false);
        foreach (var command in ShelvedMessage.CommandsOf(letter.Body))
            await operations.SettleAsync(command.Stream, command.RequestId, SettledAs.Discarded, reason, cancellation).ConfigureAwait(false);
    }

    private GetOperationResponse? Recorded(Guid operation)
    {
        if (memory.PositionOfOperation(operation) is not { } position)
            return null;
        var entry = memory.Latest[position];
        return new GetOperationResponse
        {
            Operation = operation.ToString(), Status = OperationStatus.Recorded, Stream = streams.NameOf(entry.Event.Header.Stream),
            RequestId = entry.Event.Header.RequestId.ToString(), Position = position, SettledAt = InstantPattern.ExtendedIso.Format(entry.Event.Header.RecordedAt!.Value),
        };
    }

    private GetOperationResponse ToProto(Settled settled) => new()
    {
        Operation = settled.Operation.ToString(), Stream = settled.Stream.Length == 0 ? "" : streams.NameOf(settled.Stream), RequestId = settled.RequestId,
        SettledAt = settled.At, Why = settled.Why,
        Status = settled.Outcome switch
        {
            SettledAs.Refused => OperationStatus.Refused,
            SettledAs.Conflicted => OperationStatus.Conflicted,
            SettledAs.Discarded => OperationStatus.Discarded,
            _ => throw new InvalidOperationException($"no status for {settled.Outcome}"),
        },
    };

    private static Api.Timeline.V1.DeadLetter ToProto(Adapters.Bus.DeadLetter letter) => new()
    {
        Id = letter.Id.ToString(), Queue = letter.Queue, Reason = letter.Reason, ShelvedAt = letter.ShelvedAt, Bytes = letter.Body.Length,
        Operations = { ShelvedMessage.CommandsOf(letter.Body).Select(command => Operations.IdOf(command.Stream, command.RequestId).ToString()) },
    };

    private static async Task<T> AskingAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception away) when (away is BusUnavailableException or EventLogUnavailableException)
        {
            throw Faults.Fault(StatusCode.Unavailable, "AWAY", away.Message);
        }
    }

    private static Guid Id(string text, string field) =>
        Guid.TryParseExact(text, "D", out var id) ? id : throw Faults.Invalid((field, text.Length == 0 ? "missing" : $"'{text}' is not a UUID"));

    private static RpcException NoLetter(Guid id) => Faults.Fault(StatusCode.NotFound, "UNKNOWN_MESSAGE", $"no dead letter has the id {id}");
}
