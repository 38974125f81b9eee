using RabbitMQ.Client;

namespace Ledger.Adapters.Bus;

/// <summary>A connection of our own beside MassTransit's, made when it is needed and made again after it was lost.</summary>
internal sealed class RabbitConnection(BrokerOptions broker, string name) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private IConnection? _connection;

    /// <summary>A new channel, which its user disposes of.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker is away.</exception>
    public async Task<IChannel> ChannelAsync(CreateChannelOptions? options, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                if (_connection is not null)
                    await _connection.DisposeAsync().ConfigureAwait(false);
                _connection = await Factory().CreateConnectionAsync(name, cancellation).ConfigureAwait(false);
            }
            return await _connection.CreateChannelAsync(options, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private ConnectionFactory Factory() => new()
    {
        HostName = broker.Host,
        Port = broker.Port,
        VirtualHost = broker.VirtualHost,
        UserName = broker.User,
        Password = broker.Password,
        // Whoever uses it makes a new channel after a loss, and knows then what was unconfirmed.
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
        Ssl = broker.IsTls
            ? new SslOption(broker.Host) { Enabled = true, CertificateValidationCallback = new BrokerTls(broker.CaFile).Check }
            : new SslOption(),
    };
}
