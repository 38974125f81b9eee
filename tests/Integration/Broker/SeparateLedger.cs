using Grpc.Core;
using Ledger.Api.Exchange;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>The four services as processes of their own, over a real RabbitMQ and a store of the EventStoreDB protocol.</summary>
public sealed class SeparateLedger : IAsyncDisposable
{
    private static readonly (string Project, string User)[] Services =
        [("Timeline", "timeline"), ("Agreements", "agreements"), ("ExportControls", "export-controls"), ("Facilities", "facilities")];

    private readonly TemporaryFolder _store = TemporaryFolder.InMemory();
    private readonly TemporaryFolder _broker = TemporaryFolder.InMemory();
    private readonly Dictionary<string, ServiceProcess> _services = [];

    private SeparateLedger()
    {
    }

    public RabbitServer Broker { get; private set; } = null!;

    public StandInProcess Store { get; private set; } = null!;

    /// <summary>A service by its project.</summary>
    public ServiceProcess this[string project] => _services[project];

    /// <summary>Calls to whichever service serves them.</summary>
    public CallInvoker Calls => new RoutedCalls(
        this["Timeline"].Channel.CreateCallInvoker(), new Dictionary<string, CallInvoker>
        {
            ["ledger.agreements.v1"] = this["Agreements"].Channel.CreateCallInvoker(),
            ["ledger.exportcontrols.v1"] = this["ExportControls"].Channel.CreateCallInvoker(),
            ["ledger.facilities.v1"] = this["Facilities"].Channel.CreateCallInvoker(),
        });

    public static async Task<SeparateLedger> StartAsync()
    {
        var ledger = new SeparateLedger();
        try
        {
            var broker = RabbitServer.StartAsync(ledger._broker.Path);
            ledger.Store = await StandInProcess.StartAsync(ledger._store.Path);
            ledger.Broker = await broker;
            await Task.WhenAll(Services.Select(service => ledger.StartAsync(service.Project, ["--http-port", "0", "--grpc-port", "0"])));
            await ledger.ReadyAsync();
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all services are ready.</summary>
    public Task ReadyAsync() => Task.WhenAll(_services.Values.Select(service => service.ReadyAsync()));

    /// <summary>SIGKILL of one service, and its start on the same ports.</summary>
    public async Task KillAndStartAsync(string project)
    {
        var dead = _services[project];
        await dead.KillAsync();
        await StartAsync(project, ["--http-port", $"{dead.Http.Port}", "--grpc-port", $"{dead.Grpc.Port}"]);
        await dead.DisposeAsync();
    }

    /// <summary>Ends one service in good order, and starts it on the same ports with further settings.</summary>
    public async Task RestartAsync(string project, params string[] settings)
    {
        var ended = _services[project];
        await ended.TerminateAsync();
        await StartAsync(project, ["--http-port", $"{ended.Http.Port}", "--grpc-port", $"{ended.Grpc.Port}", .. settings]);
        await ended.DisposeAsync();
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        if (Store is not null)
            await Store.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
        _store.Dispose();
        _broker.Dispose();
    }

    private async Task StartAsync(string project, IReadOnlyList<string> ports)
    {
        var user = Services.First(service => service.Project == project).User;
        var service = await ServiceProcess.StartAsync(project, ["--store", Store.Address, "--broker", $"{Broker.AddressOf(user)}", .. ports]);
        lock (_services)
            _services[project] = service;
    }
}
