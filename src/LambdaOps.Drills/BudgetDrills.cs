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
}
