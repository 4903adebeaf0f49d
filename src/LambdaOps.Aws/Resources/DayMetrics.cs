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

    private const int Minute = 60;

    private const double MsPerSecond = 1000;

    private readonly List<MetricQuery> _asked = [];

    private readonly Dictionary<string, MetricSeries> _answers = new(StringComparer.Ordinal);

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
        foreach (var some in _asked.Chunk(MostQueries))
        {
            var answers = await new MetricQueries(cloudWatch).AskForAnyAsync(
                [.. some],
                day.From,
                day.Until,
                cancellationToken
            );
            foreach (var query in some)
            {
                _answers[query.Id] = answers.WhyIncomplete(query.Id) is { } hole
                    ? MetricSeries.Empty with
                    {
                        Hole = $"{hole} of {query.InWords}",
                    }
                    : new MetricSeries(answers.All(query.Id));
            }
        }

        return Read();
    }

    /// <summary>At first each series is only noted to be asked, then it is there.</summary>
    private DayNumbers Read() =>
        new(
            day,
            about.Services.ToImmutableDictionary(service => service.Id, Of),
            about.Tables.ToImmutableDictionary(table => table.Name, Of, StringComparer.Ordinal),
            about.Users is { } users
                ? new UsersDay(OfUsers("users", "Average", users), OfUsers("usersMost", "Maximum", users))
                : null
        );

    private ServiceDay Of(OperatedService service)
    {
        var place = Place(about.Services.IndexOf(service));
        return new ServiceDay(
            Series(MetricQuery.OfTasks($"cpu{place}", "CPUUtilization", service), _hour),
            Series(MetricQuery.OfTasks($"memory{place}", "MemoryUtilization", service), _hour),
            service.LoadBalancer is null
                ? null
                : new BalancedDay(
                    OfGroups("requests", "RequestCount", "Sum", Minute, Enumerable.Sum),
                    OfGroups("errors", "HTTPCode_Target_5XX_Count", "Sum", Minute, Enumerable.Sum),
                    IsAlone(service)
                        ? Series(
                            new MetricQuery(
                                $"own{place}",
                                "AWS/ApplicationELB",
                                "HTTPCode_ELB_5XX_Count",
                                "Sum",
                                ("LoadBalancer", service.LoadBalancer)
                            ),
                            Minute
                        )
                        : null,
                    Slower("fifty", "p50"),
                    Slower("ninetyfive", "p95"),
                    Slower("ninetynine", "p99")
                )
        );

        // Percentiles of two groups do not add up: the slower one's stand for the service.
        MetricSeries Slower(string id, string percentile) =>
            OfGroups(id, "TargetResponseTime", percentile, _hour, Enumerable.Max, MsPerSecond);

        MetricSeries OfGroups(
            string id,
            string metric,
            string stat,
            int period,
            Func<IEnumerable<double>, double> together,
            double factor = 1
        ) =>
            service
                .TargetGroups.Select(
                    (group, at) =>
                        Series(
                            MetricQuery.OfTargets($"{id}{place}of{Place(at)}", metric, stat, service, group),
                            period,
                            factor
                        )
                )
                .Aggregate((one, other) => one.With(other, together));
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
            Series(new MetricQuery($"{id}{place}", "AWS/DynamoDB", metric, "Sum", ("TableName", table.Name)), _hour);
    }

    private MetricSeries OfUsers(string id, string stat, CustomMetric users) =>
        Series(
            new MetricQuery(
                id,
                users.Namespace,
                users.Name,
                stat,
                [.. users.Dimensions.Select(dimension => (dimension.Key, dimension.Value))]
            ),
            _hour
        );

    private MetricSeries Series(MetricQuery query, int period, double factor = 1)
    {
        if (_answers.TryGetValue(query.Id, out var answer))
        {
            return factor == 1
                ? answer
                : answer with
                {
                    Values = [.. answer.Values.Select(one => one with { Value = factor * one.Value })],
                };
        }

        _asked.Add(query with { Period = period });
        return MetricSeries.Empty;
    }

    private static string Place(int index) => FormattableString.Invariant($"{index}");
}
