using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.EventBridge;

/// <summary>EventBridge's reads: the stack's rules, all on the default bus.</summary>
public sealed class EventsFace(DeployedStack stack) : IServiceFace
{
    private const string Bus = "default";

    private static readonly PageTerms s_pages = new("NextToken", "Limit", "ValidationException");

    public string Model => "events";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "ListRules" => ListRules(call.Input),
            "DescribeRule" => Write(RuleIn(call.Input, "Name")),
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
        var found = stack
            .Rules.Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(rule => rule.Name, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(found, input, s_pages, "Rules", Write);
    }

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

    private StackRule RuleIn(JsonObject input, string member)
    {
        RequireBus(input);
        var name = input.Text(member);
        return stack.Rules.FirstOrDefault(rule => rule.Name == name)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Rule {name} does not exist on EventBus {Bus}.");
    }

    private string BusArn => $"arn:aws:events:{stack.Region}:{stack.AccountId}:event-bus/{Bus}";

    private void RequireBus(JsonObject input)
    {
        if (input.Text("EventBusName") is { } bus && bus != Bus && bus != BusArn)
        {
            throw new ServiceFault("ResourceNotFoundException", $"Event bus {bus} does not exist.");
        }
    }

    private static JsonObject Write(StackRule rule)
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
