using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the latency procedure.</summary>
public static class LatencyDrills
{
    private const string Scale = nameof(Change.SetDesiredCount) + "+";

    private const string MoveMinimum = nameof(Change.SetScalingMinimum) + "+";

    /// <summary>Overloaded tasks are used so far: nearly saturated, and answers wait.</summary>
    private const double Full = 0.94;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    private static readonly Func<DrillScene, string?>[] s_slow =
    [
        Needs.Remedy(LatencyProcedure.ProcedureName),
        Needs.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers),
    ];

    private static readonly Func<DrillScene, string?>[] s_overload =
    [
        Needs.Remedy(LatencyProcedure.ProcedureName),
        Needs.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers, AlarmSymptom.BusyCpu),
        Needs.Ceiling,
        Needs.Budget,
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("overload", "Twice the requests saturate the tasks: scaled out, and scaled in after it is calm again.") with
        {
            Needs = [.. s_overload],
            Script = stage => Overload(stage),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, Scale)
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Record = $"scaling in to {scene.Capacity.Normal} in steps",
            },
            Limit = _ => s_long,
        },
        Of("overload-into-the-night", "After an overload nobody asks any more: calm, and scaled in all the same.") with
        {
            Needs = [.. s_overload],
            Script = stage =>
            {
                var alarm = stage.Scene.Alarm(
                    LatencyProcedure.ProcedureName,
                    AlarmSymptom.SlowAnswers,
                    AlarmSymptom.BusyCpu
                )!;
                Overload(stage).After(alarm.Window.TotalSeconds + 900, "night", at => at.Service.SetTraffic(0));
            },
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, Scale)
            {
                DesiredAtEnd = scene.Capacity.Normal,
            },
            Limit = _ => s_long,
        },
        Of(
            "overload-beyond-ceiling",
            "More than the ceiling can carry: scaled out to the ceiling, then handed off."
        ) with
        {
            Needs = [s_overload[0], s_overload[1], Needs.Budget],
            Script = stage =>
            {
                const double Beyond = 1.6;
                stage.After(
                    0,
                    "overload",
                    at =>
                        at.Service.Overload(
                            Math.Round(Beyond * stage.Scene.Capacity.Ceiling / UsedTasks(at.Service.Plan), 2)
                        )
                );
            },
            Expect = scene => new DrillExpectation(
                IncidentStatus.HandedOff,
                scene.Capacity.Ceiling > scene.Capacity.Normal ? [Scale] : []
            )
            {
                DesiredAtEnd = scene.Capacity.Ceiling,
                Record = "the most allowed",
            },
        },
        Of("throttled-table", "A table is throttled and answers wait for it: handed off, no scaling.") with
        {
            Needs = [.. s_slow, Needs.Table],
            Script = stage => stage.After(0, "throttled", at => Throttle(at, s_long)),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Record = "more tasks would not help",
            },
        },
        Of(
            "slow-but-idle",
            "Answers are slow, but the tasks are not saturated: handed off, with the slowest endpoints."
        ) with
        {
            Needs = [.. s_slow],
            Script = stage =>
            {
                const double AboveDanger = 1.2;
                stage.After(
                    0,
                    "slow",
                    at =>
                        at.Service.SlowDown(
                            Math.Round(
                                AboveDanger * stage.Scene.Service!.Thresholds.P95Ms.Danger / at.Service.Plan.Load.P95Ms,
                                2
                            )
                        )
                );
            },
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Record = scene.Service?.LogGroup is null
                    ? "more tasks would not help"
                    : $"slowest endpoints: {EstateWorld.SlowestEndpoint}",
            },
        },
        Of("autoscaled", "The same overload with an autoscaler: its minimum is raised, and restored.") with
        {
            Needs = [.. s_overload],
            Shape = (service, plan) =>
                plan with
                {
                    Autoscaling = new AutoscalingPlan(
                        Min: service.Capacity.Normal,
                        Max: service.Capacity.Ceiling,
                        TargetCpuPercent: 95
                    ),
                },
            Script = stage => Overload(stage),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, MoveMinimum)
            {
                Record = $"scaling in to {scene.Capacity.Normal} in steps",
            },
            Limit = _ => s_long,
        },
        Of("person-scales", "Someone else scales while LambdaOps does: their count is left alone.") with
        {
            Needs = [.. s_overload],
            Script = stage =>
                Overload(stage).After(600, "a person scales", at => at.Service.Scale(PersonsCount(stage.Scene))),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, Scale)
            {
                DesiredAtEnd = PersonsCount(scene),
                Record = "leaving it alone",
            },
            Limit = _ => s_long,
        },
        Of(
            "latency-in-deployment",
            "Overload while a deployment waits at a pause for an hour: no scaling, handed off."
        ) with
        {
            Needs = [.. s_overload],
            Shape = (_, plan) => PausedBeforeScalingUp(plan),
            ShapeEstate = (estate, scene) => WithoutRollout(estate, scene),
            Script = stage =>
                Overload(stage).After(-30, "a pipeline deploys", at => at.Service.Deploy(TaskBehaviour.Healthy)),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Record = "no scaling",
            },
            Limit = _ => s_long,
        },
        Of("latency-killed-everywhere", "Overload, and the function dies after each of its writes once.") with
        {
            Needs = [.. s_overload],
            GivesUp = true,
            Script = stage => Overload(stage).DieAround(LambdaOps.Account.Lambda.KillMoment.After),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, Scale)
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Deaths = 6,
            },
            Limit = _ => s_long,
        },
    ];

    /// <summary>As many tasks as the overload's numbers ask for at most.</summary>
    internal static int Enough(Core.Resources.Capacity capacity)
    {
        const double AtTheAim = 1.4;
        return (int)Math.Ceiling(capacity.Normal * AtTheAim);
    }

    /// <summary>The service's first table takes a part of what is asked of it.</summary>
    internal static void Throttle(DrillStage at, TimeSpan during)
    {
        const double Share = 0.4;
        at.Table.Throttle(during.TotalSeconds, Math.Round(at.Service.Plan.Traffic.RequestsPerSecond * Share, 1));
    }

    private static DrillStage Overload(DrillStage stage)
    {
        var alarm = stage.Scene.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers, AlarmSymptom.BusyCpu)!;
        return Overload(stage, alarm.Window.TotalSeconds + 720);
    }

    /// <summary>Twice the usual requests, for so many seconds.</summary>
    internal static DrillStage Overload(DrillStage stage, double seconds) =>
        stage
            .After(
                0,
                "overload",
                at =>
                    at.Service.Overload(Math.Round(Full * stage.Scene.Capacity.Normal / UsedTasks(at.Service.Plan), 2))
            )
            .After(seconds, "the usual again", at => at.Service.EndOverload());

    /// <summary>Before the first new task, so that none of them takes a part of the load.</summary>
    private static ServicePlan PausedBeforeScalingUp(ServicePlan plan)
    {
        var shifting = RolloutDrills.Shifting(plan);
        return shifting with
        {
            Deployment = shifting.Deployment with { Hooks = [new HookPlan([FleetStage.PreScaleUp])] },
        };
    }

    /// <summary>It would have the incident, and take the deployment back.</summary>
    private static void WithoutRollout(JsonNode estate, DrillScene scene)
    {
        SecondGroupDrills.NameSecondGroups(estate);
        estate["services"]!.AsArray().Single(one => (string?)one!["id"] == scene.Id)!["remedies"]!
            .AsObject()
            .Remove("rollout");
    }

    /// <summary>How many fully used tasks carry the usual requests.</summary>
    private static double UsedTasks(ServicePlan plan) =>
        plan.Traffic.RequestsPerSecond / plan.Load.RequestsPerSecondPerTask;

    /// <summary>Another count than any that LambdaOps sets, and enough for the overload.</summary>
    private static int PersonsCount(DrillScene scene) => scene.Capacity.Ceiling + 1;

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = LatencyProcedure.ProcedureName,
            Script = _ => { },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        };
}
