using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The rehearsals of a failover to another region and of its way back. The stack is deployed there, and the region that is
/// lost answers nothing.
/// </summary>
public static class RegionFailoverDrills
{
    private const string Count = nameof(Change.SetRegionCount);
    private const string Turn = nameof(Change.TurnTraffic);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "region-failover",
            "The primary region is lost; an operator asks for the failover, and on-call approves it."
        ) with
        {
            Script = stage => Lose(stage).AskRegion(60, "failover").Answer(180, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Count, Turn)
            {
                Record = "answers from the standby region",
            },
            World = stage =>
                stage.Simulation.World.Names.HasTurned(stage.Scene.Estate.DisasterRecovery!.Traffic!.PublicUrl.IdnHost)
                    ? null
                    : "the public name does not lead to the standby region",
        },
        Of(
            "region-apis-gone",
            "Only the health of the primary region is gone at first; its APIs fail while the failover runs. It goes on."
        ) with
        {
            Script = stage =>
                Hang(stage)
                    .AskRegion(120, "failover")
                    .Answer(240, "approve")
                    .After(245, "the APIs of the primary region fail", at => LoseNow(at)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Count, Turn),
        },
        Of(
            "region-writers-stopped",
            "The primary region's tasks hang, and its APIs answer: what writes there is stopped first, as the estate wants it."
        ) with
        {
            ShapeEstate = (estate, _) => estate["disasterRecovery"]!["stopWriters"] = true,
            Script = stage => Hang(stage).AskRegion(120, "failover").Answer(240, "approve"),
            Expect = scene => new DrillExpectation(
                IncidentStatus.Resolved,
                [.. scene.Estate.DisasterRecovery!.Services.SelectMany(_ => new[] { Count, Count }), Turn]
            ),
            World = stage =>
                stage
                    .Scene.Estate.Services.Zip(stage.Simulation.World.Fleet.Services)
                    .Where(pair => stage.Scene.Estate.DisasterRecovery!.Services.Any(one => one.Of == pair.First.Id))
                    .All(pair => pair.Second.Desired == 0)
                    ? null
                    : "a service of the primary region still has tasks",
        },
        Of(
            "region-declined",
            "Two people answer the offer of a failover: the first declines, and nothing is changed."
        ) with
        {
            Script = stage => Lose(stage).AskRegion(60, "failover").Answer(180, "decline").Answer(181, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "declined it: drill" },
        },
        Of("region-recovers", "The primary region recovers while the failover is offered: the offer is withdrawn.") with
        {
            Script = stage =>
                Lose(stage)
                    .AskRegion(60, "failover")
                    .After(240, "the primary region recovers", at => Recover(at))
                    .Answer(400, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "withdrawn" },
            AtLeast = _ => TimeSpan.FromMinutes(8),
        },
        Of(
            "region-well",
            "An operator asks for a failover by mistake: the primary region serves, and nothing is turned."
        ) with
        {
            Script = stage => stage.AskRegion(0, "failover"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "nothing is turned" },
        },
        Of(
            "region-standby-unhealthy",
            "What stands by never serves: the traffic is not turned, and on-call hears why."
        ) with
        {
            Script = stage =>
            {
                foreach (var service in stage.Simulation.World.Standby.Services)
                {
                    service.NeverServes = true;
                }

                Lose(stage).AskRegion(60, "failover").Answer(180, "approve");
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Count)
            {
                Record = "the standby region is not ready",
            },
        },
        Of("region-dns-slow", "Resolvers keep the old answer for an hour: on-call hears what is seen.") with
        {
            Script = stage =>
            {
                stage.Simulation.World.Names.KeptLonger = TimeSpan.FromHours(1);
                Lose(stage).AskRegion(60, "failover").Answer(180, "approve");
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Count, Turn)
            {
                Record = "does not answer from the standby region",
            },
        },
        Of(
            "region-blind",
            "The region for disaster recovery does not let itself be seen: nothing is changed, on-call hears it."
        ) with
        {
            Script = stage => Lose(stage.Deny("s3", "HeadObject")).AskRegion(60, "failover"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "region traffic" },
        },
        Of(
            "region-failback",
            "The traffic is in the other region, and the primary one serves again: a person approves the way back."
        ) with
        {
            Needs = [HasRegion, HasPrimary],
            Script = stage => Turned(stage).AskRegion(60, "failback").Answer(60 + Waits(stage.Scene) + 120, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.TurnTrafficBack), Count)
            {
                Record = "answers from the primary region",
            },
            Limit = scene => TimeSpan.FromMinutes(40) + TimeSpan.FromSeconds(Waits(scene)),
        },
    ];

    private static double Waits(DrillScene scene) =>
        (scene.Estate.DisasterRecovery?.RegionFailover?.Policy ?? RegionFailoverPolicy.Default).WellFor.TotalSeconds;

    private static string? HasRegion(DrillScene scene) =>
        scene.Estate.DisasterRecovery?.RegionFailover is null
            ? "no region for disaster recovery names regionFailover"
            : null;

    private static string? HasPrimary(DrillScene scene) =>
        scene.Estate.DisasterRecovery?.Traffic?.Primary is null ? "the primary region has no name of its own" : null;

    private static DrillStage Lose(DrillStage stage) => stage.After(0, "the primary region is lost", at => LoseNow(at));

    private static void LoseNow(DrillStage stage)
    {
        var world = stage.Simulation.World;
        world.Tell("fault", world.Plan.Region, "nothing of the region answers");
        world.Standby.Lost.Add(world.Plan.Region);
    }

    private static void Recover(DrillStage stage)
    {
        var world = stage.Simulation.World;
        world.Tell("fault", world.Plan.Region, "the region answers again");
        world.Standby.Lost.Remove(world.Plan.Region);
    }

    private static DrillStage Hang(DrillStage stage) =>
        stage.After(
            0,
            "every task of the primary region hangs",
            at =>
            {
                foreach (var service in at.Simulation.World.Fleet.Services)
                {
                    service.HangTasks();
                }
            }
        );

    /// <summary>As a failover left it.</summary>
    private static DrillStage Turned(DrillStage stage)
    {
        var recovery = stage.Scene.Estate.DisasterRecovery!;
        var place = recovery.Traffic!.Switch;
        stage.Simulation.S3.Put(place.Bucket, place.Key, "turned"u8.ToArray(), "text/plain");
        foreach (var (service, planned) in stage.Simulation.World.Standby.Services.Zip(recovery.Services))
        {
            service.Scale(planned.Normal);
        }

        return stage;
    }

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = RegionFailoverProcedure.ProcedureName,
            IsInOtherRegion = true,
            Needs = [HasRegion],
            Script = _ => { },
        };
}
