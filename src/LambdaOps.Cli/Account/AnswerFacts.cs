using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.Account;

/// <summary>AWS's answers as facts.</summary>
internal static class AnswerFacts
{
    public static FoundTargetGroup GroupOf(JsonNode group) =>
        new(
            Text(group["TargetGroupArn"]) ?? "",
            Text(group["HealthCheckPath"]),
            [.. Items(group["LoadBalancerArns"]).Select(WireForms.Text)]
        );

    public static FoundScaling ScalingOf(JsonNode target) =>
        new(Text(target["ResourceId"]) ?? "", Number(target["MinCapacity"]), Number(target["MaxCapacity"]));

    public static FoundAlarm AlarmOf(JsonNode alarm) =>
        new(
            Text(alarm["AlarmName"]) ?? "",
            Text(alarm["ActionsEnabled"]) != "false",
            [.. Items(alarm["AlarmActions"]).Select(WireForms.Text)],
            [
                .. Items(alarm["Metrics"])
                    .Select(query => query["MetricStat"]?["Metric"])
                    .Prepend(alarm["MetricName"] is null ? null : alarm)
                    .OfType<JsonNode>()
                    .Select(MetricOf),
            ],
            Text(alarm["AlarmRule"])
        );

    public static FoundMetric MetricOf(JsonNode metric) =>
        new(
            Text(metric["Namespace"]) ?? "",
            Text(metric["MetricName"]) ?? "",
            Items(metric["Dimensions"])
                .ToImmutableDictionary(one => Text(one["Name"]) ?? "", one => Text(one["Value"]) ?? "")
        );

    public static IEnumerable<string> TargetsOf(JsonNode rule) =>
        Items(rule["Actions"])
            .SelectMany(action =>
                Items(action["ForwardConfig"]?["TargetGroups"])
                    .Select(group => Text(group["TargetGroupArn"]))
                    .Append(Text(action["TargetGroupArn"]))
            )
            .OfType<string>()
            .Distinct();

    public static IEnumerable<string> HostsOf(JsonNode rule) =>
        Items(rule["Conditions"])
            .Where(condition => Text(condition["Field"]) == "host-header")
            .SelectMany(condition => Items(condition["HostHeaderConfig"]?["Values"]).Concat(Items(condition["Values"])))
            .Select(WireForms.Text)
            .Where(host => !host.Contains('*') && !host.Contains('?'))
            .Distinct();

    public static IEnumerable<JsonNode> Items(JsonNode? array) => (array as JsonArray ?? []).OfType<JsonNode>();

    public static string? Text(JsonNode? node) =>
        node is JsonValue value && WireForms.Text(value) is { Length: > 0 } text ? text : null;

    /// <summary>Whatever form the protocol has for numbers.</summary>
    public static int Number(JsonNode? node) =>
        int.TryParse(Text(node), CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static string LastPart(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <summary>A policy's "*" alone names every table, and so none.</summary>
    public static bool IsLike(string table, string pattern) =>
        pattern != "*" && FileSystemName.MatchesSimpleExpression(pattern, table, ignoreCase: false);
}
