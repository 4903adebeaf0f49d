using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.EventBridge;

/// <summary>EventBridge Scheduler's reads: the stack's schedules, all in the default group.</summary>
public sealed class SchedulerFace(SimulatedWorld world, DeployedStack stack) : IServiceFace
{
    private const string Group = "default";

    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "ValidationException");
    private readonly DateTimeOffset _deployedAt = world.Clock.Now;

    public string Model => "scheduler";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "ListSchedules" => List(call.Input),
            "GetSchedule" => Get(call.Input),
            "ListScheduleGroups" => ListGroups(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's EventBridge Scheduler does not have {call.Operation} yet.",
                404
            ),
        };

    private JsonObject List(JsonObject input)
    {
        RequireGroup(input);
        var prefix = input.Text("NamePrefix") ?? "";
        var state = input.Text("State");
        var found = stack
            .Schedules.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(s => state is null || StateOf(s) == state)
            .OrderBy(s => s.Name, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "Schedules",
            s => Head(s, new JsonObject { ["Arn"] = s.Target.Arn })
        );
    }

    private JsonObject Get(JsonObject input)
    {
        RequireGroup(input);
        var name = input.Text("Name");
        var schedule =
            stack.Schedules.FirstOrDefault(s => s.Name == name)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Schedule {name} does not exist.", 404);
        var target = new JsonObject { ["Arn"] = schedule.Target.Arn };
        target.PutUnlessNull("RoleArn", schedule.RoleArn);
        target.PutUnlessNull("Input", schedule.Target.Input);
        var written = Head(schedule, target);
        written["ScheduleExpression"] = schedule.Expression;
        written["ScheduleExpressionTimezone"] = schedule.TimeZone;
        written["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" };
        return written;
    }

    private JsonObject ListGroups(JsonObject input)
    {
        string[] found = Group.StartsWith(input.Text("NamePrefix") ?? "", StringComparison.Ordinal) ? [Group] : [];
        return Paging.Answer(
            found,
            input,
            s_pages,
            "ScheduleGroups",
            name => new JsonObject
            {
                ["Name"] = name,
                ["Arn"] = $"arn:aws:scheduler:{stack.Region}:{stack.AccountId}:schedule-group/{name}",
                ["State"] = "ACTIVE",
            }
        );
    }

    private static void RequireGroup(JsonObject input)
    {
        var group = input.Text("GroupName") ?? Group;
        if (group != Group)
        {
            throw new ServiceFault("ResourceNotFoundException", $"Schedule group {group} does not exist.", 404);
        }
    }

    private static string StateOf(StackSchedule schedule) => schedule.IsEnabled ? "ENABLED" : "DISABLED";

    private JsonObject Head(StackSchedule schedule, JsonObject target) =>
        new()
        {
            ["Arn"] = schedule.Arn,
            ["Name"] = schedule.Name,
            ["GroupName"] = Group,
            ["State"] = StateOf(schedule),
            ["CreationDate"] = _deployedAt.Iso(),
            ["LastModificationDate"] = _deployedAt.Iso(),
            ["Target"] = target,
        };
}
