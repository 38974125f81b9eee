using System.Threading.Channels;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Running;
using Ledger.Adapters.Saving;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Saving;
using Microsoft.Extensions.Hosting;

namespace Ledger.Timeline.Sequencing;

/// <summary>
/// Numbers policy events densely from 0 in the store's order, and projects them. An event that the codec does not read, or whose columns say
/// other than its document, stops the projection loudly: nothing is skipped.
/// </summary>
public sealed class Sequencer(IEventLog log, LedgerMemory memory, PolicyStreams streams, Documents documents, SavedProjection saved) : BackgroundService
{
    /// <summary>Readers wait for no more than this many events to be read, and the commands that they end in.</summary>
    private const int AddedAtOnce = 128;

    /// <summary>Documents of a kilobyte or two, read before they are projected.</summary>
    private const int ReadAhead = 1024;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => OwnThread.RunAsync(() => FollowAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stopping)
    {
        if (await saved.LoadAsync(log.ReadAsync, documents, stopping).ConfigureAwait(false) is { } loaded)
            memory.Begin(loaded);
        var after = memory.Latest is { Count: > 0 } latest ? latest[latest.Position].At : LogPosition.Start;
        // What the store has ready is added together, so that the events of one command are seen together.
        var ready = new List<ReadEvent>();
        try
        {
            var messages = log.SubscribeAsync(after, streams.Prefixes, stopping).GetAsyncEnumerator(stopping);
            await using var _ = messages.ConfigureAwait(false);
            await CatchUpAsync(messages, ready, stopping).ConfigureAwait(false);
            while (true)
            {
                var next = messages.MoveNextAsync();
                if (!next.IsCompletedSuccessfully)
                    Flush(ready);
                if (!await next.ConfigureAwait(false))
                    return;
                if (messages.Current is SubscriptionMessage.EventAppeared { Event: var stored })
                    Add(ReadEvent.Of(stored), ready);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of a subscription is its cancellation.
            await saved.SaveAtTheEndAsync(memory).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what the store holds already: the next documents are read while events are projected.</summary>
    private async Task CatchUpAsync(IAsyncEnumerator<SubscriptionMessage> messages, List<ReadEvent> ready, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ahead = Channel.CreateBounded<ReadEvent>(new BoundedChannelOptions(ReadAhead) { SingleReader = true, SingleWriter = true });
        var reading = OwnThread.RunAsync(() => ReadAheadAsync(messages, ahead.Writer, ended.Token));
        try
        {
            await foreach (var read in ahead.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                Add(read, ready);
        }
        catch
        {
            // What cannot be projected is the fault; nobody reads on while the subscription is given up.
            await ended.CancelAsync().ConfigureAwait(false);
            await reading.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
        await reading.ConfigureAwait(false);
        Flush(ready);
        memory.CaughtUp();
        saved.SaveOnceCaughtUp(memory);
    }

    /// <summary>Reads up to where the store says that this is all that it holds, or fails.</summary>
    private static async Task ReadAheadAsync(IAsyncEnumerator<SubscriptionMessage> messages, ChannelWriter<ReadEvent> ahead, CancellationToken stopping)
    {
        try
        {
            while (await messages.MoveNextAsync().ConfigureAwait(false) && messages.Current is SubscriptionMessage.EventAppeared { Event: var stored })
                await ahead.WriteAsync(ReadEvent.Of(stored), stopping).ConfigureAwait(false);
        }
        finally
        {
            ahead.Complete();
        }
    }

    private void Add(ReadEvent read, List<ReadEvent> ready)
    {
        if (ready.Count >= AddedAtOnce && !IsOfOneCommand(ready[^1].Event.Header, read.Event.Header))
            Flush(ready);
        ready.Add(read);
    }

    private void Flush(List<ReadEvent> ready)
    {
        if (ready.Count == 0)
            return;
        memory.Append(ready);
        ready.Clear();
        saved.SaveWhenDue(memory);
    }

    private static bool IsOfOneCommand(EventHeader one, EventHeader other) => one.Stream == other.Stream && one.RequestId == other.RequestId;

    /// <summary>Reads a stored event; the store's columns are checked against the document, which alone is proven.</summary>
    /// <exception cref="EventLogCorruptException">They differ, or the document is none.</exception>
    internal static LedgerEvent Read(StoredEvent stored)
    {
        try
        {
            var read = stored.Decoded ?? EventCodec.Decode(stored.Data);
            var header = read.Header;
            return header.Stream == stored.Stream && header.Revision == stored.Revision && header.EventId == stored.EventId && WireNames.Of(read.Body) == stored.Type
                ? read
                : throw new EventLogCorruptException($"stream {stored.Stream}, revision {stored.Revision}: the document says {header.Stream}, revision {header.Revision}, event {header.EventId}", null);
        }
        catch (EventFormatException unreadable)
        {
            throw new EventLogCorruptException($"stream {stored.Stream}, revision {stored.Revision}: this program does not read the event ({unreadable.Message}); run the version that wrote it, or a newer one", unreadable);
        }
    }
}

/// <summary>An event as read from the store.</summary>
/// <param name="Event">What its document says.</param>
/// <param name="At">Where the store holds it.</param>
/// <param name="Document">The document.</param>
internal readonly record struct ReadEvent(LedgerEvent Event, LogPosition At, ReadOnlyMemory<byte> Document)
{
    /// <summary>Reads a stored event.</summary>
    /// <exception cref="EventLogCorruptException">Its document is none, or says otherwise than the store's columns.</exception>
    public static ReadEvent Of(StoredEvent stored) => new(Sequencer.Read(stored), stored.Position, stored.Data);
}
