using MassTransit;

namespace Ledger.Adapters.Bus;

/// <summary>MassTransit reports to its makers how it is used; a ledger of trade policy speaks to nobody but those it is told of.</summary>
internal static class UsageTelemetry
{
    /// <summary>Reports nothing.</summary>
    public static IBusRegistrationConfigurator WithoutTelemetry(this IBusRegistrationConfigurator bus)
    {
        bus.DisableUsageTelemetry();
        return bus;
    }
}
