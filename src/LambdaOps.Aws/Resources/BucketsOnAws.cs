using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What is stored: buckets' settings (GetBucketVersioning, GetBucketLifecycleConfiguration, GetBucketReplication), their
/// sizes as S3 writes them once a day into CloudWatch (BucketSizeBytes, NumberOfObjects), and tables' (DescribeTable).
/// </summary>
public sealed class BucketsOnAws(Lazy<IAmazonS3> s3, Lazy<IAmazonCloudWatch> cloudWatch, Lazy<IAmazonDynamoDB> dynamoDb)
    : ResourceOnAws
{
    private const int MostQueries = 500;
    private const int DaySeconds = 86_400;
    private const string BucketArn = "arn:";

    /// <summary>The classes that S3 counts bytes by; overheads of colder classes are bytes that are paid, too.</summary>
    private static readonly ImmutableArray<string> s_classes =
    [
        "StandardStorage",
        "StandardIAStorage",
        "StandardIASizeOverhead",
        "OneZoneIAStorage",
        "ReducedRedundancyStorage",
        "IntelligentTieringFAStorage",
        "IntelligentTieringIAStorage",
        "IntelligentTieringAAStorage",
        "IntelligentTieringAIAStorage",
        "IntelligentTieringDAAStorage",
        "GlacierInstantRetrievalStorage",
        "GlacierStorage",
        "GlacierObjectOverhead",
        "GlacierS3ObjectOverhead",
        "DeepArchiveStorage",
        "DeepArchiveObjectOverhead",
        "DeepArchiveS3ObjectOverhead",
    ];

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(BucketLooks.Settings, SettingsAsync),
            LookCall.To(BucketLooks.Sizes, SizesAsync),
            LookCall.To(BucketLooks.Tables, TablesAsync),
        ];

    /// <summary>One bucket that cannot be seen leaves the others.</summary>
    private async Task<BucketStates> SettingsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, BucketState>(StringComparer.Ordinal);
        foreach (var bucket in ((StoredData)at.Target).Buckets.Select(one => one.Name))
        {
            try
            {
                all[bucket] = new BucketState(
                    await BucketLifecycles.OfAsync(s3.Value, bucket, cancellationToken),
                    await CopiesAsync(bucket, cancellationToken)
                );
            }
            catch (AmazonServiceException failed)
            {
                all[bucket] = BucketState.Missing(OutsideText.Line(OutsideText.Of(failed)));
            }
        }

        return new BucketStates(all.ToImmutable());
    }

    private async Task<ImmutableArray<CopyRule>> CopiesAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await s3.Value.GetBucketReplicationAsync(
                new GetBucketReplicationRequest { BucketName = bucket },
                cancellationToken
            );
            return [.. (answer.Configuration?.Rules ?? []).Select(Read)];
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "ReplicationConfigurationNotFoundError")
        {
            return [];
        }
    }

    private static CopyRule Read(ReplicationRule rule)
    {
        var arn = rule.Destination?.BucketArn ?? "";
        var filter = rule.Filter;
#pragma warning disable CS0618 // The older form of a rule, which S3 still answers with.
        var prefix = filter?.Prefix ?? rule.Prefix;
#pragma warning restore CS0618
        return new CopyRule(
            arn.StartsWith(BucketArn, StringComparison.Ordinal) ? arn[(arn.LastIndexOf(':') + 1)..] : arn,
            rule.Status == ReplicationRuleStatus.Enabled,
            prefix is { Length: > 0 } || filter?.Tag is not null || filter?.And is not null
        );
    }

    private async Task<BucketSizes> SizesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var buckets = ((StoredData)at.Target).Buckets.Select(one => one.Name).ToList();
        var series = new SeriesReading(MostQueries) { NamesHoles = true };
        _ = Read();
        var today = new DateTimeOffset(at.Now.UtcDateTime.Date, TimeSpan.Zero);
        await series.AskAsync(cloudWatch.Value, today - BucketLooks.Reach, today.AddDays(1), cancellationToken);
        return Read();

        BucketSizes Read() =>
            new(
                buckets
                    .Select((bucket, index) => KeyValuePair.Create(bucket, Size(series, bucket, index)))
                    .ToImmutableSortedDictionary(StringComparer.Ordinal)
            );
    }

    private static BucketSize Size(SeriesReading series, string bucket, int index)
    {
        return new BucketSize(
            [
                .. s_classes
                    .Select((name, number) => Of("BucketSizeBytes", name, number))
                    .Where(one => !one.IsEmpty || one.Hole is not null),
            ],
            Of("NumberOfObjects", "AllStorageTypes", s_classes.Length)
        );

        MetricSeries Of(string metric, string storage, int number) =>
            series.Of(
                new MetricQuery(
                    FormattableString.Invariant($"b{index}c{number}"),
                    "AWS/S3",
                    metric,
                    "Average",
                    ("BucketName", bucket),
                    ("StorageType", storage)
                )
                {
                    Period = DaySeconds,
                }
            );
    }

    private async Task<TableSizes> TablesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, TableSize>(StringComparer.Ordinal);
        foreach (var table in ((StoredData)at.Target).Tables)
        {
            try
            {
                var answer = await dynamoDb.Value.DescribeTableAsync(
                    new DescribeTableRequest { TableName = table },
                    cancellationToken
                );
                all[table] = answer.Table is { TableSizeBytes: { } bytes }
                    ? new TableSize(bytes, answer.Table.ItemCount ?? 0)
                    : new TableSize(0, 0, "DynamoDB does not say it");
            }
            catch (AmazonServiceException failed)
            {
                all[table] = new TableSize(0, 0, OutsideText.Line(OutsideText.Of(failed)));
            }
        }

        return new TableSizes(all.ToImmutable());
    }
}
