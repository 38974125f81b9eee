namespace Ledger.Adapters.Bus;

/// <summary>Where the broker is and who connects.</summary>
/// <param name="Address"><c>amqp://user@host:5672/vhost</c>, or <c>amqps://…</c> for TLS; the password may stand in it, as in any AMQP URI.</param>
/// <param name="CaFile">PEM file of the authority that signed the broker's certificate; null: those of the machine.</param>
public sealed record BrokerOptions(Uri Address, string? CaFile)
{
    private const int UsualPort = 5672;
    private const int UsualTlsPort = 5671;

    public bool IsTls => Address.Scheme == "amqps";

    public string Host => Address.Host;

    public int Port => Address.IsDefaultPort || Address.Port < 0 ? IsTls ? UsualTlsPort : UsualPort : Address.Port;

    /// <summary>As AMQP URIs have it: no path is the default virtual host.</summary>
    public string VirtualHost => Address.AbsolutePath is "" or "/" ? "/" : Uri.UnescapeDataString(Address.AbsolutePath[1..]);

    public string User => UserInfo(0) ?? "guest";

    public string Password => UserInfo(1) ?? "guest";

    /// <summary>Reads a setting.</summary>
    /// <exception cref="FormatException">It is no AMQP URI; says what one looks like.</exception>
    public static BrokerOptions Parse(string address, string? caFile)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            throw new FormatException("is no AMQP URI, such as amqps://agreements:password@broker.internal:5671/ledger");
        if (caFile is not null && !File.Exists(caFile))
            throw new FormatException($"names a certificate authority's file that is not there: {caFile}");
        if (uri.Scheme == "amqp" && !uri.IsLoopback)
            throw new FormatException("is plaintext to another machine: use amqps://");
        return new BrokerOptions(uri, caFile);
    }

    /// <summary>Without the password, for people.</summary>
    public override string ToString() => $"{Address.Scheme}://{User}@{Host}:{Port}{Address.AbsolutePath}";

    private string? UserInfo(int part) =>
        Address.UserInfo.Split(':', 2) is var parts && parts.Length > part && parts[part].Length > 0 ? Uri.UnescapeDataString(parts[part]) : null;
}
