using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Functions.Tests;

/// <summary>
/// What the template's roles allow, read from their policies; that drills use exactly that is held beside the drills
/// (RoleTests in LambdaOps.Scenarios).
/// </summary>
public class PermissionTests
{
    /// <summary>Beyond its own stack, what WritePermissions=none takes away is all that changes anything.</summary>
    [Fact]
    public void Role_WithoutWritePermissionsKeepsEveryLookAndNothingElse()
    {
        var kept = TheStack(mayWrite: false).Functions.ToDictionary(one => one.Name, ActionsOf);
        var taken = TheStack(mayWrite: true)
            .Functions.SelectMany(one => ActionsOf(one).Except(kept[one.Name]))
            .Distinct();

        var ofChecks = AllProcedures.Checks.SelectMany(check => check.Changes).SelectMany(kind => kind.Permissions);
        var ofChecksLooks = AllProcedures
            .All.SelectMany(procedure => procedure.Looks)
            .SelectMany(look => look.Permissions);
        // A restore asks for them on what it makes; each function that runs incidents has them of the journal.
        string[] ofTheJournal = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
        string[] ofRemedies =
        [
            "application-autoscaling:RegisterScalableTarget",
            "arc-zonal-shift:CancelZonalShift",
            "arc-zonal-shift:StartZonalShift",
            "arc-zonal-shift:UpdateZonalShift",
            "cloudfront:CreateInvalidation",
            "dynamodb:BatchWriteItem",
            "dynamodb:Query",
            "dynamodb:RestoreTableToPointInTime",
            "dynamodb:TagResource",
            "dynamodb:UpdateContinuousBackups",
            "dynamodb:UpdateTable",
            "dynamodb:UpdateTimeToLive",
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
            ofRemedies.Union(ofChecks.Except(ofChecksLooks).Except(ofTheJournal)).Order(StringComparer.Ordinal),
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

    /// <summary>Of all functions one may delete tables, and of all tables those that verify backups alone.</summary>
    [Fact]
    public void Roles_MayDeleteNoTableButScratchTables()
    {
        const string Delete = "dynamodb:DeleteTable";
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        var functions = TheStack().Functions;
        string[] kept =
        [
            .. BackedUpTables.NamesIn(estate),
            RestoreAim.NameFor("lightningtalk-circle-prod-events", DateTimeOffset.UnixEpoch),
            "lambdaops-JournalTable",
            "my-lambdaops-verify-events-20260104",
        ];

        Assert.Equal(
            ["DataRestoreFunction"],
            functions
                .Where(one => one.Policy.Statements.Any(statement => statement.Actions.Contains(Delete)))
                .Select(one => one.LogicalId)
        );
        Assert.All(
            functions,
            function => Assert.All(kept, table => Assert.False(function.Policy.Allows(Delete, ArnOf(table)), table))
        );
        Assert.True(
            functions
                .Single(one => one.LogicalId == "DataRestoreFunction")
                .Policy.Allows(Delete, ArnOf(ScratchTable.NameFor("events", new DateOnly(2026, 1, 4))))
        );

        static string ArnOf(string table)
        {
            var stack = TheStack();
            return $"arn:aws:dynamodb:{stack.Region}:{stack.AccountId}:table/{table}";
        }
    }

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

    private static string[] Poller => ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

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
}
