using System.Collections.Immutable;
using Amazon.CloudWatch;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>The metrics of one day: which series are asked, by what period, and what each answer is of.</summary>
internal sealed class DayMetrics(FigureDays about, LocalDay day)
{
    /// <summary>So many series by the minute are a day's datapoints of one GetMetricData (100,800).</summary>
    private const int MostQueries = 60;

    private readonly SeriesReading _series = new(MostQueries) { NamesHoles = true };

    /// <summary>An hour, or less where the zone's midnight is no full hour of UTC.</summary>
    private readonly int _hour = day.From.Minute switch
    {
        0 => 3600,
        30 => 1800,
        _ => 900,
    };

    public async Task<DayNumbers> AskAsync(IAmazonCloudWatch cloudWatch, CancellationToken cancellationToken)
    {
        _ = Read();
        await _series.AskAsync(cloudWatch, day.From, day.Until, cancellationToken);
        return Read();
    }

    private DayNumbers Read() =>
        new(
            day,
            about.Services.ToImmutableDictionary(service => service.Id, Of),
            about.Tables.ToImmutableDictionary(table => table.Name, Of, StringComparer.Ordinal),
            about.Users is { } users
                ? new UsersDay(
                    Hourly(MetricQuery.OfApplication("users", "Average", users)),
                    Hourly(MetricQuery.OfApplication("usersMost", "Maximum", users))
                )
                : null
        );

    private ServiceDay Of(OperatedService service)
    {
        var place = Place(about.Services.IndexOf(service));
        return new ServiceDay(
            Hourly(MetricQuery.OfTasks($"cpu{place}", "CPUUtilization", service)),
            Hourly(MetricQuery.OfTasks($"memory{place}", "MemoryUtilization", service)),
            service.LoadBalancer is null
                ? null
                : new BalancedDay(
                    OfGroups("requests", "RequestCount"),
                    OfGroups("errors", "HTTPCode_Target_5XX_Count"),
                    IsAlone(service)
                        ? _series.Of(
                            MetricQuery.OfBalancer($"own{place}", "HTTPCode_ELB_5XX_Count", service.LoadBalancer)
                        )
                        : null,
                    Slower("fifty", "p50"),
                    Slower("ninetyfive", "p95"),
                    Slower("ninetynine", "p99")
                )
        );

        MetricSeries OfGroups(string id, string metric) =>
            _series.OfGroups(service, $"{id}{place}", metric, "Sum", Enumerable.Sum);

        MetricSeries Slower(string id, string percentile) => _series.Slower(service, $"{id}{place}", percentile, _hour);
    }

    /// <summary>Whose balancer's own failures are the service's: that of no other one.</summary>
    private bool IsAlone(OperatedService service) => !about.SharedBalancers.Contains(service.LoadBalancer!);

    private TableDay Of(OperatedTable table)
    {
        var place = Place(about.Tables.IndexOf(table));
        return new TableDay(
            Sum("read", "ConsumedReadCapacityUnits"),
            Sum("write", "ConsumedWriteCapacityUnits"),
            Sum("readThrottled", "ReadThrottleEvents")
                .With(Sum("writeThrottled", "WriteThrottleEvents"), Enumerable.Sum)
        );

        MetricSeries Sum(string id, string metric) =>
            Hourly(new MetricQuery($"{id}{place}", "AWS/DynamoDB", metric, "Sum", ("TableName", table.Name)));
    }

    private MetricSeries Hourly(MetricQuery query) => _series.Of(query with { Period = _hour });

    private static string Place(int index) => FormattableString.Invariant($"{index}");
}
