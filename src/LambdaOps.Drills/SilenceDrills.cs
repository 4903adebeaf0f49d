using System.Globalization;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of alarms that people silenced.</summary>
public static class SilenceDrills
{
    private static readonly TimeSpan s_muted = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill(
            "alarms-muted",
            "Tasks hang while a mute rule holds all alarms back: nothing is changed until it ends, then all is."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm],
            ShapeEstate = RolloutDrills.WatchesNone,
            Script = stage => stage.After(0, "tasks hang, muted", Mute),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.ForceNewDeployment))
            {
                Record = "no longer silenced",
            },
            AtLeast = _ => s_muted,
        },
        new Drill(
            "alarms-muted-approved",
            "Tasks hang while a mute rule holds all alarms back: the estate wants to be asked, and on-call approves."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OfferStands(TimeSpan.FromMinutes(3))],
            ShapeEstate = (estate, scene) =>
            {
                RolloutDrills.WatchesNone(estate, scene);
                foreach (var remedy in DrillScene.RemediesOf(estate))
                {
                    remedy["askWhileSilenced"] = true;
                }
            },
            Script = stage =>
                stage.After(0, "tasks hang, muted", Mute).Answer(stage.Scene.AlarmedAfter + 120, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.ForceNewDeployment))
            {
                Record = "approves 'force a new",
                Levels = [],
            },
        },
    ];

    private static void Mute(DrillStage at)
    {
        var world = at.Simulation.World;
        var now = world.Clock.Now;
        var begins = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        world.Alarms.Mutes.Put(
            new MuteRule(
                "planned-work",
                null,
                $"at({begins})",
                System.Xml.XmlConvert.ToString(s_muted),
                null,
                [.. world.Alarms.All.Select(alarm => alarm.Name)],
                null,
                null,
                now
            )
        );
        at.Service.HangTasks();
    }
}
