using System.Threading.Channels;
using Ledger.Adapters.Bus;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>
/// The write path of one owner (DESIGN section 2): load, decide, record, answer. Commands that wait share a message, at most one for each
/// stream; what a stream's command leaves behind, the stream's next one is decided on.
/// </summary>
public sealed class OwnerPipeline : IDisposable
{
    /// <summary>Commands in flight, waiting ones among them; beyond it callers are told to come back.</summary>
    private const int MostInFlight = 2048;

    private const int MostInOneMessage = 256;
    private const int MessagesInFlight = 2;

    /// <summary>How often a command is decided again after a conflict.</summary>
    private const int MostAttempts = 8;

    private static readonly TimeSpan CatchingUp = TimeSpan.FromSeconds(2);

    private readonly OwnerOptions _options;
    private readonly WarmLedger _warm;
    private readonly RecordingBus _bus;
    private readonly Channel<InFlight> _incoming = Channel.CreateUnbounded<InFlight>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _messages = new(MessagesInFlight);
    private readonly Dictionary<string, Queue<InFlight>> _parked = [];
    private int _inFlight;

    private sealed record InFlight(Command Command, string Stream, string Fingerprint, string Actor, TaskCompletionSource<CommandOutcome> Outcome)
    {
        public int Attempts { get; set; }

        /// <summary>What was decided last: recorded, these are the events, but for their recorded time.</summary>
        public IReadOnlyList<LedgerEvent> Decided { get; set; } = [];
    }

    /// <summary>True once the owner has read its streams.</summary>
    public bool IsWarm => _warm.IsWarm;

    internal OwnerPipeline(OwnerOptions options, WarmLedger warm, RecordingBus bus) => (_options, _warm, _bus) = (options, warm, bus);

    /// <summary>Decides and records, or with <paramref name="validateOnly"/> decides alone.</summary>
    /// <param name="command">The command.</param>
    /// <param name="validateOnly">Show what would be recorded, and record nothing.</param>
    /// <param name="actor">Who sends it, from the credential.</param>
    /// <param name="cancellation">Ends the caller's wait, not the recording.</param>
    public async Task<CommandOutcome> HandleAsync(Command command, bool validateOnly, string actor, CancellationToken cancellation)
    {
        if (!_warm.IsWarm)
            return new CommandOutcome.Unavailable($"the {_options.Owner} service is reading its streams: retry in a moment");
        var stream = _options.StreamOf(command.Entity);
        if (validateOnly)
            return Validate(command, stream, actor);
        if (Interlocked.Increment(ref _inFlight) > MostInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            return new CommandOutcome.Exhausted($"{MostInFlight} commands are in flight: retry in a moment");
        }
        try
        {
            var waiting = new InFlight(command, stream, Drafting.FingerprintOf(command), actor, new TaskCompletionSource<CommandOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
            await _incoming.Writer.WriteAsync(waiting, cancellation).ConfigureAwait(false);
            return await waiting.Outcome.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Runs until cancelled, and then answers what is in flight.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (await MoreAsync(stopping).ConfigureAwait(false))
        {
            await _messages.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            var batch = NextBatch();
            if (batch.Count == 0)
                _messages.Release();
            else
                _ = Task.Run(() => RecordAsync(batch), CancellationToken.None);
        }
        while (Volatile.Read(ref _inFlight) > 0 && _incoming.Reader.TryRead(out var late))
            late.Outcome.TrySetResult(new CommandOutcome.Unavailable("the service is stopping; nothing of this command was recorded"));
        for (var i = 0; i < MessagesInFlight; i++)
            await _messages.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => _messages.Dispose();

    private async Task<bool> MoreAsync(CancellationToken stopping)
    {
        try
        {
            return await _incoming.Reader.WaitToReadAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What waits, at most one command for each stream; the others of a stream are parked behind it.</summary>
    private List<InFlight> NextBatch()
    {
        var batch = new List<InFlight>();
        while (batch.Count < MostInOneMessage && _incoming.Reader.TryRead(out var next))
        {
            lock (_parked)
            {
                if (_parked.TryGetValue(next.Stream, out var behind))
                {
                    behind.Enqueue(next);
                    continue;
                }
                _parked.Add(next.Stream, new Queue<InFlight>());
            }
            batch.Add(next);
        }
        return batch;
    }

    private async Task RecordAsync(List<InFlight> batch)
    {
        var again = new List<InFlight>();
        try
        {
            var commands = new List<(InFlight Waiting, CommandToRecord Command)>();
            foreach (var waiting in batch)
            {
                if (Decide(waiting) is { } command)
                    commands.Add((waiting, command));
            }
            if (commands.Count > 0)
            {
                var outcomes = await _bus.RecordAsync(new RecordEvents(_options.Owner, [.. commands.Select(each => each.Command)]), CancellationToken.None).ConfigureAwait(false);
                for (var i = 0; i < commands.Count; i++)
                {
                    if (!await SettleAsync(commands[i].Waiting, outcomes[i]).ConfigureAwait(false))
                        again.Add(commands[i].Waiting);
                }
            }
        }
        catch (Exception failed)
        {
            // A bug or a corrupt document: callers are told, and the failure is not hidden.
            foreach (var waiting in batch)
                waiting.Outcome.TrySetException(failed);
        }
        finally
        {
            _messages.Release();
            Unpark(batch, again);
        }
    }

    private void Unpark(List<InFlight> batch, List<InFlight> again)
    {
        lock (_parked)
        {
            foreach (var waiting in batch)
            {
                _parked.Remove(waiting.Stream, out var behind);
                if (again.Contains(waiting))
                    _incoming.Writer.TryWrite(waiting);
                foreach (var next in behind!)
                    _incoming.Writer.TryWrite(next);
            }
        }
    }

    /// <summary>What to ask of the recorder; null where the command is answered already.</summary>
    private CommandToRecord? Decide(InFlight waiting) => _warm.Read(waiting.Stream, (ledger, stream) =>
    {
        var requestId = waiting.Command.RequestId;
        if (stream.FingerprintOf(requestId) is { } recorded)
        {
            if (recorded == waiting.Fingerprint)
                return new CommandToRecord(waiting.Stream, stream.Revision, requestId, waiting.Fingerprint, []);
            waiting.Outcome.SetResult(OtherCommand(waiting));
            return null;
        }
        switch (ledger.Decide(waiting.Command))
        {
            case Decision<DecidedEvent>.Refused refused:
                waiting.Outcome.SetResult(new CommandOutcome.Refused(refused.Refusals));
                return null;
            case Decision<DecidedEvent>.Accepted accepted:
                var drafts = Documents(waiting.Command, waiting.Stream, stream.Revision, accepted.Events, waiting.Fingerprint, waiting.Actor);
                waiting.Decided = [.. drafts.Select(draft => draft.Event)];
                if (TooLarge(drafts) is not { } tooLarge)
                    return new CommandToRecord(waiting.Stream, stream.Revision, requestId, waiting.Fingerprint, [.. drafts.Select(draft => draft.Document)]);
                waiting.Outcome.SetResult(tooLarge);
                return null;
            default:
                throw new InvalidOperationException("a decision is accepted or refused");
        }
    });

    private CommandOutcome Validate(Command command, string stream, string actor) => _warm.Read<CommandOutcome>(stream, (ledger, known) =>
    {
        var fingerprint = Drafting.FingerprintOf(command);
        if (known.FingerprintOf(command.RequestId) is { } recorded && recorded != fingerprint)
            return new CommandOutcome.OtherCommand($"another command was recorded under request id {command.RequestId} on this stream");
        switch (ledger.Decide(command))
        {
            case Decision<DecidedEvent>.Accepted accepted:
                var drafts = Documents(command, stream, known.Revision, accepted.Events, fingerprint, actor);
                return TooLarge(drafts) ?? (CommandOutcome)new CommandOutcome.WouldRecord(
                    _options.NameOf(stream), known.Revision + drafts.Count,
                    [.. drafts.Select(draft => new OutcomeEvent(draft.Event, known.NameNext(draft.Event.Place, draft.Event.Body), null, draft.Document))]);
            case Decision<DecidedEvent>.Refused refused:
                return new CommandOutcome.Refused(refused.Refusals);
            default:
                throw new InvalidOperationException("a decision is accepted or refused");
        }
    });

    /// <summary>Answers the caller; false where the command is to be decided again.</summary>
    private async Task<bool> SettleAsync(InFlight waiting, RecordOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case RecordOutcomeKind.Recorded or RecordOutcomeKind.AlreadyRecorded:
                var events = outcome.Events.Select((recorded, index) => (
                    Event: outcome.Kind == RecordOutcomeKind.Recorded ? waiting.Decided[index] : EventCodec.Decode(recorded.Document), recorded.Position, recorded.Document)).ToList();
                _warm.Take(events.Select(recorded => recorded.Event));
                await _warm.WaitForAsync(waiting.Stream, events[^1].Event.Header.Revision, CatchingUp, CancellationToken.None).ConfigureAwait(false);
                var answer = _warm.Read(waiting.Stream, (_, stream) => new CommandOutcome.Recorded(
                    _options.NameOf(waiting.Stream), events[^1].Event.Header.Revision, outcome.Kind == RecordOutcomeKind.AlreadyRecorded,
                    [.. events.Select(recorded => new OutcomeEvent(recorded.Event, stream.ReferenceAt(recorded.Event.Header.Revision), recorded.Position, recorded.Document))]));
                waiting.Outcome.SetResult(answer);
                return true;
            case RecordOutcomeKind.OtherCommand:
                waiting.Outcome.SetResult(OtherCommand(waiting));
                return true;
            case RecordOutcomeKind.Conflict when ++waiting.Attempts < MostAttempts:
                await _warm.WaitForAsync(waiting.Stream, outcome.Revision, CatchingUp, CancellationToken.None).ConfigureAwait(false);
                return false;
            case RecordOutcomeKind.Conflict:
                waiting.Outcome.SetResult(new CommandOutcome.Conflicted($"the stream moved on {MostAttempts} times while this command was decided: send it again"));
                return true;
            case RecordOutcomeKind.NotAccepted:
                throw new InvalidOperationException($"the recorder does not accept what this service decided: {outcome.Why}");
            default:
                waiting.Outcome.SetResult(new CommandOutcome.Unavailable(outcome.Why ?? "the store is away"));
                return true;
        }
    }

    private static List<(LedgerEvent Event, byte[] Document)> Documents(
        Command command, string stream, long revision, Items<DecidedEvent> decided, string fingerprint, string actor) =>
        [.. decided.Select((each, index) => Drafting.Draft(each, index + 1, stream, revision + 1 + index, command.RequestId, fingerprint, actor))
            .Select(draft => (draft, EventCodec.Encode(draft)))];

    private static CommandOutcome.TooLarge? TooLarge(List<(LedgerEvent Event, byte[] Document)> drafts)
    {
        // The recorder adds the recorded time: at most 48 bytes.
        var large = drafts.FindIndex(draft => draft.Document.Length > EventCodec.MaxDocumentBytes - 48);
        return large >= 0 ? new CommandOutcome.TooLarge($"effects[{large}]", $"its document has {drafts[large].Document.Length} bytes; an event may have {EventCodec.MaxDocumentBytes}")
            : drafts.Sum(draft => draft.Document.Length) is var sum && sum > Drafting.MaxCommandBytes
                ? new CommandOutcome.TooLarge("effects", $"the documents have {sum} bytes together; a command may have {Drafting.MaxCommandBytes}")
                : null;
    }

    private static CommandOutcome.OtherCommand OtherCommand(InFlight waiting) =>
        new($"another command was recorded under request id {waiting.Command.RequestId} on this stream: what is recorded is not changed by sending it differently");
}
