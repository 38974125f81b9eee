using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Adapters.Bus;

/// <summary>MassTransit's in-memory transport: the embedded default.</summary>
public static class InMemoryBus
{
    /// <summary>Adds the bus with a record queue for each owner; a <see cref="Recording"/> must be registered to stand behind them.</summary>
    public static IServiceCollection AddInMemoryBus(this IServiceCollection services, params IReadOnlyList<string> owners) => services
        .AddSingleton<RecordingBus>()
        .AddMassTransit(bus =>
        {
            bus.AddConsumer<RecordEventsConsumer>();
            bus.UsingInMemory((context, transport) =>
            {
                foreach (var owner in owners)
                {
                    transport.ReceiveEndpoint(RecordingBus.QueueOf(owner), queue => queue.ConfigureConsumer<RecordEventsConsumer>(context));
                }
            });
        });
}
