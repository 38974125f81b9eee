using Ledger.Adapters.EventLog;
using Ledger.Integration.Running;

namespace Ledger.Integration.Log.EventStore;

/// <summary>Several nodes, and nodes that ask who is there.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("esdb")]
    [InlineData("kurrentdb+discover")]
    public async Task A_cluster_goes_on_when_its_leader_resigns_and_when_it_is_killed(string scheme)
    {
        await using var first = await StandInProcess.StartAsync(_data.Path);
        await using var second = await StandInProcess.StartAsync(_data.Path);
        await using var log = EventLogs.Open($"{scheme}://127.0.0.1:{second.Port},127.0.0.1:{first.Port}?tls=false&maxDiscoverAttempts=60&discoveryInterval=100&keepAliveInterval=1000&keepAliveTimeout=1000");
        var following = FollowAsync(log, 60);
        await AppendAsync(log, 0, 20);
        await first.AskForAsync("resign?milliseconds=30000");
        await AppendAsync(log, 20, 40);
        await second.AskForAsync("resign?milliseconds=30000");
        // Neither may lead for a time: appends are unknown or refused until one does.
        await first.KillAsync();
        await using var third = await StandInProcess.StartAsync(_data.Path);
        await AppendAsync(log, 40, 60);
        var all = await log.ReadStreamAsync("a", 0, Stop).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(0, 60).Select(n => $$"""{"n":{{n}}}"""), all.Select(stored => System.Text.Encoding.UTF8.GetString(stored.Data.Span)));
        Assert.Equal(all.Select(stored => stored.Position), await following);
    }

    [Fact]
    public async Task A_single_named_host_that_does_not_lead_points_to_the_one_that_does()
    {
        await using var leader = await StandInProcess.StartAsync(_data.Path);
        await using var follower = await StandInProcess.StartAsync(_data.Path);
        await using var log = EventLogs.Open(follower.Address);
        await AppendAsync(log, 0, 3);
        Assert.Equal(3, await log.ReadStreamAsync("a", 0, Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task Reads_may_be_asked_of_a_follower()
    {
        await using var leader = await StandInProcess.StartAsync(_data.Path);
        await using var follower = await StandInProcess.StartAsync(_data.Path);
        await using var writing = EventLogs.Open(leader.Address);
        await AppendAsync(writing, 0, 3);
        await using var reading = EventLogs.Open($"esdb+discover://127.0.0.1:{leader.Port}?tls=false&nodePreference=follower");
        Assert.Equal(3, (await FollowAsync(reading, 3)).Count);
        // Whoever prefers a follower and appends is sent to the leader all the same.
        await AppendAsync(reading, 3, 4);
    }

    [Fact]
    public async Task Credentials_go_over_TLS_and_their_refusal_has_a_type_of_its_own()
    {
        using var authority = new TestAuthority(_data.Path);
        var (certificate, key) = authority.Signed("server", forClients: false);
        var (userCertificate, userKey) = authority.Signed("user", forClients: true);
        var ca = authority.CaFile;
        await using var server = await StandInProcess.StartAsync(
            _data.Path, "--tls-cert", certificate, "--tls-key", key, "--tls-client-ca", ca, "--user", "ledger", "--password", "s e/cret");
        var host = $"127.0.0.1:{server.Port}";
        var right = $"esdb://ledger:s%20e%2Fcret@{host}?tlsCAFile={ca}&userCertFile={userCertificate}&userKeyFile={userKey}";
        await using (var log = EventLogs.Open(right))
            await AppendAsync(log, 0, 2);
        foreach (var refused in new[] { right.Replace("s%20e%2Fcret", "other"), right.Replace("ledger:s%20e%2Fcret@", "") })
        {
            await using var log = EventLogs.Open(refused);
            await Assert.ThrowsAsync<EventLogAccessException>(() => log.AppendAsync([To(2)], Stop));
            await Assert.ThrowsAsync<EventLogAccessException>(async () => await log.ReadStreamAsync("a", 0, Stop).CountAsync(Stop));
            await Assert.ThrowsAsync<EventLogAccessException>(async () => await log.SubscribeAsync(LogPosition.Start, ["a"], Stop).FirstAsync(Stop));
        }
        // An authority that is not known, or no certificate of one's own, is no connection at all.
        foreach (var unknown in new[] { right.Replace($"tlsCAFile={ca}&", ""), $"esdb://ledger:s%20e%2Fcret@{host}?tlsCAFile={ca}" })
        {
            await using var log = EventLogs.Open(unknown);
            var away = await Assert.ThrowsAsync<EventLogUnavailableException>(() => log.AppendAsync([To(2)], Stop));
            Assert.DoesNotContain("cret", away.Message);
        }
        await using var trusting = EventLogs.Open(right.Replace($"tlsCAFile={ca}", "tlsVerifyCert=false"));
        Assert.Equal(2, await trusting.ReadStreamAsync("a", 0, Stop).CountAsync(Stop));
    }

    public void Dispose() => _data.Dispose();

    /// <summary>Appends one after another; where the outcome is unknown it looks, as the recorder does.</summary>
    private static async Task AppendAsync(IEventLog log, int from, int to)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(60));
        for (var n = from; n < to;)
        {
            var append = To(n);
            try
            {
                var outcome = Assert.Single(await log.AppendAsync([append], enough.Token));
                Assert.True(outcome is AppendOutcome.Appended || await StoredAsync(log, append, enough.Token), $"{outcome}");
                n++;
            }
            catch (EventLogUnavailableException)
            {
                await Task.Delay(50, enough.Token);
                if (await StoredAsync(log, append, enough.Token))
                    n++;
            }
        }
    }

    private static async Task<bool> StoredAsync(IEventLog log, StreamAppend append, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return (await log.ReadLastAsync("a", cancellation))?.EventId == append.Events[0].EventId;
            }
            catch (EventLogUnavailableException)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    private static Task<List<LogPosition>> FollowAsync(IEventLog log, int count) => Task.Run(
        async () =>
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            enough.CancelAfter(TimeSpan.FromSeconds(90));
            var positions = new List<LogPosition>();
            await foreach (var message in log.SubscribeAsync(LogPosition.Start, ["a"], enough.Token))
            {
                if (message is SubscriptionMessage.EventAppeared { Event: var stored })
                    positions.Add(stored.Position);
                if (positions.Count == count)
                    break;
            }
            return positions;
        },
        Stop);

    private static StreamAppend To(int n) =>
        new("a", n - 1, [new EventToStore(Guid.NewGuid(), "test.said.v1", System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{n}}}"""), "{}"u8.ToArray())]);
}
