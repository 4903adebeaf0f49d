using System.Collections.Immutable;
using Amazon.CloudWatch;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>The metrics of who comes: which series are asked in which region, and what each answer is of.</summary>
/// <param name="region">The estate's.</param>
internal sealed class AccessMetrics(FigureDays about, string region)
{
    /// <summary>Two weeks by five minutes are 4,032 datapoints, and one GetMetricData has 100,800.</summary>
    private const int MostQueries = 25;

    private static readonly int s_period = (int)AccessLooks.Period.TotalSeconds;

    private readonly LocalDay _day = about.Days[0];

    private readonly Dictionary<string, SeriesReading> _readings = new(StringComparer.Ordinal);

    /// <param name="cloudWatchIn">CloudWatch in a region: a web ACL of CloudFront has its metrics in us-east-1.</param>
    public async Task<AccessNumbers> AskAsync(
        Func<string, IAmazonCloudWatch> cloudWatchIn,
        CancellationToken cancellationToken
    )
    {
        _ = Read();
        await Task.WhenAll(
            _readings.Select(one =>
                one.Value.AskAsync(cloudWatchIn(one.Key), _day.Until - AccessLooks.Reach, _day.Until, cancellationToken)
            )
        );
        return Read();
    }

    private AccessNumbers Read() =>
        new([
            .. about.Services.Where(service => service.LoadBalancer is not null).SelectMany(Of),
            .. about
                .Services.Select(service => service.LoadBalancer)
                .OfType<string>()
                .Distinct()
                .Select(
                    (balancer, at) =>
                        new AccessSeries(
                            AccessKind.Refused,
                            balancer,
                            Sum(region, MetricQuery.OfBalancer(Id("refused", at), "HTTPCode_ELB_4XX_Count", balancer))
                        )
                ),
            .. about.Users is { } users
                ? new[]
                {
                    new AccessSeries(
                        AccessKind.Users,
                        FigureDays.UsersSubject,
                        Sum(region, MetricQuery.OfApplication("users", "Average", users))
                    ),
                }
                : [],
            .. about.WebAcls.SelectMany(Of),
        ]);

    private IEnumerable<AccessSeries> Of(OperatedService service)
    {
        var at = about.Services.IndexOf(service);
        yield return new AccessSeries(AccessKind.Requests, service.Id.Value, OfGroups("requests", "RequestCount"));
        yield return new AccessSeries(
            AccessKind.ClientErrors,
            service.Id.Value,
            OfGroups("clientErrors", "HTTPCode_Target_4XX_Count")
        );

        MetricSeries OfGroups(string id, string metric) =>
            In(region).OfGroups(service, Id(id, at), metric, "Sum", Enumerable.Sum, s_period);
    }

    private IEnumerable<AccessSeries> Of(WebAcl acl)
    {
        var at = about.WebAcls.IndexOf(acl);
        yield return new AccessSeries(AccessKind.Blocked, acl.Name, OfAcl("blocked", "BlockedRequests"));
        yield return new AccessSeries(AccessKind.Allowed, acl.Name, OfAcl("allowed", "AllowedRequests"));

        MetricSeries OfAcl(string id, string metric)
        {
            ImmutableArray<(string, string)> named = [("WebACL", acl.Metric), ("Rule", "ALL")];
            return Sum(
                acl.Region,
                new MetricQuery(
                    Id(id, at),
                    "AWS/WAFV2",
                    metric,
                    "Sum",
                    acl.IsOfCloudFront ? named : named.Add(("Region", acl.Region))
                )
            );
        }
    }

    private MetricSeries Sum(string where, MetricQuery query) => In(where).Of(query with { Period = s_period });

    private SeriesReading In(string where)
    {
        if (!_readings.TryGetValue(where, out var reading))
        {
            _readings.Add(where, reading = new SeriesReading(MostQueries) { NamesHoles = true });
        }

        return reading;
    }

    private static string Id(string what, int at) => FormattableString.Invariant($"{what}{at}");
}
