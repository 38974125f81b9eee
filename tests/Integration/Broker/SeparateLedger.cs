using Grpc.Core;
using Ledger.Api.Exchange;
using Ledger.Integration.Log.EventStore;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>
/// The four services as processes of their own, over a real RabbitMQ and a store of the EventStoreDB protocol. A second instance of a service is named
/// with a 2 behind it, such as <c>Facilities2</c>. Each states its name to the store, so that faults can be aimed at it.
/// </summary>
public sealed class SeparateLedger : IAsyncDisposable
{
    private static readonly (string Project, string User)[] Services =
        [("Timeline", "timeline"), ("Agreements", "agreements"), ("ExportControls", "export-controls"), ("Facilities", "facilities")];

    private static readonly string[] AnyPorts = ["--http-port", "0", "--grpc-port", "0"];

    private readonly TemporaryFolder _store = TemporaryFolder.InMemory();
    private readonly TemporaryFolder _broker = TemporaryFolder.InMemory();
    private readonly Dictionary<string, ServiceProcess> _services = [];

    private SeparateLedger()
    {
    }

    public RabbitServer Broker { get; private set; } = null!;

    /// <summary>The store's only node, or its first.</summary>
    public StandInProcess Store => Nodes[0];

    /// <summary>The nodes of the store.</summary>
    public IReadOnlyList<StandInProcess> Nodes { get; private set; } = [];

    /// <summary>The store as it is named in settings.</summary>
    public string StoreAddress => Nodes.Count == 1 ? Store.Address : $"esdb://{string.Join(',', Nodes.Select(node => $"127.0.0.1:{node.Port}"))}?tls=false&maxDiscoverAttempts=20";

    /// <summary>A service by its project.</summary>
    public ServiceProcess this[string project] => _services[project];

    /// <summary>The instances of timeline.</summary>
    public IEnumerable<ServiceProcess> Timelines => _services.Where(service => service.Key.StartsWith("Timeline", StringComparison.Ordinal)).Select(service => service.Value);

    /// <summary>Calls to whichever service serves them.</summary>
    public CallInvoker Calls => new RoutedCalls(
        this["Timeline"].Channel.CreateCallInvoker(), new Dictionary<string, CallInvoker>
        {
            ["ledger.agreements.v1"] = this["Agreements"].Channel.CreateCallInvoker(),
            ["ledger.exportcontrols.v1"] = this["ExportControls"].Channel.CreateCallInvoker(),
            ["ledger.facilities.v1"] = this["Facilities"].Channel.CreateCallInvoker(),
        });

    public static Task<SeparateLedger> StartAsync() => StartAsync(nodes: 1);

    /// <param name="nodes">Nodes of the store.</param>
    /// <param name="second">Services that run twice.</param>
    public static async Task<SeparateLedger> StartAsync(int nodes, params IReadOnlyList<string> second)
    {
        var ledger = new SeparateLedger();
        try
        {
            var broker = RabbitServer.StartAsync(ledger._broker.Path);
            for (var node = 0; node < nodes; node++)
                ledger.Nodes = [.. ledger.Nodes, await StandInProcess.StartAsync(ledger._store.Path)];
            ledger.Broker = await broker;
            await Task.WhenAll(Services.Select(service => service.Project).Concat(second.Select(project => $"{project}2")).Select(name => ledger.StartAsync(name, AnyPorts)));
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

    /// <summary>A further instance of a service, from scratch; the caller ends it.</summary>
    public Task<ServiceProcess> AnotherAsync(string project) => StartProcessAsync(project, AnyPorts);

    /// <summary>SIGKILL of every node of the store, and their start on the same ports and folder after a time.</summary>
    public async Task StoreAwayAsync(TimeSpan time)
    {
        foreach (var node in Nodes)
            await node.KillAsync();
        await Task.Delay(time);
        var again = new List<StandInProcess>();
        foreach (var node in Nodes)
        {
            again.Add(await StandInProcess.StartAsync(_store.Path, "--port", $"{node.Port}"));
            await node.DisposeAsync();
        }
        Nodes = again;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
        _store.Dispose();
        _broker.Dispose();
    }

    private async Task StartAsync(string name, IReadOnlyList<string> ports)
    {
        var service = await StartProcessAsync(name, ports);
        lock (_services)
            _services[name] = service;
    }

    private Task<ServiceProcess> StartProcessAsync(string name, IReadOnlyList<string> ports)
    {
        var (project, user) = Services.First(service => name.StartsWith(service.Project, StringComparison.Ordinal));
        return ServiceProcess.StartAsync(project, ["--store", $"{StoreAddress}&connectionName={name}", "--broker", $"{Broker.AddressOf(user)}", .. ports]);
    }
}
