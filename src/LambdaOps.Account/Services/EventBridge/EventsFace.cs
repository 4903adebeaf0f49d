using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.EventBridge;

/// <summary>EventBridge: rules, all on the default bus, and their targets.</summary>
public sealed class EventsFace(SimulatedWorld world, EventRules rules) : IServiceFace
{
    private const string Bus = "default";

    private const int MostTargets = 5;

    private static readonly PageTerms s_pages = new("NextToken", "Limit", "ValidationException");

    public string Model => "events";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "ListRules" => ListRules(call.Input),
            "DescribeRule" => Write(RuleIn(call.Input, "Name")),
            "EnableRule" => Enable(call, isEnabled: true),
            "DisableRule" => Enable(call, isEnabled: false),
            "PutTargets" => PutTargets(call),
            "RemoveTargets" => RemoveTargets(call),
            "ListRuleNamesByTarget" => ListByTarget(call.Input),
            "ListTargetsByRule" => Paging.Answer(
                RuleIn(call.Input, "Rule").Targets,
                call.Input,
                s_pages,
                "Targets",
                Write
            ),
            "ListEventBuses" => ListBuses(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's EventBridge does not have {call.Operation} yet."
            ),
        };

    private JsonObject ListRules(JsonObject input)
    {
        RequireBus(input);
        var prefix = input.Text("NamePrefix") ?? "";
        var found = rules.All.Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return Paging.Answer(found, input, s_pages, "Rules", Write);
    }

    private JsonObject ListByTarget(JsonObject input)
    {
        RequireBus(input);
        var target = input.Text("TargetArn");
        var found = rules.All.Where(rule => rule.Targets.Any(one => one.Arn == target)).Select(rule => rule.Name);
        return Paging.Answer([.. found], input, s_pages, "RuleNames");
    }

    private JsonObject Enable(ServiceCall call, bool isEnabled)
    {
        var rule = RuleIn(call.Input, "Name");
        rule.IsEnabled = isEnabled;
        world.Tell("call", rule.Name, $"{call.Operation} by {call.Caller}");
        return [];
    }

    /// <summary>A target of an id that the rule has takes that one's place.</summary>
    private JsonObject PutTargets(ServiceCall call)
    {
        var rule = RuleIn(call.Input, "Rule");
        var put = call.Input.Objects("Targets");
        if (
            put.FirstOrDefault(one => !(one.Text("Arn") ?? "").Contains(":lambda:", StringComparison.Ordinal)) is { } no
        )
        {
            throw new ServiceFault(
                "ValidationException",
                $"Parameter {no.Text("Arn")} is not valid. The simulated account's rules have only functions as targets."
            );
        }

        var ids = put.Select(one => one.Text("Id")!).ToList();
        if (rule.Targets.Select(one => one.Id).Union(ids).Count() > MostTargets)
        {
            throw new ServiceFault(
                "LimitExceededException",
                "The requested resource exceeds the maximum number allowed."
            );
        }

        rule.Targets.RemoveAll(one => ids.Contains(one.Id));
        rule.Targets.AddRange(
            put.Select(one => new StackTarget(
                one.Text("Id")!,
                one.Text("Arn")!,
                one.Text("Input"),
                one.Text("InputPath")
            ))
        );
        world.Tell("call", rule.Name, $"PutTargets by {call.Caller}");
        return NoneFailed();
    }

    private JsonObject RemoveTargets(ServiceCall call)
    {
        var rule = RuleIn(call.Input, "Rule");
        var ids = call.Input.Texts("Ids");
        rule.Targets.RemoveAll(one => ids.Contains(one.Id));
        world.Tell("call", rule.Name, $"RemoveTargets by {call.Caller}");
        return NoneFailed();
    }

    private static JsonObject NoneFailed() => new() { ["FailedEntryCount"] = 0, ["FailedEntries"] = new JsonArray() };

    private JsonObject ListBuses(JsonObject input)
    {
        string[] found = Bus.StartsWith(input.Text("NamePrefix") ?? "", StringComparison.Ordinal) ? [Bus] : [];
        return Paging.Answer(
            found,
            input,
            s_pages,
            "EventBuses",
            name => new JsonObject { ["Name"] = name, ["Arn"] = BusArn }
        );
    }

    private EventRule RuleIn(JsonObject input, string member)
    {
        RequireBus(input);
        var name = input.Text(member) ?? "";
        return rules.Find(name)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Rule {name} does not exist on EventBus {Bus}.");
    }

    private string BusArn => $"arn:aws:events:{world.Plan.Region}:{world.Plan.AccountId}:event-bus/{Bus}";

    private void RequireBus(JsonObject input)
    {
        if (input.Text("EventBusName") is { } bus && bus != Bus && bus != BusArn)
        {
            throw new ServiceFault("ResourceNotFoundException", $"Event bus {bus} does not exist.");
        }
    }

    private static JsonObject Write(EventRule rule)
    {
        var written = new JsonObject
        {
            ["Name"] = rule.Name,
            ["Arn"] = rule.Arn,
            ["State"] = rule.IsEnabled ? "ENABLED" : "DISABLED",
            ["EventBusName"] = Bus,
        };
        written.PutUnlessNull("EventPattern", rule.Pattern?.GetRawText());
        written.PutUnlessNull("ScheduleExpression", rule.ScheduleExpression);
        return written;
    }

    private static JsonObject Write(StackTarget target)
    {
        var written = new JsonObject { ["Id"] = target.Id, ["Arn"] = target.Arn };
        written.PutUnlessNull("Input", target.Input);
        written.PutUnlessNull("InputPath", target.InputPath);
        return written;
    }
}
