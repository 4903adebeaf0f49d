using System.Text.Json.Nodes;
using LambdaOps.Core.Incidents;
using LambdaOps.Simulator.World.Fleets;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of many alarms of one disturbance.</summary>
public static class StormDrills
{
    private const string Dependency = "shared-database";

    private static readonly double[] s_flaps = [0, 900, 1800, 2700];

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill("flapping-alarm", "Bursts of errors raise the same alarm four times in an hour: one incident.")
        {
            Script = stage =>
            {
                foreach (var at in s_flaps)
                {
                    stage.After(at, "errors for a moment", flap => flap.Service.Blip(seconds: 150));
                }
            },
            Expect = new DrillExpectation(IncidentStatus.Resolved)
            {
                Incidents = 1,
                Returns = s_flaps.Length - 1,
                Record = "open again",
            },
            AtLeast = TimeSpan.FromSeconds(s_flaps[^1] + 600),
            Limit = TimeSpan.FromMinutes(80),
        },
        new Drill(
            "two-services-one-dependency",
            "The database of two services answers with errors for a while: one incident, which the second one joins."
        )
        {
            NeedsServices = 2,
            ShapeEstate = Share,
            Script = stage =>
                stage
                    .After(0, "the database fails the first service", at => at.Service.Blip(seconds: 480))
                    .After(60, "and the second", at => Second(at).Blip(seconds: 225)),
            Expect = new DrillExpectation(IncidentStatus.Resolved, nameof(RemedyAction.ForceNewDeployment))
            {
                Incidents = 1,
                Record = $"needs {Dependency} too",
            },
        },
        new Drill(
            "joined-alarm-released",
            "The restart does not help the first service: on-call has it, and the second one's alarm is its own again."
        )
        {
            NeedsServices = 2,
            ShapeEstate = Share,
            Script = stage =>
                stage
                    .After(0, "the database fails the first service", at => at.Service.Blip(seconds: 1500))
                    .After(60, "and the second", at => Second(at).Blip(seconds: 1200)),
            Expect = new DrillExpectation(
                IncidentStatus.Resolved,
                nameof(RemedyAction.ForceNewDeployment),
                nameof(RemedyAction.ForceNewDeployment)
            )
            {
                Incidents = 2,
                Record = "alarms that go back to their own targets",
            },
            AtLeast = TimeSpan.FromMinutes(35),
            Limit = TimeSpan.FromMinutes(60),
        },
    ];

    private static FleetService Second(DrillStage stage) => stage.Simulation.World.Fleet.Services[1];

    /// <summary>The second service has the 503 procedure and an alarm, and needs what the first one needs.</summary>
    private static void Share(JsonNode estate)
    {
        var services = estate["services"]!.AsArray();
        var (first, second) = ((string)services[0]!["id"]!, (string)services[1]!["id"]!);
        services[1]!["remedies"] = new JsonObject { ["serviceUnavailable"] = new JsonObject { ["mode"] = "act" } };
        estate["alarms"]!
            .AsArray()
            .Add(
                (JsonNode)
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
