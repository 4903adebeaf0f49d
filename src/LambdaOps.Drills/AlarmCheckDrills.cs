using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the check of alarms: each way in which an alarm can fall silent.</summary>
public static class AlarmCheckDrills
{
    private const string Alive = "are alive and lead to LambdaOps";

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("alarms-alive", "All alarms are there, have data, may act, and lead to LambdaOps.") with
        {
            Reports = _ => [Fine],
        },
        Of("alarms-one-deleted", "Somebody deletes an alarm that the estate names.") with
        {
            Script = stage => stage.After(0, "an alarm is deleted", at => Person(at, "DeleteAlarms", Names(at.Scene))),
            Reports = scene =>
                [new ReportExpectation(FindingLevel.Danger, $"the alarm {Named(scene)!.Name} is not there")],
        },
        Of("alarms-actions-disabled", "Somebody disables an alarm's actions and forgets it.") with
        {
            Script = stage =>
                stage.After(0, "actions are disabled", at => Person(at, "DisableAlarmActions", Names(at.Scene))),
            Reports = scene =>
                [new ReportExpectation(FindingLevel.Danger, $"actions of the alarm {Named(scene)!.Name} are disabled")],
        },
        Of("alarms-wrong-dimension", "Somebody edits an alarm: its metric's dimension is that of nothing.") with
        {
            Script = stage => stage.After(0, "an alarm is edited", Misdirect),
            Reports = scene =>
                [
                    // Not an hour yet.
                    Fine,
                    Fine,
                    Fine,
                    Fine,
                    new ReportExpectation(FindingLevel.Danger, $"the alarm {Named(scene)!.Name} has had no data for"),
                ],
        },
        Of("alarms-into-nothing", "The event rules of a function are disabled, and its topic loses it.") with
        {
            Script = stage => stage.After(0, "the ways are taken apart", Unwire),
            Reports = _ =>
                [new ReportExpectation(FindingLevel.Danger, "fires into nothing", "is disabled: nothing comes to")],
        },
        Of("alarms-muted-for-years", "A mute rule of a day repeats every day until 2030.") with
        {
            Script = stage => stage.After(0, "an alarm is muted", Mute),
            Reports = scene =>
                [
                    new ReportExpectation(
                        FindingLevel.Danger,
                        $"the alarm {Named(scene)!.Name} is muted by quiet without a gap until 2030-01-01 00:00 UTC"
                    ),
                ],
        },
        Of("alarms-not-seen", "CloudWatch refuses to answer for an hour: nobody says that all is well.") with
        {
            Script = stage => stage.After(0, "CloudWatch does not answer", Blind),
            Reports = _ => [new ReportExpectation(FindingLevel.Missing, "alarm rules were not seen")],
        },
        Of(
            "alarms-lost",
            "DynamoDB fails for 40 minutes, so that an alarm's event comes to nothing: it is taken in when that is over."
        ) with
        {
            GivesUp = true,
            Needs =
            [
                AllThere,
                Needs.Remedy(ServiceUnavailableProcedure.ProcedureName),
                Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests),
                Needs.Budget,
            ],
            Script = stage =>
            {
                var (from, until) = (stage.FaultAt, stage.FaultAt.AddMinutes(40));
                stage.Simulation.World.Disturb(new ApiFault("dynamodb", "*", from, until, ApiFaultKind.FailedBefore));
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Reports = _ => [Fine],
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.ForceNewDeployment))
            {
                Incidents = 1,
                Record = "-> Alarm (Check): ",
            },
        },
    ];

    private static ReportExpectation Fine => new(FindingLevel.Fine) { Says = [Alive] };

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Check = AlarmCheckProcedure.ProcedureName,
            Needs = [AllThere, OneNamed],
            Script = _ => { },
            Limit = _ => TimeSpan.FromHours(3),
        };

    /// <summary>The alarm that drills are about: one that the estate knows by its name, and that looks at a metric.</summary>
    private static EstateAlarm? Named(DrillScene scene) =>
        EstateAlarms
            .Of(scene.Estate)
            .Simulated.FirstOrDefault(alarm =>
                alarm.Rule.Match is AlarmMatch.ByName && alarm.Kind != AlarmSymptom.AllDown
            );

    private static string? OneNamed(DrillScene scene) =>
        Named(scene) is null ? "the estate names no alarm on a metric" : null;

    internal static string? AllThere(DrillScene scene)
    {
        var there = EstateAlarms.Of(scene.Estate).Simulated;
        return scene.Estate.Alarms.All(rule =>
            rule.Match is AlarmMatch.ByTag || there.Any(alarm => rule.Names(alarm.Name))
        )
            ? null
            : "not every alarm of the estate is simulated";
    }

    private static JsonObject Names(DrillScene scene) => new() { ["AlarmNames"] = new JsonArray(Named(scene)!.Name) };

    private static JsonObject Person(DrillStage at, string operation, JsonObject input, string service = "cloudwatch")
    {
        var world = at.Simulation.World;
        return world.Services.Answer(new ServiceCall(service, operation, input, world.Clock.Now, "person"));
    }

    private static void Misdirect(DrillStage at)
    {
        var alarms = at.Simulation.World.Alarms;
        var plan = (AlarmPlan.Metric)alarms[Named(at.Scene)!.Name].Plan;
        var metric = plan.Queries[0].Metric!;
        alarms.Replace(
            plan with
            {
                MissingData = MissingData.Missing,
                Queries =
                [
                    plan.Queries[0] with
                    {
                        Metric = MetricName.Of(metric.Namespace, metric.Name, ("LoadBalancer", "its-name-is-no-value")),
                    },
                ],
            }
        );
    }

    /// <summary>Of the function that the alarm is for.</summary>
    private static void Unwire(DrillStage at)
    {
        var remedy = Named(at.Scene)!.Rule.Remedy;
        var function = at.Simulation.Stack.FunctionOf(remedy).Arn;
        var target = new JsonObject { ["TargetArn"] = function };
        foreach (var rule in Listed(at, "ListRuleNamesByTarget", target, "events", "RuleNames"))
        {
            Person(at, "DisableRule", new JsonObject { ["Name"] = rule.DeepClone() }, "events");
        }

        var all = Listed(at, "ListSubscriptions", [], "sns", "Subscriptions");
        foreach (var one in all.Where(one => (string?)one["Endpoint"] == function))
        {
            var about = new JsonObject { ["SubscriptionArn"] = one["SubscriptionArn"]!.DeepClone() };
            Person(at, "Unsubscribe", about, "sns");
        }
    }

    /// <summary>All pages of a list that is asked for by NextToken.</summary>
    private static List<JsonNode> Listed(
        DrillStage at,
        string operation,
        JsonObject input,
        string service,
        string member
    )
    {
        var all = new List<JsonNode>();
        for (JsonNode? token = ""; token is not null; )
        {
            var page = Person(at, operation, input, service);
            all.AddRange(page[member]!.AsArray().OfType<JsonNode>());
            token = page["NextToken"]?.DeepClone();
            input["NextToken"] = token;
        }

        return all;
    }

    private static void Mute(DrillStage at) =>
        Person(
            at,
            "PutAlarmMuteRule",
            new JsonObject
            {
                ["Name"] = "quiet",
                ["MuteTargets"] = Names(at.Scene),
                ["ExpireDate"] = "2030-01-01T00:00:00Z",
                ["Rule"] = new JsonObject
                {
                    ["Schedule"] = new JsonObject { ["Expression"] = "cron(0 0 * * *)", ["Duration"] = "P1D" },
                },
            }
        );

    private static void Blind(DrillStage at)
    {
        var now = at.Simulation.World.Clock.Now;
        at.Simulation.World.Disturb(
            new ApiFault("cloudwatch", "DescribeAlarms", now, now.AddMinutes(80), ApiFaultKind.FailedBefore)
        );
    }
}
