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

    private const double MsPerSecond = 1000;

    private const int DaySeconds = 86_400;

    /// <summary>CloudWatch forgets a series that has not been written for two weeks.</summary>
    private static readonly TimeSpan s_known = TimeSpan.FromDays(14);

    private readonly List<MetricQuery> _asked = [];

    private readonly Dictionary<string, MetricSeries> _answers = new(StringComparer.Ordinal);

    public async Task<BatchNumbers> AskAsync(IAmazonCloudWatch cloudWatch, CancellationToken cancellationToken)
    {
        _ = Read();
        var until = CompleteMinutes.Until(now);
        await AskAsync(cloudWatch, _asked, until - CompleteMinutes.Asked, until, cancellationToken);

        // Errors are counted only where there are some: their absence says nothing.
        var silent = _asked
            .Where(query => IsAskedAfter(query) && _answers[query.Id] is { IsEmpty: true, Hole: null })
            .ToList();
        if (silent.Count > 0)
        {
            var longer = silent.ConvertAll(query => query with { Period = DaySeconds });
            var before = await ReadAsync(cloudWatch, longer, until - s_known, until, cancellationToken);
            foreach (var query in silent)
            {
                _answers[query.Id] = before[query.Id] is { Hole: null } days
                    ? MetricSeries.Empty with
                    {
                        Absence = Absence(query, days.Values),
                    }
                    : MetricSeries.Empty;
            }
        }

        return Read();
    }

    /// <summary>
    /// What is wanted, in one place for both ways: at first each series is only noted to be asked, then it is there.
    /// </summary>
    private BatchNumbers Read() =>
        new(
            batch.Services.ToImmutableDictionary(service => service.Id, Of),
            batch.LoadBalancers.ToImmutableDictionary(balancer => balancer, Of, StringComparer.Ordinal),
            batch.ActiveUsers is { } users
                ? Series(
                    new MetricQuery(
                        "users",
                        users.Namespace,
                        users.Name,
                        "Average",
                        [.. users.Dimensions.Select(dimension => (dimension.Key, dimension.Value))]
                    )
                )
                : null
        );

    private ServiceNumbers Of(OperatedService service)
    {
        var place = Place(batch.Services.IndexOf(service));
        return new ServiceNumbers(
            Series(MetricQuery.OfTasks($"cpu{place}", "CPUUtilization", service)),
            Series(MetricQuery.OfTasks($"memory{place}", "MemoryUtilization", service)),
            service.LoadBalancer is null
                ? null
                : new BehindBalancer(
                    Slower("fifty", "p50"),
                    Slower("ninetyfive", "p95"),
                    Slower("ninetynine", "p99"),
                    OfGroups("requests", "RequestCount", "Sum", Enumerable.Sum),
                    OfGroups("errors", "HTTPCode_Target_5XX_Count", "Sum", Enumerable.Sum)
                )
        );

        // Percentiles of two groups do not add up: the slower one's stand for the service.
        MetricSeries Slower(string id, string percentile) =>
            OfGroups(id, "TargetResponseTime", percentile, Enumerable.Max, MsPerSecond);

        MetricSeries OfGroups(
            string id,
            string metric,
            string stat,
            Func<IEnumerable<double>, double> together,
            double factor = 1
        ) =>
            service
                .TargetGroups.Select(
                    (group, at) =>
                        Series(MetricQuery.OfTargets($"{id}{place}of{Place(at)}", metric, stat, service, group), factor)
                )
                .Aggregate((one, other) => one.With(other, together));
    }

    private BalancerNumbers Of(string balancer)
    {
        var place = Place(batch.LoadBalancers.TakeWhile(one => one != balancer).Count());
        return new BalancerNumbers(
            Series(Own($"own{place}", "HTTPCode_ELB_5XX_Count")),
            Series(Own($"all{place}", "RequestCount")),
            Series(Own($"connections{place}", "ActiveConnectionCount"))
        );

        MetricQuery Own(string id, string metric) =>
            new(id, "AWS/ApplicationELB", metric, "Sum", ("LoadBalancer", balancer));
    }

    private MetricSeries Series(MetricQuery query, double factor = 1)
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

        _asked.Add(query);
        return MetricSeries.Empty;
    }

    private async Task AskAsync(
        IAmazonCloudWatch cloudWatch,
        List<MetricQuery> queries,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        foreach (var (id, series) in await ReadAsync(cloudWatch, queries, from, until, cancellationToken))
        {
            _answers[id] = series;
        }
    }

    /// <summary>One series that CloudWatch has only in part does not hide the others.</summary>
    private static async Task<Dictionary<string, MetricSeries>> ReadAsync(
        IAmazonCloudWatch cloudWatch,
        List<MetricQuery> queries,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, MetricSeries>(StringComparer.Ordinal);
        foreach (var some in queries.Chunk(MostQueries))
        {
            var answers = await new MetricQueries(cloudWatch).AskForAnyAsync([.. some], from, until, cancellationToken);
            foreach (var query in some)
            {
                found[query.Id] = answers.WhyIncomplete(query.Id) is { } hole
                    ? MetricSeries.Empty with
                    {
                        Hole = hole,
                    }
                    : new MetricSeries(answers.All(query.Id));
            }
        }

        return found;
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
