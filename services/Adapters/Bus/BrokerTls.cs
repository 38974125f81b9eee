using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Adapters.Bus;

/// <summary>
/// Checks a broker's certificate: against a private authority where one is named, else as the machine judges it. It remembers that it refused one,
/// since the bus alone would go on trying in silence.
/// </summary>
internal sealed class BrokerTls
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly TaskCompletionSource<string> _distrusted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="caFile">PEM file of a private authority; null: those of the machine.</param>
    public BrokerTls(string? caFile)
    {
        if (caFile is null)
            return;
        _authorities = [];
        _authorities.ImportFromPemFile(caFile);
    }

    /// <summary>Completes with the reason when a certificate was refused for the first time.</summary>
    public Task<string> Distrusted => _distrusted.Task;

    public bool Check(object sender, X509Certificate? certificate, X509Chain? machines, SslPolicyErrors errors)
    {
        if (WhyNot(certificate, errors) is not { } why)
            return true;
        _distrusted.TrySetResult(why);
        return false;
    }

    private string? WhyNot(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "it shows no certificate";
        // A name that does not match is no matter of the authority.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is for another host ({certificate.Subject})";
        return (_authorities is { } authorities ? IsOf(authorities, certificate) : errors == SslPolicyErrors.None)
            ? null
            : $"no authority known here has signed its certificate ({certificate.Subject}, by {certificate.Issuer})";
    }

    private static bool IsOf(X509Certificate2Collection authorities, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}
