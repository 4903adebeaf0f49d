using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// One GET of a health URL. No answer, a server's error and a wrong body are all results; what never reached the
/// service, or was not let in, is not.
/// </summary>
public sealed class HealthUrlsOnAws(HttpClient http) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(
                HealthUrlLooks.Probe,
                (at, cancellationToken) => ProbeAsync(((OperatedService)at.Target).Health, cancellationToken)
            ),
        ];

    /// <summary>Bytes of a body that are looked at.</summary>
    public const int BodyLimit = 64 * 1024;

    /// <summary>They see the URL itself: no redirect, no cookie, no connection of the last look.</summary>
    public static SocketsHttpHandler Sockets() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromSeconds(1),
        };

    /// <summary>Requests as the functions make them, over <see cref="Sockets"/> or what stands in their place.</summary>
    public static HttpClient ClientOver(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("LambdaOps-health/1.0");
        return client;
    }

    /// <exception cref="NotObservableException">The probe itself failed: that says nothing of the service.</exception>
    public async Task<HealthProbe> ProbeAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(check.Timeout);
        try
        {
            using var answer = await http.GetAsync(check.Url, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (HealthProbe.WhyUnknown((int)answer.StatusCode) is { } unknown)
            {
                throw new NotObservableException(unknown);
            }

            var body = await ReadStartAsync(answer.Content, timeout.Token);
            var contains = body.Contains(check.Contains, StringComparison.Ordinal);
            return new HealthProbe(
                (int)answer.StatusCode,
                contains,
                contains ? "" : $"without \"{check.Contains}\" in the body"
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthProbe(
                null,
                false,
                FormattableString.Invariant($"none within {check.Timeout.TotalSeconds:0} s")
            );
        }
        catch (HttpRequestException failed)
        {
            if (WhyUnknown(failed) is { } unknown)
            {
                throw new NotObservableException(unknown);
            }

            return new HealthProbe(null, false, failed.HttpRequestError.ToString());
        }
        catch (IOException failed)
        {
            return new HealthProbe(null, false, failed.GetType().Name);
        }
    }

    /// <summary>Null when it is the service that does not answer.</summary>
    private static string? WhyUnknown(HttpRequestException failed) =>
        failed switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of the URL is not resolved",
            { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "no TLS connection: is the certificate good?",
            {
                HttpRequestError: HttpRequestError.ProxyTunnelError
                    or HttpRequestError.UserAuthenticationError
                    or HttpRequestError.VersionNegotiationError
                    or HttpRequestError.ConfigurationLimitExceeded,
            } => $"the request could not be made ({failed.HttpRequestError})",
            {
                InnerException: SocketException
                {
                    SocketErrorCode: SocketError.NetworkUnreachable
                        or SocketError.NetworkDown
                        or SocketError.AddressNotAvailable
                        or SocketError.TooManyOpenSockets,
                } socket,
            } => $"the function's own network fails ({socket.SocketErrorCode})",
            _ => null,
        };

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BodyLimit];
        var read = await stream.ReadAtLeastAsync(buffer, BodyLimit, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
