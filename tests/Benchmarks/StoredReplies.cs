using Google.Protobuf;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Benchmarks;

/// <summary>A gRPC service that answers any question with the next of the replies that it keeps: what is left of an answer when it costs nothing to find.</summary>
internal sealed class StoredReplies : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StoredReplies(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <param name="replies">Of one kind, at least one.</param>
    public static async Task<StoredReplies> StartAsync(IReadOnlyList<IMessage> replies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Kept(replies));
        var app = builder.Build();
        app.MapGrpcService<Answering>();
        await app.StartAsync();
        return new StoredReplies(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Kept(IReadOnlyList<IMessage> replies)
    {
        private int _next = -1;

        public T Next<T>() => (T)replies[(int)((uint)Interlocked.Increment(ref _next) % replies.Count)];
    }

    private sealed class Answering(Kept kept) : TimelineService.TimelineServiceBase
    {
        public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) => Task.FromResult(kept.Next<CheckResponse>());

        public override Task<ShowResponse> Show(ShowRequest request, ServerCallContext context) => Task.FromResult(kept.Next<ShowResponse>());
    }
}
