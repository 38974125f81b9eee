using Ledger.Api.Exchange;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Broker;
using Ledger.Integration.Running;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Integration.Subscribing;

/// <summary>The sample ledger, announced by separate services on a real RabbitMQ; shared by the tests that listen.</summary>
public sealed class AnnouncedLedger : IAsyncLifetime
{
    private string _mode = "binary";

    public SeparateLedger Services { get; private set; } = null!;

    public ConnectionFactory Broker => new() { Uri = Services.Broker.AddressOf("subscriber") };

    public Task<IReadOnlyList<Event>> ListedAsync() => RecordedEvents.AllAsync(Services["Timeline"].Channel, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        if (RabbitServer.Missing is not null)
            return;
        Services = await SeparateLedger.StartAsync();
        await using var connection = await Services.Broker.ConnectAsync();
        for (var isDeclared = false; !isDeclared; await Task.Delay(100))
        {
            await using var channel = await connection.CreateChannelAsync();
            try
            {
                await channel.ExchangeDeclarePassiveAsync("ledger.events");
                isDeclared = true;
            }
            catch (OperationInterruptedException)
            {
                // Timeline has not come to it.
            }
        }
    }

    public ValueTask DisposeAsync() => Services?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Has timeline announce in a mode: it is started anew where it does not.</summary>
    public async Task AnnounceAsAsync(string mode)
    {
        if (mode == _mode)
            return;
        await Services.RestartAsync("Timeline", "--cloudevents", mode);
        _mode = mode;
    }

    /// <summary>Records the sample, or a file of it.</summary>
    public async Task ImportAsync(string files = "*.jsonl")
    {
        var sample = Directory.GetFiles(Path.Combine(HostProcess.Folder, "sample"), files).Order(StringComparer.Ordinal).ToList();
        var report = await new ExchangeImport(Services.Calls, TimeProvider.System).RunAsync(sample, dryRun: false, _ => { }, TestContext.Current.CancellationToken);
        Assert.True(report.IsClean, string.Join("; ", report.Faults));
    }
}
