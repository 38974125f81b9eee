using MassTransit;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Adapters.Bus;

/// <summary>The broker does not let this user in, or cannot be trusted to be the broker.</summary>
public sealed class BrokerRefusedException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// Starts and stops the bus to a broker. One that is away is waited for. One that refuses the user, or whose certificate is not trusted, ends the
/// process with a sentence: waiting does not help, and a service that seems to wait and never will be ready is worse than one that is started again.
/// </summary>
internal sealed class BusRunner(IBusControl bus, BrokerOptions broker, BrokerTls trust) : BackgroundService
{
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(10);

    private bool _isStarted;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_isStarted)
            await bus.StopAsync(Stopping).ConfigureAwait(false);
    }

    /// <exception cref="BrokerRefusedException">It does not know the user, the password, or the virtual host; or its certificate is not trusted.</exception>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var starting = bus.StartAsync(stoppingToken);
            if (await Task.WhenAny(starting, trust.Distrusted).ConfigureAwait(false) != starting)
                throw new BrokerRefusedException($"the broker {broker} is not trusted: {await trust.Distrusted.ConfigureAwait(false)}; name the PEM file of its authority with --broker-ca (or LEDGER_BROKER_CA), and start again", null);
            await starting.ConfigureAwait(false);
            _isStarted = true;
        }
        catch (Exception ended) when (ended is not BrokerRefusedException && stoppingToken.IsCancellationRequested)
        {
            // Stopped while the broker was away: the start ends in one way or another.
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw new BrokerRefusedException($"the broker refuses {broker}: make the user with deploy/rabbitmq/users.sh, or correct the password, and start again", refused);
        }
    }

    private static bool IsRefusal(Exception? failure) =>
        failure is AuthenticationFailureException || (failure is not null && IsRefusal(failure.InnerException)) || (failure is AggregateException several && several.InnerExceptions.Any(IsRefusal));
}
