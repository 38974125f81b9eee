using System.CommandLine;

namespace Ledger.Adapters.Running;

/// <summary>Asks a running host for its health: for a container's probes, since the host listens on loopback alone.</summary>
public static class ProbeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Command Build(int usualHttp)
    {
        var what = new Argument<string>("what") { Description = "live or ready" };
        what.AcceptOnlyFromAmong("live", "ready");
        var port = new Option<int>("--http-port") { Description = "HTTP/JSON port on loopback", DefaultValueFactory = _ => usualHttp };
        var probe = new Command("probe", "Ask the process on this machine whether it is live or ready; status 0 if it is, 1 if not") { what, port };
        probe.SetAction((parsed, cancellation) => AskAsync(new Uri($"http://127.0.0.1:{parsed.GetValue(port)}/health/{parsed.GetValue(what)}"), cancellation));
        return probe;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
