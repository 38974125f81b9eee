using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ledger.Adapters.Bus;

/// <summary>MassTransit's in-memory transport: the embedded default.</summary>
public static class InMemoryBus
{
    /// <summary>Adds the bus with a record queue for each owner; a <see cref="Recording"/> must be registered to stand behind them.</summary>
    public static IServiceCollection AddInMemoryBus(this IServiceCollection services, params IReadOnlyList<string> owners) => services
        .AddSingleton(provider => new RecordingBus(provider.GetRequiredService<IBus>(), isDurable: false))
        .AddSingleton<IRecordQueues, EmbeddedRecordQueues>()
        .AddMassTransit(bus => bus.WithoutTelemetry().UsingInMemory((context, transport) =>
        {
            var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;
            foreach (var owner in owners)
            {
                var consumer = new RecordQueueConsumer(context.GetRequiredService<Recording>(), new RecordQueue(owner, IsDurable: false), TimeProvider.System, stopping);
                transport.ReceiveEndpoint(RecordQueue.NameOf(owner), queue => queue.Handler<RecordEvents>(consumer.ConsumeAsync));
            }
        }));
}
