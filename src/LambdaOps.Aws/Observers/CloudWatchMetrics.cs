using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Observers;

/// <summary>Numbers of a service and its tables (GetMetricData).</summary>
public sealed class CloudWatchMetrics(IAmazonCloudWatch cloudWatch)
{
    private const int Minute = 60;

    private const double MsPerSecond = 1000;

    private static readonly TimeSpan s_newest = TimeSpan.FromMinutes(5);

    public async Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    )
    {
        var now = AskAsync(NowQueries(service), window.Now - s_newest, window.Now, cancellationToken);
        var well = AskAsync(WellQueries(service), window.WellFrom, window.WellUntil, cancellationToken);
        await Task.WhenAll(now, well);
        var seen = await now;
        var requests = seen.Newest("requests");
        return new LoadReading(
            seen.NewestAt("p95") ?? seen.NewestAt("cpu") ?? window.Now,
            seen.Newest("p50") * MsPerSecond,
            seen.Newest("p95") * MsPerSecond,
            seen.Newest("p99") * MsPerSecond,
            seen.Newest("cpu"),
            seen.Newest("memory"),
            requests / Minute,
            ErrorPercent(seen, requests),
            TasksPerRequest(await well)
        );
    }

    public async Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var queries = service
            .Tables.SelectMany(
                (table, index) =>
                    new[]
                    {
                        Table($"read{index.ToString(CultureInfo.InvariantCulture)}", "ReadThrottleEvents", table),
                        Table($"write{index.ToString(CultureInfo.InvariantCulture)}", "WriteThrottleEvents", table),
                    }
            )
            .ToList();
        var seen = await AskAsync(queries, now - s_newest, now, cancellationToken);
        return new TableThrottles([
            .. service
                .Tables.Select(
                    (table, index) =>
                        new TableThrottle(
                            table,
                            seen.Sum($"read{index.ToString(CultureInfo.InvariantCulture)}")
                                + seen.Sum($"write{index.ToString(CultureInfo.InvariantCulture)}")
                        )
                )
                .Where(table => table.Events > 0),
        ]);
    }

    /// <summary>The load balancer counts errors only where there are some: no datapoint is none.</summary>
    private static double? ErrorPercent(Answers seen, double? requests) =>
        requests > 0 ? 100 * (seen.At("errors", seen.NewestAt("requests")) ?? 0) / requests : null;

    /// <summary>
    /// CPU × tasks ÷ requests per second, each as the mean of its minutes (longer periods would not begin where the
    /// time does); null unless all three are known.
    /// </summary>
    private static double? TasksPerRequest(Answers well) =>
        well.Mean("requests") / Minute is > 0 and var perSecond
            ? well.Mean("cpu") / 100 * well.Mean("hosts") / perSecond
            : null;

    private static List<MetricDataQuery> NowQueries(OperatedService service) =>
        [
            Balancer("p50", "TargetResponseTime", "p50", service),
            Balancer("p95", "TargetResponseTime", "p95", service),
            Balancer("p99", "TargetResponseTime", "p99", service),
            Balancer("requests", "RequestCount", "Sum", service),
            Balancer("errors", "HTTPCode_Target_5XX_Count", "Sum", service),
            Ecs("cpu", "CPUUtilization", service),
            Ecs("memory", "MemoryUtilization", service),
        ];

    private static List<MetricDataQuery> WellQueries(OperatedService service) =>
        [
            Balancer("requests", "RequestCount", "Sum", service),
            Balancer("hosts", "HealthyHostCount", "Average", service),
            Ecs("cpu", "CPUUtilization", service),
        ];

    private static MetricDataQuery Balancer(string id, string metric, string stat, OperatedService service) =>
        Query(
            id,
            "AWS/ApplicationELB",
            metric,
            stat,
            ("LoadBalancer", service.LoadBalancer!),
            ("TargetGroup", service.TargetGroup)
        );

    private static MetricDataQuery Ecs(string id, string metric, OperatedService service) =>
        Query(id, "AWS/ECS", metric, "Average", ("ClusterName", service.Cluster), ("ServiceName", service.Service));

    private static MetricDataQuery Table(string id, string metric, string table) =>
        Query(id, "AWS/DynamoDB", metric, "Sum", ("TableName", table));

    private static MetricDataQuery Query(
        string id,
        string space,
        string metric,
        string stat,
        params (string Name, string Value)[] dimensions
    ) =>
        new()
        {
            Id = id,
            MetricStat = new MetricStat
            {
                Metric = new Metric
                {
                    Namespace = space,
                    MetricName = metric,
                    Dimensions = [.. dimensions.Select(one => new Dimension { Name = one.Name, Value = one.Value })],
                },
                Period = Minute,
                Stat = stat,
            },
        };

    private async Task<Answers> AskAsync(
        List<MetricDataQuery> queries,
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
                    MetricDataQueries = queries,
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
                return new Answers(results);
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of metrics"));
    }

    /// <summary>The datapoints by the query's id, newest first.</summary>
    private sealed class Answers(List<MetricDataResult> results)
    {
        public double? Newest(string id) => Points(id).Select(point => (double?)point.Value).FirstOrDefault();

        public DateTimeOffset? NewestAt(string id) =>
            Points(id).Select(point => (DateTimeOffset?)point.At).FirstOrDefault();

        public double? At(string id, DateTimeOffset? at) =>
            Points(id).Where(point => point.At == at).Select(point => (double?)point.Value).FirstOrDefault();

        public double? Mean(string id) => Points(id).Select(point => (double?)point.Value).Average();

        public double Sum(string id) => Points(id).Sum(point => point.Value);

        private IEnumerable<(DateTimeOffset At, double Value)> Points(string id) =>
            results
                .Where(result => result.Id == id)
                .SelectMany(result => (result.Timestamps ?? []).Zip(result.Values ?? []))
                .Select(point =>
                    (
                        At: new DateTimeOffset(DateTime.SpecifyKind(point.First.ToUniversalTime(), DateTimeKind.Utc)),
                        Value: point.Second
                    )
                )
                .OrderByDescending(point => point.At);
    }
}
