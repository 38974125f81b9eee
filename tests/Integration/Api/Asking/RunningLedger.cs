using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Agreements.V1;
using Ledger.Api.ExportControls.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Api.Asking;

/// <summary>A ledger in a host process and a data folder of its own, and clients of its public API.</summary>
public sealed class RunningLedger : IAsyncDisposable
{
    private readonly DirectoryInfo data;
    private HostProcess host;
    private GrpcChannel channel;

    private RunningLedger(DirectoryInfo data, HostProcess host)
    {
        this.data = data;
        (this.host, channel, Http) = (host, Connect(host), Browse(host));
    }

    public string GrpcAddress => host.Grpc;

    public HttpClient Http { get; private set; }

    public CallInvoker Invoker => channel.CreateCallInvoker();

    public TimelineService.TimelineServiceClient Timeline => new(channel);

    public ExportControlsService.ExportControlsServiceClient Instruments => new(channel);

    public AgreementsService.AgreementsServiceClient Agreements => new(channel);

    public FacilitiesService.FacilitiesServiceClient Facilities => new(channel);

    public Surface OverGrpc => new GrpcSurface(Invoker);

    public Surface OverHttp => new HttpSurface(Http);

    public static Task<RunningLedger> StartEmptyAsync() => StartAsync(empty: true);

    public static Task<RunningLedger> StartWithSampleAsync() => StartAsync(empty: false);

    public Surface Over(string surface) => surface == GrpcSurface.Name ? OverGrpc : OverHttp;

    /// <summary>The last position, as the ledger's own status tells.</summary>
    public async Task<long> PositionAsync() => (await Timeline.GetStatusAsync(new GetStatusRequest())).Position;

    /// <summary>Stops the process and starts another over the same data folder.</summary>
    public async Task RestartAsync()
    {
        channel.Dispose();
        Http.Dispose();
        await host.DisposeAsync();
        host = await HostProcess.StartAsync(data.FullName, empty: true);
        (channel, Http) = (Connect(host), Browse(host));
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        Http.Dispose();
        await host.DisposeAsync();
        data.Delete(recursive: true);
    }

    private static async Task<RunningLedger> StartAsync(bool empty)
    {
        var data = Directory.CreateTempSubdirectory("ledger-api-");
        return new RunningLedger(data, await HostProcess.StartAsync(data.FullName, empty));
    }

    private static GrpcChannel Connect(HostProcess host) =>
        GrpcChannel.ForAddress(host.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = 64 * 1024 * 1024, MaxSendMessageSize = 64 * 1024 * 1024 });

    private static HttpClient Browse(HostProcess host) => new() { BaseAddress = new Uri(host.Http) };
}
