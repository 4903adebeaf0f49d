using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Aws.FollowUps;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Functions.Tests;

/// <summary>What a further function costs the stack, and that there is room for many.</summary>
public class TemplateSizeTests
{
    private const string Pattern = "LAMBDAOPS_TICK_QUEUES";

    private static readonly JsonObject s_template = JsonNode.Parse(File.ReadAllText(Repository.Template))!.AsObject();

    /// <summary>Functions that answer no incident, and whose queues are theirs alone: only they send to them.</summary>
    private static readonly string[] s_alone =
    [
        .. AllProcedures
            .CheckFunctions.Append(AllProcedures.Operator)
            .Except(AllProcedures.LoopFunctions)
            .Select(function => function.Value),
    ];

    /// <summary>Beside its schedules; and of the estate's own alarms there are as many as the estate has.</summary>
    [Fact]
    public void Function_HasEightResourcesAtMost()
    {
        var owners = s_template["Resources"]!
            .AsObject()
            .Where(one =>
                (string?)one.Value!["Condition"] != "CreatesAlarms"
                && (string?)one.Value["Type"] != "AWS::Scheduler::Schedule"
            )
            .CountBy(one =>
                TemplateTests.MethodNames.FirstOrDefault(name => one.Key.StartsWith(name, StringComparison.Ordinal))
                ?? "shared"
            )
            .ToDictionary();

        Assert.Equal(TemplateTests.MethodNames.Append("shared").Order(), owners.Keys.Order());
        Assert.All(TemplateTests.MethodNames, name => Assert.InRange(owners[name], 4, 8));
        // Sixteen functions of eight resources each are 128; CloudFormation takes 500 a stack.
        Assert.InRange(owners["shared"], 1, 38);
    }

    /// <summary>Lambda takes 4 KB of environment, IAM 6,144 characters a managed policy; the account's stack reader refuses more.</summary>
    [Fact]
    public void FortyFunctions_FitIntoEnvironmentAndPolicy()
    {
        var (five, forty) = (Deploy(s_template), Deploy(WithFunctions(40)));

        Assert.Equal(40, forty.Functions.Length);
        Assert.Equal(five.Functions.Max(Environment), forty.Functions.Max(Environment));
        Assert.InRange(forty.Functions.Max(Environment), 1, 4096 / 2);
        Assert.All(
            forty.Functions,
            function =>
                Assert.All(
                    forty.Queues.Where(queue => !s_alone.Any(name => queue.LogicalId == $"{name}Ticks")),
                    queue => Assert.True(function.Policy.Allows("sqs:SendMessage", queue.Arn))
                )
        );
    }

    /// <summary>A queue is where the convention says, and its own function takes from it.</summary>
    [Fact]
    public void Queues_AreWhereTheConventionSays()
    {
        var stack = Deploy(s_template, "another-stack");
        foreach (var remedy in AllProcedures.Remedies)
        {
            var function = stack.Functions.Single(one =>
                one.Environment.GetValueOrDefault("LAMBDAOPS_FUNCTION") == remedy.Function.Value
            );
            var url = TickQueues.Parse(function.Environment[Pattern]).UrlOf(remedy.Function);
            var queue = Assert.Single(stack.Queues, queue => queue.Url == url);

            Assert.Equal($"{function.Name}-ticks", queue.Name);
            Assert.Equal(queue.Arn, Assert.Single(function.QueueSources).QueueArn);
        }
    }

    /// <summary>Not to those of a stack whose name only begins the same, and takes from its own alone.</summary>
    [Fact]
    public void Functions_SendToTheQueuesOfTheirOwnStackOnly()
    {
        var (stack, other) = (Deploy(s_template, "ops"), Deploy(s_template, "ops-dr"));
        foreach (var function in stack.Functions)
        {
            var own = function.QueueSources.Select(source => source.QueueArn).ToHashSet();
            Assert.All(
                stack.Queues,
                queue =>
                    Assert.Equal(
                        own.Contains(queue.Arn) || !s_alone.Any(name => queue.LogicalId == $"{name}Ticks"),
                        function.Policy.Allows("sqs:SendMessage", queue.Arn)
                    )
            );
            Assert.All(other.Queues, queue => Assert.False(function.Policy.Allows("sqs:SendMessage", queue.Arn)));
            Assert.Equal(
                function.QueueSources.Select(source => source.QueueArn),
                stack
                    .Queues.Where(queue => function.Policy.Allows("sqs:ReceiveMessage", queue.Arn))
                    .Select(one => one.Arn)
            );
        }
    }

    /// <summary>As Lambda counts.</summary>
    private static int Environment(StackFunction function) =>
        function.Environment.Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value));

    /// <summary>With further functions, each the image of one that there is.</summary>
    private static JsonObject WithFunctions(int count)
    {
        var template = (JsonObject)s_template.DeepClone();
        var resources = template["Resources"]!.AsObject();
        var sends = resources["LoopPolicy"]!["Properties"]!["PolicyDocument"]!["Statement"]!
            .AsArray()
            .Single(one => (string?)one!["Sid"] == "Tick")!["Resource"]!.AsArray();
        for (var number = TemplateTests.MethodNames.Count() + 1; number <= count; number++)
        {
            var name = FormattableString.Invariant($"Procedure{number}");
            foreach (var part in new[] { "Ticks", "Logs", "Role", "Function", "QueueAgeAlarm", "FailuresAlarm" })
            {
                var image = resources[$"MaintenancePage{part}"]!.ToJsonString();
                resources[$"{name}{part}"] = JsonNode.Parse(
                    image.Replace("MaintenancePage", name, StringComparison.Ordinal)
                );
            }

            sends.Add(new JsonObject { ["Fn::GetAtt"] = new JsonArray($"{name}Ticks", "Arn") });
        }

        return template;
    }

    private static DeployedStack Deploy(JsonObject template, string name = "lambdaops") =>
        Stack.Read(
            template.ToJsonString(),
            new StackOptions(name)
            {
                Parameters = ImmutableDictionary<string, string>
                    .Empty.Add("EstateObjectArn", $"arn:aws:s3:::{new string('b', 63)}/lambdaops/prod/estate.json")
                    .Add("EncryptTopics", "true")
                    .Add("Tracing", "Active")
                    .Add("SubnetIds", "subnet-0a")
                    .Add("SecurityGroupIds", "sg-0a"),
            }
        );
}
