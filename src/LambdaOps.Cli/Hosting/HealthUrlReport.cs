using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Cli.Hosting;

/// <summary>What one request to a health URL gave, step by step; the verdict is the functions' own.</summary>
/// <param name="Lines">DNS, TLS, answer and verdict, a line each.</param>
public sealed record HealthUrlReport(Uri Url, bool IsHealthy, IReadOnlyList<string> Lines)
{
    /// <param name="trust">A PEM file with the roots that are trusted; no others are.</param>
    public static async Task<HealthUrlReport> AskAsync(HealthCheck check, string trust, CancellationToken stop)
    {
        var lines = new List<string> { await ResolveAsync(check.Url, stop) };
        using var sockets = HealthUrlsOnAws.Sockets();
        sockets.SslOptions = Trusting(trust, lines);
        using var recorder = new Recorder(sockets);
        using var http = HealthUrlsOnAws.ClientOver(recorder);
        if (check.Url.Scheme == Uri.UriSchemeHttp)
        {
            lines.Add("TLS: none, as the URL is http");
        }

        try
        {
            var probe = await new HealthUrlsOnAws(http).ProbeAsync(check, stop);
            lines.Add($"answer: {(probe.Healthy ? $"200, the body contains \"{check.Contains}\"" : probe)}");
            return new(check.Url, probe.Healthy, lines);
        }
        catch (NotObservableException unknown)
        {
            var moved = recorder.Location is { } location ? $" (to {location})" : "";
            lines.Add($"answer: {unknown.Message}{moved}");
            return new(check.Url, false, lines);
        }
    }

    private static async Task<string> ResolveAsync(Uri url, CancellationToken stop)
    {
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return "DNS: none, as the URL has an address";
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.IdnHost, stop);
            return $"DNS: {url.IdnHost} is {string.Join(", ", addresses.Select(one => one.ToString()))}";
        }
        catch (SocketException unresolved)
        {
            return $"DNS: {url.IdnHost} is not resolved here ({unresolved.Message})";
        }
    }

    private static SslClientAuthenticationOptions Trusting(string trust, List<string> lines)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(trust);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                lines.Add($"TLS: {Describe(certificate, chain, errors, trust)}");
                return errors == SslPolicyErrors.None;
            },
        };
    }

    private static string Describe(
        X509Certificate? certificate,
        X509Chain? chain,
        SslPolicyErrors errors,
        string trust
    ) =>
        errors switch
        {
            SslPolicyErrors.None => $"trusted, root {chain?.ChainElements[^1].Certificate.Subject}",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                $"the certificate is for another name: {certificate?.Subject}",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) =>
                $"not trusted ({string.Join(", ", (chain?.ChainStatus ?? []).Select(one => one.Status))}): the "
                    + $"certificate comes from {certificate?.Issuer}; the functions trust the roots in {trust} alone",
            _ => $"no certificate ({errors})",
        };

    /// <summary>Keeps where a redirect leads.</summary>
    private sealed class Recorder(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public Uri? Location { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var answer = await base.SendAsync(request, cancellationToken);
            Location = answer.Headers.Location;
            return answer;
        }
    }
}
