using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the 503 procedure.</summary>
public static class ServiceUnavailableDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);

    private const string Continue = nameof(Change.ContinueDeployment);

    private const string RollBack = nameof(Change.RollBackDeployment);

    /// <summary>From the alarm to the first change, where the evidence agrees.</summary>
    private const int AtOnce = 5;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    /// <summary>What a drill needs whose outage the alarm on failed requests finds.</summary>
    private static readonly Func<DrillScene, string?>[] s_onErrors =
    [
        Needs.Remedy(ServiceUnavailableProcedure.ProcedureName),
        Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests),
        Needs.Budget,
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        OnErrors("hung-tasks", "All tasks hang: targets look healthy, every request fails. A restart fixes it.") with
        {
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = RestartedInTime,
        },
        OnErrors(
            "restart-in-steps",
            "All tasks hang, and the service deploys in steps with a pause before each: its restart is taken through them."
        ) with
        {
            Needs = [.. s_onErrors, Needs.Remedy(RolloutProcedure.ProcedureName), Needs.Balancer],
            Shape = (service, plan) => service.Rollout is null ? plan : RolloutDrills.Shifting(plan),
            ShapeEstate = (estate, _) => SecondGroupDrills.NameSecondGroups(estate),
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart, $"{Continue}+"),
            World = RolloutDrills.HasDeployed,
            Limit = _ => s_long,
        },
        Of(
            "no-healthy-target",
            "All tasks hang deeply and ECS leaves them alone: the load balancer sees no healthy target."
        ) with
        {
            Needs =
            [
                Needs.Remedy(ServiceUnavailableProcedure.ProcedureName),
                Needs.Alarm(
                    ServiceUnavailableProcedure.ProcedureName,
                    AlarmSymptom.FailedRequests,
                    AlarmSymptom.NoHealthyTarget
                ),
                Needs.Budget,
            ],
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks(Illness.Deep)),
            Expect = RestartedInTime,
            Shape = LeftAlone,
        },
        Of(
            "one-zone-unhealthy",
            "The tasks of one zone fail, and the others serve: no action, and the record names the zone."
        ) with
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), SeveralTasks],
            Script = stage =>
                stage
                    .After(0, "a zone fails", at => at.Service.LoseZone(at.Service.Tasks[^1].Zone))
                    .Ask(120, stage.Scene.Service!.Id.Value),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "unhealthy (only in " },
            Shape = (service, plan) =>
                LeftAlone(service, plan) with
                {
                    Traffic = plan.Traffic with { RequestsPerSecond = plan.Traffic.RequestsPerSecond / 4 },
                },
        },
        OnErrors(
            "transient-blip",
            "A burst of errors raises the alarm and is over before anyone looks: no action."
        ) with
        {
            Script = stage =>
                stage.After(0, "errors for a moment", at => at.Service.Blip(stage.Scene.AlarmedAfter - 30)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        },
        OnErrors(
            "bad-deployment",
            "Someone deploys a revision that never gets healthy: ECS rolls its deployment back while it is in progress."
        ) with
        {
            Needs = [.. s_onErrors, SeveralTasks],
            Shape = StopsBeforeItStarts,
            ShapeEstate = RolloutDrills.WatchesNone,
            Script = stage => stage.After(0, "bad revision", at => at.Service.Deploy(TaskBehaviour.NeverGetsHealthy)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, RollBack),
        },
        OnErrors(
            "deployment-curing",
            "Tasks hang, and someone has already started a deployment that fixes it: wait."
        ) with
        {
            Script = stage =>
                stage
                    .After(0, "tasks hang", at => at.Service.HangTasks())
                    .After(
                        stage.Scene.AlarmedAfter - 30,
                        "a person restarts",
                        at => at.Service.Start(at.Service.Primary.Definition, "person")
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        },
        Of("no-capacity", "All tasks die and there is no capacity to place new ones: handed off, no restart.") with
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), Needs.EmptyAlarm],
            Script = stage => stage.After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash()),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
        },
        OnErrors(
            "code-deploy-tasks-hang",
            "All tasks hang, and CodeDeploy deploys the service: no restart that ECS refuses, on-call at once."
        ) with
        {
            Shape = (_, plan) =>
                plan with
                {
                    Deployment = plan.Deployment with { Controller = FleetController.CodeDeploy },
                },
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "controller CODE_DEPLOY" },
        },
        Blind(
            "evidence-missing-targets",
            "elbv2",
            "Tasks hang while the load balancer's API fails: no action, handed off."
        ),
        Blind(
            "evidence-missing-alarms",
            "cloudwatch",
            "Tasks hang while CloudWatch's API fails: no action, handed off."
        ),
        OnErrors(
            "foreign-health-page",
            "Requests fail now and again while a parked page answers the health URL: no action, on-call is notified."
        ) with
        {
            Script = stage =>
                stage.After(
                    0,
                    "the health URL is parked",
                    at =>
                    {
                        at.Service.Blip(s_long.TotalSeconds, 0.3);
                        at.Simulation.World.Site.Serve(
                            at.Scene.Service!.Health.Url.Host,
                            _ => new SiteAnswer(200, "text/html", "<title>This domain is for sale</title>", 1)
                        );
                    }
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "users may not reach a service" },
        },
        OnErrors("alarm-ten-times", "The same alarm arrives ten times: one action.") with
        {
            Concurrency = 3,
            Script = stage =>
            {
                stage.Simulation.World.Alarms.Deliveries.Times = 10;
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart),
        },
        OnErrors(
            "answer-lost",
            "The restart takes effect, but ECS's answer to it is lost: the evidence shows it, no second one."
        ) with
        {
            Script = stage =>
            {
                // So long that a second UpdateService, soon or late, would lose its answer too.
                var from = stage.FaultAt;
                stage.Simulation.World.Disturb(
                    new ApiFault("ecs", "UpdateService", from, from + s_long, ApiFaultKind.BrokenAfter)
                );
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = RestartedInTime,
        },
        Of("operator-asks", "Users report 503 before any alarm fires: five requests tell an outage from a blip.") with
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), Needs.Budget],
            Script = stage =>
                stage.After(0, "tasks hang", at => at.Service.HangTasks()).Ask(30, stage.Scene.Service!.Id.Value),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "an outage or a blip" },
        },
        OnErrors("connection-leak", "One task after the other runs out of connections: a restart fixes it.") with
        {
            Script = stage =>
                stage.After(
                    0,
                    "a leak",
                    at => at.Service.LeakConnections(everySeconds: 200.0 / stage.Scene.Capacity.Normal)
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart),
        },
        OnErrors(
            "half-the-fleet",
            "Half of the tasks fail their users behind health checks that pass: a restart fixes it."
        ) with
        {
            Script = stage =>
                stage.After(
                    0,
                    "half of the tasks hang",
                    at => at.Service.HangTasks(count: (at.Scene.Capacity.Normal + 1) / 2)
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart),
        },
        OnErrors(
            "restart-moved-tag",
            "All tasks hang, and the tag of their image was pushed anew since they had started: the restart deploys another image, and the record says which ran before."
        ) with
        {
            Script = stage =>
                stage
                    .After(
                        0,
                        "a pipeline moves the tag",
                        at => at.Simulation.World.ImageTags.Move(at.Service.Primary.Definition)
                    )
                    .After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = scene => RestartedInTime(scene) with { Record = "the restart deployed another image" },
        },
        Killed("killed-before-acting", KillMoment.Before, "The function dies just before its action takes effect."),
        Killed("killed-after-acting", KillMoment.After, "The function dies after its action, before it wrote it down."),
    ];

    /// <summary>The drill of that name, or null.</summary>
    public static Drill? Find(string name) => All.FirstOrDefault(drill => drill.Name == name);

    /// <summary>A drill whose outage the alarm on failed requests finds.</summary>
    internal static Drill OnErrors(string name, string what) => Of(name, what) with { Needs = [.. s_onErrors] };

    private static Drill Of(string name, string what) =>
        new(name, what) { Script = _ => { }, Expect = _ => new DrillExpectation(IncidentStatus.Resolved) };

    /// <summary>At once where the estate lets evidence that agrees count; else after its probes.</summary>
    private static DrillExpectation RestartedInTime(DrillScene scene)
    {
        var policy = scene.Restarting;
        return new DrillExpectation(IncidentStatus.Resolved, Restart)
        {
            FirstActionWithinSeconds = policy.ActAtOnceWhenEvidenceAgrees
                ? AtOnce
                : AtOnce + (int)(policy.Probes * 2 * policy.ProbeEvery.TotalSeconds),
        };
    }

    private static Drill Killed(string name, KillMoment moment, string what) =>
        OnErrors(name, what) with
        {
            Script = stage =>
            {
                stage.Simulation.Lambda.KillDuring(stage.Function, moment, call => call.Operation == "UpdateService");
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart),
        };

    private static Drill Blind(string name, string service, string what) =>
        OnErrors(name, what) with
        {
            Script = stage =>
            {
                var from = stage.FaultAt;
                stage.Simulation.World.Disturb(
                    new ApiFault(service, "*", from, from + s_long, ApiFaultKind.FailedBefore)
                );
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
        };

    private static string? SeveralTasks(DrillScene scene) =>
        scene.Capacity.Normal > 1
            ? null
            : $"{scene.Id} has one task normally: a bad revision takes nothing down, or leaves nothing to go back to";

    /// <summary>ECS leaves tasks with failing health checks alone.</summary>
    private static ServicePlan LeftAlone(OperatedService service, ServicePlan plan) =>
        plan with
        {
            HealthCheck = plan.HealthCheck with { GracePeriod = TimeSpan.FromDays(30) },
        };

    /// <summary>
    /// A service that stops most old tasks before it starts new ones: a bad revision takes it down, as the tasks that
    /// are left cannot carry the requests; and the last old task still shows what served before.
    /// </summary>
    private static ServicePlan StopsBeforeItStarts(OperatedService service, ServicePlan plan)
    {
        const int Left = 20;
        const double TooMuch = 1.3;
        var left = Math.Ceiling(plan.Desired * Left / 100.0);
        var tooMany = left * plan.Load.RequestsPerSecondPerTask * TooMuch;
        return plan with
        {
            Deployment = plan.Deployment with { MinimumHealthyPercent = Left, MaximumPercent = 100 },
            Traffic = plan.Traffic with { RequestsPerSecond = Math.Max(plan.Traffic.RequestsPerSecond, tooMany) },
        };
    }
}
