using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>
/// What AWS documents of inputs and its models do not say: members that exclude each other, ranges, lengths, forms.
/// </summary>
internal static partial class DocumentedRules
{
    private const string Every = "*";
    private const int MostKeyBytes = 1024;
    private const int MostMetricQueries = 500;

    private static readonly Rule[] s_rules =
    [
        new("s3", Every, KeyFits),
        new("s3", Every, NotNegative("MaxKeys")),
        new("s3", Every, NotNegative("MaxParts")),
        new("s3", Every, NotNegative("MaxUploads")),
        new("dynamodb", "CreateTable", Needs("AttributeDefinitions", "KeySchema")),
        new("dynamodb", "Scan", Together("Segment", "TotalSegments")),
        new("cloudwatch", "GetMetricData", MetricQueries),
        new("cloudwatch", "DescribeAlarms", Excludes("AlarmNames", "AlarmNamePrefix")),
        new("logs", "FilterLogEvents", OneOf("logGroupName", "logGroupIdentifier")),
        new("logs", "FilterLogEvents", Excludes("logStreamNames", "logStreamNamePrefix")),
        new("logs", "DescribeLogStreams", OneOf("logGroupName", "logGroupIdentifier")),
        new("logs", "DescribeLogGroups", Excludes("logGroupIdentifiers", "logGroupNamePrefix", "logGroupNamePattern")),
        new("logs", "DescribeLogGroups", Excludes("logGroupIdentifiers", "logGroupClass")),
        new("logs", "StartQuery", OneOf("logGroupName", "logGroupNames", "logGroupIdentifiers")),
        new("elbv2", "DescribeLoadBalancers", Excludes("LoadBalancerArns", "Names")),
        new("elbv2", "DescribeTargetGroups", Excludes("LoadBalancerArn", "TargetGroupArns", "Names")),
        new("elbv2", "DescribeListeners", OneOf("LoadBalancerArn", "ListenerArns")),
        new("elbv2", "DescribeRules", OneOf("ListenerArn", "RuleArns")),
        new("ecs", Every, Within("maxResults", 1, 100)),
        new("application-autoscaling", Every, Within("MaxResults", 1, 50)),
    ];

    /// <exception cref="ServiceFault">The error that AWS answers.</exception>
    public static void Check(OperationModel operation, JsonObject input)
    {
        var service = operation.Service;
        foreach (var rule in s_rules)
        {
            if (rule.Service != service.Name || (rule.Operation != Every && rule.Operation != operation.Name))
            {
                continue;
            }

            if (rule.Broken(input) is { } found)
            {
                throw new ServiceFault(found.Code ?? CodeOf(service.Name), found.Message);
            }
        }
    }

    private static string CodeOf(string service) =>
        service switch
        {
            "ecs" or "logs" => "InvalidParameterException",
            "s3" => "InvalidArgument",
            "dynamodb" or "application-autoscaling" => "ValidationException",
            _ => "ValidationError",
        };

    private static Found? KeyFits(JsonObject input) =>
        input.Text("Key") is { } key && Encoding.UTF8.GetByteCount(key) > MostKeyBytes
            ? new("KeyTooLongError", "Your key is too long")
            : null;

    private static Func<JsonObject, Found?> NotNegative(string member) =>
        input =>
            input.Number(member) < 0
                ? new(null, $"Argument {Camel(member)} must be an integer between 0 and {int.MaxValue}")
                : null;

    private static Func<JsonObject, Found?> Within(string member, int least, int most) =>
        input =>
            input.Number(member) is { } value && (value < least || value > most)
                ? new(null, $"{member} must be between {least} and {most}, and is {value}.")
                : null;

    private static Func<JsonObject, Found?> Needs(params string[] members) =>
        input =>
            Array.Find(members, member => input[member] is null) is { } missing
                ? new(
                    null,
                    $"1 validation error detected: Value null at '{Camel(missing)}' failed to satisfy constraint: "
                        + "Member must not be null"
                )
                : null;

    private static Func<JsonObject, Found?> Together(string first, string second) =>
        input =>
            (input[first] is null) == (input[second] is null) ? null
            : input[second] is null ? Lonely(second, first)
            : Lonely(first, second);

    private static Found Lonely(string missing, string given) =>
        new(null, $"The {missing} parameter is required but was not present in the request when {given} is present");

    private static Func<JsonObject, Found?> Excludes(params string[] members) =>
        input =>
            Given(input, members) is [var first, var second, ..]
                ? new(null, $"{first} and {second} cannot be specified together.")
                : null;

    private static Func<JsonObject, Found?> OneOf(params string[] members) =>
        input =>
            Given(input, members).Length == 1
                ? null
                : new(null, $"Exactly one of {string.Join(", ", members)} must be specified.");

    /// <summary>An empty list says as little as none.</summary>
    private static string[] Given(JsonObject input, string[] members) =>
        [.. members.Where(member => input[member] is not (null or JsonArray { Count: 0 }))];

    private static Found? MetricQueries(JsonObject input)
    {
        var queries = input.Objects("MetricDataQueries");
        if (queries.Count > MostMetricQueries)
        {
            return new(
                null,
                $"The collection MetricDataQueries must not have a size greater than {MostMetricQueries}."
            );
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < queries.Count; at++)
        {
            var (query, place) = (queries[at], $"MetricDataQueries.member.{at + 1}");
            var id = query.Text("Id") ?? "";
            if (!MetricId().IsMatch(id))
            {
                return new(
                    null,
                    $"The value {id} for parameter {place}.Id is not matching the expected pattern {MetricId()}."
                );
            }

            if (!ids.Add(id))
            {
                return new(null, $"The values for parameter id in MetricDataQueries are not unique: {id}.");
            }

            if (Given(query, ["Expression", "MetricStat"]).Length != 1)
            {
                return new(null, $"{place} must have either an Expression or a MetricStat, and not both.");
            }
        }

        return null;
    }

    private static string Camel(string member) => char.ToLowerInvariant(member[0]) + member[1..];

    [GeneratedRegex("^[a-z][a-zA-Z0-9_]*$")]
    private static partial Regex MetricId();

    private sealed record Rule(string Service, string Operation, Func<JsonObject, Found?> Broken);

    /// <param name="Code">Null for what the service calls all such mistakes.</param>
    private sealed record Found(string? Code, string Message);
}
