using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Functions.Tests;

/// <summary>What follows from an estate stands in its template, and nothing else does.</summary>
public class EstateTemplateTests
{
    private static readonly string s_template = File.ReadAllText(Repository.Template);

    [Fact]
    public void CheckedInTemplate_IsWhatFollowsFromTheCheckedInEstate()
    {
        var derived = EstateTemplate.Write(s_template, OtherEstates.Shaped(_ => { }));

        Assert.Empty(derived.Changed);
        Assert.Equal(s_template, derived.Text);
    }

    /// <summary>There and back again is the same file, byte for byte, whatever the other estate had or lacked.</summary>
    [Theory]
    [MemberData(nameof(OtherEstates.Names), MemberType = typeof(OtherEstates))]
    public void Writing_IsUndoneByWritingTheFirstEstate(string other)
    {
        var there = EstateTemplate.Write(s_template, OtherEstates.Of(other));
        Assert.NotEmpty(there.Changed);
        Assert.Empty(EstateTemplate.Write(there.Text, OtherEstates.Of(other)).Changed);

        Assert.Equal(s_template, EstateTemplate.Write(there.Text, OtherEstates.Shaped(_ => { })).Text);
    }

    /// <summary>A person's white space, order and own members stay.</summary>
    [Fact]
    public void Writing_LeavesEverythingElseAsItIs()
    {
        const string Own = "\"MyTopic\" :  { \"Type\":\"AWS::SNS::Topic\", \"Metadata\": { \"é\": [1,2,  3] } },\n    ";
        var at = s_template.IndexOf("\"JournalTable\": {", StringComparison.Ordinal);
        var mine = s_template.Insert(at, Own);

        var there = EstateTemplate.Write(mine, OtherEstates.Of("no site")).Text;

        Assert.Contains(Own, there, StringComparison.Ordinal);
        Assert.Equal(mine, EstateTemplate.Write(there, OtherEstates.Shaped(_ => { })).Text);
    }

    /// <summary>As the generator of Amazon.Lambda.Annotations leaves the file: two spaces, nothing escaped.</summary>
    [Theory]
    [MemberData(nameof(OtherEstates.Names), MemberType = typeof(OtherEstates))]
    public void Text_IsAsTheGeneratorWritesIt(string other)
    {
        var text = EstateTemplate.Write(s_template, OtherEstates.Of(other)).Text;

        Assert.Equal(
            JsonNode
                .Parse(text)!
                .ToJsonString(
                    new JsonSerializerOptions
                    {
                        WriteIndented = true,
                        NewLine = "\n",
                        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                    }
                ),
            text.TrimEnd('\n')
        );
    }

    [Fact]
    public void Roles_NameEachServiceWithItsRemedyAndNoOther()
    {
        var estate = OtherEstates.Of("several of each");
        var stack = StackOf(estate);
        foreach (var remedy in AllProcedures.Remedies.Where(one => one is not Remedy<DisasterRecovery>))
        {
            var policy = stack.Roles.Single(role => role.LogicalId == $"{Prefix(remedy)}Role").Policy;
            foreach (var service in estate.Services)
            {
                var arn = $"arn:aws:ecs:eu-west-1:123456789012:service/{service.Cluster}/{service.Service}";
                Assert.Equal(remedy.SettingFor(service) is not null, policy.Allows("ecs:DescribeServices", arn));
                Assert.Equal(remedy.SettingFor(service) is not null, policy.Allows("ecs:UpdateService", arn));
            }

            Assert.False(policy.Allows("ecs:UpdateService", "arn:aws:ecs:eu-west-1:123456789012:service/first/other"));
        }
    }

    [Fact]
    public void Roles_NameEachSiteThatTheirRemedyCanTouch()
    {
        var stack = StackOf(OtherEstates.Of("several of each"));
        var total = Policy(stack, "TotalOutage");
        var page = Policy(stack, "MaintenancePage");

        // Nobody's site but the second: the outage of no service shows its page.
        Assert.True(page.Allows("s3:PutObject", "arn:aws:s3:::second-static/a*b.html"));
        Assert.False(page.Allows("s3:PutObject", "arn:aws:s3:::second-static/axxb.html"));
        Assert.False(total.Allows("s3:PutObject", "arn:aws:s3:::second-static/a*b.html"));
        Assert.True(total.Allows("s3:PutObject", "arn:aws:s3:::lightningtalk-static/index.html"));
        Assert.True(page.Allows("s3:PutObject", "arn:aws:s3:::second-backups/kept/x"));
        Assert.False(page.Allows("s3:PutObject", "arn:aws:s3:::second-maintenance/m.html"));
        Assert.True(page.Allows("s3:GetObject", "arn:aws:s3:::second-maintenance/m.html"));
        Assert.True(page.Allows("cloudfront:CreateInvalidation", "arn:aws:cloudfront::123456789012:distribution/E2ND"));
        Assert.False(
            total.Allows("cloudfront:CreateInvalidation", "arn:aws:cloudfront::123456789012:distribution/E2ND")
        );
    }

    [Fact]
    public void EstateWithoutASite_HasNoStatementAboutPages()
    {
        var text = EstateTemplate.Write(s_template, OtherEstates.Of("no site")).Text;

        Assert.DoesNotContain("SwapPages", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PageKeyArns", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Policy(Stack.Read(text, new StackOptions()), "MaintenancePage").Statements.SelectMany(one => one.Actions),
            action => action.StartsWith("s3:", StringComparison.Ordinal)
        );
    }

    /// <summary>What a call is about stands in its condition keys: the ARN is drawn by AWS.</summary>
    [Theory]
    [InlineData("ecs", "ecs:service:DesiredCount", true)]
    [InlineData("dynamodb", "dynamodb:table:WriteCapacityUnits", false)]
    [InlineData("ecs", "another", false)]
    public void ScalingMinimum_IsMovedOfServicesOnly(string space, string dimension, bool allowed) =>
        Assert.Equal(
            allowed,
            Policy(StackOf(OtherEstates.Shaped(_ => { })), "Latency")
                .Allows(
                    "application-autoscaling:RegisterScalableTarget",
                    "arn:aws:application-autoscaling:ap-northeast-1:123456789012:scalable-target/0123",
                    new Dictionary<string, string>
                    {
                        ["application-autoscaling:service-namespace"] = space,
                        ["application-autoscaling:scalable-dimension"] = dimension,
                    }
                )
        );

    [Theory]
    [InlineData("first-5xx", "OK", "ALARM", true)]
    [InlineData("first-5xx", "ALARM", "OK", true)]
    [InlineData("first-5xx", "ALARM", "INSUFFICIENT_DATA", true)]
    [InlineData("first-5xx", "OK", "INSUFFICIENT_DATA", false)]
    [InlineData("first-5xx", "INSUFFICIENT_DATA", "OK", false)]
    [InlineData("a-1-b", "OK", "ALARM", true)]
    [InlineData("a-*-b", "OK", "ALARM", true)]
    [InlineData("lit*eral", "OK", "ALARM", true)]
    [InlineData("literal", "OK", "ALARM", false)]
    [InlineData("somebody-elses", "OK", "ALARM", false)]
    public void Rules_MatchTheEstatesAlarmsWhenAlarmBeginsOrEnds(string name, string before, string now, bool matches)
    {
        var seen = JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["source"] = "aws.cloudwatch",
                ["detail-type"] = "CloudWatch Alarm State Change",
                ["detail"] = new JsonObject
                {
                    ["alarmName"] = name,
                    ["state"] = new JsonObject { ["value"] = now },
                    ["previousState"] = new JsonObject { ["value"] = before },
                },
            }
        );
        var rules = StackOf(OtherEstates.Of("several of each")).Rules;

        Assert.Equal(matches, rules.Any(rule => EventPattern.Parse(rule.Pattern!.Value).Matches(seen)));
    }

    /// <summary>By name, by pattern and by tag: the rule is that of the remedy that the estate gives the alarm to.</summary>
    [Theory]
    [InlineData("metric-alarm", "ServiceUnavailable")]
    [InlineData("metric-ok", "ServiceUnavailable")]
    [InlineData("tagged-alarm", "ServiceUnavailable")]
    [InlineData("latency-alarm", "Latency")]
    [InlineData("composite-alarm", "TotalOutage")]
    public void Rules_BringTheEventsOfTheEstatesAlarms(string file, string remedy)
    {
        using var happened = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"eventbridge-{file}.json"))
        );

        var rule = Assert.Single(
            StackOf(OtherEstates.Shaped(_ => { })).Rules,
            rule => EventPattern.Parse(rule.Pattern!.Value).Matches(happened.RootElement)
        );

        Assert.StartsWith($"{remedy}FunctionAlarmsByEventBridge", rule.LogicalId, StringComparison.Ordinal);
    }

    /// <summary>Each within EventBridge's limit, together all of them; each may keep what failed.</summary>
    [Fact]
    public void Rules_AreAsManyAsTheNamesNeed()
    {
        var stack = StackOf(OtherEstates.Of("250 services"));
        var rules = stack.Rules.Where(rule => rule.LogicalId.StartsWith("Latency", StringComparison.Ordinal)).ToList();

        Assert.True(rules.Count > 1);
        Assert.All(
            rules,
            rule => Assert.InRange(JsonSerializer.Serialize(rule.Pattern!.Value).Length, 1, AlarmPatterns.Longest)
        );
        Assert.Equal(
            250,
            rules
                .SelectMany(rule => rule.Pattern!.Value.GetProperty("detail").GetProperty("alarmName").EnumerateArray())
                .Count()
        );
        var policy = JsonNode.Parse(EstateTemplate.Write(s_template, OtherEstates.Of("250 services")).Text)![
            "Resources"
        ]!["EventBridgeMayKeepWhatFailed"]!;
        Assert.Equal(
            stack.Rules.Select(rule => rule.LogicalId),
            policy["Properties"]!["PolicyDocument"]!["Statement"]![0]!["Condition"]!["ArnEquals"]!["aws:SourceArn"]!
                .AsArray()
                .Select(arn => (string?)arn!["Fn::GetAtt"]![0])
        );
    }

    [Fact]
    public void EstateWithoutAlarmsOfARemedy_HasNoRuleForIt()
    {
        var stack = StackOf(
            OtherEstates.Shaped(estate =>
            {
                foreach (
                    var rule in estate["alarms"]!.AsArray().Where(one => (string?)one!["remedy"] == "latency").ToList()
                )
                {
                    estate["alarms"]!.AsArray().Remove(rule);
                }
            })
        );

        Assert.DoesNotContain(stack.Rules, rule => rule.LogicalId.StartsWith("Latency", StringComparison.Ordinal));
        Assert.Contains(stack.Rules, rule => rule.LogicalId.StartsWith("TotalOutage", StringComparison.Ordinal));
    }

    /// <summary>Where every service by name would not fit into IAM's limit, clusters are named; and it is said.</summary>
    [Fact]
    public void LargeEstate_NamesClustersAndSaysSo()
    {
        var derived = EstateTemplate.Write(s_template, OtherEstates.Of("250 services"));
        var policy = Policy(Stack.Read(derived.Text, Options(OtherEstates.Of("250 services"))), "Latency");

        Assert.Contains(
            derived.Notes,
            note => note.StartsWith("LatencyRole names services by their clusters", StringComparison.Ordinal)
        );
        Assert.True(policy.Allows("ecs:UpdateService", "arn:aws:ecs:ap-northeast-1:123456789012:service/prod/s7"));
        Assert.False(policy.Allows("ecs:UpdateService", "arn:aws:ecs:ap-northeast-1:123456789012:service/other/s7"));
        Assert.True(
            policy.Allows("logs:StartQuery", "arn:aws:logs:ap-northeast-1:123456789012:log-group:/ecs/prod/s7:*")
        );
        Assert.False(policy.Allows("logs:StartQuery", "arn:aws:logs:ap-northeast-1:123456789012:log-group:/other:*"));
    }

    [Fact]
    public void EstateThatFitsNoStack_IsRefusedInOneSentence()
    {
        var tooLarge = OtherEstates.Shaped(estate =>
        {
            var sites = estate["sites"]!.AsArray();
            for (var i = 0; i < 40; i++)
            {
                var site = sites[0]!.DeepClone();
                site["id"] = $"site-{i}";
                site["bucket"] = $"another-static-bucket-with-a-long-name-{i}";
                sites.Add(site);
            }
        });

        var refused = Assert.Throws<StackError>(() => EstateTemplate.Write(s_template, tooLarge));

        Assert.Matches(
            "^Resources/MaintenancePageRole.*: the estate asks for [0-9]+ characters and IAM takes 10,240 characters of "
                + "inline policies a role: split the estate into two stacks.$",
            refused.Message
        );
    }

    [Theory]
    [InlineData("{", "template: it is no JSON")]
    [InlineData("{\"Resources\":{}}", "expected what the template of LambdaOps has")]
    [InlineData("[]", "found nothing there")]
    public void AnotherTemplate_IsRefusedInOneSentence(string template, string says) =>
        Assert.Contains(
            says,
            Assert.Throws<StackError>(() => EstateTemplate.Write(template, OtherEstates.Shaped(_ => { }))).Message,
            StringComparison.Ordinal
        );

    /// <summary>Alarms by the names of the estate's rules, on its own services, for their own topics.</summary>
    [Fact]
    public void Alarms_AreCreatedForTheRulesWhoseNamesSayWhatTheyWatch()
    {
        var options = Options(OtherEstates.Of("several of each"));
        var stack = Stack.Read(
            EstateTemplate.Write(s_template, OtherEstates.Of("several of each")).Text,
            options with
            {
                Parameters = options.Parameters.Add("CreateAlarms", "true"),
            }
        );
        var created = stack.Alarms.Where(alarm => alarm.Name.StartsWith("first-", StringComparison.Ordinal)).ToList();

        Assert.Equal(["first-5xx", "first-cpu"], created.Select(alarm => alarm.Name).Order(StringComparer.Ordinal));
        Assert.Contains(
            """{"Name":"LoadBalancer","Value":"app/first/50dc6c495c0c9188"}""",
            created.Single(alarm => alarm.Name == "first-5xx").Properties.GetRawText(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "LatencyAlarmTopic",
            created.Single(alarm => alarm.Name == "first-cpu").Properties.GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Template_IsRefusedInAnotherRegion() =>
        Assert.Contains(
            "deploy it there",
            Assert
                .Throws<StackError>(() => Stack.Read(s_template, new StackOptions { Region = "eu-central-1" }))
                .Message,
            StringComparison.Ordinal
        );

    /// <summary>Where the estate stands by, the same template deploys what turns the traffic, and nothing else.</summary>
    [Fact]
    public void StandbyRegion_HasOnlyWhatStandsBy()
    {
        var estate = OtherEstates.Shaped(_ => { });

        var there = Stack.Read(s_template, Options(estate) with { Region = estate.StandbyRegion! });

        Assert.Equal(["OperatorFunction", "RegionFailoverFunction", "WatchFunction"], Functions(there));
        Assert.Empty(there.Rules);
        Assert.Equal(
            AllProcedures.Functions.Select(one => $"{one}Function").Order(StringComparer.Ordinal),
            Functions(StackOf(estate))
        );

        static IEnumerable<string> Functions(DeployedStack stack) =>
            stack.Functions.Select(one => one.LogicalId).Order(StringComparer.Ordinal);
    }

    /// <summary>No name of the demo is left in a parameter.</summary>
    [Fact]
    public void Parameters_HaveNoNamesOfAnEstate()
    {
        var parameters = JsonNode.Parse(s_template)!["Parameters"]!.ToJsonString();
        var names = JsonDocument
            .Parse(File.ReadAllText(Repository.Estate))
            .RootElement.GetRawText()
            .Split('"')
            .Where((_, index) => index % 2 == 1)
            .Where(word =>
                word.Contains("lightningtalk", StringComparison.Ordinal)
                || word.StartsWith("api-", StringComparison.Ordinal)
            );

        Assert.All(names, name => Assert.DoesNotContain(name, parameters, StringComparison.Ordinal));
    }

    private static DeployedStack StackOf(Estate estate) =>
        Stack.Read(EstateTemplate.Write(s_template, estate).Text, Options(estate));

    private static StackOptions Options(Estate estate)
    {
        var options = new StackOptions { Region = estate.Region };
        return options with { Parameters = options.Parameters.Add("WritePermissions", "granted") };
    }

    private static RolePolicy Policy(DeployedStack stack, string prefix) =>
        stack.Roles.Single(role => role.LogicalId == $"{prefix}Role").Policy;

    private static string Prefix(Remedy remedy) =>
        $"{char.ToUpperInvariant(remedy.Name.Value[0])}{remedy.Name.Value[1..]}";
}
