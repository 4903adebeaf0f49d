using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.Services;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>People mute alarms and take the ways to their functions apart with the AWS CLI.</summary>
[Trait("Category", "AwsCli")]
public sealed class AlarmWiringCliTests
{
    private const string Function = "lambdaops-ServiceUnavailable";
    private const string Topic = "arn:aws:sns:ap-northeast-1:123456789012:lambdaops-ServiceUnavailableAlarmTopic";

    [AwsCliFact]
    public async Task MuteRule_IsPutListedAndDeleted()
    {
        await using var account = await DrillAccount.StartAsync(port: 0);
        Task<JsonNode> Aws(params string[] words) => AwsCli.RunAsync(account.Wire!.Url, ["cloudwatch", .. words]);

        await Aws(
            "put-alarm-mute-rule",
            "--name",
            "for-ever",
            "--rule",
            "Schedule={Expression='cron(0 0 * * *)',Duration=P1D,Timezone=Asia/Tokyo}",
            "--mute-targets",
            "AlarmNames=api-service-5xx",
            "--expire-date",
            "2030-01-01T00:00:00Z"
        );
        var listed = await Aws("list-alarm-mute-rules", "--alarm-name", "api-service-5xx", "--statuses", "ACTIVE");
        var summary = Assert.Single(listed["AlarmMuteRuleSummaries"]!.AsArray())!;
        Assert.Equal("RECURRING", (string)summary["MuteType"]!);
        var got = await Aws("get-alarm-mute-rule", "--alarm-mute-rule-name", "for-ever");
        Assert.Equal("cron(0 0 * * *)", (string)got["Rule"]!["Schedule"]!["Expression"]!);
        await Aws("delete-alarm-mute-rule", "--alarm-mute-rule-name", "for-ever");
        var (_, _, errors) = await AwsCli.TryAsync(
            account.Wire!.Url,
            "cloudwatch",
            "get-alarm-mute-rule",
            "--alarm-mute-rule-name",
            "for-ever"
        );
        Assert.Contains("(ResourceNotFoundException)", errors, StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task Wires_AreTakenApartAndPutBack()
    {
        await using var account = await DrillAccount.StartAsync(port: 0);
        Task<JsonNode> Aws(params string[] words) => AwsCli.RunAsync(account.Wire!.Url, words);
        var function = $"arn:aws:lambda:ap-northeast-1:123456789012:function:{Function}";

        var rules = await Aws("events", "list-rule-names-by-target", "--target-arn", function);
        var rule = (string)rules["RuleNames"]![0]!;
        await Aws("events", "disable-rule", "--name", rule);
        Assert.Equal("DISABLED", (string)(await Aws("events", "describe-rule", "--name", rule))["State"]!);
        await Aws("events", "enable-rule", "--name", rule);
        var targets = await Aws("events", "list-targets-by-rule", "--rule", rule);
        await Aws("events", "remove-targets", "--rule", rule, "--ids", (string)targets["Targets"]![0]!["Id"]!);
        var put = await Aws("events", "put-targets", "--rule", rule, "--targets", $"Id=1,Arn={function}");
        Assert.Equal(0, (int)put["FailedEntryCount"]!);

        var subscriptions = await Aws("sns", "list-subscriptions-by-topic", "--topic-arn", Topic);
        var subscription = (string)subscriptions["Subscriptions"]![0]!["SubscriptionArn"]!;
        var attributes = await Aws("sns", "get-subscription-attributes", "--subscription-arn", subscription);
        Assert.Equal("false", (string)attributes["Attributes"]!["PendingConfirmation"]!);
        await Aws("sns", "unsubscribe", "--subscription-arn", subscription);
        await Aws(
            "sns",
            "subscribe",
            "--topic-arn",
            Topic,
            "--protocol",
            "lambda",
            "--notification-endpoint",
            function
        );

        var policy = (string)(await Aws("lambda", "get-policy", "--function-name", Function))["Policy"]!;
        var id = (string)JsonNode.Parse(policy)!["Statement"]![0]!["Sid"]!;
        await Aws("lambda", "remove-permission", "--function-name", Function, "--statement-id", id);
        var added = await Aws(
            "lambda",
            "add-permission",
            "--function-name",
            Function,
            "--statement-id",
            id,
            "--action",
            "lambda:InvokeFunction",
            "--principal",
            "sns.amazonaws.com",
            "--source-arn",
            Topic
        );
        Assert.Contains("\"AWS:SourceArn\"", (string)added["Statement"]!, StringComparison.Ordinal);
    }
}
