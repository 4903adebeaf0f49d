using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of rollouts: deployments that ECS moves in steps of 10 %, with a pause before each.</summary>
public static class RolloutDrills
{
    private const string Start = nameof(Change.StartDeployment);

    private const string Continue = nameof(Change.ContinueDeployment);

    private const string Back = nameof(Change.RollBackDeployment);

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("rollout-good", "A pipeline deploys a good revision: judged at 10 % and 50 %, let through, watched.") with
        {
            Script = stage => stage.After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Continue}+")
            {
                Record = "deployed and monitored",
            },
        },
        Of("rollout-errors", "The new revision fails some requests: seen at 10 %, rolled back.") with
        {
            Script = stage =>
                stage.After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.ServesErrors(0.05))),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Continue, Back)
            {
                Record = "rolled back and monitored",
            },
        },
        Of("rollout-slow", "The new revision answers slowly, and the journal fails meanwhile: rolled back.") with
        {
            Script = stage =>
            {
                var from = stage.FaultAt + TimeSpan.FromSeconds(100);
                stage.Simulation.World.Disturb(
                    new ApiFault("dynamodb", "*", from, from + TimeSpan.FromSeconds(30), ApiFaultKind.FailedBefore)
                );
                stage.After(
                    0,
                    "a pipeline deploys",
                    at => at.Service.Deploy(TaskBehaviour.Healthy with { LatencyFactor = 20 })
                );
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Continue, Back) { Record = "P95" },
        },
        Of(
            "rollout-metrics-in-part",
            "CloudWatch withholds the errors of a revision that fails: no gate is passed."
        ) with
        {
            ShapeEstate = (estate, scene) => SetPolicy(estate, scene, ("rollBackAfterHold", false)),
            Script = stage =>
                stage
                    .After(
                        0,
                        "errors are withheld",
                        at => at.Simulation.World.Metrics.Withhold("HTTPCode_Target_5XX_Count", "InternalError")
                    )
                    .After(1, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.ServesErrors(0.05))),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, $"{Continue}?")
            {
                Record = "only a part of the datapoints",
            },
        },
        Of("rollout-few-requests", "Too few requests to judge the new revision: held, then handed off to on-call.") with
        {
            ShapeEstate = (estate, scene) =>
                SetPolicy(estate, scene, ("rollBackAfterHold", false), ("minimumRequests", 1_000_000)),
            Script = stage => stage.After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Continue)
            {
                Record = "are needed to judge it",
            },
        },
        Of("rollout-someone-stops-it", "Someone rolls it back in the moment before it is let go on: left alone.") with
        {
            Script = stage =>
                stage
                    .After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy))
                    .Before(
                        "ContinueServiceDeployment",
                        (at, _) =>
                        {
                            at.Service.RollBackDeployment();
                            return true;
                        }
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Continue}?")
            {
                Record = "rolled back and monitored",
            },
        },
        Of("rollout-blind", "ECS does not say how the deployment stands: nothing is done, on-call is notified.") with
        {
            Script = stage =>
                stage
                    .Deny("ecs", "DescribeServiceDeployments")
                    .After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
        },
        Of("rollout-deploy", "An operator asks for a deployment: preflight, start, gates, watch.") with
        {
            Script = stage => stage.AskRollout(0, "deploy", NextRevision(stage)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Start, $"{Continue}+")
            {
                Record = "is there to go back to",
            },
        },
        Of("rollout-deploy-refused", "An operator asks for the revision that is there: the preflight says so.") with
        {
            Script = stage =>
                stage.AskRollout(
                    0,
                    "deploy",
                    $"{stage.Service.Primary.Definition.Family}:{stage.Service.Primary.Definition.Revision}"
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved)
            {
                Record = "that revision is deployed already",
            },
        },
        Of("rollout-aborted", "An operator pauses a deployment at its first gate, then aborts it.") with
        {
            Script = stage =>
                stage
                    .After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy))
                    .AskRollout(240, "pause")
                    .AskRollout(1200, "abort"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Continue, Back)
            {
                Record = "an operator aborts it",
            },
        },
        Of("rollout-tested", "A person is asked for the performance test of what was deployed, and it passes.") with
        {
            ShapeEstate = NameTest,
            Shape = (_, plan) => plan,
            Script = stage =>
                stage
                    .After(0, "a person deploys", at => at.Service.Deploy(TaskBehaviour.Healthy))
                    .ReportTest(500, "passed"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "the performance test passed" },
        },
        Of("rollout-test-failed", "The performance test of what was deployed fails: rolled back, as by an abort.") with
        {
            ShapeEstate = NameTest,
            Shape = (_, plan) => plan,
            Script = stage =>
                stage
                    .After(0, "a person deploys", at => at.Service.Deploy(TaskBehaviour.Healthy))
                    .ReportTest(500, "failed"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.RollBack))
            {
                Record = "an operator aborts it; the performance test failed",
            },
        },
        Of(
            "rollout-killed",
            "The function dies when it has let a step go: the evidence shows it, none is let go twice."
        ) with
        {
            Script = stage =>
                stage
                    .KillOnce("ContinueServiceDeployment")
                    .After(0, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Continue}+") { Deaths = 1 },
        },
        Of(
            "rollout-watched",
            "A deployment without a pause fails requests when it is over: rolled back by another one."
        ) with
        {
            Shape = (_, plan) => plan,
            Script = stage =>
                stage.After(0, "a person deploys", at => at.Service.Deploy(TaskBehaviour.ServesErrors(0.03))),
            // By which call depends on whether ECS still deploys by then.
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Back}?", $"{nameof(Change.RollBack)}?")
            {
                Record = "roll",
            },
        },
        Of(
            "rollout-deregistered",
            "Requests fail minutes after a deployment, and somebody has deregistered the revision before it: no way back."
        ) with
        {
            Shape = (_, plan) => plan,
            Script = stage =>
                stage
                    .After(
                        0,
                        "a person deploys, and tidies up",
                        at =>
                        {
                            var before = at.Service.Primary.Definition;
                            at.Service.Deploy(TaskBehaviour.Healthy);
                            at.Simulation.World.Fleet.Definitions.Deregister(before);
                        }
                    )
                    .After(200, "requests fail", at => at.Service.Blip(s_long.TotalSeconds, 0.03)),
            // What comes next depends on how many requests fail: on-call, or the service's next procedure.
            Expect = _ => DrillExpectation.AnyEnd with { Record = "was deregistered" },
        },
    ];

    /// <summary>A drill about a service whose traffic moves in steps of 10 %.</summary>
    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = RolloutProcedure.ProcedureName,
            Needs = [Needs.Remedy(RolloutProcedure.ProcedureName), Needs.Balancer, Needs.Budget],
            Shape = (service, plan) => service.Rollout is null ? plan : Shifting(plan),
            ShapeEstate = (estate, _) => SecondGroupDrills.NameSecondGroups(estate),
            Script = _ => { },
            Limit = _ => s_long,
        };

    /// <summary>A service whose deployments move the traffic in steps of 10 %, and pause before each.</summary>
    internal static ServicePlan Shifting(ServicePlan plan) =>
        plan with
        {
            Revisions = [plan.Revisions[^1] with { Revision = plan.Revisions[^1].Revision + 1 }, plan.Revisions[^1]],
            Deployment = plan.Deployment with
            {
                Strategy = FleetStrategy.Linear,
                StepPercent = 10,
                StepBakeTime = TimeSpan.Zero,
                BakeTime = TimeSpan.FromMinutes(1),
                Hooks = [new HookPlan([FleetStage.PreProductionTrafficShift])],
            },
        };

    /// <summary>That the newest deployment has come to its end.</summary>
    internal static string? HasDeployed(DrillStage stage) =>
        stage.Service.Primary.Rollout == FleetRollout.Completed
            ? null
            : $"the newest deployment is {stage.Service.Primary.Rollout}";

    /// <summary>As the runbook has it: a person runs it.</summary>
    private static void NameTest(JsonNode estate, DrillScene scene)
    {
        SecondGroupDrills.NameSecondGroups(estate);
        estate["services"]!.AsArray().Single(one => (string?)one!["id"] == scene.Id)!["performanceTest"] =
            "./scripts/performance-test.sh --duration 300";
    }

    private static string NextRevision(DrillStage stage) =>
        $"{stage.Service.Primary.Definition.Family}:{stage.Service.Primary.Definition.Revision + 1}";

    /// <summary>For rehearsals of what is done where no deployment is watched.</summary>
    internal static void WatchesNone(JsonNode estate, DrillScene scene)
    {
        if (scene.Names(RolloutProcedure.ProcedureName))
        {
            SetPolicy(estate, scene, ("watchEveryDeployment", false));
        }
    }

    internal static void SetPolicy(JsonNode estate, DrillScene scene, params (string Name, JsonNode Value)[] numbers)
    {
        SecondGroupDrills.NameSecondGroups(estate);
        var service = estate["services"]!.AsArray().Single(one => (string?)one!["id"] == scene.Id)!;
        var remedy = service["remedies"]!["rollout"]!;
        var policy = remedy["policy"] as JsonObject ?? [];
        foreach (var (name, value) in numbers)
        {
            policy[name] = value;
        }

        remedy["policy"] = policy.Parent is null ? policy : policy.DeepClone();
    }
}
