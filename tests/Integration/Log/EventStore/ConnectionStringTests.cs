using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.EventStore;

namespace Ledger.Integration.Log.EventStore;

/// <summary>Connection strings as the official clients write them; what is not known is refused by its name.</summary>
public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("esdb://localhost", "localhost:2113", false)]
    [InlineData("esdb://localhost:80?tls=false", "localhost:80", false)]
    [InlineData("kurrentdb://node.example:2114/?tls=true", "node.example:2114", false)]
    [InlineData("esdb+discover://cluster.dns.name:2113", "cluster.dns.name:2113", true)]
    [InlineData("kurrentdb+discover://cluster", "cluster:2113", true)]
    [InlineData("esdb://user:pass@a:1,b:2,[::1]:3?tlsVerifyCert=false", "a:1,b:2,[::1]:3", true)]
    public void Hosts_are_read(string text, string hosts, bool discovers)
    {
        var settings = EventStoreClientSettings.Create(text);
        Assert.Equal((hosts, discovers), (string.Join(',', settings.Hosts), settings.Discovers));
    }

    [Fact]
    public void Every_option_is_read_whatever_its_case()
    {
        var file = typeof(ConnectionStringTests).Assembly.Location;
        var settings = EventStoreClientSettings.Create(
            $"esdb://a%40b:p%3Aw@host?TLS=true&tlsVerifyCert=false&tlsCAFile={file}&userCertFile={file}&userKeyFile={file}&connectionName=ledger%20one&maxDiscoverAttempts=3"
            + "&discoveryInterval=200&gossipTimeout=300&nodepreference=ReadOnlyReplica&defaultDeadline=400&keepAliveInterval=-1&keepAliveTimeout=5000&throwOnAppendFailure=false");
        Assert.Equal(
            new EventStoreClientSettings(settings.Hosts, false)
            {
                UserName = "a@b", Password = "p:w", ConnectionName = "ledger one", Tls = true, TlsVerifyCert = false, TlsCaFile = file, UserCertFile = file, UserKeyFile = file,
                MaxDiscoverAttempts = 3, DiscoveryInterval = TimeSpan.FromMilliseconds(200), GossipTimeout = TimeSpan.FromMilliseconds(300), NodePreference = NodePreference.ReadOnlyReplica,
                DefaultDeadline = TimeSpan.FromMilliseconds(400), KeepAliveInterval = Timeout.InfiniteTimeSpan, KeepAliveTimeout = TimeSpan.FromSeconds(5), ThrowOnAppendFailure = false,
            },
            settings);
        Assert.DoesNotContain("p:w", settings.ToString());
    }

    [Theory]
    [InlineData("esdb://host?tsl=false", "tsl")]
    [InlineData("esdb://host?tls=no", "tls")]
    [InlineData("esdb://host?tls=true&TLS=false", "twice")]
    [InlineData("esdb://host?keepAliveInterval=soon", "keepAliveInterval")]
    [InlineData("esdb://host?keepAliveTimeout=999", "keepAliveTimeout")]
    [InlineData("esdb://host?maxDiscoverAttempts=0", "maxDiscoverAttempts")]
    [InlineData("esdb://host?nodePreference=best", "nodePreference")]
    [InlineData("esdb://host?tlsCAFile=/no/such/file", "/no/such/file")]
    [InlineData("esdb://host?userCertFile=/dev/null", "userKeyFile")]
    [InlineData("esdb://host?tls=false&tlsCAFile=/dev/null", "tlsCAFile")]
    [InlineData("esdb://user@host", "password")]
    [InlineData("esdb://", "host")]
    [InlineData("esdb://a b", "host")]
    [InlineData("esdb://host/path", "path")]
    [InlineData("http://host", "names no store")]
    [InlineData("sqlite:", "names no store")]
    public void What_cannot_be_read_is_refused_by_name(string text, string named)
    {
        var refused = Assert.Throws<EventLogSettingException>(() => EventLogs.Open(text));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_does_not_show_the_password() =>
        Assert.DoesNotContain("hidden", Assert.Throws<EventLogSettingException>(() => EventLogs.Open("esdb://user:hidden@host?nothing=1")).Message, StringComparison.Ordinal);
}
