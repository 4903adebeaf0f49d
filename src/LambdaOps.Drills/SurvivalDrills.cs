using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of what keeps an incident looked at: for hours, and when looks fail or vanish.</summary>
public static class SurvivalDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill(
            "long-outage",
            "No capacity for 80 minutes: handed off, monitoring continues, and the recovery is seen."
        )
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), Needs.EmptyAlarm],
            Script = stage =>
                stage
                    .After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash())
                    .After(80 * 60, "capacity is back", at => at.Service.RestoreCapacity()),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved)
            {
                Levels = scene.Paged(Severity.P1, TimeSpan.FromMinutes(77)),
            },
            AtLeast = _ => TimeSpan.FromMinutes(88),
            Limit = _ => TimeSpan.FromMinutes(110),
        },
        ServiceUnavailableDrills.OnErrors(
            "lost-ticks",
            "The look after the restart vanishes for good: the watchdog sends another one."
        ) with
        {
            Script = stage =>
                stage.After(0, "tasks hang", at => at.Service.HangTasks()).LoseTicks(TimeSpan.FromMinutes(5)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart) { LostTicks = 1 },
        },
        ServiceUnavailableDrills.OnErrors(
            "unattended",
            "Every look vanishes for 25 minutes: on-call hears of it, and the watchdog goes on."
        ) with
        {
            Script = stage =>
                stage.After(0, "tasks hang", at => at.Service.HangTasks()).LoseTicks(TimeSpan.FromMinutes(25)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart)
            {
                LostTicks = 3,
                Record = "LambdaOps has stopped looking",
            },
        },
        ServiceUnavailableDrills.OnErrors(
            "stack-update",
            "The stack is updated while an incident is open: its next look is lost with the old queue, no alarm changes any "
                + "more, and the watchdog has it looked at again from its record."
        ) with
        {
            Before = template => template.Replace("-ticks\"", "-ticks-before\"", StringComparison.Ordinal),
            ShapeEstate = (estate, scene) => WatchLong(estate, scene.Service!.Id),
            Script = stage => stage.After(0, "tasks hang", at => at.Service.HangTasks()).UpdateStack(5),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart)
            {
                Incidents = 1,
                LostTicks = 1,
                Record = "its request came late, or was lost and sent again",
            },
        },
        Failing("tick-fails", ServiceUnavailableDrills.All, "hung-tasks"),
        Failing("tick-fails-in-an-overload", LatencyDrills.All, "overload"),
        Failing("tick-fails-in-a-total-outage", TotalOutageDrills.All, "total-outage"),
        Failing("tick-fails-for-a-page", MaintenancePageDrills.All, "page-up-and-down"),
        Failing("tick-fails-for-a-table", TableDrills.All, "table-throttled"),
        Failing("tick-fails-for-a-zone", ZoneDrills.All, "zone-impaired"),
        Failing("tick-fails-in-a-restore", DataRestoreDrills.All, "restore-table"),
        Failing("tick-fails-in-a-failover", RegionFailoverDrills.All, "region-failover"),
    ];

    /// <summary>
    /// The incident stays open long after its alarm is OK: from then on only its own chain of ticks looks.
    /// </summary>
    private static void WatchLong(JsonNode estate, TargetId service)
    {
        var (watchFor, atMost) = (TimeSpan.FromMinutes(25), TimeSpan.FromHours(2));
        var remedy = estate["services"]!.AsArray().First(one => (string)one!["id"]! == service.Value)!["remedies"]![
            ServiceUnavailableProcedure.ProcedureName.Value
        ]!.AsObject();
        var policy = remedy["policy"] as JsonObject ?? [];
        policy["watchForSeconds"] = (int)watchFor.TotalSeconds;
        policy["watchAtMostSeconds"] = (int)atMost.TotalSeconds;
        remedy["policy"] = policy.DeepClone();
    }

    /// <summary>Another drill, in which the journal cannot be read for some seconds from the first tick on.</summary>
    private static Drill Failing(string name, IReadOnlyList<Drill> drills, string other)
    {
        var drill = drills.First(drill => drill.Name == other);
        return drill with
        {
            Name = name,
            What = $"{other}, and the journal cannot be read for some seconds: the look is retried within seconds.",
            Script = stage =>
            {
                drill.Script(stage);
                stage.OnFirstTick(at =>
                {
                    var from = at.Simulation.World.Clock.Now;
                    at.Simulation.World.Disturb(
                        new ApiFault(
                            "dynamodb",
                            "GetItem",
                            from,
                            from + TimeSpan.FromSeconds(15),
                            ApiFaultKind.FailedBefore
                        )
                    );
                });
            },
            Expect = scene => drill.Expect(scene) with { LooksAgainWithinSeconds = 15 },
        };
    }
}
