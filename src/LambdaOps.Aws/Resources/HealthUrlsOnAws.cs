using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// One GET of a health URL. No answer and a server's error are results; what never reached the service, was not let in,
/// or came from others is not.
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

    /// <inheritdoc cref="ProbeAsync(HealthCheck, string?, CancellationToken)"/>
    public Task<HealthProbe> ProbeAsync(HealthCheck check, CancellationToken cancellationToken) =>
        ProbeAsync(check, elsewhere: null, cancellationToken);

    /// <param name="elsewhere">What only the answer of another region has: the service itself did not give that one.</param>
    /// <exception cref="NotObservableException">The probe itself failed: that says nothing of the service.</exception>
    public async Task<HealthProbe> ProbeAsync(HealthCheck check, string? elsewhere, CancellationToken cancellationToken)
    {
        var answer = await UrlAnswer.OfAsync(http, check.Url, check.Timeout, CanTell, cancellationToken);
        if (elsewhere is not null && answer.Body?.Contains(elsewhere, StringComparison.Ordinal) == true)
        {
            return new HealthProbe(answer.Status, SaysHealthy: false, "another region answers there");
        }

        var contains = answer.Body?.Contains(check.Contains, StringComparison.Ordinal) == true;
        if ((answer.Status is { } known ? HealthProbe.WhyUnknown(known, contains) : answer.WhyUnknown) is { } unknown)
        {
            throw new NotObservableException(unknown);
        }

        return new HealthProbe(
            answer.Status,
            contains,
            answer.Status is null ? answer.Detail
                : contains ? ""
                : $"without \"{check.Contains}\" in the body"
        );
    }

    /// <summary>Whether an answer with that status may tell something, whatever its body is.</summary>
    private static bool CanTell(int status) => HealthProbe.WhyUnknown(status, says: true) is null;
}
