using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Reads a SAM template in JSON as a deployment would.</summary>
public sealed class Stack
{
    private readonly JsonObject _template;
    private readonly StackOptions _options;
    private readonly TemplateResolver _resolver;

    private Stack(JsonObject template, StackOptions options)
    {
        _template = template;
        _options = options;
        _resolver = new TemplateResolver(template, options);
    }

    /// <exception cref="StackError">The template has something that is wrong or not supported, and where.</exception>
    public static DeployedStack Read(string template, StackOptions options)
    {
        try
        {
            return JsonNode.Parse(template) is JsonObject document
                ? new Stack(document, options).Read()
                : throw new StackError("template", "expected an object.");
        }
        catch (JsonException wrong)
        {
            throw new StackError("template", $"it is no JSON: {wrong.Message}");
        }
    }

    private DeployedStack Read()
    {
        foreach (var name in _options.Parameters.Keys.Where(name => _template["Parameters"]?[name] is null))
        {
            throw new StackError($"Parameters/{name}", "the template has no such parameter.");
        }

        _resolver.CheckRules();
        var read = new ResourceReader(_resolver.Names);
        var resources = Deployed().ToList();
        // Policies before roles, roles before functions: each looks the former up.
        read.Managed = All("AWS::IAM::ManagedPolicy", read.ManagedPolicy).ToDictionary(one => one.Arn);
        var roles = All("AWS::IAM::Role", read.Role);
        var functions = new StackFunctionReader(_resolver.Names, roles.ToDictionary(role => role.Arn));
        return new DeployedStack(_options.StackName, _options.Region, _options.AccountId)
        {
            Functions =
            [
                .. All("AWS::Serverless::Function", one => one)
                    .Select(one => functions.Read(one, (JsonObject)_template["Resources"]![one.LogicalId]!)),
            ],
            Roles = roles,
            Queues = All("AWS::SQS::Queue", read.Queue),
            Topics = All("AWS::SNS::Topic", read.Topic),
            Subscriptions =
            [
                .. All("AWS::SNS::Topic", read.SubscriptionsOfTopic).SelectMany(list => list),
                .. All("AWS::SNS::Subscription", ResourceReader.Subscription),
                .. functions.Subscriptions,
            ],
            Tables = All("AWS::DynamoDB::Table", read.Table),
            Rules = [.. All("AWS::Events::Rule", read.Rule), .. functions.Rules],
            Schedules = [.. All("AWS::Scheduler::Schedule", read.Schedule), .. functions.Schedules],
            Alarms =
            [
                .. All("AWS::CloudWatch::Alarm", one => read.Alarm(one, isComposite: false)),
                .. All("AWS::CloudWatch::CompositeAlarm", one => read.Alarm(one, isComposite: true)),
            ],
            LogGroups = All("AWS::Logs::LogGroup", read.LogGroup),
            Buckets = All("AWS::S3::Bucket", read.Bucket),
            Permissions = [.. All("AWS::Lambda::Permission", ResourceReader.Permission), .. functions.Permissions],
            Outputs = Outputs(),
        };

        ImmutableArray<T> All<T>(string type, Func<ResourceProperties, T> reader) =>
            [.. resources.Where(one => one.Type == type).Select(one => reader(one.Properties))];
    }

    /// <summary>The resources whose condition holds, with everything in them resolved and Globals merged in.</summary>
    private IEnumerable<(string Type, ResourceProperties Properties)> Deployed()
    {
        foreach (var (logicalId, node) in _template["Resources"] as JsonObject ?? [])
        {
            var path = $"Resources/{logicalId}";
            var resource = node as JsonObject ?? throw new StackError(path, "expected an object.");
            var type = ResourceNames.TypeOf(logicalId, resource);
            if (resource["Condition"] is JsonValue condition && !_resolver.Condition(condition.ToString(), path))
            {
                continue;
            }

            var properties = resource["Properties"] as JsonObject ?? [];
            if (type == "AWS::Serverless::Function" && _template["Globals"]?["Function"] is JsonObject shared)
            {
                properties = Merge(shared, properties);
            }

            var resolved = (JsonObject)_resolver.Resolve(properties, $"{path}/Properties")!;
            yield return (type, new ResourceProperties(logicalId, resolved, $"{path}/Properties"));
        }
    }

    /// <summary>
    /// As SAM does: maps are merged, lists joined, anything else is the resource's own if it has one.
    /// </summary>
    private static JsonObject Merge(JsonObject shared, JsonObject own)
    {
        var merged = (JsonObject)shared.DeepClone();
        foreach (var (name, value) in own)
        {
            merged[name] = (merged[name], value) switch
            {
                (JsonObject left, JsonObject right) when !IsFunction(left) && !IsFunction(right) => Merge(left, right),
                (JsonArray left, JsonArray right) => new JsonArray([
                    .. left.Concat(right).Select(item => item?.DeepClone()),
                ]),
                _ => value?.DeepClone(),
            };
        }

        return merged;
    }

    private static bool IsFunction(JsonObject value) =>
        value.Count == 1
        && (value.First().Key == "Ref" || value.First().Key.StartsWith("Fn::", StringComparison.Ordinal));

    private ImmutableSortedDictionary<string, string> Outputs()
    {
        var outputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, output) in _template["Outputs"] as JsonObject ?? [])
        {
            var path = $"Outputs/{name}";
            if (output?["Condition"] is not JsonValue condition || _resolver.Condition(condition.ToString(), path))
            {
                outputs[name] = _resolver.Text(output?["Value"], $"{path}/Value");
            }
        }

        return outputs.ToImmutable();
    }
}

/// <summary>A template that cannot be deployed here.</summary>
/// <param name="path">Where: Resources/Responder/Properties/Timeout.</param>
public sealed class StackError(string path, string message) : Exception($"{path}: {message}")
{
    public string Path { get; } = path;

    /// <summary>The resource (or parameter, condition, output) that it is about.</summary>
    public string LogicalId { get; } = path.Split('/') is [_, var id, ..] ? id : path;
}

/// <summary>What a deployment says besides the template.</summary>
public sealed record StackOptions(string StackName = "lambdaops")
{
    public string Region { get; init; } = "ap-northeast-1";

    public string AccountId { get; init; } = "123456789012";

    public string Partition { get; init; } = "aws";

    /// <summary>Where queue URLs point; null is AWS's own endpoint of the region.</summary>
    public string? QueueEndpoint { get; init; }

    /// <summary>Values for parameters, over their defaults.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;
}
