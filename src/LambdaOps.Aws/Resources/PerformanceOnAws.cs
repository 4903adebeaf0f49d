using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What the performance review asks: endpoints of logs (StartQuery, GetQueryResults), operations of tables and hits of
/// caches by the hour (GetMetricData), indexes (DescribeTable), how long distributions keep objects
/// (GetDistributionConfig, GetCachePolicy).
/// </summary>
/// <param name="cdnMetrics">Of the one region in which CloudFront writes its metrics.</param>
public sealed class PerformanceOnAws(
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonCloudWatch> cdnMetrics,
    Lazy<IAmazonCloudWatchLogs> logs,
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonCloudFront> cdn,
    TimeProvider machine
) : ResourceOnAws
{
    public const string CdnRegion = "us-east-1";

    private const int Hour = 3600;

    /// <summary>What one GetMetricData takes.</summary>
    private const int MostQueries = 500;

    /// <summary>What one GetMetricData answers.</summary>
    private const int MostDatapoints = 100_800;

    /// <summary>Tables or distributions at once.</summary>
    private const int AtOnce = 5;

    /// <summary>By which DynamoDB counts requests.</summary>
    private static readonly ImmutableArray<string> s_operations =
    [
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
        "BatchGetItem",
        "BatchWriteItem",
        "TransactGetItems",
        "TransactWriteItems",
    ];

    /// <summary>A query that is not over then is asked for again in a later step.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(PerformanceLooks.Endpoints, EndpointsAsync),
            LookCall.To(PerformanceLooks.Tables, TablesAsync),
            LookCall.To(PerformanceLooks.Indexes, IndexesAsync),
            LookCall.To(PerformanceLooks.Sites, SitesAsync),
            LookCall.To(PerformanceLooks.Caches, CachesAsync),
        ];

    /// <summary>
    /// Whether a request took longer than the bound, as 0 or 1: Logs Insights documents no sum of comparisons.
    /// </summary>
    private static string EndpointsQuery(RequestFields fields, int slowMs)
    {
        var (endpoint, duration) = (fields.EndpointInQuery, fields.DurationInQuery);
        return FormattableString.Invariant(
            $"""
            filter ispresent({endpoint}) and ispresent({duration})
            | fields {endpoint} as {LogInsights.Endpoint},
            least(1, greatest(0, ceil({duration} / {slowMs}) - 1)) as is_slow
            | stats count(*) as requests, sum(is_slow) as slow, avg({duration}) as avg_ms,
            pct({duration}, 95) as p95_ms, max({duration}) as max_ms by {LogInsights.Endpoint}
            | sort slow desc, p95_ms desc | limit {EndpointTimes.Most}
            """
        );
    }

    /// <exception cref="NotObservableException">The query failed.</exception>
    private async Task<EndpointTimes> EndpointsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (PerformanceScope)at.Target;
        var insights = new LogInsights(logs, machine);
        var query =
            about.Query
            ?? await insights.StartAsync(
                about.LogGroups[0],
                EndpointsQuery(about.Fields, about.SlowMs),
                about.From,
                about.Until,
                cancellationToken
            );
        return await insights.AnswerAsync(query, s_patience, cancellationToken) is { } answer
            ? new EndpointTimes([.. answer.Rows.Select(Read).OfType<EndpointTime>()])
            : new EndpointTimes([]) { Running = query };
    }

    private static EndpointTime? Read(List<ResultField> row)
    {
        return
            Field(LogInsights.Endpoint) is { } path
            && Number("requests") is { } requests
            && Number("slow") is { } slow
            && Number("avg_ms") is { } average
            && Number("p95_ms") is { } slower
            && Number("max_ms") is { } most
            ? new EndpointTime(OutsideText.Line(path), (long)requests, (long)slow, average, slower, most)
            : null;

        string? Field(string name) => row.Find(field => field.Field == name)?.Value;

        double? Number(string name) =>
            double.TryParse(Field(name), CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value
                : null;
    }

    private async Task<TableTimes> TablesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (PerformanceScope)at.Target;
        return await ReadAsync(
            about,
            cloudWatch,
            series => new TableTimes([
                .. about.Tables.SelectMany((table, index) => s_operations.Select(one => Of(series, table, index, one))),
            ]),
            cancellationToken
        );
    }

    private static OperationTimes Of(SeriesReading series, string table, int index, string operation)
    {
        return new OperationTimes(
            table,
            operation,
            Ask("count", "SuccessfulRequestLatency", "SampleCount"),
            Ask("mean", "SuccessfulRequestLatency", "Average"),
            Ask("high", "SuccessfulRequestLatency", "p99"),
            operation == "Scan" ? Ask("items", "ReturnedItemCount", "Sum") : MetricSeries.Empty
        );

        MetricSeries Ask(string id, string metric, string stat) =>
            Hourly(
                series,
                new MetricQuery(
                    FormattableString.Invariant($"{id}{operation}{index}"),
                    "AWS/DynamoDB",
                    metric,
                    stat,
                    ("TableName", table),
                    ("Operation", operation)
                )
            );
    }

    /// <summary>A table that DynamoDB does not describe hides no other one.</summary>
    private async Task<IndexUses> IndexesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (PerformanceScope)at.Target;
        var described = new List<TableIndexes>();
        foreach (var some in about.Tables.Chunk(AtOnce))
        {
            described.AddRange(await Task.WhenAll(some.Select(table => DescribeAsync(table, cancellationToken))));
        }

        return await ReadAsync(
            about,
            cloudWatch,
            series => new IndexUses([.. described.Select((table, place) => Of(series, table, place))]),
            cancellationToken
        );
    }

    private async Task<TableIndexes> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await dynamoDb.Value.DescribeTableAsync(
                new DescribeTableRequest { TableName = table },
                cancellationToken
            );
            var found = answer.Table;
            return new TableIndexes(
                table,
                AwsTime.Of(found.CreationDateTime),
                [
                    .. (found.GlobalSecondaryIndexes ?? []).Select(index => new IndexUse(
                        index.IndexName,
                        index.IndexStatus?.Value ?? "of unknown status",
                        index.ItemCount ?? 0,
                        index.IndexSizeBytes ?? 0,
                        MetricSeries.Empty,
                        MetricSeries.Empty
                    )),
                ]
            );
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException)
        {
            return new TableIndexes(table, null, []) { WhyMissing = "there is no such table" };
        }
        catch (AmazonDynamoDBException unseen)
        {
            return new TableIndexes(table, null, []) { WhyMissing = unseen.Message };
        }
    }

    private static TableIndexes Of(SeriesReading series, TableIndexes table, int place)
    {
        return table with
        {
            Indexes =
            [
                .. table.Indexes.Select(
                    (index, at) =>
                        index with
                        {
                            ReadUnits = Ask("reads", "ConsumedReadCapacityUnits", index, at),
                            WriteUnits = Ask("writes", "ConsumedWriteCapacityUnits", index, at),
                        }
                ),
            ],
        };

        MetricSeries Ask(string id, string metric, IndexUse index, int at) =>
            Hourly(
                series,
                new MetricQuery(
                    FormattableString.Invariant($"{id}{place}of{at}"),
                    "AWS/DynamoDB",
                    metric,
                    "Sum",
                    ("TableName", table.Table),
                    ("GlobalSecondaryIndexName", index.Name)
                )
            );
    }

    /// <summary>A distribution is asked about once, however many sites it has.</summary>
    private async Task<SiteHits> SitesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (PerformanceScope)at.Target;
        var distributions = about.Sites.GroupBy(site => site.DistributionId, StringComparer.Ordinal).ToList();
        var kept = new List<(CacheTimes? Times, string? Why)>();
        foreach (var some in distributions.Chunk(AtOnce))
        {
            kept.AddRange(await Task.WhenAll(some.Select(sites => KeptAsync(sites.Key, cancellationToken))));
        }

        return await ReadAsync(
            about,
            cdnMetrics,
            series => new SiteHits([
                .. distributions.Select(
                    (sites, place) =>
                        new SiteHit(
                            string.Join(", ", sites.Select(site => site.Id)),
                            sites.Key,
                            Ask(series, $"requests{place}", "Requests", "Sum", sites.Key),
                            Ask(series, $"hits{place}", "CacheHitRate", "Average", sites.Key)
                        )
                        {
                            Kept = kept[place].Times,
                            WhyNotKept = kept[place].Why,
                        }
                ),
            ]),
            cancellationToken
        );

        static MetricSeries Ask(SeriesReading series, string id, string metric, string stat, string distribution) =>
            Hourly(
                series,
                new MetricQuery(
                    id,
                    "AWS/CloudFront",
                    metric,
                    stat,
                    ("DistributionId", distribution),
                    ("Region", "Global")
                )
            );
    }

    /// <summary>
    /// By the cache policy of the default behavior; a distribution from before there were policies has the times itself.
    /// </summary>
    private async Task<(CacheTimes? Times, string? Why)> KeptAsync(
        string distribution,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await cdn.Value.GetDistributionConfigAsync(
                new GetDistributionConfigRequest { Id = distribution },
                cancellationToken
            );
            var behavior = answer.DistributionConfig?.DefaultCacheBehavior;
            if (behavior?.CachePolicyId is not { Length: > 0 } id)
            {
                return Read(behavior?.MinTTL, behavior?.DefaultTTL, behavior?.MaxTTL);
            }

            var named = await cdn.Value.GetCachePolicyAsync(new GetCachePolicyRequest { Id = id }, cancellationToken);
            var policy = named.CachePolicy?.CachePolicyConfig;
            return Read(policy?.MinTTL, policy?.DefaultTTL, policy?.MaxTTL);
        }
        catch (AmazonServiceException unseen)
        {
            return (null, OutsideText.Line(OutsideText.Of(unseen)));
        }

        static (CacheTimes?, string?) Read(long? least, long? usual, long? most) =>
            least is { } at && usual is { } normally && most is { } until
                ? (new CacheTimes(at, normally, until), null)
                : (null, "CloudFront does not say it");
    }

    private async Task<CacheHits> CachesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (PerformanceScope)at.Target;
        return await ReadAsync(
            about,
            cloudWatch,
            series => new CacheHits([.. about.Caches.Select((cache, place) => Of(series, cache, place))]),
            cancellationToken
        );
    }

    private static CacheHit Of(SeriesReading series, OperatedCache cache, int place)
    {
        return new CacheHit(
            cache,
            Ask("hits", "CacheHits", "Sum", Enumerable.Sum),
            Ask("misses", "CacheMisses", "Sum", Enumerable.Sum),
            Ask("evictions", "Evictions", "Sum", Enumerable.Sum),
            cache.IsServerless
                ? MetricSeries.Empty
                : Ask("memory", "DatabaseMemoryUsagePercentage", "Maximum", Enumerable.Max)
        );

        MetricSeries Ask(string id, string metric, string stat, Func<IEnumerable<double>, double> together) =>
            cache
                .Clusters.Select(
                    (cluster, at) =>
                        Hourly(
                            series,
                            new MetricQuery(
                                FormattableString.Invariant($"{id}{place}of{at}"),
                                "AWS/ElastiCache",
                                metric,
                                stat,
                                (cache.Dimension, cluster)
                            )
                        )
                )
                .Aggregate((one, other) => one.With(other, together));
    }

    private static MetricSeries Hourly(SeriesReading series, MetricQuery query) =>
        series.Of(query with { Period = Hour });

    /// <summary>What is read names its series first, then has them: as many in one call as its hours allow.</summary>
    private static async Task<T> ReadAsync<T>(
        PerformanceScope about,
        Lazy<IAmazonCloudWatch> metrics,
        Func<SeriesReading, T> read,
        CancellationToken cancellationToken
    )
    {
        // One more, as an hour of CloudWatch's may begin before the first.
        var hours = (int)Math.Ceiling((about.Until - about.From).TotalHours) + 1;
        var series = new SeriesReading(Math.Clamp(MostDatapoints / hours, 1, MostQueries)) { NamesHoles = true };
        _ = read(series);
        await series.AskAsync(metrics.Value, about.From, about.Until, cancellationToken);
        return read(series);
    }
}
