using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>Reading, and writing one by one; what belongs to a batch call stands in <see cref="BatchCall"/>.</summary>
public sealed class StreamsService(EventStore store, Gate gate, FaultPlan faults, StandInSettings settings) : Streams.StreamsBase
{
    public override async Task Read(ReadReq request, IServerStreamWriter<ReadResp> responseStream, ServerCallContext context)
    {
        await gate.PassAsync(context, writes: false);
        var options = request.Options ?? new ReadOptions();
        var call = options.ExtentCase == ReadOptions.ExtentOneofCase.Subscription ? CallKind.Subscribe : CallKind.Read;
        if (gate.StrikesAnswer(context, call, options.SourceCase == ReadOptions.SourceOneofCase.Stream ? [Wire.Name(options.Stream.StreamIdentifier)] : [.. options.Filter?.StreamIdentifier?.Prefix ?? []]))
        {
            context.GetHttpContext().Abort();
            return;
        }
        await new ReadCall(store, faults, settings, responseStream, context).RunAsync(options);
    }

    public override async Task<AppendResp> Append(IAsyncStreamReader<AppendReq> requestStream, ServerCallContext context)
    {
        await gate.PassAsync(context, writes: true);
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Options is not { } options)
            throw ProtocolFaults.Invalid("Options are missing");
        var (stream, expected, events, size) = (Wire.Name(options.StreamIdentifier), Wire.ToExpected(options), new List<NewEvent>(), 0);
        var isLost = gate.StrikesAnswer(context, CallKind.Append, stream);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            events.Add(Wire.ToNew(requestStream.Current.ProposedMessage ?? throw ProtocolFaults.Invalid("A message is missing")));
            if ((size += events[^1].Size) > settings.MaxAppendSize)
                throw ProtocolFaults.TooLarge(settings.MaxAppendSize);
        }
        var outcome = await WriteAsync(WriteKind.Append, stream, expected, events);
        if (isLost)
            context.GetHttpContext().Abort();
        await LoseAsync(context);
        return outcome switch
        {
            WriteOutcome.Stored stored => new AppendResp { Success = Success(stored) },
            WriteOutcome.WrongVersion wrong => new AppendResp { WrongExpectedVersion = Wrong(options, wrong.Current) },
            _ => throw Fault(outcome, stream, expected),
        };
    }

    public override Task BatchAppend(IAsyncStreamReader<BatchAppendReq> requestStream, IServerStreamWriter<BatchAppendResp> responseStream, ServerCallContext context) =>
        settings.HasBatchAppend
            ? new BatchCall(store, gate, faults, settings, responseStream, context).RunAsync(requestStream)
            : throw new RpcException(new Status(StatusCode.Unimplemented, ""));

    public override async Task<DeleteResp> Delete(DeleteReq request, ServerCallContext context)
    {
        await gate.PassAsync(context, writes: true);
        return new DeleteResp { Position = Wire.At(await RemoveAsync(WriteKind.Delete, request.Options)) };
    }

    public override async Task<TombstoneResp> Tombstone(TombstoneReq request, ServerCallContext context)
    {
        await gate.PassAsync(context, writes: true);
        return new TombstoneResp { Position = Wire.At(await RemoveAsync(WriteKind.Tombstone, request.Options)) };
    }

    private async Task<long> RemoveAsync(WriteKind kind, AppendOptions options)
    {
        var (stream, expected) = (Wire.Name(options.StreamIdentifier), Wire.ToExpected(options));
        var outcome = await WriteAsync(kind, stream, expected, []);
        return outcome is WriteOutcome.Stored stored ? stored.Position : throw Fault(outcome, stream, expected);
    }

    private Task<WriteOutcome> WriteAsync(WriteKind kind, string stream, Expected expected, IReadOnlyList<NewEvent> events)
    {
        var done = new TaskCompletionSource<WriteOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Enqueue(new Write(kind, stream, expected, events, done.SetResult));
        return done.Task;
    }

    private async Task LoseAsync(ServerCallContext context)
    {
        if (!faults.LosesThis())
            return;
        if (faults.Loss == Loss.Silent)
            await Task.Delay(System.Threading.Timeout.Infinite, context.CancellationToken);
        context.GetHttpContext().Abort();
    }

    private RpcException Fault(WriteOutcome outcome, string stream, Expected expected) => outcome switch
    {
        WriteOutcome.Deleted => ProtocolFaults.StreamDeleted(stream),
        WriteOutcome.WrongVersion wrong => ProtocolFaults.WrongExpectedVersion(stream, expected, wrong.Current),
        _ => gate.Elsewhere(),
    };

    private static AppendResp.Types.Success Success(WriteOutcome.Stored stored)
    {
        var success = new AppendResp.Types.Success();
        if (stored.Revision >= 0)
            success.CurrentRevision = (ulong)stored.Revision;
        else
            success.NoStream = Wire.Nothing;
        if (stored.Position > 0)
            success.Position = Wire.At(stored.Position);
        else
            success.NoPosition = Wire.Nothing;
        return success;
    }

    private static AppendResp.Types.WrongVersion Wrong(AppendOptions options, long current)
    {
        var wrong = new AppendResp.Types.WrongVersion();
        if (current >= 0)
            wrong.CurrentRevision = (ulong)current;
        else
            wrong.CurrentNoStream = Wire.Nothing;
        switch (options.ExpectedCase)
        {
            case AppendOptions.ExpectedOneofCase.Revision:
                wrong.ExpectedRevision = options.Revision;
                break;
            case AppendOptions.ExpectedOneofCase.NoStream:
                wrong.ExpectedNoStream = Wire.Nothing;
                break;
            case AppendOptions.ExpectedOneofCase.Any:
                wrong.ExpectedAny = Wire.Nothing;
                break;
            default:
                wrong.ExpectedStreamExists = Wire.Nothing;
                break;
        }
        return wrong;
    }
}
