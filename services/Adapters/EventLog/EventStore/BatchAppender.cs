using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>
/// One long-lived call by which many append at once. Answers come in any order and are told apart by correlation id; a second answer to one
/// request (a server may send a timeout after a refusal) finds nobody waiting and is passed over. The call does not end by itself, and is
/// cancelled once nobody waits any more.
/// </summary>
internal sealed class BatchAppender(Streams.StreamsClient streams, Func<Metadata> headers, bool takesDurations) : IDisposable
{
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly Channel<BatchAppendReq> _requests = Channel.CreateUnbounded<BatchAppendReq>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<BatchAppendResp>> _waiting = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private Task? _running;
    private bool _isLeft;

    /// <summary>Puts an append on its way, behind those before it; null where this call is no longer used and another must be.</summary>
    /// <returns>The answer; faulted with what ended the call. The answer is given up once <paramref name="cancellation"/> says so.</returns>
    public Task<BatchAppendResp>? Send(string stream, StreamState expected, IReadOnlyList<EventToStore> events, TimeSpan deadline, CancellationToken cancellation)
    {
        var (id, answer) = (Guid.NewGuid(), new TaskCompletionSource<BatchAppendResp>(TaskCreationOptions.RunContinuationsAsynchronously));
        var options = Messages.ToBatchOptions(stream, expected);
        // Without a deadline of the older form, which needs clocks that agree, such a server keeps to its own.
        if (takesDurations)
            options.Deadline = Duration.FromTimeSpan(deadline);
        var request = new BatchAppendReq { CorrelationId = Messages.ToUuid(id), Options = options, IsFinal = true };
        foreach (var stored in events)
            request.ProposedMessages.Add(Messages.ToProposed(stored));
        lock (_gate)
        {
            if (_isLeft)
                return null;
            _waiting.TryAdd(id, answer);
            _requests.Writer.TryWrite(request);
            _running ??= Task.Run(RunAsync, CancellationToken.None);
        }
        return AnsweredAsync(id, answer.Task, cancellation);
    }

    /// <summary>No new appends; the call ends when the last answer has come or was given up.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isLeft = true;
        EndWhenIdle();
    }

    private async Task<BatchAppendResp> AnsweredAsync(Guid id, Task<BatchAppendResp> answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
            EndWhenIdle();
        }
    }

    private void EndWhenIdle()
    {
        lock (_gate)
        {
            if (_isLeft && _waiting.IsEmpty)
                _over.Cancel();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            using var call = streams.BatchAppend(headers(), cancellationToken: _over.Token);
            var reading = ReadAsync(call.ResponseStream);
            var writing = WriteAsync(call.RequestStream);
            // Whichever ends first ends both; reading alone knows why a server ended the call.
            if (await Task.WhenAny(reading, writing).ConfigureAwait(false) == writing)
                await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
            if (!reading.IsCompleted)
                await writing.ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            Fail(new RpcException(new Status(StatusCode.Unavailable, "the server ended the call")));
        }
        catch (RpcException failed)
        {
            Fail(failed);
        }
        catch (Exception failed) when (failed is InvalidOperationException or OperationCanceledException or IOException)
        {
            Fail(new RpcException(new Status(StatusCode.Unavailable, failed.Message)));
        }
    }

    private async Task WriteAsync(IClientStreamWriter<BatchAppendReq> requests)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(_over.Token).ConfigureAwait(false))
        {
            requests.WriteOptions = _requests.Reader.TryPeek(out _) ? MoreFollows : WriteOptions.Default;
            await requests.WriteAsync(request, _over.Token).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<BatchAppendResp> answers)
    {
        while (await answers.MoveNext(_over.Token).ConfigureAwait(false))
        {
            var answer = answers.Current;
            if (Messages.ToGuid(answer.CorrelationId) is { } id && _waiting.TryRemove(id, out var waiting))
                waiting.TrySetResult(answer);
        }
    }

    private void Fail(RpcException why)
    {
        lock (_gate)
            _isLeft = true;
        foreach (var waiting in _waiting.Values)
            waiting.TrySetException(why);
        EndWhenIdle();
    }
}
