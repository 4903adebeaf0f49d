using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>Shakes hands with a host by TLS, and tells what certificate it shows.</summary>
/// <param name="now">The time at which its chain is judged.</param>
/// <exception cref="SocketException">It is not reached.</exception>
/// <exception cref="IOException">It hung up.</exception>
/// <exception cref="System.Security.Authentication.AuthenticationException">It does not speak TLS.</exception>
public delegate Task<ServedCertificate> TlsHandshake(TlsHost host, DateTimeOffset now, CancellationToken stop);

/// <summary>
/// The handshake itself, as a visitor's: SNI, the roots that the functions trust (SSL_CERT_FILE), no download of a missing
/// intermediate. Nothing is sent over the connection.
/// </summary>
public static class LiveTls
{
    /// <inheritdoc cref="TlsHandshake"/>
    public static async Task<ServedCertificate> ShakeHandsAsync(
        TlsHost host,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (address, port) = PlaceOf(host);
        using var client = new TcpClient();
        await client.ConnectAsync(address, port, stop);
        ServedCertificate? served = null;
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host.Name,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    VerificationTime = now.UtcDateTime,
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
                // Whatever it is, it is looked at: nothing is sent.
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    served = certificate is X509Certificate2 shown ? Read(shown, chain, errors) : null;
                    return served is not null;
                },
            },
            stop
        );
        return served ?? throw new IOException("it showed no certificate");
    }

    private static (string Address, int Port) PlaceOf(TlsHost host)
    {
        if (host.ConnectTo is not { } place)
        {
            return (host.Name, host.Port);
        }

        var colon = place.LastIndexOf(':');
        return (place[..colon], int.Parse(place[(colon + 1)..], CultureInfo.InvariantCulture));
    }

    private static ServedCertificate Read(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors)
    {
        // Its dates are judged by themselves.
        var problems = (chain?.ChainStatus ?? [])
            .Select(one => one.Status)
            .Where(status => status is not (X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NoError))
            .Distinct()
            .ToList();
        return new ServedCertificate(
            OutsideText.Name(shown.GetNameInfo(X509NameType.SimpleName, forIssuer: false)),
            SerialOf(shown.SerialNumber),
            new DateTimeOffset(shown.NotBefore).ToUniversalTime(),
            new DateTimeOffset(shown.NotAfter).ToUniversalTime(),
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
        )
        {
            Untrusted = problems.Count > 0 ? string.Join(", ", problems) : null,
        };
    }

    /// <summary>Hexadecimal digits alone, as certificates are held against each other: ACM writes them with colons.</summary>
    internal static string SerialOf(string written) =>
        written.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant().TrimStart('0');
}
