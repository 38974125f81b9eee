namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>Where and how a server of the EventStoreDB protocol is reached; the official clients' settings under their names.</summary>
/// <param name="Hosts">At least one.</param>
/// <param name="Discovers">Hosts are asked for the cluster's nodes first (a host list, or <c>+discover</c>).</param>
public sealed record EventStoreClientSettings(IReadOnlyList<EventStoreEndPoint> Hosts, bool Discovers)
{
    public const int UsualPort = 2113;

    /// <summary>Empty: no credentials.</summary>
    public string UserName { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>What the server's own lists call this connection.</summary>
    public string ConnectionName { get; init; } = "";

    public bool Tls { get; init; } = true;

    /// <summary>False: any certificate will do. For trials only.</summary>
    public bool TlsVerifyCert { get; init; } = true;

    /// <summary>PEM file of the authorities that may have signed the server's certificate; empty: the system's.</summary>
    public string TlsCaFile { get; init; } = "";

    /// <summary>PEM files of the certificate by which this user is known, and its key; empty: none.</summary>
    public string UserCertFile { get; init; } = "";

    public string UserKeyFile { get; init; } = "";

    public int MaxDiscoverAttempts { get; init; } = 10;

    /// <summary>Between two rounds of discovery.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>For one host to answer about its cluster, and for a connection to be made.</summary>
    public TimeSpan GossipTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public NodePreference NodePreference { get; init; } = NodePreference.Leader;

    /// <summary>For an append to be answered, and for a read to go on.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Infinite: the connection is not tried while nothing is heard of the server.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether <see cref="EventStoreClient.AppendToStreamAsync"/> throws on a wrong revision, or answers it.</summary>
    public bool ThrowOnAppendFailure { get; init; } = true;

    /// <summary>Reads a connection string as the official clients write it.</summary>
    /// <exception cref="EventLogSettingException">It cannot be read; the message names the option.</exception>
    public static EventStoreClientSettings Create(string connectionString) => ConnectionString.Read(connectionString);

    /// <summary>As a user may be shown it: without the password.</summary>
    public override string ToString() => $"{(Discovers ? "esdb+discover" : "esdb")}://{string.Join(',', Hosts)}";
}

/// <summary>A host and its port.</summary>
public sealed record EventStoreEndPoint(string Host, int Port)
{
    public override string ToString() => $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}

/// <summary>Which node of a cluster is asked.</summary>
public enum NodePreference
{
    Leader,
    Follower,
    Random,
    ReadOnlyReplica,
}
