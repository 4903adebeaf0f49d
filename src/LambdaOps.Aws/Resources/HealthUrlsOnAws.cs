using System.Collections.Immutable;
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
        var answer = await UrlAnswer.OfAsync(
            http,
            check.Url,
            check.Timeout,
            status => HealthProbe.WhyUnknown(status) is null,
            cancellationToken
        );
        if ((answer.Status is { } known ? HealthProbe.WhyUnknown(known) : answer.WhyUnknown) is { } unknown)
        {
            throw new NotObservableException(unknown);
        }

        var contains = answer.Body?.Contains(check.Contains, StringComparison.Ordinal) == true;
        return new HealthProbe(
            answer.Status,
            contains,
            answer.Status is null ? answer.Detail
                : contains ? ""
                : $"without \"{check.Contains}\" in the body"
        );
    }
}
