using System.Globalization;
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
    private readonly TemporaryFolder data;
    private HostProcess host;
    private GrpcChannel channel;

    private RunningLedger(TemporaryFolder data, HostProcess host) => (this.data, this.host, channel) = (data, host, Connect(host));

    public string GrpcAddress => host.Grpc.ToString();

    public Uri Grpc => host.Grpc;

    /// <summary>The most memory that the host has held so far, in bytes.</summary>
    public long MostMemory => long.Parse(File.ReadLines($"/proc/{host.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    public HttpClient Http => host.Client;

    public GrpcChannel Channel => channel;

    public CallInvoker Invoker => channel.CreateCallInvoker();

    public TimelineService.TimelineServiceClient Timeline => new(channel);

    public ExportControlsService.ExportControlsServiceClient Instruments => new(channel);

    public AgreementsService.AgreementsServiceClient Agreements => new(channel);

    public FacilitiesService.FacilitiesServiceClient Facilities => new(channel);

    public Surface OverGrpc => new GrpcSurface(Invoker);

    public Surface OverHttp => new HttpSurface(Http);

    public static Task<RunningLedger> StartEmptyAsync() => StartAsync("--empty");

    public static Task<RunningLedger> StartWithSampleAsync() => StartAsync();

    public Surface Over(string surface) => surface == GrpcSurface.Name ? OverGrpc : OverHttp;

    /// <summary>The last position, as the ledger's own status tells.</summary>
    public async Task<long> PositionAsync() => (await Timeline.GetStatusAsync(new GetStatusRequest())).Position;

    /// <summary>Stops the process and starts another over the same data folder.</summary>
    public async Task RestartAsync()
    {
        channel.Dispose();
        await host.TerminateAsync();
        await host.DisposeAsync();
        host = await HostProcess.StartAsync(data.Path, "--empty");
        channel = Connect(host);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await host.DisposeAsync();
        data.Dispose();
    }

    private static async Task<RunningLedger> StartAsync(params string[] args)
    {
        var data = new TemporaryFolder();
        return new RunningLedger(data, await HostProcess.StartAsync(data.Path, args));
    }

    /// <summary>A channel on which nothing is too large for this side, so that what is refused is refused by the host.</summary>
    private static GrpcChannel Connect(HostProcess host) =>
        Calls.Channel(host.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
}
