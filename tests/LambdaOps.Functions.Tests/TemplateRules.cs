using System.Text.Json.Nodes;

namespace LambdaOps.Functions.Tests;

/// <summary>Rules that every template of LambdaOps keeps: each names the resources that break it.</summary>
internal static class TemplateRules
{
    private const string Queue = "AWS::SQS::Queue";

    /// <summary>Lambda's advice: a batch that is throttled comes back before its message is seen again.</summary>
    private const int VisibilityTimes = 6;

    private static readonly string[] s_taggable =
    [
        "AWS::DynamoDB::Table",
        "AWS::SNS::Topic",
        Queue,
        "AWS::Logs::LogGroup",
        "AWS::IAM::Role",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::CompositeAlarm",
        "AWS::KMS::Key",
    ];

    public static IReadOnlyDictionary<string, Func<JsonNode, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<JsonNode, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            ["a queue hides a message six times as long as its function may take"] = Visibility,
            ["every queue mapping reports the failed messages of a batch"] = BatchFailures,
            ["who hears of an alarm hears that it is over"] = OkActions,
            ["what holds data survives the stack"] = Kept,
            ["what is stateful says what becomes of it"] = Decided,
            ["topics are encrypted with a key that CloudWatch may use, or not at all"] = Keys,
            ["a queue policy names the rules that may send"] = QueuePolicies,
            ["what can be tagged is tagged"] = Tags,
            ["a rule tries for an hour and keeps what failed"] = Retries,
            ["a rule delivers changes to and from ALARM only"] = States,
            ["every parameter is constrained and described"] = Parameters,
            ["the journal cannot be deleted by accident"] = Protection,
            ["no role has a wildcard action"] = Wildcards,
        };

    private static IEnumerable<string> Visibility(JsonNode template) =>
        from one in Mappings(template)
        let seconds = (int?)template["Resources"]![one.Queue]!["Properties"]!["VisibilityTimeout"] ?? 30
        where seconds < VisibilityTimes * (int)(one.Function["Properties"]!["Timeout"] ?? Shared(template)["Timeout"])!
        select one.Queue;

    private static IEnumerable<string> BatchFailures(JsonNode template) =>
        from one in Mappings(template)
        where
            one.Mapping["FunctionResponseTypes"]?.AsArray().Any(type => (string?)type == "ReportBatchItemFailures")
            != true
        select one.Queue;

    private static IEnumerable<string> OkActions(JsonNode template) =>
        from alarm in Of(template, "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        let properties = alarm.Resource["Properties"]!
        where !JsonNode.DeepEquals(properties["AlarmActions"], properties["OKActions"])
        select alarm.Id;

    private static IEnumerable<string> Kept(JsonNode template) =>
        from one in Of(template, "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", Queue)
        where (string?)one.Resource["Type"] != Queue || IsDeadLetters(template, one.Id)
        where Policies(one.Resource) != ("Retain", "Retain")
        select one.Id;

    private static IEnumerable<string> Decided(JsonNode template) =>
        from one in Of(template, "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", Queue, "AWS::KMS::Key")
        where Policies(one.Resource) is (null, _) or (_, null)
        select one.Id;

    private static (string?, string?) Policies(JsonNode resource) =>
        ((string?)resource["DeletionPolicy"], (string?)resource["UpdateReplacePolicy"]);

    /// <summary>
    /// A topic with a key that CloudWatch may not use takes no alarm, and nobody is told: alias/aws/sns is one.
    /// </summary>
    private static IEnumerable<string> Keys(JsonNode template)
    {
        var good = Of(template, "AWS::KMS::Key")
            .Where(key =>
                IsAllowed(key.Resource, "cloudwatch.amazonaws.com") && IsAllowed(key.Resource, "events.amazonaws.com")
            )
            .Select(key => key.Id)
            .ToHashSet();
        return from topic in Of(template, "AWS::SNS::Topic")
            let key = topic.Resource["Properties"]!["KmsMasterKeyId"]
            where key is not null && !good.Contains((string?)(key as JsonObject)?["Fn::If"]?[1]?["Ref"] ?? "")
            select topic.Id;
    }

    private static bool IsAllowed(JsonNode key, string service) =>
        key["Properties"]!["KeyPolicy"]!["Statement"]!
            .AsArray()
            .Any(statement =>
                (string?)statement!["Effect"] == "Allow"
                && statement["Condition"] is null
                && statement["Principal"]!["Service"] is { } services
                && Texts(services).Contains(service)
                && new HashSet<string> { "kms:Decrypt", "kms:GenerateDataKey*" }.IsSubsetOf(Texts(statement["Action"]!))
            );

    private static IEnumerable<string> QueuePolicies(JsonNode template) =>
        from policy in Of(template, "AWS::SQS::QueuePolicy")
        from statement in policy.Resource["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray()
        where statement!["Condition"]?["ArnEquals"]?["aws:SourceArn"] is null
        select policy.Id;

    private static IEnumerable<string> Tags(JsonNode template) =>
        Of(template, s_taggable)
            .Where(one =>
                one.Resource["Properties"]!["Tags"]?.ToJsonString() != """[{"Key":"application","Value":"lambdaops"}]"""
            )
            .Select(one => one.Id)
            .Concat(
                (string?)template["Globals"]?["Function"]?["Tags"]?["application"] == "lambdaops" ? [] : ["Globals"]
            );

    private static IEnumerable<string> Retries(JsonNode template) =>
        from rule in RuleEvents(template)
        where
            (int?)rule.Properties["RetryPolicy"]?["MaximumEventAgeInSeconds"] is not 3600
            || rule.Properties["DeadLetterConfig"]?["Arn"] is null
        select rule.Id;

    private static IEnumerable<string> States(JsonNode template) =>
        from rule in RuleEvents(template)
        where
            rule.Properties["Pattern"]!["source"]!.ToJsonString() == """["aws.cloudwatch"]"""
            && rule.Properties["Pattern"]!["detail"]?["$or"]?.ToJsonString()
                != """[{"state":{"value":["ALARM"]}},{"previousState":{"value":["ALARM"]}}]"""
        select rule.Id;

    private static IEnumerable<string> Parameters(JsonNode template) =>
        from parameter in template["Parameters"]!.AsObject()
        where
            (parameter.Value!["AllowedValues"] ?? parameter.Value["AllowedPattern"]) is null
            || (string?)parameter.Value["Description"] is not { Length: > 20 and <= 4000 }
        select parameter.Key;

    private static IEnumerable<string> Protection(JsonNode template) =>
        from table in Of(template, "AWS::DynamoDB::Table")
        where (bool?)table.Resource["Properties"]!["DeletionProtectionEnabled"] != true
        select table.Id;

    private static IEnumerable<string> Wildcards(JsonNode template) =>
        from role in Of(template, "AWS::IAM::Role", "AWS::IAM::ManagedPolicy")
        where ActionsIn(role.Resource).Any(action => action.Contains('*', StringComparison.Ordinal))
        select role.Id;

    private static IEnumerable<string> ActionsIn(JsonNode? node) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(field =>
                field.Key == "Action" ? Texts(field.Value!) : ActionsIn(field.Value)
            ),
            JsonArray list => list.SelectMany(ActionsIn),
            _ => [],
        };

    private static bool IsDeadLetters(JsonNode template, string queue) =>
        (string?)Shared(template)["DeadLetterQueue"]!["TargetArn"]!["Fn::GetAtt"]![0] == queue
        || template["Resources"]!
            .AsObject()
            .Any(one =>
                (string?)one.Value!["Properties"]?["RedrivePolicy"]?["deadLetterTargetArn"]?["Fn::GetAtt"]?[0] == queue
            );

    private static JsonNode Shared(JsonNode template) => template["Globals"]!["Function"]!;

    private static IEnumerable<(string Queue, JsonNode Mapping, JsonNode Function)> Mappings(JsonNode template) =>
        from one in Events(template, "SQS")
        select ((string)one.Properties["Queue"]!["Fn::GetAtt"]![0]!, one.Properties, one.Function);

    private static IEnumerable<(string Id, JsonNode Properties, JsonNode Function)> RuleEvents(JsonNode template) =>
        Events(template, "EventBridgeRule");

    private static IEnumerable<(string Id, JsonNode Properties, JsonNode Function)> Events(
        JsonNode template,
        string type
    ) =>
        from function in Of(template, "AWS::Serverless::Function")
        from happening in function.Resource["Properties"]!["Events"]?.AsObject() ?? []
        where (string?)happening.Value!["Type"] == type
        select ($"{function.Id}{happening.Key}", happening.Value["Properties"]!, function.Resource);

    private static IEnumerable<(string Id, JsonNode Resource)> Of(JsonNode template, params string[] types) =>
        from one in template["Resources"]!.AsObject()
        where types.Contains((string?)one.Value!["Type"])
        select (one.Key, one.Value);

    private static string[] Texts(JsonNode node) =>
        node is JsonArray list ? [.. list.Select(one => (string)one!)] : [(string)node!];
}
