using System.Net;

namespace Ledger.Integration.Running;

/// <summary>The host comes up, answers, and ends when asked.</summary>
[Collection(HostTests.Name)]
public sealed class HostProcessTests
{
    [Fact]
    public async Task An_empty_ledger_comes_up_stays_empty_and_ends_when_asked()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--empty");
        using var answer = await host.Client.GetAsync(new Uri("/v1/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("(empty)", host.Output);
        var ended = await host.TerminateAsync();
        Assert.Equal(0, ended.ExitStatus);
        Assert.Equal("", ended.Errors);
    }
}
