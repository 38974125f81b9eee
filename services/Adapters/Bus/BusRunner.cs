using MassTransit;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Adapters.Bus;

/// <summary>The broker does not let this user in.</summary>
public sealed class BrokerRefusedException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// Starts and stops the bus to a broker. One that is away is waited for. One that refuses the user ends the process with a sentence: MassTransit
/// does not try again after that, and a service that seems to wait and never will be ready is worse than one that is started again.
/// </summary>
internal sealed class BusRunner(IBusControl bus, BrokerOptions broker) : BackgroundService
{
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(10);

    private bool _isStarted;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_isStarted)
            await bus.StopAsync(Stopping).ConfigureAwait(false);
    }

    /// <exception cref="BrokerRefusedException">It does not know the user, the password, or the virtual host.</exception>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.StartAsync(stoppingToken).ConfigureAwait(false);
            _isStarted = true;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
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
