using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Physical names, ARNs and the other attributes of a template's resources.</summary>
internal sealed class ResourceNames(JsonObject template, StackOptions options, TemplateResolver resolver)
{
    private const string RoleSuffix = "Role";

    /// <summary>The property that names a resource of the type; null where the type has no name of its own.</summary>
    public static readonly IReadOnlyDictionary<string, string?> NameProperties = new Dictionary<string, string?>
    {
        ["AWS::Serverless::Function"] = "FunctionName",
        ["AWS::SQS::Queue"] = "QueueName",
        ["AWS::SQS::QueuePolicy"] = null,
        ["AWS::DynamoDB::Table"] = "TableName",
        ["AWS::SNS::Topic"] = "TopicName",
        ["AWS::SNS::TopicPolicy"] = null,
        ["AWS::SNS::Subscription"] = null,
        ["AWS::Events::Rule"] = "Name",
        ["AWS::Scheduler::Schedule"] = "Name",
        ["AWS::Scheduler::ScheduleGroup"] = "Name",
        ["AWS::CloudWatch::Alarm"] = "AlarmName",
        ["AWS::CloudWatch::CompositeAlarm"] = "AlarmName",
        ["AWS::Lambda::Permission"] = null,
        ["AWS::Logs::LogGroup"] = "LogGroupName",
        ["AWS::S3::Bucket"] = "BucketName",
        ["AWS::IAM::Role"] = "RoleName",
        ["AWS::IAM::ManagedPolicy"] = "ManagedPolicyName",
        ["AWS::KMS::Key"] = null,
    };

    public JsonNode Ref(string logicalId, string path)
    {
        var (type, name) = Find(logicalId, path);
        return type switch
        {
            "AWS::SQS::Queue" => QueueUrl(name),
            "AWS::SNS::Topic" or "AWS::IAM::ManagedPolicy" => Arn(type, name),
            _ => name,
        };
    }

    public string Attribute(string logicalId, string attribute, string path)
    {
        var (type, name) = Find(logicalId, path);
        return (type, attribute) switch
        {
            ("AWS::SNS::Topic", "TopicArn") => Arn(type, name),
            ("AWS::SNS::Topic", "TopicName") => name,
            ("AWS::SNS::Topic" or "AWS::IAM::ManagedPolicy", "Arn") => throw NoAttribute(),
            ("AWS::IAM::ManagedPolicy", "PolicyArn") => Arn(type, name),
            ("AWS::SQS::Queue", "QueueName") => name,
            ("AWS::SQS::Queue", "QueueUrl") => QueueUrl(name),
            ("AWS::S3::Bucket", "DomainName") => $"{name}.s3.amazonaws.com",
            ("AWS::S3::Bucket", "RegionalDomainName") => $"{name}.s3.{options.Region}.amazonaws.com",
            ("AWS::KMS::Key", "Arn") => Arn(type, name),
            (_, "Arn") when NameProperties[type] is not null => Arn(type, name),
            _ => throw NoAttribute(),
        };

        StackError NoAttribute() => new(path, $"{type} has no attribute {attribute} here.");
    }

    public string QueueUrl(string name) =>
        $"{options.QueueEndpoint ?? $"https://sqs.{options.Region}.amazonaws.com"}/{options.AccountId}/{name}";

    public string NameOf(string logicalId, string path) => Find(logicalId, path).Name;

    public string Arn(string type, string name)
    {
        var (here, partition) = ($"{options.Region}:{options.AccountId}", options.Partition);
        return type switch
        {
            "AWS::Serverless::Function" => $"arn:{partition}:lambda:{here}:function:{name}",
            "AWS::SQS::Queue" => $"arn:{partition}:sqs:{here}:{name}",
            "AWS::DynamoDB::Table" => $"arn:{partition}:dynamodb:{here}:table/{name}",
            "AWS::SNS::Topic" => $"arn:{partition}:sns:{here}:{name}",
            "AWS::Events::Rule" => $"arn:{partition}:events:{here}:rule/{name}",
            "AWS::Scheduler::Schedule" => $"arn:{partition}:scheduler:{here}:schedule/default/{name}",
            "AWS::Scheduler::ScheduleGroup" => $"arn:{partition}:scheduler:{here}:schedule-group/{name}",
            "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm" =>
                $"arn:{partition}:cloudwatch:{here}:alarm:{name}",
            "AWS::Logs::LogGroup" => $"arn:{partition}:logs:{here}:log-group:{name}:*",
            "AWS::S3::Bucket" => $"arn:{partition}:s3:::{name}",
            "AWS::KMS::Key" => $"arn:{partition}:kms:{here}:key/{name}",
            "AWS::IAM::ManagedPolicy" => $"arn:{partition}:iam::{options.AccountId}:policy/{name}",
            "AWS::IAM::Role" => $"arn:{partition}:iam::{options.AccountId}:role/{name}",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No ARN is known."),
        };
    }

    private (string Type, string Name) Find(string logicalId, string path)
    {
        if (template["Resources"]?[logicalId] is JsonObject resource)
        {
            if (resource["Condition"] is { } condition && !resolver.Condition(condition.GetValue<string>(), path))
            {
                throw new StackError(path, $"{logicalId} is not deployed: its condition is false.");
            }

            var type = TypeOf(logicalId, resource);
            return (type, resolver.Once($"the name of {logicalId}", path, () => Name(logicalId, resource, type)));
        }

        if (RuleOf(logicalId) is { } rule)
        {
            return ("AWS::Events::Rule", rule);
        }

        // The role that SAM makes for a function.
        var owner = logicalId.EndsWith(RoleSuffix, StringComparison.Ordinal) ? logicalId[..^RoleSuffix.Length] : "";
        return template["Resources"]?[owner]?["Type"]?.ToString() == "AWS::Serverless::Function"
            ? ("AWS::IAM::Role", $"{options.StackName}-{logicalId}")
            : throw new StackError(path, $"there is no parameter and no resource {logicalId}.");
    }

    /// <summary>The name of the rule that SAM makes for a function's event, or null.</summary>
    private string? RuleOf(string logicalId)
    {
        foreach (var (function, resource) in template["Resources"] as JsonObject ?? [])
        {
            if (
                logicalId.StartsWith(function, StringComparison.Ordinal)
                && resource?["Properties"]?["Events"]?[logicalId[function.Length..]] is JsonObject happening
                && (string?)happening["Type"] is "EventBridgeRule" or "CloudWatchEvent" or "Schedule"
            )
            {
                var own = happening["Properties"];
                return (own?["RuleName"] ?? own?["Name"]) is { } given
                    ? resolver.Text(given, $"Resources/{function}/Properties/Events")
                    : logicalId;
            }
        }

        return null;
    }

    public static string TypeOf(string logicalId, JsonObject resource)
    {
        var type = resource["Type"]?.ToString() ?? "";
        return NameProperties.ContainsKey(type)
            ? type
            : throw new StackError($"Resources/{logicalId}/Type", $"resources of type '{type}' are not supported.");
    }

    private string Name(string logicalId, JsonObject resource, string type)
    {
        var property = NameProperties[type];
        var given = property is null ? null : resource["Properties"]?[property];
        if (
            given is not null
            && resolver.Resolve(given, $"Resources/{logicalId}/Properties/{property}") is JsonValue named
        )
        {
            return named.ToString();
        }

        // CloudFormation adds random characters; here the same template has the same names.
        var name = $"{options.StackName}-{logicalId}";
        return type == "AWS::S3::Bucket" ? name.ToLower(CultureInfo.InvariantCulture) : name;
    }
}
