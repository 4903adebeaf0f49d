using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatch;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>The metrics of one batch: which series are asked, and what each answer is of.</summary>
internal sealed class VitalSeries(ServiceBatch batch, DateTimeOffset now)
{
    /// <summary>Of one GetMetricData.</summary>
    private const int MostQueries = 500;

    private const int DaySeconds = 86_400;

    /// <summary>CloudWatch forgets a series that has not been written for two weeks.</summary>
    private static readonly TimeSpan s_known = TimeSpan.FromDays(14);

    private readonly SeriesReading _series = new(MostQueries);

    public async Task<BatchNumbers> AskAsync(IAmazonCloudWatch cloudWatch, CancellationToken cancellationToken)
    {
        _ = Read();
        var until = CompleteMinutes.Until(now);
        await _series.AskAsync(cloudWatch, until - CompleteMinutes.Asked, until, cancellationToken);

        // Errors are counted only where there are some: their absence says nothing.
        var silent = _series
            .Asked.Where(query => IsAskedAfter(query) && _series.Of(query) is { IsEmpty: true, Hole: null })
            .Select(query => query with { Period = DaySeconds })
            .ToList();
        if (silent.Count > 0)
        {
            var before = await _series.AskAsync(cloudWatch, silent, until - s_known, until, cancellationToken);
            foreach (var (query, days) in before)
            {
                _series.Answer(
                    query,
                    days is { Hole: null }
                        ? MetricSeries.Empty with
                        {
                            Absence = Absence(query, days.Values),
                        }
                        : MetricSeries.Empty
                );
            }
        }

        return Read();
    }

    private BatchNumbers Read() =>
        new(
            batch.Services.ToImmutableDictionary(service => service.Id, Of),
            batch.LoadBalancers.ToImmutableDictionary(balancer => balancer, Of, StringComparer.Ordinal),
            batch.ActiveUsers is { } users ? _series.Of(MetricQuery.OfApplication("users", "Average", users)) : null
        );

    private ServiceNumbers Of(OperatedService service)
    {
        var place = Place(batch.Services.IndexOf(service));
        return new ServiceNumbers(
            _series.Of(MetricQuery.OfTasks($"cpu{place}", "CPUUtilization", service)),
            _series.Of(MetricQuery.OfTasks($"memory{place}", "MemoryUtilization", service)),
            service.LoadBalancer is null
                ? null
                : new BehindBalancer(
                    Slower("fifty", "p50"),
                    Slower("ninetyfive", "p95"),
                    Slower("ninetynine", "p99"),
                    OfGroups("requests", "RequestCount"),
                    OfGroups("errors", "HTTPCode_Target_5XX_Count")
                )
        );

        MetricSeries OfGroups(string id, string metric) =>
            _series.OfGroups(service, $"{id}{place}", metric, "Sum", Enumerable.Sum);

        MetricSeries Slower(string id, string percentile) => _series.Slower(service, $"{id}{place}", percentile);
    }

    private BalancerNumbers Of(string balancer)
    {
        var place = Place(batch.LoadBalancers.TakeWhile(one => one != balancer).Count());
        return new BalancerNumbers(
            Own("own", "HTTPCode_ELB_5XX_Count"),
            Own("all", "RequestCount"),
            Own("connections", "ActiveConnectionCount")
        );

        MetricSeries Own(string id, string metric) =>
            _series.Of(MetricQuery.OfBalancer($"{id}{place}", metric, balancer));
    }

    private static bool IsAskedAfter(MetricQuery query) =>
        query.Id == "users"
        || query is { Metric: "RequestCount" or "CPUUtilization" or "MemoryUtilization", Dimensions.Length: 2 };

    private static string Absence(MetricQuery query, ImmutableArray<MinuteValue> days) =>
        days.IsEmpty
            ? $"CloudWatch has had no datapoint of {query.InWords} in 14 days: a dimension may be wrong"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"no datapoint in the last hour, the last one on {days[^1].At.UtcDateTime:yyyy-MM-dd} (UTC), of "
                    + $"{query.InWords}"
            );

    private static string Place(int index) => index.ToString(CultureInfo.InvariantCulture);
}
