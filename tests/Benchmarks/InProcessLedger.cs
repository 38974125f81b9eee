using Grpc.Net.Client;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Adapters.Running;
using Ledger.Adapters.Web;
using Ledger.Facilities;
using Ledger.Timeline;
using Ledger.Adapters.Saving;
using Ledger.Timeline.Sequencing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Benchmarks;

/// <summary>The embedded ledger as the host puts it together, with one owner, in this process: its subscribers are here too.</summary>
internal sealed class InProcessLedger : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InProcessLedger(WebApplication app, WatchedLog log) => (_app, Log) = (app, log);

    public WatchedLog Log { get; }

    public LedgerMemory Memory => _app.Services.GetRequiredService<LedgerMemory>();

    /// <summary>Another connection.</summary>
    public GrpcChannel Channel() => GrpcChannel.ForAddress(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());

    public static async Task<InProcessLedger> StartAsync(string folder)
    {
        var log = new WatchedLog(SqliteEventLog.Open(folder));
        var builder = LedgerWeb.Builder(httpPort: 0, grpcPort: 0, stopping: TimeSpan.FromSeconds(1));
        var streams = PolicyStreams.Under("");
        builder.Services.AddSingleton<IEventLog>(log).AddInMemoryBus(streams.Owners).AddTimeline(streams, new LedgerDescription("SQLite", ""), new SavingFolder(null)).AddFacilities(streams.LedgerPrefix, new SavingFolder(null));
        var app = builder.Build();
        app.UseLedgerWeb();
        app.MapFacilities();
        app.MapTimeline();
        await app.StartAsync();
        await ReadyCheck.WaitAsync(app.Services, CancellationToken.None);
        return new InProcessLedger(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Log.DisposeAsync();
    }
}
