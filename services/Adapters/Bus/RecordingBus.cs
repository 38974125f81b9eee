using System.Collections.Concurrent;
using MassTransit;

namespace Ledger.Adapters.Bus;

/// <summary>The broker did not take a message: nothing of it was recorded, or its outcome is unknown; the message says which.</summary>
public sealed class BusUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The owners' way to the recorder: one record queue per owner, and the answers to this instance.</summary>
/// <param name="bus">The bus.</param>
/// <param name="isDurable">True where a message that the transport has confirmed outlives every process.</param>
public sealed class RecordingBus(IBus bus, bool isDurable) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<IReadOnlyList<RecordOutcome>>> _asked = new();
    private readonly Lock _gate = new();
    private readonly List<ConnectHandle> _answers = [];

    public bool IsDurable => isDurable;

    /// <summary>Sends a message; <paramref name="cancellation"/> ends the wait for the transport's confirmation.</summary>
    public Sending Send(RecordEvents message, CancellationToken cancellation)
    {
        Listen();
        var id = NewId.NextGuid();
        var answered = new TaskCompletionSource<IReadOnlyList<RecordOutcome>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answered;
        return new Sending(SendAsync(id, message, cancellation), answered.Task, () => _asked.TryRemove(id, out _));
    }

    public void Dispose()
    {
        foreach (var answer in _answers)
            answer.Dispose();
    }

    private async Task SendAsync(Guid id, RecordEvents message, CancellationToken cancellation)
    {
        try
        {
            var queue = await bus.GetSendEndpoint(new Uri($"{(isDurable ? "exchange" : "queue")}:{RecordQueue.NameOf(message.Owner)}")).WaitAsync(cancellation).ConfigureAwait(false);
            await queue.Send(message, context =>
            {
                context.MessageId = id;
                context.RequestId = id;
                context.ResponseAddress = bus.Address;
                context.FaultAddress = bus.Address;
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                    rabbit.Mandatory = true;
            }, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (MessageReturnedException unroutable)
        {
            throw new BusUnavailableException($"the broker has no queue {RecordQueue.NameOf(message.Owner)}: nothing was recorded; start timeline, which makes it, and retry", unroutable);
        }
        catch (OperationCanceledException unconfirmed)
        {
            throw new BusUnavailableException("the broker did not confirm the request in time: the outcome is unknown; retry with the same request id", unconfirmed);
        }
        catch (Exception failed) when (failed is MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException)
        {
            throw new BusUnavailableException($"the broker did not confirm the request ({failed.Message.TrimEnd('.')}): the outcome is unknown; retry with the same request id", failed);
        }
    }

    /// <summary>Listens for answers from the first message on: the bus has no address of its own before it has started.</summary>
    private void Listen()
    {
        lock (_gate)
        {
            if (_answers.Count > 0)
                return;
            _answers.Add(bus.ConnectHandler<EventsRecorded>(context => Answer(context.RequestId, asked => asked.TrySetResult(context.Message.Outcomes))));
            _answers.Add(bus.ConnectHandler<Fault<RecordEvents>>(context => Answer(context.RequestId, asked =>
                asked.TrySetException(new InvalidOperationException($"the recorder failed: {string.Join("; ", context.Message.Exceptions.Select(fault => fault.Message))}")))));
        }
    }

    private Task Answer(Guid? id, Action<TaskCompletionSource<IReadOnlyList<RecordOutcome>>> answer)
    {
        // An answer that comes after its callers have left is dropped: what it says is in the ledger, or in the operation's stream.
        if (id is { } known && _asked.TryRemove(known, out var asked))
            answer(asked);
        return Task.CompletedTask;
    }
}

/// <summary>A message on its way.</summary>
/// <param name="confirmed">Completes when the transport has taken it; fails with <see cref="BusUnavailableException"/>.</param>
/// <param name="answered">Completes with one outcome per command.</param>
/// <param name="forget">Nobody waits for the answer any more.</param>
public sealed class Sending(Task confirmed, Task<IReadOnlyList<RecordOutcome>> answered, Action forget) : IDisposable
{
    public Task Confirmed => confirmed;

    public Task<IReadOnlyList<RecordOutcome>> Answered => answered;

    public void Dispose() => forget();
}
