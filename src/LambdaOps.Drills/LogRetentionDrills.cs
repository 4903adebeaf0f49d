using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the check of log groups' retention.</summary>
public static class LogRetentionDrills
{
    private const string Group = "/drill/app";
    private const int Wanted = 90;

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
                "retention-none",
                "A log group keeps everything for ever: reported, and left alone.",
                found: null,
                enforce: false
            )
            .Finding("keeps its events for ever, and the estate wants 90 days: set it, or say enforce", null),
        Of("retention-other", "Somebody has set another retention than the estate's.", found: 30, enforce: false)
            .Finding("for 30 days, and the estate wants 90 days", 30),
        Of(
            "retention-enforced",
            "A retention that is too short is set, where the estate enforces it.",
            30,
            enforce: true
        ) with
        {
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says = ["set in this run, before: for 30 days"],
                        Changes = ["setLogRetention 1"],
                    },
                ],
            World = stage => Keeps(stage, Wanted),
        },
        Of(
            "retention-shortened",
            "Logs that are kept for ever are to be kept for 90 days: announced in one run with what goes, set in the next.",
            found: null,
            enforce: true
        ) with
        {
            Script = stage => stage.Run(0),
            Reports = _ =>
                [
                    new(FindingLevel.Warning, "everything older than 90 days goes for good"),
                    new(FindingLevel.Fine)
                    {
                        Says = ["everything older than 90 days goes within 72 hours"],
                        Changes = ["setLogRetention 1"],
                    },
                ],
            World = stage => Keeps(stage, Wanted),
        },
        Of(
            "retention-refused",
            "CloudWatch Logs refuses to set it: the report says so, and nothing is tried twice.",
            30,
            true
        ) with
        {
            Script = stage => stage.Deny("logs", "PutRetentionPolicy"),
            Reports = _ => [new(FindingLevel.Warning, "setting it: Refused: AccessDenied")],
            World = stage => Keeps(stage, 30),
        },
        Of(
            "retention-killed",
            "The function is killed after it has set it: it looks again, and sees that it is done.",
            30,
            true
        ) with
        {
            Script = stage => stage.KillOnce("PutRetentionPolicy"),
            Expect = _ => DrillExpectation.AnyEnd with { Deaths = 1 },
            Reports = _ => [new(FindingLevel.Fine) { Says = [$"{Group} keeps its events for 90 days"] }],
            World = stage => Keeps(stage, Wanted),
        },
        Of("retention-no-group", "The estate names a log group that is not there.", 30, false) with
        {
            ShapeWorld = world => Without(world),
            Reports = _ => [new(FindingLevel.Warning, $"{Group} does not exist")],
        },
    ];

    private static Drill Of(string name, string what, int? found, bool enforce) =>
        new(name, what)
        {
            Check = new("logRetention"),
            StartsAt = new DateTime(2026, 1, 15, 2, 28, 0),
            ShapeEstate = (estate, _) =>
            {
                estate["logGroups"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = Group,
                        ["retentionDays"] = Wanted,
                        ["enforce"] = enforce,
                    }
                );
                var check = estate["checks"]!["logRetention"]!;
                check["policy"] = new JsonObject { ["shortenAfterHours"] = 0 };
            },
            ShapeWorld = world =>
                Without(world) is var plan
                    ? plan with
                    {
                        LogGroups = [.. plan.LogGroups, new LogGroupPlan(Group, found)],
                    }
                    : world,
            Script = _ => { },
        };

    private static WorldPlan Without(WorldPlan world) =>
        world with
        {
            LogGroups = [.. world.LogGroups.Where(group => group.Name != Group)],
        };

    private static Drill Finding(this Drill drill, string problem, int? left) =>
        drill with
        {
            Reports = _ => [new(FindingLevel.Warning, problem)],
            World = stage => Keeps(stage, left),
        };

    private static string? Keeps(DrillStage stage, int? days) =>
        stage.Simulation.World.Logs.Find(Group)!.RetentionDays is var found && found == days
            ? null
            : FormattableString.Invariant($"{Group} keeps its events for {found} days, expected {days}");
}
