using System.Collections.Immutable;
using System.Globalization;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// A table's capacity: what it has (DescribeTable, DescribeScalableTargets), what is asked of it (GetMetricData), and
/// its changes (UpdateTable, RegisterScalableTarget).
/// </summary>
/// <param name="once">Sends once.</param>
/// <param name="scalingOnce">Sends once.</param>
public sealed class TableCapacityOnAws(
    Lazy<IAmazonDynamoDB> dynamoDb,
    Lazy<IAmazonDynamoDB> once,
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonApplicationAutoScaling> scaling,
    Lazy<IAmazonApplicationAutoScaling> scalingOnce
) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(TableLooks.State, StateAsync), LookCall.To(TableLooks.Load, LoadAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Outcomes.ChangeCall<Change.SetTableThroughput>(
                ChangeKind.SetTableThroughput,
                (change, target, stop) => UpdateAsync(Request(target, change), stop)
            ),
            Outcomes.ChangeCall<Change.SetTableBillingMode>(
                ChangeKind.SetTableBillingMode,
                (change, target, stop) => UpdateAsync(Request(target, change), stop)
            ),
            Outcomes.ChangeCall<Change.SetOnDemandMaximum>(
                ChangeKind.SetOnDemandMaximum,
                (change, target, stop) => UpdateAsync(Request(target, change), stop)
            ),
            Outcomes.ChangeCall<Change.SetTableScalingBounds>(ChangeKind.SetTableScalingBounds, MoveBoundsAsync),
        ];

    private async Task<TableState> StateAsync(LookAt at, CancellationToken cancellationToken)
    {
        var table = await DescribeAsync(at, cancellationToken);
        var name = ((OperatedTable)at.Target).Name;
        var indexes = IndexesOf(table);
        var bounds = await BoundsAsync(
            [Scalable(name, null), .. indexes.Select(index => Scalable(name, index.IndexName))],
            cancellationToken
        );
        var isOnDemand = table.BillingModeSummary?.BillingMode == BillingMode.PAY_PER_REQUEST;
        return new TableState(
            isOnDemand,
            [
                Part(
                    null,
                    table.TableStatus?.Value,
                    isOnDemand ? null : table.ProvisionedThroughput,
                    table.OnDemandThroughput
                ),
                .. indexes.Select(index =>
                    Part(
                        index.IndexName,
                        index.IndexStatus?.Value,
                        isOnDemand ? null : index.ProvisionedThroughput,
                        index.OnDemandThroughput
                    )
                ),
            ]
        );

        TablePart Part(
            string? index,
            string? status,
            ProvisionedThroughputDescription? units,
            OnDemandThroughput? maximum
        ) =>
            new(
                index,
                status ?? throw new NotObservableException("DescribeTable answered without a status"),
                new PartUnits(
                    (int?)units?.ReadCapacityUnits,
                    Limit(maximum?.MaxReadRequestUnits),
                    bounds.GetValueOrDefault((Scalable(name, index), UnitKind.Read))
                ),
                new PartUnits(
                    (int?)units?.WriteCapacityUnits,
                    Limit(maximum?.MaxWriteRequestUnits),
                    bounds.GetValueOrDefault((Scalable(name, index), UnitKind.Write))
                ),
                (int)(units?.NumberOfDecreasesToday ?? 0)
            );
    }

    private async Task<TableLoad> LoadAsync(LookAt at, CancellationToken cancellationToken)
    {
        var table = await DescribeAsync(at, cancellationToken);
        var metrics = new TableMetrics(((OperatedTable)at.Target).Name, [.. IndexesOf(table).Select(i => i.IndexName)]);
        var seen = await new MetricQueries(cloudWatch.Value).AskAsync(
            metrics.Queries,
            at.Now - TableLoad.Lately,
            at.Now,
            cancellationToken
        );
        return metrics.Read(seen);
    }

    private async Task<TableDescription> DescribeAsync(LookAt at, CancellationToken cancellationToken)
    {
        var answer = await dynamoDb.Value.DescribeTableAsync(
            new DescribeTableRequest { TableName = ((OperatedTable)at.Target).Name },
            cancellationToken
        );
        return answer.Table ?? throw new NotObservableException("DescribeTable answered without a table");
    }

    private static List<GlobalSecondaryIndexDescription> IndexesOf(TableDescription table) =>
        table.GlobalSecondaryIndexes ?? [];

    /// <summary>As Application Auto Scaling names it.</summary>
    private static string Scalable(string table, string? index) =>
        $"table/{table}" + (index is null ? "" : $"/index/{index}");

    /// <summary>-1 is no limit.</summary>
    private static int? Limit(long? units) => units is null or < 0 ? null : (int)units;

    /// <summary>A table and its indexes are fewer than one call's ids; of each there are reads and writes.</summary>
    private async Task<Dictionary<(string Id, UnitKind Unit), UnitBounds>> BoundsAsync(
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        const int MostPages = 50;
        var bounds = new Dictionary<(string, UnitKind), UnitBounds>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await scaling.Value.DescribeScalableTargetsAsync(
                new DescribeScalableTargetsRequest
                {
                    ServiceNamespace = ServiceNamespace.Dynamodb,
                    ResourceIds = ids,
                    NextToken = next,
                },
                cancellationToken
            );
            foreach (var target in answer.ScalableTargets ?? [])
            {
                var unit =
                    target.ScalableDimension?.Value.EndsWith("ReadCapacityUnits", StringComparison.Ordinal) == true
                        ? UnitKind.Read
                        : UnitKind.Write;
                bounds[(target.ResourceId, unit)] = new UnitBounds(target.MinCapacity ?? 0, target.MaxCapacity ?? 0);
            }

            if ((next = answer.NextToken) is null)
            {
                return bounds;
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPages} pages of scalable targets")
        );
    }

    private static UpdateTableRequest Request(Resource target, Change.SetTableThroughput set)
    {
        var units = new ProvisionedThroughput
        {
            ReadCapacityUnits = set.Unit == UnitKind.Read ? set.To : set.Beside,
            WriteCapacityUnits = set.Unit == UnitKind.Write ? set.To : set.Beside,
        };
        var request = Request(target);
        if (set.Index is { } index)
        {
            request.GlobalSecondaryIndexUpdates = [Update(new() { IndexName = index, ProvisionedThroughput = units })];
        }
        else
        {
            request.ProvisionedThroughput = units;
        }

        return request;
    }

    private static UpdateTableRequest Request(Resource target, Change.SetOnDemandMaximum set)
    {
        var maximum = new OnDemandThroughput();
        if (set.Unit == UnitKind.Read)
        {
            maximum.MaxReadRequestUnits = set.To;
        }
        else
        {
            maximum.MaxWriteRequestUnits = set.To;
        }

        var request = Request(target);
        if (set.Index is { } index)
        {
            request.GlobalSecondaryIndexUpdates = [Update(new() { IndexName = index, OnDemandThroughput = maximum })];
        }
        else
        {
            request.OnDemandThroughput = maximum;
        }

        return request;
    }

    private static UpdateTableRequest Request(Resource target, Change.SetTableBillingMode set)
    {
        var request = Request(target);
        (request.BillingMode, request.ProvisionedThroughput) =
            set.To == TableBilling.OnDemand
                ? (BillingMode.PAY_PER_REQUEST, null)
                : (
                    BillingMode.PROVISIONED,
                    new ProvisionedThroughput { ReadCapacityUnits = set.Read, WriteCapacityUnits = set.Write }
                );
        return request;
    }

    private static UpdateTableRequest Request(Resource target) => new() { TableName = target.Id.Value };

    private static GlobalSecondaryIndexUpdate Update(UpdateGlobalSecondaryIndexAction action) =>
        new() { Update = action };

    private async Task<string> UpdateAsync(UpdateTableRequest request, CancellationToken cancellationToken)
    {
        var answer = await once.Value.UpdateTableAsync(request, cancellationToken);
        return answer.TableDescription?.TableStatus?.Value ?? "accepted";
    }

    private async Task<string> MoveBoundsAsync(
        Change.SetTableScalingBounds change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await scalingOnce.Value.RegisterScalableTargetAsync(
            new RegisterScalableTargetRequest
            {
                ServiceNamespace = ServiceNamespace.Dynamodb,
                ResourceId = Scalable(target.Id.Value, change.Index),
                ScalableDimension = (change.Index, change.Unit) switch
                {
                    (null, UnitKind.Read) => ScalableDimension.DynamodbTableReadCapacityUnits,
                    (null, _) => ScalableDimension.DynamodbTableWriteCapacityUnits,
                    (_, UnitKind.Read) => ScalableDimension.DynamodbIndexReadCapacityUnits,
                    _ => ScalableDimension.DynamodbIndexWriteCapacityUnits,
                },
                MinCapacity = change.To,
                MaxCapacity = change.ToMaximum,
            },
            cancellationToken
        );
        return "accepted";
    }
}

/// <summary>A table's metrics: the numbers that are asked, and what they say.</summary>
internal sealed class TableMetrics(string table, ImmutableArray<string> indexes)
{
    private static readonly (ThrottleReason Reason, string Name)[] s_causes =
    [
        (ThrottleReason.Provisioned, "ProvisionedThroughput"),
        (ThrottleReason.OnDemandMaximum, "MaxOnDemandThroughput"),
        (ThrottleReason.KeyRange, "KeyRangeThroughput"),
        (ThrottleReason.AccountLimit, "AccountLimit"),
    ];

    /// <summary>System errors are counted for each of them alone.</summary>
    private static readonly string[] s_operations =
    [
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    ];

    private static readonly UnitKind[] s_units = [UnitKind.Read, UnitKind.Write];

    private ImmutableArray<string?> Parts => [null, .. indexes];

    public List<MetricQuery> Queries =>
        [
            .. from part in Parts.Select((index, at) => (Index: index, At: at))
            from unit in s_units
            from metric in s_causes
                .Select(cause => (Id: $"{cause.Reason}", Name: $"{unit}{cause.Name}ThrottleEvents"))
                .Append((Id: "All", Name: $"{unit}ThrottleEvents"))
                .Append((Id: "Used", Name: $"Consumed{unit}CapacityUnits"))
            select new MetricQuery(
                Id(metric.Id, unit, part.At),
                "AWS/DynamoDB",
                metric.Name,
                "Sum",
                part.Index is null
                    ? [("TableName", table)]
                    : [("TableName", table), ("GlobalSecondaryIndexName", part.Index)]
            ),
            .. s_operations.Select(operation => new MetricQuery(
                $"errors{operation}",
                "AWS/DynamoDB",
                "SystemErrors",
                "Sum",
                ("TableName", table),
                ("Operation", operation)
            )),
        ];

    public TableLoad Read(MetricAnswers seen) =>
        new(
            [
                .. from part in Parts.Select((index, at) => (Index: index, At: at))
                from unit in s_units
                select new PartLoad(
                    part.Index,
                    unit,
                    (seen.Newest(Id("Used", unit, part.At)) ?? 0) / MetricQueries.PeriodSeconds,
                    Causes(seen, unit, part.At)
                ),
            ],
            s_operations.Sum(operation => seen.Sum($"errors{operation}"))
        );

    /// <summary>What is throttled beyond what the causes count has none.</summary>
    private static ImmutableSortedDictionary<ThrottleReason, double> Causes(MetricAnswers seen, UnitKind unit, int part)
    {
        var counted = s_causes
            .Select(cause => (cause.Reason, Events: seen.Sum(Id($"{cause.Reason}", unit, part))))
            .Where(cause => cause.Events > 0)
            .ToImmutableSortedDictionary(cause => cause.Reason, cause => cause.Events);
        var rest = seen.Sum(Id("All", unit, part)) - counted.Values.Sum();
        return rest > 0 ? counted.Add(ThrottleReason.Unknown, rest) : counted;
    }

    /// <summary>Ids begin with a small letter.</summary>
    private static string Id(string what, UnitKind unit, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"m{what}{unit}{part}");
}
