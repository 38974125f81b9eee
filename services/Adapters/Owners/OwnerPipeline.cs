using System.Diagnostics;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using NodaTime.Text;

namespace Ledger.Adapters.Owners;

/// <summary>
/// The write path of one owner (DESIGN section 2): load, decide, record, answer. Commands that wait share a message, at most one for each
/// stream.
/// </summary>
public sealed class OwnerPipeline : IDisposable
{
    /// <summary>Commands whose callers wait; beyond it callers are told to come back.</summary>
    private const int MostInFlight = 2048;

    /// <summary>
    /// Commands of one message at most: enough that its cost is shared, few enough that it stays out of the heap of large objects, whose
    /// collections cost more than the messages do. The store puts the commands of all messages that wait under one disk flush.
    /// </summary>
    private const int MostInOneMessage = 24;

    /// <summary>Well below what a broker takes. Counted as commands are decided, so the last one may exceed it.</summary>
    private const int MostBytesInOneMessage = 512 * 1024;

    /// <summary>Messages under way that the recorder has not had time to answer. While these are, what comes gathers for the next.</summary>
    private const int MessagesInFlight = 12;

    /// <summary>A message that a durable transport has confirmed makes room for the next after this time: the recorder may be away for long.</summary>
    private static readonly TimeSpan MakesRoomAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a command is decided again after a conflict.</summary>
    private const int MostAttempts = 8;

    private static readonly TimeSpan CatchingUp = TimeSpan.FromSeconds(2);

    /// <summary>When the service stops, the recorder may still answer for this long; then callers are told what is known.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(2);

    private readonly OwnerOptions _options;
    private readonly WarmLedger _warm;
    private readonly RecordingBus _bus;
    private readonly WaitingLine _line = new();
    private readonly SemaphoreSlim _messages = new(MessagesInFlight);
    private readonly CancellationTokenSource _closing = new();
    private int _inFlight;
    private int _recording;

    internal OwnerPipeline(OwnerOptions options, WarmLedger warm, RecordingBus bus) => (_options, _warm, _bus) = (options, warm, bus);

    /// <summary>Decides and records, or with <paramref name="validateOnly"/> decides alone.</summary>
    /// <param name="command">The command.</param>
    /// <param name="validateOnly">Show what would be recorded, and record nothing.</param>
    /// <param name="actor">Who sends it, from the credential.</param>
    /// <param name="patience">How long the caller waits for the outcome.</param>
    /// <param name="cancellation">Ends the caller's wait, not the recording.</param>
    public async Task<CommandOutcome> HandleAsync(Command command, bool validateOnly, string actor, TimeSpan patience, CancellationToken cancellation)
    {
        if (!_warm.IsWarm)
            return new CommandOutcome.Unavailable($"the {_options.Owner} service is reading its streams: nothing was recorded; retry in a moment");
        var stream = _options.StreamOf(command.Entity);
        if (Interlocked.Increment(ref _inFlight) > MostInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            return new CommandOutcome.Exhausted($"{MostInFlight} commands are in flight: retry in a moment");
        }
        try
        {
            var began = Stopwatch.GetTimestamp();
            var held = _warm.Hold(command) ?? await ReadAsync(command, patience, cancellation).ConfigureAwait(false);
            if (held is null)
                return new CommandOutcome.Unavailable($"the store did not give the {_options.Owner} service what this command rests on: nothing was recorded; retry in a moment");
            if (validateOnly)
            {
                using (held)
                    return Validate(command, stream, actor);
            }
            var waiting = new WaitingCommand(command, stream, Drafting.FingerprintOf(command), actor, held);
            _line.Add(waiting);
            return await waiting.OutcomeAsync(Rest(patience, began), _bus.IsDurable, _closing.Token, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private static TimeSpan Rest(TimeSpan patience, long began) =>
        patience - Stopwatch.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    /// <summary>Reads the streams that a command rests on; null where the store does not give them in time.</summary>
    private async Task<IDisposable?> ReadAsync(Command command, TimeSpan patience, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, cancellation);
        over.CancelAfter(patience);
        try
        {
            return await _warm.HoldAsync(command, over.Token).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Runs until cancelled, and then answers what is in flight.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (await _line.MoreAsync(stopping).ConfigureAwait(false))
        {
            await _messages.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            var batch = _line.TakeBatch(MostInOneMessage);
            if (batch.Count == 0)
            {
                _messages.Release();
                continue;
            }
            Interlocked.Increment(ref _recording);
            _ = Task.Run(() => RecordAsync(batch), CancellationToken.None);
        }
        while (_line.TryTake(out var late))
            late!.Answer(new CommandOutcome.Unavailable("the service is stopping: nothing of this command was recorded"));
        _closing.CancelAfter(LastAnswers);
        while (Volatile.Read(ref _recording) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _messages.Dispose();
        _closing.Dispose();
    }

    private async Task RecordAsync(List<WaitingCommand> batch)
    {
        var again = new HashSet<WaitingCommand>();
        var room = new Room(_messages);
        try
        {
            var commands = Decide(batch, again);
            if (commands.Count > 0)
                await SendAsync(commands, room, again).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            // A bug or a corrupt document: callers are told, and the failure is not hidden.
            foreach (var waiting in batch)
                waiting.Fail(failed);
        }
        finally
        {
            room.Make();
            foreach (var settled in batch.Where(waiting => !again.Contains(waiting)))
                settled.Settle();
            _line.Return(batch, again);
            Interlocked.Decrement(ref _recording);
        }
    }

    /// <summary>Decides until the message is full; the rest goes back to the line.</summary>
    private List<(WaitingCommand Waiting, CommandToRecord Command)> Decide(List<WaitingCommand> batch, HashSet<WaitingCommand> again)
    {
        var commands = new List<(WaitingCommand, CommandToRecord)>();
        var bytes = 0;
        foreach (var waiting in batch)
        {
            if (bytes >= MostBytesInOneMessage)
                again.Add(waiting);
            else if (Decide(waiting) is { } command)
            {
                commands.Add((waiting, command));
                bytes += command.Drafts.Sum(draft => draft.Length);
            }
        }
        return commands;
    }

    private async Task SendAsync(List<(WaitingCommand Waiting, CommandToRecord Command)> commands, Room room, HashSet<WaitingCommand> again)
    {
        var allLeft = Task.WhenAll(commands.Select(each => each.Waiting.Left));
        using var left = new CancellationTokenSource();
        using var sent = _bus.Send(new RecordEvents(_options.Owner, [.. commands.Select(each => each.Command)]), left.Token);
        try
        {
            if (!sent.Confirmed.IsCompleted && await Task.WhenAny(sent.Confirmed, sent.Answered, allLeft).ConfigureAwait(false) == allLeft)
                await left.CancelAsync().ConfigureAwait(false);
            await sent.Confirmed.ConfigureAwait(false);
        }
        catch (BusUnavailableException away)
        {
            foreach (var (waiting, _) in commands)
                waiting.Answer(new CommandOutcome.Unavailable(away.Message));
            return;
        }
        foreach (var (waiting, _) in commands)
            waiting.Confirm();
        if (_bus.IsDurable && await Task.WhenAny(sent.Answered, Task.Delay(MakesRoomAfter)).ConfigureAwait(false) != sent.Answered)
            room.Make();
        if (await Task.WhenAny(sent.Answered, allLeft).ConfigureAwait(false) != sent.Answered)
            return;
        var outcomes = await sent.Answered.ConfigureAwait(false);
        for (var i = 0; i < commands.Count; i++)
        {
            if (!await SettleAsync(commands[i].Waiting, outcomes[i]).ConfigureAwait(false))
                again.Add(commands[i].Waiting);
        }
    }

    /// <summary>What to ask of the recorder; null where the command is answered already.</summary>
    private CommandToRecord? Decide(WaitingCommand waiting) => _warm.Read(waiting.Stream, (ledger, stream) =>
    {
        var requestId = waiting.Command.RequestId;
        if (stream.FingerprintOf(requestId) is { } recorded)
        {
            if (recorded == waiting.Fingerprint)
                return new CommandToRecord(waiting.Stream, stream.Revision, requestId, waiting.Fingerprint, []);
            waiting.Answer(OtherCommand(requestId));
            return null;
        }
        switch (ledger.Decide(waiting.Command))
        {
            case Decision<DecidedEvent>.Refused refused:
                waiting.Answer(new CommandOutcome.Refused(refused.Refusals));
                return null;
            case Decision<DecidedEvent>.Accepted accepted:
                waiting.Drafts = Drafting.Documents(waiting.Command, waiting.Stream, stream.Revision, accepted.Events, waiting.Fingerprint, waiting.Actor);
                if (Drafting.TooLarge(waiting.Drafts) is not { } tooLarge)
                    return new CommandToRecord(waiting.Stream, stream.Revision, requestId, waiting.Fingerprint, [.. waiting.Drafts.Select(draft => draft.Document)]);
                waiting.Answer(tooLarge);
                return null;
            default:
                throw new InvalidOperationException("a decision is accepted or refused");
        }
    });

    private CommandOutcome Validate(Command command, string stream, string actor) => _warm.Read<CommandOutcome>(stream, (ledger, known) =>
    {
        var fingerprint = Drafting.FingerprintOf(command);
        if (known.FingerprintOf(command.RequestId) is { } recorded && recorded != fingerprint)
            return OtherCommand(command.RequestId);
        switch (ledger.Decide(command))
        {
            case Decision<DecidedEvent>.Accepted accepted:
                var drafts = Drafting.Documents(command, stream, known.Revision, accepted.Events, fingerprint, actor);
                return Drafting.TooLarge(drafts) ?? (CommandOutcome)new CommandOutcome.WouldRecord(
                    _options.NameOf(stream), known.Revision + drafts.Count,
                    [.. drafts.Select(draft => new OutcomeEvent(draft.Event, known.NameNext(draft.Event.Place, draft.Event.Body), null, draft.Document))]);
            case Decision<DecidedEvent>.Refused refused:
                return new CommandOutcome.Refused(refused.Refusals);
            default:
                throw new InvalidOperationException("a decision is accepted or refused");
        }
    });

    /// <summary>Answers the caller; false where the command is to be decided again.</summary>
    private async Task<bool> SettleAsync(WaitingCommand waiting, RecordOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case RecordOutcomeKind.Recorded:
                await AnswerRecordedAsync(waiting, Stamped(waiting.Drafts, outcome), isNew: true).ConfigureAwait(false);
                return true;
            case RecordOutcomeKind.AlreadyRecorded:
                await AnswerRecordedAsync(waiting, [.. outcome.Found.Select(found => (EventCodec.Decode(found.Document), found))], isNew: false).ConfigureAwait(false);
                return true;
            case RecordOutcomeKind.OtherCommand:
                waiting.Answer(OtherCommand(waiting.Command.RequestId));
                return true;
            case RecordOutcomeKind.Conflict when waiting.Left.IsCompleted:
                // Its caller was told that it is pending, and finds it as conflicted.
                return true;
            case RecordOutcomeKind.Conflict when ++waiting.Attempts < MostAttempts:
                await _warm.WaitForAsync(waiting.Stream, outcome.Revision, CatchingUp, CancellationToken.None).ConfigureAwait(false);
                return false;
            case RecordOutcomeKind.Conflict:
                waiting.Answer(new CommandOutcome.Conflicted($"the stream moved on {MostAttempts} times while this command was decided: send it again"));
                return true;
            case RecordOutcomeKind.NotAccepted:
                throw new InvalidOperationException($"the recorder does not accept what this service decided: {outcome.Why}");
            default:
                waiting.Answer(new CommandOutcome.Unavailable(outcome.Why ?? "the store is away"));
                return true;
        }
    }

    private async Task AnswerRecordedAsync(WaitingCommand waiting, List<(LedgerEvent Event, RecordedDocument Recorded)> events, bool isNew)
    {
        var last = events[^1].Event.Header.Revision;
        _warm.Take(events.Select(recorded => recorded.Event));
        await _warm.WaitForAsync(waiting.Stream, last, CatchingUp, CancellationToken.None).ConfigureAwait(false);
        waiting.Answer(_warm.Read(waiting.Stream, (_, stream) => new CommandOutcome.Recorded(
            _options.NameOf(waiting.Stream), last, AlreadyRecorded: !isNew, Operations.IdOf(waiting.Stream, waiting.Command.RequestId),
            [.. events.Select(each => new OutcomeEvent(each.Event, stream.ReferenceAt(each.Event.Header.Revision), each.Recorded.Position, each.Recorded.Document))])));
    }

    /// <summary>The documents that the recorder has written: this command's drafts with its stamp, at consecutive positions.</summary>
    private static List<(LedgerEvent Event, RecordedDocument Recorded)> Stamped(IReadOnlyList<(LedgerEvent Event, byte[] Document)> drafts, RecordOutcome outcome)
    {
        var recordedAt = InstantPattern.ExtendedIso.Parse(outcome.RecordedAt!).Value;
        var first = outcome.Position!.Value - drafts.Count + 1;
        return [.. drafts.Select((draft, index) => (draft.Event, new RecordedDocument(first + index, EventCodec.Stamp(draft.Document, recordedAt))))];
    }

    private static CommandOutcome.OtherCommand OtherCommand(Guid requestId) =>
        new($"another command was recorded under request id {requestId} on this stream: what is recorded is not changed by sending it differently");

    /// <summary>The place that a message under way takes; given back once.</summary>
    private sealed class Room(SemaphoreSlim messages)
    {
        private bool _isMade;

        public void Make()
        {
            if (!_isMade)
                messages.Release();
            _isMade = true;
        }
    }
}
