using System.Text.Json.Nodes;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Crash;

/// <summary>The first start ended in the middle of the sample data, and started again: the sample ends as an undisturbed one does.</summary>
[Collection(HostTests.Name)]
public sealed class EndedInTheSample(ITestOutputHelper output)
{
    private const int Ends = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SIGKILL")]
    [InlineData("SIGTERM")]
    public async Task The_next_start_takes_up_the_sample_and_ends_as_an_undisturbed_one(string signal)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LEDGER_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed} (set LEDGER_SEED to repeat it)");
        var random = new Random(seed);
        using var undisturbed = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        IReadOnlyList<string> expected;
        await using (var whole = await HostProcess.StartAsync(undisturbed.Path))
            expected = await DocumentsAsync(whole);

        // Each start gets a part of what is left, and is ended after it.
        for (long end = 1, before = -1; end <= Ends; end++)
        {
            await using var host = await HostProcess.StartToAnswerAsync(broken.Path);
            var position = await ReachedAsync(host, before + random.Next(1, expected.Count / (Ends + 1)));
            var ended = signal == "SIGKILL" ? await host.KillAsync() : await host.TerminateAsync();
            if (signal == "SIGTERM")
                Assert.Equal((0, ""), (ended.ExitStatus, ended.Errors));
            output.WriteLine($"{signal} at position {position} of {expected.Count - 1}, or a little after");
            Assert.DoesNotContain("sample data recorded", host.Output, StringComparison.Ordinal);
            before = position;
        }
        await using (var last = await HostProcess.StartAsync(broken.Path))
        {
            Assert.Contains("sample data recorded", last.Output, StringComparison.Ordinal);
            Assert.Equal(expected, await DocumentsAsync(last));
        }
        await using var later = await HostProcess.StartAsync(broken.Path);
        Assert.DoesNotContain("recording the sample data", later.Output, StringComparison.Ordinal);
        Assert.Equal(expected, await DocumentsAsync(later));
    }

    private static async Task<long> ReachedAsync(HostProcess host, long position)
    {
        var timeline = new TimelineService.TimelineServiceClient(host.Channel);
        while (true)
        {
            var now = (await timeline.GetStatusAsync(new GetStatusRequest(), cancellationToken: Stop)).Position;
            if (now >= position)
                return now;
            await Task.Delay(2, Stop);
        }
    }

    /// <summary>Every document, in ledger order, but for when it was recorded, which is each ledger's own.</summary>
    private static async Task<IReadOnlyList<string>> DocumentsAsync(HostProcess host) =>
        [.. (await RecordedEvents.AllAsync(host.Channel, Stop)).Select(recorded =>
        {
            var document = JsonNode.Parse(recorded.Document)!.AsObject();
            document.Remove("recordedAt");
            return $"{recorded.Position} {document.ToJsonString()}";
        })];
}
