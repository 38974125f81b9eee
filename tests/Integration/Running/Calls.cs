using Grpc.Net.Client;

namespace Ledger.Integration.Running;

/// <summary>How tests call services: whoever does not answer is given up at last, so that a test fails and says where, and none waits for ever.</summary>
internal static class Calls
{
    /// <summary>Longer than anything that a test waits for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>A channel whose calls fail where nothing has come of an answer in time; one that has begun may go on for as long as it likes.</summary>
    /// <param name="service">Where the service answers, in cleartext HTTP/2.</param>
    /// <param name="options">Further options; null: the usual ones.</param>
    public static GrpcChannel Channel(Uri service, GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        options.HttpHandler = new GivesUp(options.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress(service, options);
    }

    private sealed class GivesUp(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            over.CancelAfter(Patience);
            try
            {
                return await base.SendAsync(request, over.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"{request.RequestUri} has not answered in {Patience.TotalMinutes:N0} minutes");
            }
        }
    }
}
