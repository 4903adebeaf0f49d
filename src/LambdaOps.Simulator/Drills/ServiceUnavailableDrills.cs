using LambdaOps.Core.Incidents;
using LambdaOps.Simulator.Lambda;
using LambdaOps.Simulator.World;
using LambdaOps.Simulator.World.Fleets;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of the 503 procedure.</summary>
public static class ServiceUnavailableDrills
{
    private const string Restart = nameof(RemedyAction.ForceNewDeployment);

    private const string RollBack = nameof(RemedyAction.RollBack);

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill("hung-tasks", "All tasks hang: targets look healthy, every request fails. A restart heals it.")
        {
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { FirstActionWithinSeconds = 5 },
        },
        new Drill(
            "no-healthy-target",
            "All tasks hang deeply and ECS leaves them alone: the load balancer sees no healthy target."
        )
        {
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks(Illness.Deep)),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { FirstActionWithinSeconds = 5 },
            Shape = plan => plan with { HealthCheck = plan.HealthCheck with { GracePeriod = TimeSpan.FromDays(30) } },
        },
        new Drill("transient-blip", "A burst of errors raises the alarm and is over before anyone looks: no action.")
        {
            Script = stage => stage.After(0, "errors for a moment", at => at.Service.Blip(seconds: 150)),
            Expect = new DrillExpectation(IncidentStatus.Resolved),
        },
        new Drill("bad-deployment", "A person deploys a revision that never gets healthy: it is rolled back.")
        {
            Shape = StopsBeforeItStarts,
            Script = stage => stage.After(0, "bad revision", at => at.Service.Deploy(TaskBehaviour.NeverGetsHealthy)),
            Expect = new DrillExpectation(IncidentStatus.Resolved, RollBack),
        },
        new Drill("deployment-curing", "Tasks hang, and a person has already started a deployment that cures it: wait.")
        {
            Script = stage =>
                stage
                    .After(0, "tasks hang", at => at.Service.HangTasks())
                    .After(150, "a person restarts", at => at.Service.Start(at.Service.Primary.Definition, "person")),
            Expect = new DrillExpectation(IncidentStatus.Resolved),
        },
        new Drill("no-capacity", "All tasks die and there is no capacity to place new ones: a person, no restart.")
        {
            Script = stage => stage.After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash()),
            Expect = new DrillExpectation(IncidentStatus.HandedOver),
        },
        Blind(
            "evidence-missing-targets",
            "elbv2",
            "Tasks hang while the load balancer's API fails: no action, a person."
        ),
        Blind("evidence-missing-alarms", "cloudwatch", "Tasks hang while CloudWatch's API fails: no action, a person."),
        new Drill("alarm-ten-times", "The same alarm arrives ten times: one action.")
        {
            Concurrency = 3,
            Script = stage =>
            {
                stage.Simulation.World.Alarms.Deliveries.Times = 10;
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart),
        },
        new Drill(
            "answer-lost",
            "The restart takes effect, but ECS's answer to it is lost: the evidence tells, no second one."
        )
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
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { FirstActionWithinSeconds = 5 },
        },
        new Drill("operator-asks", "Users report 503 before any alarm fires: five requests tell an outage from a blip.")
        {
            Script = stage =>
                stage
                    .After(0, "tasks hang", at => at.Service.HangTasks())
                    .Ask(30, stage.Simulation.Options.Estate.Services[0].Id.Value),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "an outage or a blip" },
        },
        new Drill("connection-leak", "One task after the other runs out of connections: a restart heals it.")
        {
            Script = stage => stage.After(0, "a leak", at => at.Service.LeakConnections(everySeconds: 40)),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart),
        },
        Killed("killed-before-acting", KillMoment.Before, "The function dies just before its action takes effect."),
        Killed("killed-after-acting", KillMoment.After, "The function dies after its action, before it wrote it down."),
    ];

    /// <summary>The drill of that name, or null.</summary>
    public static Drill? Find(string name) => All.FirstOrDefault(drill => drill.Name == name);

    private static Drill Killed(string name, KillMoment moment, string what) =>
        new(name, what)
        {
            Script = stage =>
            {
                stage.Simulation.Lambda.KillDuring(stage.Function, moment, call => call.Operation == "UpdateService");
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart),
        };

    private static Drill Blind(string name, string service, string what) =>
        new(name, what)
        {
            Script = stage =>
            {
                var from = stage.FaultAt;
                stage.Simulation.World.Disturb(
                    new ApiFault(service, "*", from, from + s_long, ApiFaultKind.FailedBefore)
                );
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            Expect = new DrillExpectation(IncidentStatus.HandedOver),
        };

    /// <summary>
    /// A service that stops most old tasks before it starts new ones: a bad revision takes it down, and the last old
    /// task still shows what served before.
    /// </summary>
    private static ServicePlan StopsBeforeItStarts(ServicePlan plan) =>
        plan with
        {
            Deployment = plan.Deployment with { MinimumHealthyPercent = 20, MaximumPercent = 100 },
        };
}
