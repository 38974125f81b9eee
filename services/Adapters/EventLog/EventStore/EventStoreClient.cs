using System.Runtime.CompilerServices;
using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>
/// A client of the EventStoreDB protocol, of what the ledger needs of it. Its methods are named and shaped as the official client's, so that
/// one can take the other's place.
/// </summary>
public sealed partial class EventStoreClient(EventStoreClientSettings settings) : IAsyncDisposable
{
    /// <summary>How often a call follows nodes that point to another one: an election takes a few of them at most.</summary>
    private const int MostRedirections = 5;

    /// <summary>Events that a filtered read considers at once, and a filtered subscription between two looks at whether a checkpoint is due.</summary>
    private const uint SearchWindow = 1024;

    private static readonly Empty Nothing = new();

    private readonly NodeSelection _nodes = new(settings);

    /// <summary>Reads a stream; a missing one has no events.</summary>
    /// <param name="revision">First revision; null: from the start, or backwards from the end.</param>
    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(Direction direction, string stream, long? revision, long maxCount, CancellationToken cancellation)
    {
        var from = new StreamOptions { StreamIdentifier = Messages.ToIdentifier(stream) };
        if (revision is { } stated)
            from.Revision = (ulong)stated;
        else if (direction == Direction.Forwards)
            from.Start = Nothing;
        else
            from.End = Nothing;
        return ReadAsync(new ReadOptions { Stream = from, NoFilter = Nothing, Count = (ulong)maxCount, ReadDirection = Of(direction) }, cancellation);
    }

    /// <summary>Reads all events whose stream begins with one of the prefixes, from a position, that event included, forwards to the end.</summary>
    /// <param name="position">Null: from the start.</param>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition? position, IReadOnlyList<string> streamPrefixes, CancellationToken cancellation) =>
        ReadAsync(new ReadOptions { All = From(position), Filter = Prefixes(streamPrefixes), Count = long.MaxValue }, cancellation);

    /// <summary>
    /// Subscribes to all events after a position whose stream begins with one of the prefixes. Ends with <see cref="EventLogUnavailableException"/>
    /// when the server goes away; whoever goes on does so after the last event or checkpoint.
    /// </summary>
    public async IAsyncEnumerable<StreamMessage> SubscribeToAll(LogPosition? after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new ReadOptions { All = From(after), Filter = Prefixes(streamPrefixes), Subscription = new SubscriptionOptions() };
        options.Filter.CheckpointIntervalMultiplier = 1;
        await foreach (var answer in AnswersAsync(options, cancellation).ConfigureAwait(false))
        {
            switch (answer.ContentCase)
            {
                case ReadResp.ContentOneofCase.Event:
                    yield return new StreamMessage.Event(Messages.ToStored(answer.Event));
                    break;
                case ReadResp.ContentOneofCase.Checkpoint:
                    yield return new StreamMessage.AllStreamCheckpointReached(Messages.Position(answer.Checkpoint));
                    break;
                case ReadResp.ContentOneofCase.CaughtUp:
                    yield return new StreamMessage.CaughtUp();
                    break;
            }
        }
        throw new EventLogUnavailableException($"the store at {settings} ended the subscription", null);
    }

    /// <summary>Whether subscriptions at the node in use say when they have caught up; servers before 23.10 do not.</summary>
    /// <exception cref="EventLogUnavailableException">No node can be reached.</exception>
    public async Task<bool> SubscriptionsSayCaughtUpAsync(CancellationToken cancellation) => (await _nodes.CurrentAsync(cancellation).ConfigureAwait(false)).SaysCaughtUp;

    public ValueTask DisposeAsync()
    {
        _nodes.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Asks the node in use, and another where it points to one. What is asked again after that is compared and set again, so that no answer can
    /// be wrong for an append that had been done before.
    /// </summary>
    private async Task<T> OnNodeAsync<T>(Func<EventStoreNode, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var redirections = 0; ;)
        {
            var node = await _nodes.CurrentAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ask(node, cancellation).ConfigureAwait(false);
            }
            catch (NodeLeftException)
            {
                _nodes.Leave(node);
            }
            catch (RpcException failed) when (!cancellation.IsCancellationRequested)
            {
                Left(node, failed);
                if (NodeFaults.NamedLeader(failed) is null || redirections++ == MostRedirections)
                    throw NodeFaults.Of(failed, node.EndPoint);
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
        }
    }

    private void Left(EventStoreNode node, RpcException failed)
    {
        if (NodeFaults.NamedLeader(failed) is { } leader)
            _nodes.GoTo(leader, node);
        else if (failed.StatusCode is not (StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.PermissionDenied or StatusCode.Unauthenticated))
            _nodes.Leave(node);
    }

    private async IAsyncEnumerable<StoredEvent> ReadAsync(ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var answer in AnswersAsync(options, cancellation).ConfigureAwait(false))
        {
            if (answer.ContentCase == ReadResp.ContentOneofCase.Event)
                yield return Messages.ToStored(answer.Event);
        }
    }

    private async IAsyncEnumerable<ReadResp> AnswersAsync(ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        options.UuidOption = new UuidOption { Structured = Nothing };
        options.ControlOption = new ControlOption { Compatibility = 1 };
        // Between a subscription's events any time may pass; a read goes on, or its server is away.
        var patience = options.ExtentCase == ReadOptions.ExtentOneofCase.Subscription ? System.Threading.Timeout.InfiniteTimeSpan : settings.DefaultDeadline;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (node, call, any) = await OnNodeAsync((node, stop) => BeginAsync(node, options, over), cancellation).ConfigureAwait(false);
        using (call)
        {
            while (any)
            {
                yield return call.ResponseStream.Current;
                any = await NextAsync(node, call, patience, over, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A node that is not to be asked says so before its first answer.</summary>
    private async Task<(EventStoreNode Node, AsyncServerStreamingCall<ReadResp> Call, bool Any)> BeginAsync(
        EventStoreNode node, ReadOptions options, CancellationTokenSource over)
    {
        var call = node.Streams.Read(new ReadReq { Options = options }, _nodes.Channels.Headers(), cancellationToken: over.Token);
        try
        {
            over.CancelAfter(settings.DefaultDeadline);
            var any = await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false);
            over.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
            return (node, call, any);
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    private async Task<bool> NextAsync(EventStoreNode node, AsyncServerStreamingCall<ReadResp> call, TimeSpan patience, CancellationTokenSource over, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var next = call.ResponseStream.MoveNext(CancellationToken.None);
            if (next.IsCompletedSuccessfully)
                return next.Result;
            // Only the server's time is counted, and not what the caller takes between two answers.
            over.CancelAfter(patience);
            var any = await next.ConfigureAwait(false);
            over.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
            return any;
        }
        catch (RpcException failed)
        {
            cancellation.ThrowIfCancellationRequested();
            Left(node, failed);
            throw NodeFaults.Of(failed, node.EndPoint);
        }
    }

    private static ReadOptions.Types.Direction Of(Direction direction) =>
        direction == Direction.Forwards ? ReadOptions.Types.Direction.Forwards : ReadOptions.Types.Direction.Backwards;

    private static AllOptions From(LogPosition? position) => position is { } stated ? new AllOptions { Position = Messages.ToProto(stated) } : new AllOptions { Start = Nothing };

    private static FilterOptions Prefixes(IReadOnlyList<string> streamPrefixes)
    {
        var streams = new FilterOptions.Types.Expression();
        // Without a prefix, everything but the server's own streams.
        if (streamPrefixes.Contains(""))
            streams.Regex = @"^[^\$]";
        else
            streams.Prefix.AddRange(streamPrefixes);
        return new FilterOptions { StreamIdentifier = streams, Max = SearchWindow };
    }

    /// <summary>The node was left while an append was about to be sent there; it was not sent.</summary>
    private sealed class NodeLeftException : Exception;
}
