using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Integration.Running;

/// <summary>A private certificate authority of a test's own, and certificates that it signs for 127.0.0.1, as PEM files of a folder.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _authority;

    public TestAuthority(string folder)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-7000));
        CaFile = Pem("ca.pem", _authority.ExportCertificatePem());
    }

    /// <summary>PEM file of the authority's own certificate.</summary>
    public string CaFile { get; }

    /// <summary>Signs a certificate; returns the PEM files of it and of its key.</summary>
    public (string Certificate, string Key) Signed(string name, bool forClients)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forClients ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, [forClients ? (byte)2 : (byte)1]);
        return (Pem($"{name}.pem", certificate.ExportCertificatePem()), Pem($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose() => _authority.Dispose();

    private string Pem(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
