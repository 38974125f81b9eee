using Ledger.Kernel;
using MassTransit;

namespace Ledger.Adapters.Bus;

/// <summary>The recorder refuses a command as such; with the transport's error queue, people see it there and can replay it.</summary>
public sealed class NotAcceptedException(string message) : Exception(message);

/// <summary>
/// Hands what arrives on an owner's record queue to the recorder, and its answer back. On a durable queue a message is kept until it is
/// settled: while the store is away it waits here unacknowledged, for however long.
/// </summary>
internal sealed class RecordQueueConsumer(Recording record, RecordQueue queue, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task ConsumeAsync(ConsumeContext<RecordEvents> context)
    {
        var commands = context.Message.Commands;
        var outcomes = await RecordAsync(commands).ConfigureAwait(false);
        var refused = Enumerable.Range(0, commands.Count).Where(index => outcomes[index].Kind == RecordOutcomeKind.NotAccepted).ToList();
        if (refused.Count > 0 && queue.IsDurable)
        {
            // A message is shelved whole. One that carries several commands is parted, so that only what is refused is shelved.
            if (commands.Count == 1)
                throw new NotAcceptedException(outcomes[0].Why ?? "not accepted");
            foreach (var index in refused)
                await context.Send(context.ReceiveContext.InputAddress, new RecordEvents(queue.Owner, [commands[index]])).ConfigureAwait(false);
        }
        if (context.ResponseAddress is not null)
            await context.RespondAsync(new EventsRecorded(outcomes)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RecordOutcome>> RecordAsync(IReadOnlyList<CommandToRecord> commands)
    {
        var outcomes = (await record(queue, commands, stopping).ConfigureAwait(false)).Outcomes.ToArray();
        var pause = new GrowingPause(FirstPause, LongestPause);
        while (queue.IsDurable)
        {
            var waiting = Enumerable.Range(0, commands.Count).Where(index => outcomes[index].Kind == RecordOutcomeKind.Unavailable).ToList();
            if (waiting.Count == 0)
                break;
            // Stopping ends this wait with a cancellation, which leaves the message unacknowledged: another instance, or the next start, takes it.
            await Task.Delay(pause.Next(), time, stopping).ConfigureAwait(false);
            var again = (await record(queue, [.. waiting.Select(index => commands[index])], stopping).ConfigureAwait(false)).Outcomes;
            for (var i = 0; i < waiting.Count; i++)
                outcomes[waiting[i]] = again[i];
        }
        return outcomes;
    }
}
