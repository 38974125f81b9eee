using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Adapters.Bus;

/// <summary>Checks a broker's certificate against a private authority.</summary>
internal static class BrokerTls
{
    /// <summary>The check for a private authority; null where the machine's authorities are the ones to go by.</summary>
    public static RemoteCertificateValidationCallback? CheckAgainst(string? caFile)
    {
        if (caFile is null)
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(caFile);
        return (_, certificate, _, errors) =>
        {
            // A name that does not match, or no certificate at all, is no matter of the authority.
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(presented);
        };
    }
}
