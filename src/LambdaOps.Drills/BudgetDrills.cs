using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The rehearsals of what follows a deployment: every one is watched, and for half an hour it is the first suspect, where
/// what is wrong began after it.
/// </summary>
public static class BudgetDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);

    private static readonly TaskBehaviour s_leak = TaskBehaviour.Healthy with { LeakPercentPerMinute = 1 };

    /// <summary>By then such tasks would have been killed.</summary>
    private static readonly TimeSpan s_untilFull = TimeSpan.FromMinutes(65);

    public static IReadOnlyList<Drill> All { get; } =
    [
        OnErrors(
            "budget-no-suspect",
            "Someone restarts the service, and its tasks hang while that is watched: the 503 procedure has them at once."
        ) with
        {
            Script = stage =>
                stage
                    .After(0, "a person restarts", at => at.Service.Start(at.Service.Primary.Definition, "person"))
                    .After(300, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart)
            {
                Incidents = 1,
                Record = "no deployment is to be rolled back",
            },
        },
        OnErrors(
            "budget-older-alarm",
            "Tasks hang, and someone deploys the fix, a new revision: it is no suspect, and nobody rolls it back."
        ) with
        {
            Script = stage =>
                stage
                    .After(0, "tasks hang", at => at.Service.HangTasks())
                    .After(
                        stage.Scene.AlarmedAfter - 30,
                        "a person deploys",
                        at => at.Service.Deploy(TaskBehaviour.Healthy)
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        },
        OnMemory(
            "budget-leak",
            "Memory climbs for an hour, and no deployment is near: the tasks are replaced before they are killed."
        ) with
        {
            Shape = (_, plan) => plan with { Revisions = [.. plan.Revisions.SkipLast(1), Leaking(plan.Revisions[^1])] },
            Script = _ => { },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "memory climbs by" },
            World = NobodyKilled,
        },
        OnMemory(
            "budget-leak-deployed",
            "A new revision leaks, and its memory is in danger within its time: rolled back."
        ) with
        {
            ShapeEstate = (estate, scene) => RolloutDrills.SetPolicy(estate, scene, ("budgetForSeconds", 7200)),
            AtLeast = _ => s_untilFull,
            Script = stage => stage.After(0, "a person deploys", at => at.Service.Deploy(s_leak)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.RollBack))
            {
                Record = "the deployment is the newest change",
            },
            World = NobodyKilled,
        },
        OnMemory(
            "budget-leak-again",
            "A new revision leaks, slowly: no suspect any more, and too young to be replaced. On-call has it in time."
        ) with
        {
            ShapeEstate = (estate, scene) =>
                RolloutDrills.SetPolicy(estate, scene, ("watchEveryDeployment", false), ("replaceAfterSeconds", 7200)),
            Script = stage => stage.After(0, "a person deploys", at => at.Service.Deploy(s_leak)),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "memory climbs by" },
        },
        OnMemory(
            "budget-leak-rolled-back",
            "A new revision leaks, and when the alarm says so a person is rolling it back: nothing is left to do."
        ) with
        {
            ShapeEstate = (estate, scene) => RolloutDrills.SetPolicy(estate, scene, ("budgetForSeconds", 7200)),
            AtLeast = _ => s_untilFull,
            Script = stage =>
            {
                var before = stage.Service.Primary.Definition;
                stage
                    .After(0, "a person deploys", at => at.Service.Deploy(s_leak))
                    .Following(
                        seen => seen.Kind == "alarm",
                        0,
                        "a person rolls back",
                        at => at.Service.Start(before, "person")
                    );
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
            World = NobodyKilled,
        },
        OnErrorRate(
            "budget-no-deployment",
            "Tasks hang, and only the share of failed requests says so: no deployment is near, the 503 procedure has it."
        ) with
        {
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart)
            {
                Record = "no deployment is to be rolled back",
            },
        },
        OnErrorRate(
            "budget-warning",
            "A few requests in a thousand fail for some minutes: recorded, nothing done."
        ) with
        {
            Script = stage => stage.After(0, "some requests fail", at => at.Service.Blip(360, 0.003)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "a warning, no danger" },
        },
        OnErrorRate(
            "budget-blind",
            "Requests fail, and ECS does not say what was deployed: nothing done, on-call."
        ) with
        {
            Script = stage =>
                stage.Deny("ecs", "DescribeServiceDeployments").After(0, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
        },
    ];

    /// <summary>A drill about a service whose failed requests an alarm sees.</summary>
    private static Drill OnErrors(string name, string what) =>
        new(name, what)
        {
            Remedy = RolloutProcedure.ProcedureName,
            Needs =
            [
                Needs.Remedy(RolloutProcedure.ProcedureName),
                Needs.Balancer,
                Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests),
                Needs.Budget,
            ],
            Script = _ => { },
        };

    /// <summary>A drill about a service whose memory an alarm of rollout sees.</summary>
    private static Drill OnMemory(string name, string what) =>
        On(name, what, AlarmSymptom.FullMemory) with
        {
            Limit = _ => TimeSpan.FromHours(3),
        };

    /// <summary>A drill in which no other alarm of the service hears of it.</summary>
    private static Drill OnErrorRate(string name, string what) =>
        On(name, what, AlarmSymptom.ErrorRate) with
        {
            ShapeEstate = (estate, scene) =>
                estate["alarms"]!
                    .AsArray()
                    .RemoveAll(rule =>
                        (string?)rule!["target"] == scene.Id
                        && (string?)rule["remedy"] != RolloutProcedure.ProcedureName.Value
                    ),
        };

    private static Drill On(string name, string what, AlarmSymptom kind) =>
        new(name, what)
        {
            Remedy = RolloutProcedure.ProcedureName,
            Needs =
            [
                Needs.Remedy(RolloutProcedure.ProcedureName),
                Needs.Balancer,
                Needs.Alarm(RolloutProcedure.ProcedureName, kind),
                Needs.Budget,
            ],
            Script = _ => { },
        };

    private static TaskDefinitionPlan Leaking(TaskDefinitionPlan revision) => revision with { Behaviour = s_leak };

    private static string? NobodyKilled(DrillStage stage) =>
        stage.Service.StoppedTasks.Any(task => task.ExitCode == 137 && task.StoppedAt > stage.FaultAt)
            ? "tasks were killed for want of memory"
            : null;
}
