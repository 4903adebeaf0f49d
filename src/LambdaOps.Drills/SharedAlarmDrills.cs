using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsal of one alarm over many services, each a series of it.</summary>
public static class SharedAlarmDrills
{
    private const string Alarm = "cpu-by-service";

    /// <summary>The overload goes on for so long after the alarm.</summary>
    private const double GoesOn = 720;

    /// <summary>What else runs in the account, and is in no estate.</summary>
    private static readonly MetricName s_batch = MetricName.Of(
        "AWS/ECS",
        "CPUUtilization",
        ("ClusterName", "batch"),
        ("ServiceName", "batch")
    );

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill(
            "shared-alarm-by-series",
            "One alarm for all services' CPU: an overload is handled to its end while another series goes on breaching."
        )
        {
            Remedy = LatencyProcedure.ProcedureName,
            Needs = [Needs.Remedy(LatencyProcedure.ProcedureName), Needs.OtherService, Needs.Ceiling, Needs.Budget],
            ShapeEstate = Share,
            ShapeWorld = plan =>
                plan with
                {
                    ApplicationMetrics =
                    [
                        .. plan.ApplicationMetrics,
                        new ApplicationMetricPlan(s_batch) { Usual = 20, Unit = "Percent" },
                    ],
                },
            Script = stage =>
                LatencyDrills
                    .Overload(stage, Window(stage.Scene).TotalSeconds + GoesOn)
                    .After(
                        0,
                        "a batch keeps its CPU busy, for good",
                        at => at.Simulation.World.ApplicationMetrics.Single(one => one.Plan.Name == s_batch).Vary(97)
                    ),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.SetDesiredCount) + "+")
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Incidents = 1,
                Record = $"alarm {Alarm} ",
            },
            Limit = _ => TimeSpan.FromHours(3),
        },
    ];

    private static TimeSpan Window(DrillScene scene) =>
        new EstateAlarm(Rule(scene.Service!, LatencyProcedure.ProcedureName), Alarm, AlarmSymptom.BusyCpu).Window;

    private static AlarmRule Rule(OperatedService service, ProcedureName remedy) =>
        new(new AlarmMatch.ByName(Alarm), service.Id, remedy, Severity.P2)
        {
            Contributor = KeyValuePair.Create("ServiceName", service.Service),
        };

    /// <summary>Both services have no alarm but a series of the one of both.</summary>
    private static void Share(JsonNode estate, DrillScene scene)
    {
        var (first, second) = (scene.Service!, scene.Second!);
        var other = ServiceUnavailableProcedure.ProcedureName;
        var written = estate["services"]!.AsArray().First(one => (string?)one!["id"] == second.Id.Value)!;
        written["remedies"] = new JsonObject { [other.Value] = new JsonObject { ["mode"] = "act" } };
        var alarms = estate["alarms"]!.AsArray();
        alarms.RemoveAll(rule => (string?)rule!["target"] is { } id && (id == first.Id.Value || id == second.Id.Value));
        foreach (var rule in new[] { Rule(first, LatencyProcedure.ProcedureName), Rule(second, other) })
        {
            var series = rule.Contributor!.Value;
            alarms.Insert(
                0,
                new JsonObject
                {
                    ["name"] = rule.Match.Text,
                    ["contributor"] = new JsonObject { ["key"] = series.Key, ["value"] = series.Value },
                    ["target"] = rule.Target.Value,
                    ["remedy"] = rule.Remedy.Value,
                    ["severity"] = $"{rule.Severity}",
                }
            );
        }
    }
}
