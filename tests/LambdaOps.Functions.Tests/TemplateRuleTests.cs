using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Drills;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Functions.Tests;

/// <summary>serverless.template keeps the rules, and each rule notices when it does not.</summary>
public class TemplateRuleTests
{
    private static readonly string s_template = File.ReadAllText(Repository.Template);

    public static TheoryData<string> Rules => [.. TemplateRules.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Template_KeepsTheRule(string rule) =>
        Assert.Empty(TemplateRules.All[rule](JsonNode.Parse(s_template)!));

    /// <summary>Each defect is found by its rule.</summary>
    [Theory]
    [InlineData("a queue hides", "LatencyTicks/Properties/VisibilityTimeout", "119")]
    [InlineData(
        "every queue mapping",
        "LatencyFunction/Properties/Events/Ticks/Properties/FunctionResponseTypes",
        "[]"
    )]
    [InlineData("who hears", "LatencyFailuresAlarm/Properties/OKActions", null)]
    [InlineData("who hears", "ApiServiceAllDownAlarm/Properties/OKActions", null)]
    [InlineData("what holds data", "LatencyLogs/DeletionPolicy", "\"Delete\"")]
    [InlineData("what holds data", "DeadLetters/UpdateReplacePolicy", null)]
    [InlineData("what is stateful", "LatencyTicks/DeletionPolicy", null)]
    [InlineData("topics are encrypted", "L1Topic/Properties/KmsMasterKeyId", "\"alias/aws/sns\"")]
    [InlineData("topics are encrypted", "TopicKey/Properties/KeyPolicy/Statement/1/Principal/Service", "[]")]
    [InlineData("topics are encrypted", "TopicKey/Properties/KeyPolicy/Statement/1/Action", "\"kms:Decrypt\"")]
    [InlineData("a queue policy", "EventBridgeMayKeepWhatFailed/Properties/PolicyDocument/Statement/0/Condition", null)]
    [InlineData("what can be tagged", "NoticeTopic/Properties/Tags", null)]
    [InlineData("a rule tries", "LatencyFunction/Properties/Events/AlarmsByEventBridge/Properties/RetryPolicy", null)]
    [InlineData(
        "a rule delivers",
        "LatencyFunction/Properties/Events/AlarmsByEventBridge/Properties/Pattern/detail/$or",
        null
    )]
    [InlineData("the journal", "JournalTable/Properties/DeletionProtectionEnabled", "false")]
    [InlineData("no role", "WatchRole/Properties/Policies/0/PolicyDocument/Statement/0/Action", "\"dynamodb:*\"")]
    [InlineData("no role", "LoopPolicy/Properties/PolicyDocument/Statement/0/Action", "\"dynamodb:*\"")]
    public void Rule_NoticesADefect(string rule, string place, string? value)
    {
        var broken = JsonNode.Parse(s_template)!;
        var words = place.Split('/');
        var owner = words[..^1]
            .Aggregate(
                broken["Resources"]!,
                (node, word) => node is JsonArray list ? list[int.Parse(word, null)]! : node[word]!
            );
        Assert.NotNull(owner[words[^1]]);
        owner[words[^1]] = value is null ? null : JsonNode.Parse(value);

        var found = TemplateRules.All.Single(one => one.Key.StartsWith(rule, StringComparison.Ordinal)).Value(broken);

        Assert.NotEmpty(found);
    }

    [Fact]
    public void Rule_NoticesAParameterThatTakesAnything()
    {
        var broken = JsonNode.Parse(s_template)!;
        broken["Parameters"]!["SubnetIds"]!["AllowedPattern"] = null;

        Assert.Equal(["SubnetIds"], TemplateRules.All["every parameter is constrained and described"](broken));
    }

    /// <summary>What is optional costs no permission until it is asked for, and then exactly its own.</summary>
    [Theory]
    [InlineData("EncryptTopics=true", "kms:Decrypt kms:GenerateDataKey")]
    [InlineData("Tracing=Active", "xray:PutTelemetryRecords xray:PutTraceSegments")]
    [InlineData("EstateObjectArn=arn:aws:s3:::estates/estate.json", "s3:GetObject")]
    [InlineData(
        "EstateObjectArn=arn:aws:s3:::estates/estate.json EstateKeyArn=arn:aws:kms:eu-west-1:123456789012:key/1a-2b",
        "kms:Decrypt s3:GetObject"
    )]
    [InlineData("ReservedConcurrency=5", "")]
    [InlineData(
        "SubnetIds=subnet-0a,subnet-0b SecurityGroupIds=sg-0a",
        "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface "
            + "ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses"
    )]
    public void Option_GrantsWhatItNeedsAndNothingElse(string parameters, string actions)
    {
        var (before, after) = (Deploy(""), Deploy(parameters));
        foreach (var (was, now) in before.Functions.Zip(after.Functions))
        {
            // A function may have one of them already: it is counted.
            var more = Granted(now).ToList();
            Granted(was).ToList().ForEach(one => more.Remove(one));
            Assert.Equal(
                actions.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                more.Select(one => one.Action).Order(StringComparer.Ordinal)
            );
        }
    }

    private static IEnumerable<(string Action, string On)> Granted(StackFunction function) =>
        function.Policy.Statements.SelectMany(one => one.Actions.Select(action => (action, one.Resources[0])));

    /// <summary>Only of exactly these keys, and only by way of S3.</summary>
    [Fact]
    public void PageKeys_AreUsedThroughS3Only()
    {
        const string Key = "arn:aws:kms:ap-northeast-1:123456789012:key/1a-2b";
        var stack = Deploy($"WritePermissions=granted PageKeyArns={Key},{Key}3");
        var byS3 = new Dictionary<string, string> { ["kms:ViaService"] = "s3.ap-northeast-1.amazonaws.com" };
        foreach (var (function, uses) in new[] { ("TotalOutage", true), ("MaintenancePage", true), ("Latency", false) })
        {
            var policy = stack.Function($"{function}Function").Policy;
            Assert.Equal(uses, policy.Allows("kms:GenerateDataKey", $"{Key}3", byS3));
            Assert.Equal(uses, policy.Allows("kms:Decrypt", Key, byS3));
            Assert.False(policy.Allows("kms:Decrypt", Key));
            Assert.False(policy.Allows("kms:Decrypt", $"{Key}4", byS3));
        }

        Assert.False(
            Deploy($"PageKeyArns={Key}").Function("TotalOutageFunction").Policy.Allows("kms:Decrypt", Key, byS3)
        );
    }

    [Fact]
    public void Concurrency_IsReservedWhenAskedFor()
    {
        Assert.All(Deploy("").Functions, function => Assert.Null(function.ReservedConcurrency));
        Assert.All(
            Deploy("ReservedConcurrency=5").Functions,
            function => Assert.Equal(5, function.ReservedConcurrency)
        );
    }

    /// <summary>
    /// A step of a check that begins is over before Lambda ends the invocation, and no other invocation takes the part
    /// meanwhile; beside a remedy, too, whose invocations are shorter.
    /// </summary>
    [Fact]
    public void Checks_FitIntoTheInvocationsOfTheirFunctions() =>
        Assert.All(
            AllProcedures.CheckFunctions,
            name =>
            {
                var (timeout, options) = (Deploy("").Function($"{name}Function").Timeout, CheckOptions.Of(name));
                Assert.True(options.Lease > timeout, $"{name}: the lease ends before an invocation");
                Assert.True(options.LookWithin < options.LastStep && options.LastStep < timeout, $"{name}: steps");
                Assert.All(
                    from check in AllProcedures.Checks
                    where check.Function == name
                    from part in check.PartsOf(DrillEstate.Read(Repository.Estate).Estate)
                    from look in check.Looks
                    where look.IsAbout(part.About)
                    select look.TakesUpTo(part.About),
                    longest => Assert.True(longest < options.LastStep, $"{name}: a look takes {longest}")
                );
            }
        );

    /// <summary>What throttling keeps for longer is on-call's: its dead letter raises an alarm.</summary>
    [Fact]
    public void Events_AreTriedForAnHourAtMost_AndANightsJobForSix() =>
        Assert.All(
            Deploy("").Functions,
            function =>
            {
                Assert.Equal(2, function.MaximumRetryAttempts);
                Assert.InRange(
                    function.MaximumEventAge,
                    TimeSpan.FromMinutes(5),
                    TimeSpan.FromHours(IsNightly(function) ? 6 : 1)
                );
                Assert.NotNull(function.DeadLetterTarget);
            }
        );

    /// <summary>Whether the clock starts it once a day at most: there is no other chance before the next one.</summary>
    private static bool IsNightly(StackFunction function) =>
        AllProcedures
            .All.Where(procedure => $"{procedure.Function}Function" == function.LogicalId)
            .All(procedure => procedure is Check check && check.Schedule.Period >= TimeSpan.FromDays(1));

    [Fact]
    public void EstateInS3_IsReadFromWhereItsArnSays() =>
        Assert.All(
            Deploy("EstateObjectArn=arn:aws:s3:::estates/prod/estate.json").Functions,
            function => Assert.Equal("s3://estates/prod/estate.json", function.Environment["LAMBDAOPS_ESTATE"])
        );

    [Theory]
    [InlineData("EstateLocation=s3://estates/estate.json", "of an estate in S3 give the ARN instead")]
    [InlineData("EstateObjectArn=s3://estates/estate.json", "expected nothing or an object's ARN")]
    [InlineData("EstateKeyArn=arn:aws:kms:eu-west-1:123456789012:key/1a", "give EstateObjectArn too")]
    [InlineData("PageKeyArns=alias/aws/s3", "expected ARNs of KMS keys")]
    [InlineData("SubnetIds=subnet-0a", "need both SubnetIds and SecurityGroupIds")]
    [InlineData("SecurityGroupIds=sg-0a", "need both SubnetIds and SecurityGroupIds")]
    [InlineData("SubnetIds=vpc-0a SecurityGroupIds=sg-0a", "expected nothing or subnets' ids")]
    [InlineData("ReservedConcurrency=0", "expected nothing or a number from 1")]
    [InlineData("WritePermissions=all", "is none of its allowed values")]
    [InlineData("ClusterName=prod", "the template has no such parameter")]
    public void WrongParameters_AreRefusedInOneSentence(string parameters, string says) =>
        Assert.Contains(says, Assert.Throws<StackError>(() => Deploy(parameters)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(45, null)]
    [InlineData(46, "choose a shorter stack name")]
    public void StackName_LeavesRoomForTheFunctions(int length, string? says)
    {
        var options = new StackOptions(new string('x', length));
        if (says is null)
        {
            Assert.NotEmpty(Stack.Read(s_template, options).Functions);
            return;
        }

        Assert.Contains(
            says,
            Assert.Throws<StackError>(() => Stack.Read(s_template, options)).Message,
            StringComparison.Ordinal
        );
    }

    private static DeployedStack Deploy(string parameters)
    {
        var options = new StackOptions();
        return Stack.Read(
            s_template,
            options with
            {
                Parameters = options.Parameters.AddRange(
                    parameters
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(one => one.Split('=', 2))
                        .Select(pair => KeyValuePair.Create(pair[0], pair[1]))
                ),
            }
        );
    }
}
