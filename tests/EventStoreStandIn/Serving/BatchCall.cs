using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf;
using Any = Google.Protobuf.WellKnownTypes.Any;
using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>
/// One batch call. Requests are stored in the order in which they come; answers come as they are ready. A call that its client has half closed
/// answers no more, and does not end until it is cancelled: so does the server that this one stands in for.
/// </summary>
internal sealed class BatchCall(EventStore store, Gate gate, FaultPlan faults, StandInSettings settings, IServerStreamWriter<BatchAppendResp> responses, ServerCallContext context)
{
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMilliseconds(5);

    private readonly Channel<BatchAppendResp> _answers = Channel.CreateUnbounded<BatchAppendResp>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<Guid, (BatchOptions Options, List<NewEvent> Events, int Size)> _begun = [];

    /// <summary>Requests whose answers are lost, since a fault was aimed at them.</summary>
    private readonly ConcurrentDictionary<Guid, byte> _lost = new();

    public async Task RunAsync(IAsyncStreamReader<BatchAppendReq> requests)
    {
        await gate.PassAsync(context, writes: true);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var answering = AnswerAsync(over.Token);
        var taking = TakeAsync(requests, over.Token);
        var first = await Task.WhenAny(answering, taking);
        if (first == taking && taking.IsCompletedSuccessfully)
        {
            await over.CancelAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, context.CancellationToken);
        }
        await first;
    }

    private async Task TakeAsync(IAsyncStreamReader<BatchAppendReq> requests, CancellationToken cancellation)
    {
        while (await requests.MoveNext(cancellation))
        {
            await faults.StalledAsync(cancellation);
            if (faults.SendsThisAway())
                throw gate.Elsewhere();
            if (requests.Current is { Options: { } options, CorrelationId: { } id } && gate.StrikesAnswer(context, CallKind.Append, Wire.Name(options.StreamIdentifier)))
                _lost.TryAdd(Wire.ToGuid(id), 0);
            Take(requests.Current);
        }
    }

    private void Take(BatchAppendReq request)
    {
        var id = Wire.ToGuid(request.CorrelationId ?? new UUID());
        if (request.Options is { } stated)
            _begun[id] = (stated, [], 0);
        if (!_begun.TryGetValue(id, out var begun))
            return;
        var (options, events, size) = begun;
        try
        {
            foreach (var proposed in request.ProposedMessages)
            {
                events.Add(Wire.ToNew(proposed));
                size += events[^1].Size;
            }
        }
        catch (RpcException malformed)
        {
            _begun.Remove(id);
            Refuse(request, options, 3, new BadRequest { Message = malformed.Status.Detail });
            return;
        }
        _begun[id] = (options, events, size);
        if (size > settings.MaxAppendSize)
        {
            _begun.Remove(id);
            Refuse(request, options, 3, new MaximumAppendSizeExceeded { MaxAppendSize = (uint)settings.MaxAppendSize });
            return;
        }
        if (!request.IsFinal)
            return;
        _begun.Remove(id);
        var expected = Expectation(options);
        store.Enqueue(new Write(WriteKind.Append, Wire.Name(options.StreamIdentifier), expected, events, outcome => Answer(request, options, outcome)));
    }

    private void Answer(BatchAppendReq request, BatchOptions options, WriteOutcome outcome)
    {
        switch (outcome)
        {
            case WriteOutcome.Stored stored:
                var success = new BatchAppendResp.Types.Success();
                if (stored.Revision >= 0)
                    success.CurrentRevision = (ulong)stored.Revision;
                else
                    success.NoStream = Wire.Nothing;
                if (stored.Position > 0)
                    success.Position = Wire.At(stored.Position);
                else
                    success.NoPosition = Wire.Nothing;
                _answers.Writer.TryWrite(new BatchAppendResp { CorrelationId = request.CorrelationId, StreamIdentifier = options.StreamIdentifier, Success = success });
                break;
            case WriteOutcome.WrongVersion wrong:
                Refuse(request, options, 6, Wrong(options, wrong.Current));
                break;
            case WriteOutcome.Deleted:
                Refuse(request, options, 5, new StreamDeleted { StreamIdentifier = options.StreamIdentifier });
                break;
            default:
                _answers.Writer.TryComplete(gate.Elsewhere());
                break;
        }
    }

    private void Refuse(BatchAppendReq request, BatchOptions options, int code, IMessage details) => _answers.Writer.TryWrite(new BatchAppendResp
    {
        CorrelationId = request.CorrelationId, StreamIdentifier = options.StreamIdentifier,
        Error = new BatchAppendResp.Types.BatchError { Code = code, Message = details.Descriptor.Name, Details = Any.Pack(details, "type.googleapis.com") },
    });

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        var held = new List<BatchAppendResp>();
        await foreach (var answer in _answers.Reader.ReadAllAsync(cancellation))
        {
            await faults.StalledAsync(cancellation);
            held.Add(answer);
            await HoldAsync(held, cancellation);
            faults.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(held));
            foreach (var sent in held)
                await SendAsync(sent, cancellation);
            held.Clear();
        }
    }

    /// <summary>Where answers are to come out of order, they wait a moment for one another.</summary>
    private async Task HoldAsync(List<BatchAppendResp> held, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(LongestHeld);
        try
        {
            while (held.Count < faults.ReorderWindow)
                held.Add(await _answers.Reader.ReadAsync(enough.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or ChannelClosedException && !cancellation.IsCancellationRequested)
        {
            // What has come is sent.
        }
    }

    private async Task SendAsync(BatchAppendResp answer, CancellationToken cancellation)
    {
        if (_lost.TryRemove(Wire.ToGuid(answer.CorrelationId), out _))
        {
            context.GetHttpContext().Abort();
            return;
        }
        if (faults.LosesThis())
        {
            if (faults.Loss == Loss.Reset)
                context.GetHttpContext().Abort();
            return;
        }
        await responses.WriteAsync(answer, cancellation);
        if (!faults.DuplicatesThis())
            return;
        // A second answer to a request that has been answered: as it was, or, after a refusal, that it took too long.
        if (answer.ResultCase == BatchAppendResp.ResultOneofCase.Error)
        {
            answer = answer.Clone();
            answer.Error = new BatchAppendResp.Types.BatchError { Code = 4, Message = "Timeout", Details = Any.Pack(new Ledger.Adapters.EventLog.EventStore.Protocol.Timeout(), "type.googleapis.com") };
        }
        await responses.WriteAsync(answer, cancellation);
    }

    private static Expected Expectation(BatchOptions options) => options.ExpectedCase switch
    {
        BatchOptions.ExpectedOneofCase.StreamPosition => new Expected((long)options.StreamPosition),
        BatchOptions.ExpectedOneofCase.NoStream => Expected.NoStream,
        BatchOptions.ExpectedOneofCase.Any => Expected.Any,
        _ => Expected.Exists,
    };

    private static WrongExpectedVersion Wrong(BatchOptions options, long current)
    {
        var wrong = new WrongExpectedVersion();
        if (current >= 0)
            wrong.CurrentStreamRevision = (ulong)current;
        else
            wrong.CurrentNoStream = Wire.Nothing;
        switch (options.ExpectedCase)
        {
            case BatchOptions.ExpectedOneofCase.StreamPosition:
                wrong.ExpectedStreamPosition = options.StreamPosition;
                break;
            case BatchOptions.ExpectedOneofCase.NoStream:
                wrong.ExpectedNoStream = Wire.Nothing;
                break;
            case BatchOptions.ExpectedOneofCase.Any:
                wrong.ExpectedAny = Wire.Nothing;
                break;
            default:
                wrong.ExpectedStreamExists = Wire.Nothing;
                break;
        }
        return wrong;
    }
}
