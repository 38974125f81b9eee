using Ledger.Adapters.Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ledger.Integration.Broker;

/// <summary>MassTransit would report to its makers how it is used, some minutes after a start: it is told not to, on either transport.</summary>
public sealed class UsageTelemetryTests
{
    private static readonly BrokerOptions Broker = new(new Uri("amqp://nobody:nothing@localhost:1/none"), null);

    [Fact]
    public void The_embedded_bus_reports_nothing() => IsSilent(services => services.AddInMemoryBus("facilities"));

    [Fact]
    public void An_owners_bus_reports_nothing() => IsSilent(services => services.AddRabbitOwner(Broker, "facilities"));

    [Fact]
    public void The_recorders_bus_reports_nothing() => IsSilent(services => services.AddRabbitRecorder(Broker, "facilities"));

    private static void IsSilent(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        using var provider = services.BuildServiceProvider();
        Assert.False(provider.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }
}
