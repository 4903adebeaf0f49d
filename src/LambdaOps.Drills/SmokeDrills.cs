using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of smoke tests: ECS asks the function Rollout before the new revision gets any traffic.</summary>
public static class SmokeDrills
{
    private const string Continue = nameof(Change.ContinueDeployment);

    /// <summary>What no revision may serve. Only the test asks there: no user sees whether it is broken.</summary>
    private const string Path = "/internal";

    private static readonly TaskBehaviour s_broken = new() { BrokenPaths = [Path] };

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("smoke-passed", "The new revision passes its smoke test: the deployment goes on to its gates.") with
        {
            Script = stage => Deploy(stage, TaskBehaviour.Healthy),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Continue}+")
            {
                Record = "passed, ECS was answered SUCCEEDED",
            },
        },
        Of("smoke-failed", "The new revision is broken: it fails its smoke test twice, and no user sees it.") with
        {
            Script = stage => Deploy(stage, s_broken),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "failed, ECS was answered FAILED" },
            World = OldRevisionServes,
        },
        Of("smoke-unable", "Nobody answers at the test endpoint: the deployment goes on, people are notified.") with
        {
            Script = stage => Deploy(Silent(stage), TaskBehaviour.Healthy),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, $"{Continue}+")
            {
                Record = "unable, ECS was answered SUCCEEDED",
            },
        },
        Of("smoke-unable-fails", "The same where the estate prefers to roll back: rolled back.") with
        {
            ShapeEstate = (estate, scene) => Name(estate, scene, "fail"),
            Script = stage => Deploy(Silent(stage), TaskBehaviour.Healthy),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "unable, ECS was answered FAILED" },
            World = OldRevisionServes,
        },
        Of("smoke-observe", "In mode observe a broken revision is let through, and the record says what was seen.") with
        {
            Shape = (service, plan) => Tested(service, plan, pauses: false),
            ShapeEstate = (estate, scene) => Name(estate, scene)["remedies"]!["rollout"]!["mode"] = "observe",
            Script = stage => Deploy(stage, s_broken),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "would have answered FAILED" },
        },
        Of("smoke-switched-off", "The control switch is at observe: the same, at once.") with
        {
            Shape = (service, plan) => Tested(service, plan, pauses: false),
            Script = stage => Deploy(stage.SetControl(-30, "observe"), s_broken),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "would have answered FAILED" },
        },
        Of(
            "smoke-someone-stops-it",
            "Someone rolls it back in the moment before the smoke test answers: left alone."
        ) with
        {
            Script = stage =>
                Deploy(stage, TaskBehaviour.Healthy)
                    .Before(
                        "UpdateItem",
                        (at, call) =>
                        {
                            if (!call.Input.ToJsonString().Contains("SMOKE#", StringComparison.Ordinal))
                            {
                                return false;
                            }

                            at.Service.RollBackDeployment();
                            return true;
                        }
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "rolled back and monitored" },
            World = OldRevisionServes,
        },
    ];

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = RolloutProcedure.ProcedureName,
            Needs = [Needs.Remedy(RolloutProcedure.ProcedureName), Needs.Balancer, Needs.Budget],
            Shape = (service, plan) => Tested(service, plan),
            ShapeEstate = (estate, scene) => Name(estate, scene),
            Script = _ => { },
            Limit = _ => s_long,
        };

    private static DrillStage Deploy(DrillStage stage, TaskBehaviour behaviour) =>
        stage.After(0, "a pipeline deploys", at => at.Service.Deploy(behaviour));

    /// <summary>Whoever stands before the new revision: nothing that it could help.</summary>
    private static DrillStage Silent(DrillStage stage)
    {
        const double LongMs = 60_000;
        stage.Simulation.World.Site.Serve(HostOf(stage.Scene.Id), _ => SiteAnswer.Timeout(LongMs));
        return stage;
    }

    private static string HostOf(string id) => $"green.{id.ToLowerInvariant().Replace('_', '-')}.example";

    private static ServicePlan Tested(OperatedService service, ServicePlan plan, bool pauses = true)
    {
        if (service.Rollout is null)
        {
            return plan;
        }

        var shifting = RolloutDrills.Shifting(plan);
        var balancer = plan.LoadBalancerArn.Split(':');
        var smoke = new HookPlan([FleetStage.PostTestTrafficShift])
        {
            FunctionArn = $"arn:aws:lambda:{balancer[3]}:{balancer[4]}:function:lambdaops-Rollout",
            RoleArn = $"arn:aws:iam::{balancer[4]}:role/ecs-hooks",
        };
        return shifting with
        {
            TestHost = HostOf(service.Id.Value),
            Deployment = shifting.Deployment with { Hooks = pauses ? [smoke, .. shifting.Deployment.Hooks] : [smoke] },
        };
    }

    private static JsonNode Name(JsonNode estate, DrillScene scene, string whenUnable = "succeed")
    {
        SecondGroupDrills.NameSecondGroups(estate);
        var service = estate["services"]!.AsArray().Single(one => (string?)one!["id"] == scene.Id)!;
        service["smokeTest"] = new JsonObject
        {
            ["endpoint"] = $"https://{HostOf(scene.Id)}",
            ["paths"] = new JsonArray(
                new JsonObject
                {
                    ["path"] = (string?)service["health"]!["url"] is { } url ? new Uri(url).PathAndQuery : "/",
                    ["contains"] = (string?)service["health"]!["contains"],
                    ["withinMs"] = 10_000,
                },
                new JsonObject
                {
                    ["path"] = Path,
                    ["status"] = 404,
                    ["withinMs"] = 10_000,
                }
            ),
            ["attempts"] = 2,
            ["whenUnable"] = whenUnable,
        };
        return service;
    }

    private static string? OldRevisionServes(DrillStage stage) =>
        stage.Service.Routes is { Live: var live, All: [var configured, ..] } && live == configured.Group
            ? null
            : "the new revision is in production";
}
