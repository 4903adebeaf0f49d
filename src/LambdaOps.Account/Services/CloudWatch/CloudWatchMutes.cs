using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;

namespace LambdaOps.Account.Services.CloudWatch;

/// <summary>Alarm mute rules through CloudWatch's API.</summary>
internal sealed class CloudWatchMutes(SimulatedWorld world)
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxRecords", "InvalidNextToken");

    private MuteRules Rules => world.Alarms.Mutes;

    public JsonObject Put(ServiceCall call)
    {
        var input = call.Input;
        var schedule = (JsonObject)input["Rule"]!["Schedule"]!;
        try
        {
            Rules.Put(
                new MuteRule(
                    input.Text("Name")!,
                    input.Text("Description"),
                    schedule.Text("Expression")!,
                    schedule.Text("Duration")!,
                    schedule.Text("Timezone"),
                    (input["MuteTargets"] as JsonObject)?.Texts("AlarmNames") ?? [],
                    input.Moment("StartDate"),
                    input.Moment("ExpireDate"),
                    call.At
                )
            );
        }
        catch (FormatException wrong)
        {
            throw new ServiceFault("ValidationError", wrong.Message);
        }

        world.Tell("call", input.Text("Name")!, $"PutAlarmMuteRule by {call.Caller}");
        return [];
    }

    public JsonObject Delete(ServiceCall call)
    {
        var name = call.Input.Text("AlarmMuteRuleName")!;
        world.Tell("call", name, $"DeleteAlarmMuteRule by {call.Caller}");
        Rules.Delete(name);
        return [];
    }

    public JsonObject Get(JsonObject input)
    {
        var name = input.Text("AlarmMuteRuleName")!;
        var rule =
            Rules.Find(name)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Alarm mute rule {name} does not exist.", 404);
        var schedule = new JsonObject { ["Expression"] = rule.Expression, ["Duration"] = rule.Duration };
        schedule.PutUnlessNull("Timezone", rule.Zone);
        var written = Write(rule);
        written["Name"] = rule.Name;
        written.PutUnlessNull("Description", rule.Description);
        written["Rule"] = new JsonObject { ["Schedule"] = schedule };
        written["MuteTargets"] = new JsonObject { ["AlarmNames"] = FaceJson.Array(rule.Alarms) };
        written.PutUnlessNull("StartDate", rule.From);
        return written;
    }

    public JsonObject List(JsonObject input)
    {
        var statuses = input.Texts("Statuses");
        var found = Rules
            .All.Where(rule => input.Text("AlarmName") is not { } alarm || rule.Alarms.Contains(alarm))
            .Where(rule => statuses.Count == 0 || statuses.Contains(StatusOf(rule)))
            .ToList();
        return Paging.Answer(found, input, s_pages with { Usual = 50 }, "AlarmMuteRuleSummaries", Write);
    }

    private string StatusOf(MuteRule rule) =>
        rule.StatusAt(world.Clock.Now) switch
        {
            MuteStatus.Active => "ACTIVE",
            MuteStatus.Scheduled => "SCHEDULED",
            _ => "EXPIRED",
        };

    private JsonObject Write(MuteRule rule)
    {
        var (region, account) = (world.Plan.Region, world.Plan.AccountId);
        var written = new JsonObject
        {
            ["AlarmMuteRuleArn"] = $"arn:aws:cloudwatch:{region}:{account}:alarm-mute-rule:{rule.Name}",
            ["Status"] = StatusOf(rule),
            ["MuteType"] = rule.Schedule.IsRecurring ? "RECURRING" : "ONE_TIME",
            ["LastUpdatedTimestamp"] = rule.UpdatedAt.Iso(),
        };
        written.PutUnlessNull("ExpireDate", rule.Expires);
        return written;
    }
}
