using System.Globalization;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>
/// Reads <c>esdb://user:password@host:port,host:port?option=value&amp;…</c>. What is not known is refused by name: an option that was passed over
/// could be the one that was to keep a connection safe.
/// </summary>
internal static class ConnectionString
{
    private static readonly string[] Schemes = ["esdb", "kurrentdb", "kurrent", "kdb"];

    private static readonly Dictionary<string, Func<EventStoreClientSettings, string, EventStoreClientSettings>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tls"] = (settings, value) => settings with { Tls = Flag("tls", value) },
        ["tlsVerifyCert"] = (settings, value) => settings with { TlsVerifyCert = Flag("tlsVerifyCert", value) },
        ["tlsCAFile"] = (settings, value) => settings with { TlsCaFile = ExistingFile("tlsCAFile", value) },
        ["userCertFile"] = (settings, value) => settings with { UserCertFile = ExistingFile("userCertFile", value) },
        ["userKeyFile"] = (settings, value) => settings with { UserKeyFile = ExistingFile("userKeyFile", value) },
        ["connectionName"] = (settings, value) => settings with { ConnectionName = value },
        ["maxDiscoverAttempts"] = (settings, value) => settings with { MaxDiscoverAttempts = Number("maxDiscoverAttempts", value, least: 1) },
        ["discoveryInterval"] = (settings, value) => settings with { DiscoveryInterval = Milliseconds("discoveryInterval", value) },
        ["gossipTimeout"] = (settings, value) => settings with { GossipTimeout = Milliseconds("gossipTimeout", value) },
        ["nodePreference"] = (settings, value) => settings with { NodePreference = Preference(value) },
        ["defaultDeadline"] = (settings, value) => settings with { DefaultDeadline = Milliseconds("defaultDeadline", value) },
        ["keepAliveInterval"] = (settings, value) => settings with { KeepAliveInterval = MillisecondsOrNever("keepAliveInterval", value) },
        ["keepAliveTimeout"] = (settings, value) => settings with { KeepAliveTimeout = MillisecondsOrNever("keepAliveTimeout", value) },
        ["throwOnAppendFailure"] = (settings, value) => settings with { ThrowOnAppendFailure = Flag("throwOnAppendFailure", value) },
    };

    /// <summary>True where the text names a server of this protocol, readable or not.</summary>
    public static bool IsOne(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && IsScheme(text[..end], out _);

    /// <exception cref="EventLogSettingException">It cannot be read; the message names the part and never the password.</exception>
    public static EventStoreClientSettings Read(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end <= 0 || !IsScheme(text[..end], out var discovers))
            throw Unreadable($"it begins with {string.Join(", ", Schemes.Select(scheme => $"{scheme}://"))} or one of them with +discover");
        var (authority, query) = Split(text[(end + 3)..], '?');
        var (credentials, hosts) = authority.LastIndexOf('@') is >= 0 and var at ? (authority[..at], authority[(at + 1)..]) : ("", authority);
        hosts = hosts.TrimEnd('/');
        if (hosts.Contains('/', StringComparison.Ordinal))
            throw Unreadable("a path after the hosts has no meaning");
        var endPoints = hosts.Split(',').Select(EndPoint).ToList();
        var settings = new EventStoreClientSettings(endPoints, discovers || endPoints.Count > 1);
        return WithOptions(WithCredentials(settings, credentials), query);
    }

    private static bool IsScheme(string scheme, out bool discovers)
    {
        var (name, mode) = Split(scheme, '+');
        discovers = mode == "discover";
        return Schemes.Contains(name, StringComparer.OrdinalIgnoreCase) && (discovers || !scheme.Contains('+', StringComparison.Ordinal));
    }

    private static EventStoreEndPoint EndPoint(string text)
    {
        if (!text.Contains(' ', StringComparison.Ordinal) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri) && uri.Host.Length > 0)
        {
            // The scheme's own port, where none is stated, is not the server's; stated as 80 it is.
            var port = uri.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal) ? EventStoreClientSettings.UsualPort : uri.Port;
            return new EventStoreEndPoint(uri.IdnHost, port);
        }
        throw Unreadable($"'{text}' is not a host, or a host and a port");
    }

    private static EventStoreClientSettings WithCredentials(EventStoreClientSettings settings, string credentials)
    {
        if (credentials.Length == 0)
            return settings;
        var (user, password) = Split(credentials, ':');
        return user.Length > 0 && password.Length > 0
            ? settings with { UserName = Uri.UnescapeDataString(user), Password = Uri.UnescapeDataString(password) }
            : throw Unreadable("before the @ stand a user and a password, with a colon between them");
    }

    private static EventStoreClientSettings WithOptions(EventStoreClientSettings settings, string query)
    {
        var stated = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(pair, '=');
            if (!Options.TryGetValue(name, out var apply))
                throw Unreadable($"there is no option '{name}'; there are {string.Join(", ", Options.Keys)}");
            if (!stated.Add(name))
                throw Unreadable($"option '{name}' is stated twice");
            settings = apply(settings, Uri.UnescapeDataString(value));
        }
        if ((settings.UserCertFile.Length > 0) != (settings.UserKeyFile.Length > 0))
            throw Unreadable("options 'userCertFile' and 'userKeyFile' are stated together");
        if (!settings.Tls && (settings.UserCertFile.Length > 0 || settings.TlsCaFile.Length > 0))
            throw Unreadable("options 'tlsCAFile', 'userCertFile' and 'userKeyFile' have no meaning without TLS");
        return settings;
    }

    private static (string Before, string After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");

    private static bool Flag(string name, string value) => bool.TryParse(value, out var flag) ? flag : throw Unreadable($"option '{name}' is true or false, not '{value}'");

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw Unreadable($"option '{name}' is a whole number of at least {least}, not '{value}'");

    private static TimeSpan Milliseconds(string name, string value) => TimeSpan.FromMilliseconds(Number(name, value, least: 1));

    /// <summary>Connections are tried once a second at most; -1: never.</summary>
    private static TimeSpan MillisecondsOrNever(string name, string value) =>
        value == "-1" ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Number(name, value, least: 1000));

    private static NodePreference Preference(string value) => Enum.GetNames<NodePreference>().FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known
        ? Enum.Parse<NodePreference>(known)
        : throw Unreadable($"option 'nodePreference' is leader, follower, random or readonlyreplica, not '{value}'");

    private static string ExistingFile(string name, string value) => File.Exists(value) ? value : throw Unreadable($"option '{name}': there is no file {value}");

    private static EventLogSettingException Unreadable(string why) => new($"the store's connection string cannot be read: {why}");
}
