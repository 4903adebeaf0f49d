using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The rehearsals of the 15-minute check: what it finds, and what it must not take for fine or for zero.
/// </summary>
public static class QuickCheckDrills
{
    private const string Users = "ActiveUsers";

    /// <summary>No load balancer of the world has this id.</summary>
    private const string WrongId = "0000000000000000";

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    private static readonly ReportExpectation s_fine = new(FindingLevel.Fine);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("quick-check-well", "All is well: the numbers are reported, and nothing is opened.") with
        {
            ShapeEstate = (estate, _) => NameUsers(estate),
            Reports = scene =>
                [
                    s_fine with
                    {
                        Says = [$"{scene.Id}: {scene.Capacity.Normal} of {scene.Capacity.Normal} tasks run", Users],
                    },
                ],
        },
        Of(
            "quick-check-slow",
            "No alarm watches the answer times: the check finds them in danger, and the latency remedy scales out."
        ) with
        {
            Needs = [Needs.Remedy(LatencyProcedure.ProcedureName), Needs.Ceiling, Needs.Budget, OwnBalancer],
            ShapeEstate = (estate, _) => estate["alarms"] = new JsonArray(),
            Script = stage =>
                stage.After(0, "overload", Overload).After(2400, "the usual again", at => at.Service.EndOverload()),
            Reports = scene => [new(FindingLevel.Danger, scene.Id)],
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.SetDesiredCount) + "+")
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Incidents = 1,
                Record = "found by quickCheck: ",
            },
            Limit = _ => s_long,
        },
        Of("quick-check-joins", "An alarm's incident is open when the check finds the same: one incident.") with
        {
            Needs =
            [
                Needs.Remedy(LatencyProcedure.ProcedureName),
                Needs.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers),
                Needs.Table,
            ],
            Script = stage => stage.After(0, "throttled", at => LatencyDrills.Throttle(at, s_long)),
            Reports = scene => [new(FindingLevel.Danger, scene.Id)],
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Incidents = 1,
                Record = "found by quickCheck: ",
            },
        },
        Of("quick-check-no-traffic", "Nobody asks anything any more: missing, not zero, and nothing is opened.") with
        {
            Needs = [HasBalancer],
            Script = stage => stage.After(0, "no traffic", at => at.Service.SetTraffic(0)),
            Reports = scene => [new(FindingLevel.Missing, $"of {scene.Id}: no request since ")],
        },
        Of("quick-check-wrong-dimension", "The estate names a load balancer that CloudWatch does not know.") with
        {
            Needs = [HasBalancer],
            ShapeEstate = (estate, scene) => NameAnotherBalancer(estate, scene),
            ShapeWorld = plan => plan with { Services = [.. plan.Services.Select(WithRightBalancer)] },
            Reports = scene => [new(FindingLevel.Missing, "in 14 days: a dimension may be wrong")],
        },
        Of("quick-check-users-gone", "The application stops writing how many use it: missing, not zero.") with
        {
            ShapeEstate = (estate, _) => NameUsers(estate),
            Script = stage => stage.After(0, "users stop", at => at.Simulation.World.ApplicationMetrics[0].Stop()),
            Reports = _ => [s_fine, new(FindingLevel.Missing, $"{Users}: no datapoint since ")],
        },
        Of("quick-check-users-dimension", "The application writes the number with a dimension of its own.") with
        {
            ShapeEstate = (estate, _) => NameUsers(estate),
            ShapeWorld = plan =>
                plan with
                {
                    ApplicationMetrics =
                    [
                        .. plan.ApplicationMetrics.Select(metric =>
                            metric with
                            {
                                Name = MetricName.Of(metric.Name.Namespace, metric.Name.Name, ("Stage", "prod")),
                            }
                        ),
                    ],
                },
            Reports = _ => [new(FindingLevel.Missing, $"{Users} with no dimension in 14 days")],
        },
        Of("quick-check-holiday", "成人の日, a Monday: nobody works, and nothing is looked at.") with
        {
            Needs =
            [
                scene =>
                    scene.Estate.Escalation.Calendar.PublicHolidays == PublicHolidays.Japan
                        ? null
                        : "the estate's people do not keep Japanese holidays",
            ],
            StartsAt = new DateTime(2026, 1, 12, 12, 0, 0),
            Script = stage => stage.After(0, "an outage", at => at.Service.HangTasks()),
            Reports = _ => [s_fine with { Says = ["outside business hours (holiday): nothing is looked at"] }],
        },
    ];

    private static string? HasBalancer(DrillScene scene) =>
        scene.Service?.LoadBalancer is null ? $"{scene.Id} names no load balancer" : null;

    private static void Overload(DrillStage at)
    {
        // Nearly saturated, and answers wait.
        const double Full = 0.94;
        var plan = at.Service.Plan;
        var used = plan.Traffic.RequestsPerSecond / plan.Load.RequestsPerSecondPerTask;
        at.Service.Overload(Math.Round(Full * at.Scene.Capacity.Normal / used, 2));
    }

    private static void NameUsers(JsonNode estate) =>
        estate["activeUsers"] = new JsonObject { ["namespace"] = "shop/Application", ["metric"] = Users };

    private static void NameAnotherBalancer(JsonNode estate, DrillScene scene)
    {
        foreach (var service in estate["services"]!.AsArray())
        {
            if (service!["loadBalancer"]?.GetValue<string>() is { } right && right == scene.Service!.LoadBalancer)
            {
                service["loadBalancer"] = right[..(right.LastIndexOf('/') + 1)] + WrongId;
            }
        }
    }

    private static ServicePlan WithRightBalancer(ServicePlan plan) =>
        plan with
        {
            LoadBalancerArn = plan.LoadBalancerArn.Replace(WrongId, "50dc6c495c0c9188", StringComparison.Ordinal),
        };

    private static Drill Of(string name, string what) =>
        new(name, what) { Check = QuickCheckProcedure.ProcedureName, Script = _ => { } };

    /// <summary>What fails at a balancer of several services is a warning of its own.</summary>
    private static string? OwnBalancer(DrillScene scene) =>
        scene.Service?.LoadBalancer is { } balancer
        && scene.Estate.Services.Count(service => service.LoadBalancer == balancer) > 1
            ? $"{scene.Id} shares its load balancer"
            : null;
}
