using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Functions.Tests;

/// <summary>
/// Least privilege, proven: a role may do what some drill does, and nothing else. What plays in the drills is what is
/// deployed: the adapters, their AWS clients and the template's variables.
/// </summary>
public class PermissionTests
{
    /// <summary>What no drill shows, with the reason.</summary>
    private static readonly Dictionary<string, string> s_unseen = new(StringComparer.Ordinal)
    {
        ["logs:CreateLogStream"] = "Lambda itself writes the function's log with its role",
        ["logs:PutLogEvents"] = "Lambda itself writes the function's log with its role",
        ["s3:GetObject"] = "only where the estate is in S3 (EstateObjectArn); drills bring it in the package",
    };

    private static readonly Dictionary<bool, Lazy<Task<List<(StackFunction Function, CallRecord Call)>>>> s_drilled =
        new[] { true, false }.ToDictionary(
            mayWrite => mayWrite,
            mayWrite => new Lazy<Task<List<(StackFunction Function, CallRecord Call)>>>(() =>
                RunAsync(AllDrills.All.Where(BeginsWithThisTemplate), mayWrite)
            )
        );

    /// <summary>What an older template's roles allowed, before an update, is not this template's.</summary>
    private static bool BeginsWithThisTemplate(Drill drill)
    {
        var template = File.ReadAllText(Repository.Template);
        return drill.Before(template) == template;
    }

    /// <summary>With WritePermissions=none it decides and tells by the same looks, and may change nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Role_AllowsExactlyWhatDrillsDo(bool mayWrite)
    {
        var stack = TheStack(mayWrite);
        foreach (var function in stack.Functions)
        {
            var allowed = function
                .Policy.Statements.Where(one => one.IsAllow)
                .SelectMany(one => one.Actions)
                .ToHashSet();
            var used = (await s_drilled[mayWrite].Value)
                .Where(one => one.Function.LogicalId == function.LogicalId)
                .SelectMany(one => NeedsOf(one.Call))
                .Select(need => need.Action)
                .Concat(LambdaUses(function))
                .Concat(s_unseen.Keys)
                // A request that fails is tried again later; in drills of checks and answers none does.
                .Concat(IsAlone(function) ? ["sqs:ChangeMessageVisibility"] : [])
                // A page function that may change nothing answers; it goes on, and tells, only where a page was up.
                .Concat(
                    mayWrite || function.LogicalId != "MaintenancePageFunction"
                        ? []
                        : ["sns:Publish", "sqs:ChangeMessageVisibility", "sqs:SendMessage"]
                )
                // A note on an incident that ended writes it anew, with its report (ReportTests); no drill comes after its end.
                .Concat(function.LogicalId == "OperatorFunction" ? ["dynamodb:PutItem"] : [])
                // Granted where an estate names a rule's weights, or series of an alarm, as the drills about them do.
                .Except(["elasticloadbalancing:ModifyRule", "cloudwatch:DescribeAlarmContributors"])
                .ToHashSet();

            Assert.Equal(
                [function.LogicalId, .. used.Order(StringComparer.Ordinal)],
                [function.LogicalId, .. allowed.Order(StringComparer.Ordinal)]
            );
        }
    }

    /// <summary>Beyond its own stack, what WritePermissions=none takes away is all that changes anything.</summary>
    [Fact]
    public void Role_WithoutWritePermissionsKeepsEveryLookAndNothingElse()
    {
        var taken = TheStack(mayWrite: true)
            .Functions.SelectMany(ActionsOf)
            .Except(TheStack(mayWrite: false).Functions.SelectMany(ActionsOf));

        var ofChecks = AllProcedures.Checks.SelectMany(check => check.Changes).SelectMany(kind => kind.Permissions);
        var ofChecksLooks = AllProcedures
            .All.SelectMany(procedure => procedure.Looks)
            .SelectMany(look => look.Permissions);
        string[] ofRemedies =
        [
            "application-autoscaling:RegisterScalableTarget",
            "cloudfront:CreateInvalidation",
            "dynamodb:UpdateTable",
            "ecs:ContinueServiceDeployment",
            "ecs:RegisterTaskDefinition",
            "ecs:StopServiceDeployment",
            "ecs:TagResource",
            "ecs:UpdateService",
            "iam:PassRole",
            "s3:GetObjectTagging",
            "s3:PutObject",
            "s3:PutObjectTagging",
            "secretsmanager:UpdateSecretVersionStage",
        ];
        Assert.Equal(
            ofRemedies.Union(ofChecks.Except(ofChecksLooks)).Order(StringComparer.Ordinal),
            taken.Order(StringComparer.Ordinal)
        );

        static IEnumerable<string> ActionsOf(StackFunction function) =>
            function.Policy.Statements.SelectMany(one => one.Actions);
    }

    /// <summary>A wildcard among the actions would make the comparison above worthless.</summary>
    [Fact]
    public void Role_HasNoWildcardAction() =>
        Assert.All(
            TheStack().Functions.SelectMany(one => one.Policy.Statements).SelectMany(one => one.Actions),
            action => Assert.DoesNotContain('*', action)
        );

    /// <summary>The simulated account has IAM: with a role that names another service a drill ends as in AWS.</summary>
    [Fact]
    public async Task WrongRole_FailsADrill()
    {
        var scene = AllDrills.Find("hung-tasks")!.On(DrillEstate.Read(Repository.Estate).Estate);
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null).For(scene) with
            {
                ShapeTemplate = template =>
                    template.Replace(
                        ":service/lightningtalk-prod/api-service",
                        ":service/lightningtalk-prod/another",
                        StringComparison.Ordinal
                    ),
            }
        );

        var result = await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);

        Assert.NotEqual(DrillEnd.Passed, result.End);
        Assert.DoesNotContain(
            host.Simulation.World.Calls,
            call => call is { Service: "ecs", Operation: "UpdateService", Error: null }
        );
    }

    /// <summary>Each call of each drill, with the request that AWS would see, held against its own resource.</summary>
    [Fact]
    public async Task Role_AllowsEachCallOnItsResource()
    {
        var made = await s_drilled[true].Value;

        Assert.NotEmpty(made);
        var refused =
            from one in made
            from need in NeedsOf(one.Call)
            where !need.IsMetBy(one.Function.Policy)
            select $"{need.Action} on {need.Resource}";
        Assert.Empty(refused.Distinct());
    }

    [Fact]
    public void Role_AllowsLambdaWhatItDoesInTheFunctionsName()
    {
        var stack = TheStack();
        Assert.All(
            stack.Functions,
            function =>
            {
                Assert.All(
                    function.QueueSources,
                    source =>
                        Assert.All(
                            Poller,
                            action => Assert.True(function.Policy.Allows(action, source.QueueArn), action)
                        )
                );
                Assert.True(function.Policy.Allows("sqs:SendMessage", function.DeadLetterTarget!));
            }
        );
    }

    /// <summary>A schedule invokes its function and keeps what failed; no more.</summary>
    [Fact]
    public void Role_OfAScheduleAllowsItsTargetAndQueueOnly()
    {
        var stack = TheStack();
        Assert.Contains(stack.Schedules, schedule => schedule.Target.Arn == stack.Function("WatchFunction").Arn);
        Assert.All(
            stack.Schedules,
            schedule =>
            {
                var policy = stack.Roles.Single(role => role.Arn == schedule.RoleArn).Policy;
                Assert.Equal(
                    [schedule.Target.Arn],
                    stack.Functions.Where(one => policy.Allows("lambda:InvokeFunction", one.Arn)).Select(one => one.Arn)
                );
                Assert.True(
                    policy.Allows("sqs:SendMessage", stack.Queues.Single(one => one.LogicalId == "DeadLetters").Arn)
                );
                Assert.Equal(
                    ["lambda:InvokeFunction", "sqs:SendMessage"],
                    policy.Statements.SelectMany(one => one.Actions).Order(StringComparer.Ordinal)
                );
            }
        );
    }

    [Fact]
    public void Role_AllowsNothingElsewhere()
    {
        var policy = TheStack().FunctionOf(ServiceUnavailableProcedure.ProcedureName).Policy;
        const string Account = "ap-northeast-1:123456789012";

        Assert.False(policy.Allows("ecs:UpdateService", $"arn:aws:ecs:{Account}:service/another-cluster/api-service"));
        Assert.False(policy.Allows("ecs:UpdateService", "*"));
        // It has no remedy.
        Assert.False(
            policy.Allows("ecs:UpdateService", $"arn:aws:ecs:{Account}:service/lightningtalk-prod/websocket-service")
        );
        Assert.False(policy.Allows("dynamodb:PutItem", $"arn:aws:dynamodb:{Account}:table/another"));
        Assert.False(policy.Allows("dynamodb:DeleteItem", TheStack().Tables[0].Arn));
        Assert.False(
            policy.Allows("sns:Publish", TheStack().Topics.Single(one => one.LogicalId == "LatencyAlarmTopic").Arn)
        );
        Assert.False(policy.Allows("s3:PutObject", "arn:aws:s3:::lightningtalk-static/index.html"));
        var page = TheStack().FunctionOf(MaintenancePageProcedure.ProcedureName).Policy;
        Assert.True(page.Allows("s3:PutObject", "arn:aws:s3:::lightningtalk-static/index.html"));
        Assert.False(page.Allows("s3:PutObject", "arn:aws:s3:::lightningtalk-static/other.html"));
        Assert.False(page.Allows("s3:PutObject", "arn:aws:s3:::lightningtalk-emergency/maintenance.html"));
        Assert.False(page.Allows("ecs:UpdateService", $"arn:aws:ecs:{Account}:service/lightningtalk-prod/api-service"));
    }

    private static bool IsAlone(StackFunction function) =>
        AllProcedures
            .CheckFunctions.Append(AllProcedures.Operator)
            .Any(check => function.LogicalId == $"{check}Function");

    private static string[] Poller => ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

    private static string[] LambdaUses(StackFunction function) => function.QueueSources.IsEmpty ? [] : Poller;

    /// <summary>With the estate in S3, so that its conditional statement is among the others.</summary>
    private static DeployedStack TheStack(bool mayWrite = true) => s_stacks[mayWrite].Value;

    private static readonly Dictionary<bool, Lazy<DeployedStack>> s_stacks = new[] { true, false }.ToDictionary(
        mayWrite => mayWrite,
        mayWrite => new Lazy<DeployedStack>(() => Deploy(mayWrite))
    );

    private static DeployedStack Deploy(bool mayWrite)
    {
        var options = new StackOptions();
        return Stack.Read(
            File.ReadAllText(Repository.Template),
            options with
            {
                Parameters = options
                    .Parameters.Add("EstateObjectArn", "arn:aws:s3:::estates/estate.json")
                    .Add("WritePermissions", mayWrite ? "granted" : "none"),
            }
        );
    }

    private static IEnumerable<PermissionNeed> NeedsOf(CallRecord call) =>
        new RoleCheck(TheStack()).NeedsOf(
            new ServiceCall(call.Service, call.Operation, JsonNode.Parse(call.Input)!.AsObject(), call.At, call.Caller)
        );

    private static async Task<List<(StackFunction Function, CallRecord Call)>> RunAsync(
        IEnumerable<Drill> drills,
        bool mayWrite
    )
    {
        var made = new List<(StackFunction Function, CallRecord Call)>();
        foreach (var drill in drills)
        {
            var scene = drill.On(DrillEstate.Read(Repository.Estate).Estate);
            await using var host = await SimulationHost.StartAsync(
                new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null).For(scene) with
                {
                    MayWrite = mayWrite,
                }
            );
            await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);
            var functions = host.Simulation.Stack.Functions.ToDictionary(one => one.Name);
            made.AddRange(
                host.Simulation.World.Calls.Where(call => functions.ContainsKey(call.Caller))
                    .Select(call => (functions[call.Caller], call))
            );
        }

        return made;
    }
}
