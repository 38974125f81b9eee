using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ledger.Adapters.Bus;

/// <summary>MassTransit's RabbitMQ transport: durable quorum queues, publisher confirms, unroutable messages returned.</summary>
public static class RabbitBus
{
    /// <summary>
    /// Messages that the recorder takes at once from one queue. Each carries up to 512 KiB of documents and becomes one disk flush, so a few keep
    /// the store busy while the next are read; more would only lengthen the wait of those behind them, and 8 of them bound the memory.
    /// </summary>
    private const int AtOnce = 8;

    /// <summary>Twice as many are handed over ahead, so that none waits for the network.</summary>
    private const int Prefetched = 2 * AtOnce;

    /// <summary>
    /// A quorum queue of RabbitMQ 4 drops what it has delivered twenty times. A request that waits for a store that is away is delivered anew with
    /// every restart, and must never be dropped; RabbitMQ 3 has no limit, and takes one as well.
    /// </summary>
    private const int DeliveryLimit = 1_000_000_000;

    /// <summary>Adds an owner's end: requests go out, answers come back to a queue of this instance's own, which ends with it.</summary>
    public static IServiceCollection AddRabbitOwner(this IServiceCollection services, BrokerOptions broker, string owner) => services
        .AddSingleton(provider => new RecordingBus(provider.GetRequiredService<IBus>(), isDurable: true))
        .AddMassTransit(bus => Named(bus).UsingRabbitMq((context, transport) =>
        {
            Connect(transport, broker, context.GetRequiredService<BrokerTls>(), owner);
            transport.OverrideDefaultBusEndpointQueueName($"replies-{owner}-{Guid.NewGuid():N}");
        }))
        .RunBus(broker);

    /// <summary>Adds timeline's end: a record queue for each owner; a <see cref="Recording"/> must be registered to stand behind them.</summary>
    public static IServiceCollection AddRabbitRecorder(this IServiceCollection services, BrokerOptions broker, params IReadOnlyList<string> owners) => services
        .AddSingleton<IRecordQueues>(_ => new RabbitRecordQueues(broker, owners))
        .AddMassTransit(bus => Named(bus).UsingRabbitMq((context, transport) =>
        {
            Connect(transport, broker, context.GetRequiredService<BrokerTls>(), "timeline");
            transport.OverrideDefaultBusEndpointQueueName($"replies-timeline-{Guid.NewGuid():N}");
            var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            foreach (var owner in owners)
            {
                var consumer = new RecordQueueConsumer(context.GetRequiredService<Recording>(), new RecordQueue(owner, IsDurable: true), TimeProvider.System, stopping);
                transport.ReceiveEndpoint(RecordQueue.NameOf(owner), queue =>
                {
                    queue.ConfigureConsumeTopology = false;
                    // A failure goes to whoever asked, and the message to the shelf; nobody subscribes to failures of others.
                    queue.PublishFaults = false;
                    queue.SetQuorumQueue();
                    queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                    queue.PrefetchCount = Prefetched;
                    queue.ConcurrentMessageLimit = AtOnce;
                    queue.Handler<RecordEvents>(consumer.ConsumeAsync);
                });
            }
        }))
        .RunBus(broker);

    /// <summary>The health check says "broker" to people.</summary>
    private static IBusRegistrationConfigurator Named(IBusRegistrationConfigurator bus)
    {
        bus.ConfigureHealthCheckOptions(health => health.Name = "broker");
        return bus.WithoutTelemetry();
    }

    private static IServiceCollection RunBus(this IServiceCollection services, BrokerOptions broker) =>
        services.AddSingleton(broker).AddSingleton(new BrokerTls(broker.CaFile)).RemoveMassTransitHostedService().AddHostedService<BusRunner>();

    private static void Connect(IRabbitMqBusFactoryConfigurator transport, BrokerOptions broker, BrokerTls trust, string name) =>
        transport.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, name, host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            host.PublisherConfirmation = true;
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(10));
            host.Heartbeat(TimeSpan.FromSeconds(10));
            if (broker.IsTls)
            {
                host.UseSsl(tls =>
                {
                    tls.ServerName = broker.Host;
                    tls.CertificateValidationCallback = trust.Check;
                });
            }
        });
}
