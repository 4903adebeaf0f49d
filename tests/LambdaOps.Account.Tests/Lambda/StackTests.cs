using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Tests.Lambda;

public sealed class StackTests
{
    private const string Here = "ap-northeast-1:123456789012";
    private static readonly StackOptions s_options = new("ops") { QueueEndpoint = "http://127.0.0.1:4566" };
    private static readonly DeployedStack s_sample = Stack.Read(SampleTemplate.Text, s_options);

    [Fact]
    public void Function_HasItsPropertiesGlobalsAndEnvironmentResolved()
    {
        var function = s_sample.Function("RespondToAlarm");

        Assert.Equal("ops-RespondToAlarm", function.Name);
        Assert.Equal($"arn:aws:lambda:{Here}:function:ops-RespondToAlarm", function.Arn);
        Assert.Equal(
            ("bootstrap", "provided.al2023", 256, 60.0, true),
            (
                function.Handler,
                function.Runtime,
                function.MemoryMegabytes,
                function.Timeout.TotalSeconds,
                function.IsFromAnnotations
            )
        );
        Assert.Equal($"arn:aws:sqs:{Here}:ops-dead", function.DeadLetterTarget);
        var expected = new Dictionary<string, string>
        {
            ["LAMBDAOPS_MODE"] = "observe",
            ["SHARED"] = "own",
            ["ANNOTATIONS_HANDLER"] = "RespondToAlarm",
            ["JOURNAL"] = "ops-Journal",
            ["TICKS_URL"] = "http://127.0.0.1:4566/123456789012/ops-Ticks",
            ["NOTICES"] = $"arn:aws:sns:{Here}:notices",
            ["CLUSTER"] = "web",
            ["ALL"] = "a+b+c",
            ["SUB"] = $"arn:aws:dynamodb:{Here}:table/ops-Journal|${{Literal}}|ops|observe",
            ["IF"] = "none",
        };
        Assert.Equal(expected.OrderBy(one => one.Key), function.Environment.OrderBy(one => one.Key));
    }

    [Fact]
    public void Function_HasItsEvents()
    {
        var arn = s_sample.Function("RespondToAlarm").Arn;
        Assert.Equal(
            new StackQueueSource("Ticks", $"arn:aws:sqs:{Here}:ops-Ticks", 1, true) { MaximumConcurrency = 5 },
            Assert.Single(s_sample.Function("RespondToAlarm").QueueSources)
        );
        Assert.Contains(
            new StackSubscription($"arn:aws:sns:{Here}:ops-AlarmTopic", "lambda", arn, null, false),
            s_sample.Subscriptions
        );
        var rule = s_sample.Rules.Single(one => one.LogicalId == "RespondToAlarmChanges");
        Assert.Equal(arn, Assert.Single(rule.Targets).Arn);
        const string Alarm = """{"source":"aws.cloudwatch","detail":{"state":{"value":"ALARM"}}}""";
        Assert.True(EventPattern.Parse(rule.Pattern!.Value).Matches(JsonDocument.Parse(Alarm).RootElement));
        var schedule = Assert.Single(s_sample.Schedules);
        Assert.Equal(
            ("cron(0 3 * * ? *)", "Asia/Tokyo", """{"check":"backups"}""", arn),
            (schedule.Expression, schedule.TimeZone, schedule.Target.Input, schedule.Target.Arn)
        );
    }

    [Fact]
    public void Policy_HasTheStatementsAndWhatSamAdds()
    {
        var policy = s_sample.Function("RespondToAlarm").Policy;
        var table = $"arn:aws:dynamodb:{Here}:table/ops-Journal";
        var shop = new Dictionary<string, string> { ["ecs:cluster"] = "arn:aws:ecs:x:1:cluster/shop" };

        Assert.True(policy.Allows("dynamodb:PutItem", table));
        Assert.False(policy.Allows("dynamodb:DeleteItem", table));
        Assert.True(policy.Allows("ecs:UpdateService", $"arn:aws:ecs:{Here}:service/shop/x", shop));
        Assert.False(policy.Allows("ecs:UpdateService", $"arn:aws:ecs:{Here}:service/shop/x"));
        Assert.True(policy.Allows("sqs:DeleteMessage", $"arn:aws:sqs:{Here}:ops-Ticks"));
        Assert.True(policy.Allows("sqs:SendMessage", $"arn:aws:sqs:{Here}:ops-dead"));
        Assert.False(policy.Allows("sqs:SendMessage", $"arn:aws:sqs:{Here}:ops-Ticks"));
        Assert.Equal(2, policy.Statements.Count(statement => statement.IsGiven));
        Assert.Equal(
            "Resources/RespondToAlarm/Properties/Policies/1/Statement/0",
            policy.Statements.First(statement => statement.IsGiven).Source
        );
    }

    [Fact]
    public void Function_WithARoleOfTheTemplate_HasItsPolicy()
    {
        var sweep = s_sample.Function("Sweep");

        Assert.Equal($"arn:aws:iam::123456789012:role/ops-SweepRole", sweep.RoleArn);
        Assert.False(sweep.Policy.Allows("logs:PutLogEvents", "*"));
        Assert.Equal(
            (10.0, 2, 1, 300.0),
            (
                sweep.Timeout.TotalSeconds,
                sweep.ReservedConcurrency,
                sweep.MaximumRetryAttempts,
                sweep.MaximumEventAge.TotalSeconds
            )
        );
        Assert.Equal($"arn:aws:sns:{Here}:notices", sweep.OnFailure);
        var definition = sweep.ToDefinition(FunctionDefinition.InProcess((payload, _, _) => Task.FromResult(payload)));
        Assert.Equal(
            (2, 1, "global"),
            (definition.MaxConcurrency, definition.MaximumRetryAttempts, definition.Variables["SHARED"])
        );
    }

    [Fact]
    public void OtherResources_AreReadWithTheirDefaults()
    {
        Assert.Equal(
            new StackQueue(
                "Ticks",
                "ops-Ticks",
                $"arn:aws:sqs:{Here}:ops-Ticks",
                "http://127.0.0.1:4566/123456789012/ops-Ticks",
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(360),
                TimeSpan.FromDays(4),
                $"arn:aws:sqs:{Here}:ops-dead",
                4
            ),
            s_sample.Queues[0]
        );
        Assert.Equal(
            (TimeSpan.Zero, TimeSpan.FromSeconds(30), null),
            (s_sample.Queues[1].Delay, s_sample.Queues[1].VisibilityTimeout, s_sample.Queues[1].DeadLetterTargetArn)
        );
        var table = Assert.Single(s_sample.Tables);
        Assert.Equal(
            ("pk", "sk", "expires", true, "S"),
            (
                table.HashKey,
                table.RangeKey,
                table.TimeToLiveAttribute,
                table.PointInTimeRecovery,
                table.AttributeTypes["sk"]
            )
        );
        Assert.Equal(["ops-AlarmTopic", "notices"], s_sample.Topics.Select(topic => topic.Name));
        Assert.Equal(["https", "lambda"], s_sample.Subscriptions.Select(one => one.Protocol));
        var rule = s_sample.Rules.Single(one => one.LogicalId == "Rule");
        Assert.Equal((false, "$.detail"), (rule.IsEnabled, rule.Targets[0].InputPath));
        Assert.Equal(
            ($"arn:aws:events:{Here}:rule/ops-Rule", "ops-RespondToAlarm"),
            (s_sample.Permissions[0].SourceArn, s_sample.Permissions[0].Function)
        );
        Assert.Equal(
            [("ops-Errors", false), ("all", true)],
            s_sample.Alarms.Select(one => (one.Name, one.IsComposite))
        );
        Assert.Equal("ALARM(ops-Errors)", s_sample.Alarms[1].Properties.GetProperty("AlarmRule").GetString());
        Assert.Equal(("ops-site", true), (s_sample.Buckets[0].Name, s_sample.Buckets[0].IsVersioned));
        Assert.Equal(["TicksUrl"], s_sample.Outputs.Keys);
    }

    [Fact]
    public void Parameters_DecideConditions()
    {
        var stack = Stack.Read(
            SampleTemplate.Text,
            s_options with
            {
                Parameters = s_options.Parameters.Add("Mode", "act").Add("NoticeEmail", "ops@example.com"),
            }
        );

        var environment = stack.Function("RespondToAlarm").Environment;
        Assert.Equal(("act", "some", "both"), (environment["LAMBDAOPS_MODE"], environment["IF"], environment["GONE"]));
        Assert.Contains(stack.Subscriptions, one => (one.Protocol, one.Endpoint) == ("email", "ops@example.com"));
        Assert.True(stack.Rules.Single(one => one.LogicalId == "Rule").IsEnabled);
        Assert.Equal("ops@example.com", stack.Outputs["Mail"]);
    }

    [Theory]
    [InlineData(
        "Resources.Site.Type",
        "\"AWS::EC2::Instance\"",
        "Resources/Site/Type: resources of type 'AWS::EC2::Instance' are not supported."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Timeout",
        """{"Fn::ImportValue":"x"}""",
        "Resources/Sweep/Properties/Timeout/Fn::ImportValue: this intrinsic function is not supported here."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Timeout",
        "\"soon\"",
        "Resources/Sweep/Properties/Timeout: 'soon' is no whole number."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Ref":"Nobody"}""",
        "Resources/Sweep/Properties/Handler/Ref: there is no parameter and no resource Nobody."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Fn::GetAtt":["Dead","Colour"]}""",
        "Resources/Sweep/Properties/Handler/Fn::GetAtt: AWS::SQS::Queue has no attribute Colour here."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Fn::Sub":"${Dead.Colour}"}""",
        "Resources/Sweep/Properties/Handler/Fn::Sub/Dead.Colour: AWS::SQS::Queue has no attribute Colour here."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Ref":"NoticeMail"}""",
        "Resources/Sweep/Properties/Handler/Ref: NoticeMail is not deployed: its condition is false."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Fn::If":["Unknown",1,2]}""",
        "Resources/Sweep/Properties/Handler/Fn::If: there is no condition Unknown."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Fn::Select":[7,["a"]]}""",
        "Resources/Sweep/Properties/Handler/Fn::Select: expected an index into a list."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Handler",
        """{"Fn::Join":["a"]}""",
        "Resources/Sweep/Properties/Handler/Fn::Join: expected 2 arguments."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Role",
        "\"arn:aws:iam::1:role/elsewhere\"",
        "Resources/Sweep/Properties/Role: the role arn:aws:iam::1:role/elsewhere is not in this template."
    )]
    [InlineData(
        "Resources.RespondToAlarm.Properties.Events.Ticks.Properties.ScalingConfig.MaximumConcurrency",
        "1",
        "Resources/RespondToAlarm/Properties/Events/Ticks/Properties/ScalingConfig/MaximumConcurrency: 1 is not from 2 to 1000."
    )]
    [InlineData("Resources.Sweep.Properties.Runtime", "null", "Resources/Sweep/Properties/Runtime: it is required.")]
    [InlineData(
        "Resources.Dead.Properties.QueueName",
        """{"Fn::GetAtt":["Dead","QueueName"]}""",
        "Resources/Dead/Properties/QueueName/Fn::GetAtt: the name of Dead depends on itself."
    )]
    [InlineData(
        "Conditions.Acts",
        """{"Condition":"Acts"}""",
        "Conditions/Acts/Condition: condition Acts depends on itself."
    )]
    [InlineData("Parameters.Mode.Default", "\"maybe\"", "Parameters/Mode: 'maybe' is none of its allowed values.")]
    [InlineData(
        "Parameters.Mode.AllowedPattern",
        "\"^act$\"",
        "Parameters/Mode: found 'observe', expected what matches ^act$."
    )]
    [InlineData(
        "Parameters.Clusters.AllowedPattern",
        "\"sho.\"",
        "Parameters/Clusters: found 'web', expected what matches sho.."
    )]
    [InlineData(
        "Parameters.NoticeEmail.Default",
        "null",
        "Parameters/NoticeEmail: it has neither a default nor a value."
    )]
    [InlineData(
        "Resources.Sweep.Properties.VpcConfig",
        """{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-1"]}""",
        "Resources/Sweep/Properties/Role: the function's role does not allow ec2:CreateNetworkInterface on *, which "
            + "Lambda calls with it."
    )]
    [InlineData(
        "Resources.Sweep.Properties.Events",
        """{"Own":{"Type":"SQS","Properties":{"Queue":{"Fn::GetAtt":["Ticks","Arn"]}}}}""",
        "Resources/Sweep/Properties/Role: the function's role does not allow sqs:ReceiveMessage on "
            + "arn:aws:sqs:ap-northeast-1:123456789012:ops-Ticks, which Lambda calls with it."
    )]
    [InlineData(
        "Resources.RespondToAlarm.Properties.Events.Alarms.Type",
        "\"Api\"",
        "Resources/RespondToAlarm/Properties/Events/Alarms/Type: events of type 'Api' are not supported."
    )]
    [InlineData(
        "Resources.RespondToAlarm.Properties.Policies.1.Statement.0.Effect",
        "\"Maybe\"",
        "Resources/RespondToAlarm/Properties/Policies/1/Statement/0/Effect: 'Maybe' is neither Allow nor Deny."
    )]
    [InlineData(
        "Resources.RespondToAlarm.Properties.Policies.0",
        """{"SQSPollerPolicy":{}}""",
        "Resources/RespondToAlarm/Properties/Policies/0: SAM's policy template SQSPollerPolicy is not supported: "
            + "write the statements."
    )]
    [InlineData(
        "Resources.Rule.Properties.EventPattern.source",
        "\"aws.ecs\"",
        "Resources/Rule/Properties/EventPattern: $.source: expected a list of values or an object."
    )]
    public void Read_NamesThePlaceOfWhatIsWrong(string where, string value, string message)
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        var words = where.Split('.');
        var owner = words[..^1]
            .Aggregate(template, (node, word) => node is JsonArray list ? list[Index(word)]! : node[word]!);
        if (owner is JsonArray items)
        {
            items[Index(words[^1])] = JsonNode.Parse(value);
        }
        else
        {
            owner[words[^1]] = JsonNode.Parse(value);
        }

        var wrong = Assert.Throws<StackError>(() => Stack.Read(template.ToJsonString(), s_options));

        Assert.Equal(message, wrong.Message);
        Assert.Equal(words[1], wrong.LogicalId);

        static int Index(string word) => int.Parse(word, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("""{"Fn::Contains":[["observe","act"],{"Ref":"Mode"}]}""", null)]
    [InlineData("""{"Fn::Equals":[{"Ref":"AWS::Region"},"eu-west-1"]}""", "Rules/Here: deploy it there")]
    public void Read_HoldsTheRules(string assert, string? message)
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        template["Rules"] = JsonNode.Parse(
            $$$"""{"Here":{"Assertions":[{"Assert":{{{assert}}},"AssertDescription":"deploy it there"}]}}"""
        );

        Assert.Equal(message, MessageOf(template));

        template["Rules"]!["Here"]!["RuleCondition"] = JsonNode.Parse("""{"Fn::Equals":[{"Ref":"Mode"},"act"]}""");
        Assert.Null(MessageOf(template));
    }

    [Fact]
    public void Read_RefusesPoliciesThatIamDoesNotTake()
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        var statement = template["Resources"]!["SweepRole"]!["Properties"]!["Policies"]![0]!["PolicyDocument"]!;
        statement["Statement"]!["Resource"] = new string('x', 10_240);

        Assert.Matches(
            "^Resources/SweepRole/Properties/Policies: they have [0-9]+ characters, IAM takes 10240 a role.$",
            MessageOf(template)
        );
    }

    [Fact]
    public void ManagedPolicy_IsThatOfTheRolesThatNameIt()
    {
        var template = WithManagedPolicy("sns:Publish");

        var stack = Stack.Read(template.ToJsonString(), s_options);

        Assert.True(stack.Function("Sweep").Policy.Allows("sns:Publish", "arn:aws:sns:r:1:t"));
        Assert.False(stack.Function("RespondToAlarm").Policy.Allows("sns:Publish", "arn:aws:sns:r:1:t"));
        Assert.Equal("arn:aws:iam::123456789012:policy/ops-Shared", stack.Outputs["Policy"]);
    }

    [Theory]
    [InlineData(
        "PolicyDocument",
        null,
        "^Resources/Shared/Properties/PolicyDocument: it has [0-9]+ characters, IAM takes 6144 a policy.$"
    )]
    [InlineData(
        "Roles",
        "[\"a\"]",
        "^Resources/Shared/Properties/Roles: not supported: name the policy in ManagedPolicyArns.$"
    )]
    public void Read_RefusesManagedPoliciesThatIamDoesNotTake(string property, string? value, string message)
    {
        var template = WithManagedPolicy(value is null ? new string('x', 6_144) : "sns:Publish");
        if (value is not null)
        {
            template["Resources"]!["Shared"]!["Properties"]![property] = JsonNode.Parse(value);
        }

        Assert.Matches(message, MessageOf(template));
    }

    /// <summary>Lambda counts names and values.</summary>
    [Theory]
    [InlineData(4096 - 4, null)]
    [InlineData(4096 - 3, "Resources/Sweep/Properties/Environment/Variables: they have 4097 bytes, Lambda takes 4096.")]
    public void Read_RefusesAnEnvironmentThatLambdaDoesNotTake(int length, string? message)
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        template["Globals"]!["Function"]!.AsObject().Remove("Environment");
        template["Resources"]!["Sweep"]!["Properties"]!["Environment"] = new JsonObject
        {
            ["Variables"] = new JsonObject { ["LONG"] = new string('x', length) },
        };

        Assert.Equal(message, MessageOf(template));
    }

    /// <summary>The role Sweep's, for one action everywhere.</summary>
    private static JsonNode WithManagedPolicy(string action)
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        template["Resources"]!["Shared"] = JsonNode.Parse(
            $$$"""
            { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [
              { "Effect": "Allow", "Action": "{{{action}}}", "Resource": "*" }
            ] } } }
            """
        );
        template["Resources"]!["SweepRole"]!["Properties"] = JsonNode.Parse(
            """{"ManagedPolicyArns":[{"Ref":"Shared"}]}"""
        );
        template["Outputs"]!["Policy"] = JsonNode.Parse("""{"Value":{"Ref":"Shared"}}""");
        return template;
    }

    /// <summary>A policy may name the rule that SAM makes of a function's event.</summary>
    [Fact]
    public void Attribute_OfASamRuleIsItsArn()
    {
        var template = JsonNode.Parse(SampleTemplate.Text)!;
        template["Outputs"]!["Rule"] = JsonNode.Parse("""{"Value":{"Fn::GetAtt":["RespondToAlarmChanges","Arn"]}}""");

        var stack = Stack.Read(template.ToJsonString(), s_options);

        Assert.Equal(stack.Rules.Single(rule => rule.LogicalId == "RespondToAlarmChanges").Arn, stack.Outputs["Rule"]);
    }

    private static string? MessageOf(JsonNode template)
    {
        try
        {
            Stack.Read(template.ToJsonString(), s_options);
            return null;
        }
        catch (StackError wrong)
        {
            return wrong.Message;
        }
    }

    [Fact]
    public void Read_RefusesAParameterThatTheTemplateDoesNotHave()
    {
        var options = s_options with { Parameters = s_options.Parameters.Add("Modus", "act") };
        Assert.Equal(
            "Parameters/Modus: the template has no such parameter.",
            Assert.Throws<StackError>(() => Stack.Read(SampleTemplate.Text, options)).Message
        );
    }
}
