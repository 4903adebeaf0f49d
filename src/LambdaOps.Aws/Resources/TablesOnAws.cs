using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatch;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>DynamoDB tables: their throttled requests (GetMetricData).</summary>
public sealed class TablesOnAws(Lazy<IAmazonCloudWatch> cloudWatch) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks => [LookCall.To(TableLooks.Throttles, ThrottlesAsync)];

    private async Task<TableThrottles> ThrottlesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
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
        var seen = await new MetricQueries(cloudWatch.Value).AskAsync(
            queries,
            at.Now - MetricQueries.Newest,
            at.Now,
            cancellationToken
        );
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

    private static MetricQuery Table(string id, string metric, string table) =>
        new(id, "AWS/DynamoDB", metric, "Sum", ("TableName", table));
}
