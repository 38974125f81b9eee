using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Timeline.Recording;

/// <summary>
/// Appends what owners decided (DESIGN section 2): compare-and-set at the revision they had seen, and on a conflict the request id is sought
/// from there on before it is called one. It accepts an owner's own streams alone, and reads every event with the codec before it stores it.
/// </summary>
public sealed class Recorder(IEventLog log, LedgerMemory memory, PolicyStreams streams, OperationLog operations, TimeProvider clock)
{
    private static readonly byte[] NoMetadata = "{}"u8.ToArray();

    /// <summary>Records commands, each atomic alone.</summary>
    /// <returns>One outcome per command, in order; nothing is thrown for a store that is away.</returns>
    public async Task<EventsRecorded> RecordAsync(RecordQueue queue, IReadOnlyList<CommandToRecord> commands, CancellationToken cancellation)
    {
        var outcomes = new RecordOutcome?[commands.Count];
        var appends = new List<(int Index, StreamAppend Append)>();
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (NotAccepted(queue.Owner, commands[i], now, out var events) is { } why)
                outcomes[i] = RecordOutcome.Not(RecordOutcomeKind.NotAccepted, commands[i].ExpectedRevision, why);
            else if (events.Count > 0)
                appends.Add((i, new StreamAppend(commands[i].Stream, commands[i].ExpectedRevision, events)));
        }
        try
        {
            if (appends.Count > 0)
            {
                var appended = await log.AppendAsync([.. appends.Select(append => append.Append)], cancellation).ConfigureAwait(false);
                for (var i = 0; i < appends.Count; i++)
                {
                    if (appended[i] is AppendOutcome.Appended done)
                        outcomes[appends[i].Index] = await RecordedAsync(commands[appends[i].Index], done, now, cancellation).ConfigureAwait(false);
                    else if (appended[i] is AppendOutcome.TooLarge large)
                        outcomes[appends[i].Index] = RecordOutcome.Not(RecordOutcomeKind.NotAccepted, appends[i].Append.ExpectedRevision, $"the command has {appends[i].Append.Bytes} bytes, and the store takes {large.MostBytes}");
                }
            }
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] ??= await FoundAsync(commands[i], cancellation).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException away)
        {
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] ??= NotAnswered(commands[i], away);
        }
        // Also when the store went away half way: what was found out before that is noted, or is tried again with the rest.
        if (queue.IsDurable)
            await NoteAsync(commands, outcomes!, cancellation).ConfigureAwait(false);
        return new EventsRecorded(outcomes!);
    }

    private string? NotAccepted(string owner, CommandToRecord command, Instant now, out List<EventToStore> events)
    {
        events = [];
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
                events.Add(new EventToStore(header.EventId, WireNames.Of(read.Body), EventCodec.Stamp(draft, now), NoMetadata)
                {
                    Decoded = read with { Header = header with { RecordedAt = now } },
                });
            }
            catch (EventFormatException unreadable)
            {
                return unreadable.Message;
            }
        }
        return null;
    }

    private async Task<RecordOutcome> RecordedAsync(CommandToRecord command, AppendOutcome.Appended done, Instant now, CancellationToken cancellation)
    {
        await memory.WaitForAsync(done.Position, cancellation).ConfigureAwait(false);
        var position = memory.PositionOf(done.Position);
        // A store may answer an append that it has seen before as it did then. What stands there is what was recorded then, with its stamp.
        return memory.Latest[position].Event.Header.RecordedAt == now
            ? new RecordOutcome(RecordOutcomeKind.Recorded, done.Revision, position, InstantPattern.ExtendedIso.Format(now), [], null)
            : await FoundAsync(command, cancellation).ConfigureAwait(false);
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
            return RecordOutcome.Not(RecordOutcomeKind.Conflict, revision, null);
        if (EventCodec.Decode(found[0].Data).Header.Fingerprint != command.Fingerprint)
            return RecordOutcome.Not(RecordOutcomeKind.OtherCommand, revision, null);
        await memory.WaitForAsync(found[^1].Position, cancellation).ConfigureAwait(false);
        return new RecordOutcome(
            RecordOutcomeKind.AlreadyRecorded, revision, null, null, [.. found.Select(stored => new RecordedDocument(memory.PositionOf(stored.Position), stored.Data.ToArray()))], null);
    }

    /// <summary>
    /// Notes what was not recorded, before it is answered: the caller may have been told that it is pending, and the answer may be lost. What cannot be
    /// noted is not settled, and is tried again.
    /// </summary>
    private async Task NoteAsync(IReadOnlyList<CommandToRecord> commands, RecordOutcome[] outcomes, CancellationToken cancellation)
    {
        EventLogUnavailableException? isAway = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (command, outcome) = (commands[i], outcomes[i]);
            var settled = outcome.Kind switch
            {
                RecordOutcomeKind.Conflict => (SettledAs.Conflicted, $"the stream stood at revision {outcome.Revision}, and it was decided at {command.ExpectedRevision}: send it again with the same request id"),
                RecordOutcomeKind.OtherCommand => (SettledAs.Refused, $"another command was recorded under request id {command.RequestId} on this stream"),
                RecordOutcomeKind.NotAccepted => (SettledAs.Refused, outcome.Why!),
                _ => ((SettledAs, string)?)null,
            };
            if (settled is not var (outcomeOf, why))
                continue;
            try
            {
                if (isAway is null)
                    await operations.SettleAsync(command.Stream, command.RequestId, outcomeOf, why, cancellation).ConfigureAwait(false);
            }
            catch (EventLogUnavailableException away)
            {
                isAway = away;
            }
            if (isAway is not null)
                outcomes[i] = NotAnswered(command, isAway);
        }
    }

    private static RecordOutcome NotAnswered(CommandToRecord command, EventLogUnavailableException away) =>
        RecordOutcome.Not(RecordOutcomeKind.Unavailable, command.ExpectedRevision, away.Message);
}
