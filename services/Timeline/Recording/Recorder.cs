using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Timeline.Recording;

/// <summary>
/// Appends what owners decided (DESIGN section 2): compare-and-set at the revision they had seen, and on a conflict the request id is sought
/// from there on before it is called one. It accepts an owner's own streams alone, and reads every event with the codec before it stores it.
/// </summary>
public sealed class Recorder(IEventLog log, LedgerMemory memory, PolicyStreams streams, TimeProvider clock)
{
    private static readonly byte[] NoMetadata = "{}"u8.ToArray();

    /// <summary>Records a message's commands, each atomic alone.</summary>
    /// <returns>One outcome per command, in order; nothing is thrown for a store that is away.</returns>
    public async Task<EventsRecorded> RecordAsync(RecordEvents message, CancellationToken cancellation)
    {
        var outcomes = new RecordOutcome?[message.Commands.Count];
        var appends = new List<(int Index, StreamAppend Append, List<byte[]> Documents)>();
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        for (var i = 0; i < outcomes.Length; i++)
        {
            var command = message.Commands[i];
            if (command.Drafts.Count == 0)
                continue;
            if (NotAccepted(message.Owner, command, now, out var events, out var documents) is { } why)
                outcomes[i] = new RecordOutcome(RecordOutcomeKind.NotAccepted, command.ExpectedRevision, [], why);
            else
                appends.Add((i, new StreamAppend(command.Stream, command.ExpectedRevision, events), documents));
        }
        try
        {
            if (appends.Count > 0)
            {
                var appended = await log.AppendAsync([.. appends.Select(append => append.Append)], cancellation).ConfigureAwait(false);
                for (var i = 0; i < appends.Count; i++)
                {
                    if (appended[i] is AppendOutcome.Appended done)
                        outcomes[appends[i].Index] = await RecordedAsync(done, appends[i].Documents, cancellation).ConfigureAwait(false);
                    else if (appended[i] is AppendOutcome.TooLarge large)
                        outcomes[appends[i].Index] = new RecordOutcome(RecordOutcomeKind.NotAccepted, appends[i].Append.ExpectedRevision, [], $"the command has {appends[i].Append.Bytes} bytes, and the store takes {large.MostBytes}");
                }
            }
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] ??= await FoundAsync(message.Commands[i], cancellation).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException away)
        {
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] ??= new RecordOutcome(RecordOutcomeKind.Unavailable, message.Commands[i].ExpectedRevision, [], away.Message);
        }
        return new EventsRecorded(outcomes!);
    }

    private string? NotAccepted(string owner, CommandToRecord command, Instant now, out List<EventToStore> events, out List<byte[]> documents)
    {
        (events, documents) = ([], []);
        if (streams.PrefixOf(owner) is not { } prefix || !command.Stream.StartsWith(prefix, StringComparison.Ordinal))
            return $"{command.Stream} is not a stream of {owner}";
        var revision = command.ExpectedRevision;
        foreach (var draft in command.Drafts)
        {
            try
            {
                var read = EventCodec.DecodeDraft(draft);
                var header = read.Header;
                if (header.Stream != command.Stream || header.Revision != ++revision || header.RequestId != command.RequestId || header.Fingerprint != command.Fingerprint)
                    return $"event {header.EventId} says stream {header.Stream}, revision {header.Revision}, and the command {command.Stream}, revision {revision}";
                var document = EventCodec.Stamp(draft, now);
                documents.Add(document);
                events.Add(new EventToStore(header.EventId, WireNames.Of(read.Body), document, NoMetadata));
            }
            catch (EventFormatException unreadable)
            {
                return unreadable.Message;
            }
        }
        return null;
    }

    private async Task<RecordOutcome> RecordedAsync(AppendOutcome.Appended done, List<byte[]> documents, CancellationToken cancellation)
    {
        await memory.WaitForAsync(done.Position, cancellation).ConfigureAwait(false);
        var last = memory.PositionOf(done.Position);
        return new RecordOutcome(
            RecordOutcomeKind.Recorded, done.Revision, [.. documents.Select((document, index) => new RecordedDocument(last - documents.Count + 1 + index, document))], null);
    }

    /// <summary>What the request id recorded before: after the expected revision on a conflict, anywhere where nothing is to be appended.</summary>
    private async Task<RecordOutcome> FoundAsync(CommandToRecord command, CancellationToken cancellation)
    {
        var from = command.Drafts.Count == 0 ? 0 : command.ExpectedRevision + 1;
        var (revision, found) = (from - 1, new List<StoredEvent>());
        await foreach (var stored in log.ReadStreamAsync(command.Stream, from, cancellation).ConfigureAwait(false))
        {
            revision = stored.Revision;
            if (EventCodec.Decode(stored.Data).Header.RequestId == command.RequestId)
                found.Add(stored);
        }
        if (found.Count == 0)
            return new RecordOutcome(RecordOutcomeKind.Conflict, revision, [], null);
        if (EventCodec.Decode(found[0].Data).Header.Fingerprint != command.Fingerprint)
            return new RecordOutcome(RecordOutcomeKind.OtherCommand, revision, [], null);
        await memory.WaitForAsync(found[^1].Position, cancellation).ConfigureAwait(false);
        return new RecordOutcome(
            RecordOutcomeKind.AlreadyRecorded, revision, [.. found.Select(stored => new RecordedDocument(memory.PositionOf(stored.Position), stored.Data.ToArray()))], null);
    }
}
