using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LambdaOps.Account.World.Certificates;

/// <summary>
/// The authority that signs what the world's hosts show, for handshakes on sockets. Its key is drawn anew in each process:
/// what is decided depends on names, dates and serial numbers alone.
/// </summary>
public static class SimulatedAuthority
{
    private static readonly DateTimeOffset s_from = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<X509Certificate2> s_root = new(MakeRoot);

    /// <summary>Its own certificate, for the roots that functions trust.</summary>
    public static string Pem => s_root.Value.ExportCertificatePem();

    /// <summary>The certificate with its key. Only its dates, names and serial number are the world's.</summary>
    public static X509Certificate2 Issue(ShownCertificate shown)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={shown.Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in shown.MoreNames.Prepend(shown.Name))
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        if (!shown.IsTrusted)
        {
            return request.CreateSelfSigned(shown.NotBefore, shown.NotAfter);
        }

        using var signed = request.Create(s_root.Value, shown.NotBefore, shown.NotAfter, shown.Serial);
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 MakeRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Simulated Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(s_from, s_until);
    }
}
