using System.Text.Json.Nodes;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// Alarms of a table, by their names' ends. They add up what DynamoDB counts, and fill minutes without any with 0: an
/// alarm on such a metric alone ignores them, whatever it says of missing data, and never goes back to OK.
/// </summary>
internal static class TableAlarms
{
    private static readonly string[] s_operations = ["GetItem", "PutItem", "Query", "UpdateItem"];

    /// <summary>The alarm's properties; null where the name does not say what it watches.</summary>
    public static JsonObject? Of(string name, OperatedTable table) =>
        name.EndsWith("-throttled", StringComparison.Ordinal)
            ? Sum(
                name,
                "Throttled requests in each of three minutes",
                [
                    .. Throttled(table.Name),
                    .. table.Indexes.SelectMany(index => Throttled(table.Name, ("GlobalSecondaryIndexName", index))),
                ]
            )
        : name.EndsWith("-system-errors", StringComparison.Ordinal)
            ? Sum(
                name,
                "Errors of DynamoDB itself in each of three minutes",
                [.. s_operations.Select(operation => Counted("SystemErrors", table.Name, ("Operation", operation)))]
            )
        : null;

    /// <summary>DynamoDB counts an index's under its own name, and not as the table's.</summary>
    private static JsonObject[] Throttled(string table, params (string Name, string Value)[] besides) =>
        [Counted("ReadThrottleEvents", table, besides), Counted("WriteThrottleEvents", table, besides)];

    private static JsonObject Counted(string metric, string table, params (string Name, string Value)[] besides) =>
        new()
        {
            ["Namespace"] = "AWS/DynamoDB",
            ["MetricName"] = metric,
            ["Dimensions"] = MathAlarm.Dimensions(besides.Prepend(("TableName", table))),
        };

    private static JsonObject Sum(string name, string description, JsonObject[] counted) =>
        MathAlarm.Of(
            name,
            description,
            counted,
            "Sum",
            MathAlarm.Sum,
            new AlarmLimit(60, 3, 0, "GreaterThanThreshold", "notBreaching")
        );
}
