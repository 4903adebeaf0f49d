using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>Asks CloudWatch for numbers, a value a minute (GetMetricData).</summary>
internal sealed class MetricQueries(IAmazonCloudWatch cloudWatch)
{
    public const int PeriodSeconds = 60;

    /// <summary>How far back the newest minute is looked for.</summary>
    public static TimeSpan Newest { get; } = TimeSpan.FromMinutes(5);

    /// <summary>All of the numbers.</summary>
    /// <exception cref="NotObservableException">CloudWatch has only a part of them: a hole is not a zero.</exception>
    public async Task<MetricAnswers> AskAsync(
        List<MetricQuery> queries,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var answers = await AskForAnyAsync(queries, from, until, cancellationToken);
        foreach (var query in queries)
        {
            if (answers.WhyIncomplete(query.Id) is { } hole)
            {
                throw new NotObservableException($"{hole} of {query.InWords}");
            }
        }

        return answers;
    }

    /// <summary>As many of the numbers as there are: who asks looks at each one's completeness.</summary>
    public async Task<MetricAnswers> AskForAnyAsync(
        List<MetricQuery> queries,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        const int MostPages = 10;
        var results = new List<MetricDataResult>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.GetMetricDataAsync(
                new GetMetricDataRequest
                {
                    MetricDataQueries = queries.ConvertAll(Map),
                    StartTime = from.UtcDateTime,
                    EndTime = until.UtcDateTime,
                    ScanBy = ScanBy.TimestampDescending,
                    NextToken = next,
                },
                cancellationToken
            );
            results.AddRange(answer.MetricDataResults ?? []);
            if ((next = answer.NextToken) is null)
            {
                return new MetricAnswers(results);
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of metrics"));
    }

    private static MetricDataQuery Map(MetricQuery query) =>
        new()
        {
            Id = query.Id,
            MetricStat = new MetricStat
            {
                Metric = new Metric
                {
                    Namespace = query.Space,
                    MetricName = query.Metric,
                    Dimensions =
                    [
                        .. query.Dimensions.Select(one => new Dimension { Name = one.Name, Value = one.Value }),
                    ],
                },
                Period = query.Period,
                Stat = query.Stat,
            },
        };
}

/// <summary>One number: a metric by its dimensions.</summary>
/// <param name="Id">By which its answer is found.</param>
internal sealed record MetricQuery(
    string Id,
    string Space,
    string Metric,
    string Stat,
    params ImmutableArray<(string Name, string Value)> Dimensions
)
{
    /// <summary>Of a service's tasks, on average.</summary>
    public static MetricQuery OfTasks(string id, string metric, OperatedService service) =>
        new(id, "AWS/ECS", metric, "Average", ("ClusterName", service.Cluster), ("ServiceName", service.Service));

    /// <summary>Of one of a service's target groups.</summary>
    /// <param name="group">As metrics name it.</param>
    public static MetricQuery OfTargets(string id, string metric, string stat, OperatedService service, string group) =>
        new(id, "AWS/ApplicationELB", metric, stat, ("LoadBalancer", service.LoadBalancer!), ("TargetGroup", group));

    /// <summary>Of a load balancer itself: a sum.</summary>
    /// <param name="balancer">As metrics name it.</param>
    public static MetricQuery OfBalancer(string id, string metric, string balancer) =>
        new(id, "AWS/ApplicationELB", metric, "Sum", ("LoadBalancer", balancer));

    /// <summary>Of the application's own.</summary>
    public static MetricQuery OfApplication(string id, string stat, CustomMetric metric) =>
        new(
            id,
            metric.Namespace,
            metric.Name,
            stat,
            [.. metric.Dimensions.Select(dimension => (dimension.Key, dimension.Value))]
        );

    /// <summary>In seconds.</summary>
    public int Period { get; init; } = MetricQueries.PeriodSeconds;

    /// <summary>The metric with its dimensions, as people look it up.</summary>
    public string InWords =>
        $"{Space} {Metric} with "
        + (
            Dimensions.IsEmpty
                ? "no dimension"
                : string.Join(", ", Dimensions.Select(dimension => $"{dimension.Name}={dimension.Value}"))
        );
}

/// <summary>The datapoints by the query's id, newest first.</summary>
internal sealed class MetricAnswers(List<MetricDataResult> results)
{
    private readonly ILookup<string, MetricDataResult> _results = results.ToLookup(result => result.Id);

    /// <summary>
    /// Why a number's datapoints are not all there (GetMetricData's StatusCode; the last page's counts); null when they
    /// are. None at all is complete, too: nothing was counted.
    /// </summary>
    public string? WhyIncomplete(string id) =>
        _results[id].LastOrDefault() is not { } last ? "CloudWatch does not answer with the datapoints"
        : last.StatusCode is { } status && status != StatusCode.Complete
            ? $"CloudWatch has only a part of the datapoints ({status})"
        : null;

    public double? Newest(string id) => Points(id).Select(point => (double?)point.Value).FirstOrDefault();

    public DateTimeOffset? NewestAt(string id) =>
        Points(id).Select(point => (DateTimeOffset?)point.At).FirstOrDefault();

    public double? At(string id, DateTimeOffset? at) =>
        Points(id).Where(point => point.At == at).Select(point => (double?)point.Value).FirstOrDefault();

    public double? Mean(string id) => Points(id).Select(point => (double?)point.Value).Average();

    /// <summary>All of them, oldest first.</summary>
    public ImmutableArray<MinuteValue> All(string id) =>
        [.. Points(id).Reverse().Select(point => new MinuteValue(point.At, point.Value))];

    public double Sum(string id) => Points(id).Sum(point => point.Value);

    private IEnumerable<(DateTimeOffset At, double Value)> Points(string id) =>
        _results[id]
            .SelectMany(result => (result.Timestamps ?? []).Zip(result.Values ?? []))
            .Select(point =>
                (
                    At: new DateTimeOffset(DateTime.SpecifyKind(point.First.ToUniversalTime(), DateTimeKind.Utc)),
                    Value: point.Second
                )
            )
            .OrderByDescending(point => point.At);
}
