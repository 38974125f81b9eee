using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>Appending: by the node's batch call where it has one, by a call of its own elsewhere.</summary>
public sealed partial class EventStoreClient
{
    /// <summary>Appends events to a stream, together or not at all.</summary>
    /// <exception cref="WrongExpectedVersionException">The stream stands elsewhere, and the settings ask for an exception.</exception>
    /// <exception cref="EventLogUnavailableException">The outcome is unknown.</exception>
    public async Task<AppendOutcome> AppendToStreamAsync(string stream, StreamState expectedState, IReadOnlyList<EventToStore> events, CancellationToken cancellation)
    {
        var outcome = await AppendAsync(stream, expectedState, events, cancellation).ConfigureAwait(false);
        return outcome is AppendOutcome.WrongRevision wrong && settings.ThrowOnAppendFailure
            ? throw new WrongExpectedVersionException(stream, expectedState, wrong.CurrentRevision)
            : outcome;
    }

    /// <summary>Where a stream's metadata stands, by the protocol's convention.</summary>
    public static string MetadataStreamOf(string stream) => $"$${stream}";

    /// <summary>Sets how many of its last events a stream keeps; the server drops the others when it is scavenged, and reads none of them before.</summary>
    /// <exception cref="EventLogUnavailableException">The outcome is unknown.</exception>
    public Task<AppendOutcome> SetStreamMetadataAsync(string stream, StreamState expectedState, int maxCount, CancellationToken cancellation)
    {
        var metadata = System.Text.Encoding.UTF8.GetBytes($$"""{"$maxCount":{{maxCount}}}""");
        return AppendToStreamAsync(MetadataStreamOf(stream), expectedState, [new EventToStore(Guid.NewGuid(), "$metadata", metadata, "{}"u8.ToArray())], cancellation);
    }

    /// <summary>
    /// Appends each to its stream, in the order given, and answers a wrong revision. Where the server has batch append they are all on their way
    /// at once: it takes them in that order, and answers in any.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">The outcome of one or more is unknown.</exception>
    public async Task<IReadOnlyList<AppendOutcome>> AppendInOrderAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation)
    {
        var outcomes = new AppendOutcome?[appends.Count];
        if (appends.Count > 1 && (await _nodes.CurrentAsync(cancellation).ConfigureAwait(false)) is { Batches: not null } node)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            over.CancelAfter(settings.DefaultDeadline);
            try
            {
                outcomes = await Task.WhenAll(appends.Select(append => FirstTryAsync(node, append, over.Token))).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw NoAnswer();
            }
        }
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] ??= await AppendAsync(appends[i].Stream, StreamState.StreamRevision(appends[i].ExpectedRevision), appends[i].Events, cancellation).ConfigureAwait(false);
        return outcomes!;
    }

    private async Task<AppendOutcome> AppendAsync(string stream, StreamState expectedState, IReadOnlyList<EventToStore> events, CancellationToken cancellation)
    {
        if (new StreamAppend(stream, 0, events).Bytes > StreamAppend.MostBytes)
            return new AppendOutcome.TooLarge(StreamAppend.MostBytes);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(settings.DefaultDeadline);
        try
        {
            return await OnNodeAsync((node, stop) => AppendOnAsync(node, stream, expectedState, events, stop), over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NoAnswer();
        }
    }

    /// <summary>One append of several; null where it was not done because another node must be asked.</summary>
    private async Task<AppendOutcome?> FirstTryAsync(EventStoreNode node, StreamAppend append, CancellationToken cancellation)
    {
        try
        {
            return append.Bytes > StreamAppend.MostBytes
                ? new AppendOutcome.TooLarge(StreamAppend.MostBytes)
                : await AppendOnAsync(node, append.Stream, StreamState.StreamRevision(append.ExpectedRevision), append.Events, cancellation).ConfigureAwait(false);
        }
        catch (NodeLeftException)
        {
            _nodes.Leave(node);
            return null;
        }
        catch (RpcException failed)
        {
            Left(node, failed);
            return NodeFaults.NamedLeader(failed) is null ? throw NodeFaults.Of(failed, node.EndPoint) : null;
        }
    }

    private EventLogUnavailableException NoAnswer()
    {
        _nodes.LeaveCurrent();
        return new EventLogUnavailableException($"the store at {settings} did not answer within {settings.DefaultDeadline.TotalSeconds} seconds; whether it recorded is not known", null);
    }

    private async Task<AppendOutcome> AppendOnAsync(EventStoreNode node, string stream, StreamState expected, IReadOnlyList<EventToStore> events, CancellationToken cancellation)
    {
        if (node.Batches is { } batches)
        {
            var answer = batches.Send(stream, expected, events, settings.DefaultDeadline, cancellation) ?? throw new NodeLeftException();
            return BatchAnswers.Read(await answer.ConfigureAwait(false), stream, node.EndPoint);
        }
        using var call = node.Streams.Append(_nodes.Channels.Headers(), cancellationToken: cancellation);
        try
        {
            await call.RequestStream.WriteAsync(new AppendReq { Options = Messages.ToOptions(stream, expected) }, cancellation).ConfigureAwait(false);
            foreach (var stored in events)
                await call.RequestStream.WriteAsync(new AppendReq { ProposedMessage = Messages.ToProposed(stored) }, cancellation).ConfigureAwait(false);
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // The server ended the call before it had been told all; its answer says why.
        }
        try
        {
            return Messages.ToOutcome(await call.ResponseAsync.ConfigureAwait(false));
        }
        catch (RpcException failed) when (NodeFaults.LargestAppend(failed) is { } most)
        {
            return new AppendOutcome.TooLarge(most);
        }
    }
}
