using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// Services behind a network load balancer, whose native deployments move the default action of its listener from one
/// target group to the other. It counts no requests, so that nothing but its hosts raises an alarm.
/// </summary>
public static class NetworkDrills
{
    /// <summary>Seconds until all traffic is at the new revision: its tasks start, and ECS waits ten minutes for tests.</summary>
    private const int Shifted = 1100;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    /// <summary>All of the traffic at once, and both revisions' tasks for an hour.</summary>
    private static readonly DeploymentPlan s_blueGreen = new()
    {
        Strategy = FleetStrategy.BlueGreen,
        BakeTime = TimeSpan.FromHours(1),
    };

    public static IReadOnlyList<Drill> All { get; } =
    [
        new(
            "network-balancer-empty-group",
            "After a deployment the group that the estate names is empty, and an alarm watches that one alone: no action."
        )
        {
            Needs =
            [
                Needs.Remedy(ServiceUnavailableProcedure.ProcedureName),
                Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.NoHealthyTarget),
            ],
            Shape = (_, plan) => Behind(plan, s_blueGreen),
            ShapeEstate = (estate, _) =>
                Without(estate, LatencyProcedure.ProcedureName, RolloutProcedure.ProcedureName),
            Script = stage => stage.After(0, "a person deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Record = FormattableString.Invariant($"targets {scene.Capacity.Normal} healthy, 0 unhealthy"),
                DesiredAtEnd = scene.Capacity.Normal,
            },
            Limit = _ => s_long,
        },
        new(
            "network-balancer-bad-revision",
            "A new revision fails once it has all traffic, and the old one's healthy tasks have none: page up, on-call."
        )
        {
            Remedy = TotalOutageProcedure.ProcedureName,
            Needs = [Needs.Remedy(TotalOutageProcedure.ProcedureName), Needs.Budget],
            Shape = (_, plan) => LeftAlone(Behind(plan, s_blueGreen)),
            ShapeEstate = (estate, _) =>
            {
                Without(estate, LatencyProcedure.ProcedureName, RolloutProcedure.ProcedureName);
                SecondGroupDrills.NameSecondGroups(estate);
            },
            Script = stage =>
            {
                // No alarm sees it: hosts of the old revision are healthy, and nothing counts requests.
                stage
                    .After(0, "a person deploys", at => at.Service.Deploy(TaskBehaviour.Healthy))
                    .After(Shifted, "the new revision hangs", at => at.Service.HangNewest())
                    .Ask(Shifted + 60, stage.Scene.Service!.Id.Value);
            },
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff, TotalOutageDrills.PageUp(scene))
            {
                Pages = scene.Site is null ? ["page"] : ["page", "maintenance"],
                Record = FormattableString.Invariant($"targets 0 healthy, {scene.Capacity.Normal} unhealthy"),
            },
            Limit = _ => s_long,
        },
        Again(ServiceUnavailableDrills.Find("no-healthy-target")!),
    ];

    /// <summary>The same outage in the second group of a service that is back at ROLLING: a restart fixes it.</summary>
    private static Drill Again(Drill drill) =>
        drill with
        {
            Name = $"network-balancer-{drill.Name}",
            What = $"{drill.What} Behind a network load balancer, whose second target group serves.",
            Needs =
            [
                Needs.Remedy(ServiceUnavailableProcedure.ProcedureName),
                Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.NoHealthyTarget),
                Needs.Budget,
            ],
            ShapeEstate = (estate, _) =>
            {
                Without(estate, LatencyProcedure.ProcedureName, RolloutProcedure.ProcedureName);
                SecondGroupDrills.NameSecondGroups(estate);
            },
            Shape = (service, plan) =>
                SecondGroupDrills.Shifted(Behind(drill.Shape(service, plan), new DeploymentPlan())),
        };

    internal static ServicePlan Behind(ServicePlan plan, DeploymentPlan deployment) =>
        plan with
        {
            AlternateTargetGroupArn = SecondGroupDrills.SecondOf(plan.TargetGroupArn),
            LoadBalancerArn = plan.LoadBalancerArn.Replace(
                ":loadbalancer/app/",
                ":loadbalancer/net/",
                StringComparison.Ordinal
            ),
            Deployment = deployment,
        };

    /// <summary>ECS leaves tasks with failing health checks alone.</summary>
    private static ServicePlan LeftAlone(ServicePlan plan) =>
        plan with
        {
            HealthCheck = plan.HealthCheck with { GracePeriod = TimeSpan.FromDays(30) },
        };

    /// <summary>As an estate names such a service: no load balancer whose numbers could be asked, and one group.</summary>
    private static void Without(JsonNode estate, params ProcedureName[] remedies)
    {
        foreach (var remedy in remedies)
        {
            estate["alarms"]!.AsArray().RemoveAll(rule => (string?)rule!["remedy"] == remedy.Value);
        }

        foreach (var service in estate["services"]!.AsArray().OfType<JsonObject>())
        {
            service.Remove("loadBalancer");
            service.Remove("alternateTargetGroupArn");
            foreach (var remedy in remedies.Append(ZoneShiftProcedure.ProcedureName))
            {
                (service["remedies"] as JsonObject)?.Remove(remedy.Value);
                (service["ladder"] as JsonArray)?.RemoveAll(rung => (string?)rung == remedy.Value);
            }
        }
    }
}
