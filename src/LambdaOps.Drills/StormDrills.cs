using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of many alarms of one disturbance.</summary>
public static class StormDrills
{
    private const string Dependency = "shared-database";

    /// <summary>From the end of the first restart's time until both incidents are over.</summary>
    private static readonly TimeSpan s_released = TimeSpan.FromMinutes(27);

    private static readonly double[] s_flaps = [0, 900, 1800, 2700];

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill("flapping-alarm", "Bursts of errors raise the same alarm four times in an hour: one incident.")
        {
            Needs = [.. Needs.RestartAtAnAlarm, ComesBack],
            Script = stage =>
            {
                foreach (var at in s_flaps)
                {
                    stage.After(at, "errors for a moment", flap => flap.Service.Blip(stage.Scene.AlarmedAfter - 30));
                }
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved)
            {
                Incidents = 1,
                Returns = s_flaps.Length - 1,
                Record = "open again",
            },
            AtLeast = _ => TimeSpan.FromSeconds(s_flaps[^1] + 600),
            Limit = _ => TimeSpan.FromMinutes(80),
        },
        new Drill(
            "two-services-one-dependency",
            "The database of two services answers with errors for a while: one incident, which the second one joins."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OtherService, Joins],
            ShapeEstate = Share,
            Script = stage =>
                stage
                    .After(0, "the database fails the first service", at => at.Service.Blip(RestartedBy(stage)))
                    .After(60, "and the second", at => at.Second.Blip(stage.Scene.AlarmedAfter + 45)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.ForceNewDeployment))
            {
                Incidents = 1,
                Record = $"needs {Dependency} too",
            },
        },
        new Drill(
            "joined-alarm-released",
            "The restart does not help the first service: handed off, and the second one handles its own alarm again."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OtherService, Joins],
            ShapeEstate = Share,
            Script = stage =>
                stage
                    .After(0, "the database fails the first service", at => at.Service.Blip(RestartedBy(stage) + 1020))
                    .After(60, "and the second", at => at.Second.Blip(RestartedBy(stage) + 720)),
            Expect = _ => new DrillExpectation(
                IncidentStatus.Resolved,
                nameof(Change.ForceNewDeployment),
                nameof(Change.ForceNewDeployment)
            )
            {
                Incidents = 2,
                Record = "alarms handed back to their own targets",
            },
            AtLeast = scene => TimeSpan.FromSeconds(scene.AlarmedAfter) + scene.Restarting.RecoverWithin + s_released,
            Limit = scene => TimeSpan.FromSeconds(scene.AlarmedAfter) + scene.Restarting.RecoverWithin + s_released * 2,
        },
    ];

    /// <summary>Seconds after the fault until which the first restart has time to help.</summary>
    private static double RestartedBy(DrillStage stage) =>
        stage.Scene.AlarmedAfter + stage.Scene.Restarting.RecoverWithin.TotalSeconds;

    private static string? ComesBack(DrillScene scene) =>
        scene.Estate.ReopenWithin.TotalSeconds >= s_flaps[1]
            ? null
            : $"an alarm opens its incident again within {scene.Estate.ReopenWithin.TotalSeconds:0} s only, the drill's comes "
                + $"back after {s_flaps[1]:0} s";

    private static string? Joins(DrillScene scene) =>
        scene.Estate.JoinWithin >= TimeSpan.FromMinutes(2)
            ? null
            : $"alarms join another incident within {scene.Estate.JoinWithin.TotalSeconds:0} s only";

    /// <summary>The second service has the 503 procedure and an alarm, and needs what the first one needs.</summary>
    private static void Share(JsonNode estate, DrillScene scene)
    {
        var (first, second) = (scene.Service!.Id.Value, scene.Second!.Id.Value);
        var service = estate["services"]!.AsArray().First(service => (string?)service!["id"] == second)!;
        service["remedies"] = new JsonObject { ["serviceUnavailable"] = new JsonObject { ["mode"] = "act" } };
        foreach (var rule in estate["alarms"]!.AsArray().Where(rule => (string?)rule!["target"] == second).ToList())
        {
            estate["alarms"]!.AsArray().Remove(rule);
        }

        estate["alarms"]!
            .AsArray()
            .Insert(
                0,
                new JsonObject
                {
                    ["name"] = $"{second}-5xx",
                    ["target"] = second,
                    ["remedy"] = "serviceUnavailable",
                    ["severity"] = "P2",
                }
            );
        estate["dependencies"] = new JsonArray(
            new JsonObject { ["id"] = Dependency, ["targets"] = new JsonArray(first, second) }
        );
    }
}
