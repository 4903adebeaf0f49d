using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>
/// Least privilege, proven: a role may do what some drill does, and nothing else. What plays in the drills is what is
/// deployed: the adapters, their AWS clients and the template's variables.
/// </summary>
public class RoleTests
{
    /// <summary>What no drill shows, with the reason.</summary>
    private static readonly Dictionary<string, string> s_unseen = new(StringComparer.Ordinal)
    {
        ["logs:CreateLogStream"] = "Lambda itself writes the function's log with its role",
        ["logs:PutLogEvents"] = "Lambda itself writes the function's log with its role",
        ["s3:GetObject"] = "only where the estate is in S3 (EstateObjectArn); drills bring it in the package",
    };

    private static readonly string[] s_poller = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

    private static readonly Lazy<Task<HashSet<RoleUse>>> s_used = new(UsedAsync);

    private static readonly Lazy<DeployedStack> s_stack = new(() =>
    {
        var options = new StackOptions();
        return Stack.Read(
            File.ReadAllText(Repository.Template),
            options with
            {
                Parameters = options
                    .Parameters.Add("EstateObjectArn", "arn:aws:s3:::estates/estate.json")
                    .Add("WritePermissions", "granted"),
            }
        );
    });

    public static TheoryData<string> Functions => [.. s_stack.Value.Functions.Select(one => one.LogicalId)];

    /// <summary>The first drill of each procedure.</summary>
    public static TheoryData<string> Firsts =>
        [.. AllDrills.All.DistinctBy(drill => drill.Check ?? drill.Remedy).Select(drill => drill.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Role_AllowsExactlyWhatDrillsDo(string logicalId)
    {
        var function = s_stack.Value.Functions.Single(one => one.LogicalId == logicalId);
        var allowed = function
            .Policy.Statements.Where(one => one.IsAllow)
            .SelectMany(one => one.Actions)
            .Distinct()
            .Order(StringComparer.Ordinal);
        var used = (await s_used.Value)
            .Where(use => use.Function == logicalId)
            .Select(use => use.Action)
            .Concat(function.QueueSources.IsEmpty ? [] : s_poller)
            .Concat(s_unseen.Keys)
            // A request that fails is tried again later; in drills of checks and answers none does.
            .Concat(IsAlone(logicalId) ? ["sqs:ChangeMessageVisibility"] : [])
            // A note on an incident that ended writes it anew, with its report (ReportTests); no drill comes after its end.
            .Concat(logicalId == "OperatorFunction" ? ["dynamodb:PutItem"] : [])
            // It looks at targets as the others do; of a network load balancer there are no times that would start it.
            .Concat(logicalId == "LatencyFunction" ? ["elasticloadbalancing:DescribeListeners"] : [])
            // Granted where an estate names a rule's weights, or series of an alarm, as the drills about them do.
            .Except(["elasticloadbalancing:ModifyRule", "cloudwatch:DescribeAlarmContributors"])
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(used, allowed);
    }

    /// <summary>Each call of each drill, with the request that AWS would see, held against its own resource.</summary>
    [Fact]
    public async Task Role_AllowsEachCallOnItsResource()
    {
        var used = await s_used.Value;

        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, use => use.RefusedOn is not null);
    }

    /// <summary>With WritePermissions=none it decides and tells by the same looks; only what changes something is refused.</summary>
    [Theory]
    [MemberData(nameof(Firsts))]
    public async Task WithoutWritePermissions_EveryLookIsAllowed(string name)
    {
        var scene = Rehearsal.Scene(name);
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null).For(scene) with
            {
                MayWrite = false,
            }
        );
        await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);
        var changes = AllProcedures
            .All.SelectMany(procedure => procedure.Changes)
            .SelectMany(kind => kind.Permissions)
            .ToHashSet();

        var uses = host.Simulation.Roles.Uses;

        Assert.NotEmpty(uses);
        Assert.All(uses.Where(use => use.RefusedOn is not null), use => Assert.Contains(use.Action, changes));
    }

    private static bool IsAlone(string logicalId) =>
        AllProcedures.CheckFunctions.Append(AllProcedures.Operator).Any(function => logicalId == $"{function}Function");

    private static async Task<HashSet<RoleUse>> UsedAsync()
    {
        var template = await File.ReadAllTextAsync(Repository.Template);
        var used = new HashSet<RoleUse>();
        // What an older template's roles allowed, before an update, is not this template's.
        foreach (var drill in AllDrills.All.Where(drill => drill.Before(template) == template))
        {
            used.UnionWith((await Rehearsal.PlayedAsync(drill.Name)).Uses);
        }

        return used;
    }
}
