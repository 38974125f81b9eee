using MassTransit;

namespace Ledger.Adapters.Bus;

/// <summary>The owners' way to the recorder: one record queue per owner.</summary>
public sealed class RecordingBus(IClientFactory clients)
{
    /// <summary>How long an owner waits for the recorder before the outcome counts as unknown.</summary>
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 30);

    public static string QueueOf(string owner) => $"record-{owner}";

    /// <summary>Sends and waits for the answer.</summary>
    /// <returns>One outcome per command; all <see cref="RecordOutcomeKind.Unavailable"/> where the recorder did not answer.</returns>
    public async Task<IReadOnlyList<RecordOutcome>> RecordAsync(RecordEvents message, CancellationToken cancellation)
    {
        try
        {
            var client = clients.CreateRequestClient<RecordEvents>(new Uri($"queue:{QueueOf(message.Owner)}"), Patience);
            var response = await client.GetResponse<EventsRecorded>(message, cancellation).ConfigureAwait(false);
            return response.Message.Outcomes;
        }
        catch (RequestException unanswered)
        {
            var outcome = new RecordOutcome(
                RecordOutcomeKind.Unavailable, -1, [], $"the recorder did not answer ({unanswered.Message}): the outcome is unknown; retry with the same request id");
            return [.. message.Commands.Select(_ => outcome)];
        }
    }
}

/// <summary>Hands what arrives on a record queue to the recorder, and its answer back.</summary>
internal sealed class RecordEventsConsumer(Recording record) : IConsumer<RecordEvents>
{
    public async Task Consume(ConsumeContext<RecordEvents> context) =>
        await context.RespondAsync(await record(context.Message, context.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
}
