using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>
/// A certificate authority that lives as long as the benchmark, and the endpoint's certificate (RSA-2048) from it.
/// </summary>
internal sealed class ThrowAwayAuthority : IDisposable
{
    private const int KeyBits = 2048;

    private readonly X509Certificate2 _authority;

    public ThrowAwayAuthority(DateTimeOffset now)
    {
        var (from, until) = (now.AddDays(-1), now.AddDays(1));
        using var key = RSA.Create(KeyBits);
        var root = Request("CN=LambdaOps benchmark root", key);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = root.CreateSelfSigned(from, until);

        using var endpointKey = RSA.Create(KeyBits);
        var endpoint = Request("CN=127.0.0.1", endpointKey);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        endpoint.CertificateExtensions.Add(names.Build());
        endpoint.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        endpoint.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        endpoint.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = endpoint.Create(_authority, from, until, [1, 2, 3, 4]);
        Endpoint = signed.CopyWithPrivateKey(endpointKey);
    }

    /// <summary>For the simulator's AWS endpoint at 127.0.0.1.</summary>
    public X509Certificate2 Endpoint { get; }

    /// <summary>The root, for a trust store.</summary>
    public string Pem => _authority.ExportCertificatePem();

    public void Dispose()
    {
        Endpoint.Dispose();
        _authority.Dispose();
    }

    private static CertificateRequest Request(string name, RSA key) =>
        new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
