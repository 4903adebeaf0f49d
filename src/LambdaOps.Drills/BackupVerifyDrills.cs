using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of verifying backups: each table is restored, compared, and what was restored is deleted.</summary>
public static class BackupVerifyDrills
{
    private const string Restore = "RestoreTableToPointInTime";

    private const string Delete = "DeleteTable";

    /// <summary>The year's first Sunday.</summary>
    private static readonly DateTime s_night = new(2026, 1, 4, 2, 26, 0);

    private static readonly DateOnly s_date = new(2026, 1, 4);

    private static readonly DateOnly s_before = new(2025, 12, 7);

    public static IReadOnlyList<Drill> All { get; } = [.. Nights(), .. Disturbed()];

    private static IEnumerable<Drill> Nights() =>
        [
            Night("verify-backups", "Each table is restored, compared, and found as it was; nothing is left.") with
            {
                Reports = scene =>
                    [
                        Verified(scene) with
                        {
                            Says = ["(RPO ", " min (RTO, seen every ", "keys and indexes are the same"],
                        },
                    ],
                World = Untouched,
            },
            Night("verify-backups-observe", "In mode observe it says what it would restore, and what that costs.") with
            {
                ShapeEstate = (estate, _) => In(estate)["mode"] = "observe",
                Reports = _ =>
                    [new(FindingLevel.Fine) { Says = ["would restore it as of", "a restore costs money: about $"] }],
                World = stage => Calls(stage, Restore).Any() ? "something was restored" : Untouched(stage),
            },
            Night(
                "verify-backups-mismatch",
                "Half of the items are not in what is restored: a person hears of it."
            ) with
            {
                Script = stage =>
                {
                    var isEven = false;
                    stage.Simulation.DynamoDb.Restores.Keeps = _ => isEven = !isEven;
                },
                Reports = scene =>
                    [
                        Verified(scene) with
                        {
                            Worst = FindingLevel.Danger,
                            Problems = ["more than 25 % fewer than the table"],
                        },
                    ],
                World = Untouched,
            },
            Night(
                "verify-backups-leftover",
                "A run that died left its table a month ago: it is deleted, and a person's with a name alike is not."
            ) with
            {
                Script = stage =>
                    stage.After(
                        0,
                        "tables are left",
                        at =>
                        {
                            at.Simulation.DynamoDb.AddRestored(
                                First(at.Scene),
                                ScratchTable.NameFor(First(at.Scene), s_before),
                                TimeSpan.FromDays(28)
                            );
                            at.Simulation.DynamoDb.CreateTable(Alike(at.Scene), "id");
                        }
                    ),
                Reports = scene => [Verified(scene, leftovers: 1)],
                World = stage =>
                    stage.Simulation.DynamoDb.Tables.Any(table => table.Name == Alike(stage.Scene))
                        ? Untouched(stage)
                        : $"{Alike(stage.Scene)} is gone",
            },
            Night(
                "verify-backups-denied",
                "DynamoDB refuses every restore: that no table can be restored is told as a danger."
            ) with
            {
                Script = stage => stage.After(0, "restores are refused", at => at.Deny("dynamodb", Restore)),
                Reports = _ => [new(FindingLevel.Danger, "it cannot be restored: AWS refused: AccessDenied")],
                World = Untouched,
            },
            Night(
                "verify-backups-unseen",
                "What can be restored cannot be seen: nothing is restored, and nothing is called fine."
            ) with
            {
                Script = stage =>
                    stage.After(0, "nothing is seen", at => at.Deny("dynamodb", "DescribeContinuousBackups")),
                Reports = _ => [new(FindingLevel.Missing, "could not be seen, so nothing was restored: ")],
                World = stage => Calls(stage, Restore).Any() ? "something was restored" : Untouched(stage),
            },
        ];

    private static IEnumerable<Drill> Disturbed() =>
        [
            Night(
                "verify-backups-no-recovery",
                "A table's point-in-time recovery is off: it is said to be missing."
            ) with
            {
                ShapeWorld = plan =>
                    plan with
                    {
                        Tables = [.. plan.Tables.Select(table => table with { RecoveryDays = null })],
                    },
                Reports = _ =>
                    [new(FindingLevel.Missing, "its point-in-time recovery is off, so nothing was restored")],
                World = Untouched,
            },
            Night(
                "verify-backups-taken",
                "Someone has a table of the scratch table's name: it is left alone, and nothing is restored into it."
            ) with
            {
                Script = stage =>
                    stage.After(
                        0,
                        "names are taken",
                        at => BackedUpTables.NamesIn(at.Scene.Estate).ToList().ForEach(name => Take(at, name))
                    ),
                Reports = _ =>
                    [
                        new(
                            FindingLevel.Warning,
                            "someone else made it; leaving it alone",
                            "is someone else's, so nothing was restored"
                        ),
                    ],
                World = stage => Scratch(stage).Any() ? null : "the tables are gone",
            },
            Night("verify-backups-other-restore", "A person restores the table: that is waited for.") with
            {
                Script = stage => stage.After(0, "a person restores a table", RestoreByHand),
                Reports = scene => [Verified(scene)],
                World = Untouched,
            },
            Night("verify-backups-slow", "The restore takes longer than it may: the table that it leaves is told.") with
            {
                ShapeEstate = (estate, _) => In(estate)["policy"] = new JsonObject { ["restoreWithinSeconds"] = 300 },
                Reports = scene =>
                    [
                        new(FindingLevel.Danger, "the restore is not over after")
                        {
                            Changes = [$"restoreScratchTable {Count(scene)}"],
                        },
                    ],
            },
            Night(
                "verify-backups-killed",
                "The function dies right after it has restored, and after it has deleted: nothing is done twice or left."
            ) with
            {
                Script = stage => stage.KillOnce(Restore).KillOnce(Delete),
                // Nobody wrote down those after which it died.
                Reports = scene => [Count(scene) > 1 ? Made(Count(scene) - 1, Count(scene) - 1) : Made(0, 0)],
                World = stage =>
                    Calls(stage, Restore).Count() == Count(stage.Scene)
                        ? Untouched(stage)
                        : $"{Calls(stage, Restore).Count()} restores",
            },
        ];

    private static Drill Night(string name, string what) =>
        new(name, what)
        {
            Check = BackupVerifyProcedure.ProcedureName,
            Needs = [AnyTable],
            StartsAt = s_night,
            Script = _ => { },
            Limit = _ => TimeSpan.FromHours(4),
        };

    private static JsonNode In(JsonNode estate) => estate["checks"]![BackupVerifyProcedure.ProcedureName.Value]!;

    private static ReportExpectation Verified(DrillScene scene, int leftovers = 0) =>
        Made(Count(scene), Count(scene) + leftovers);

    private static ReportExpectation Made(int restored, int deleted) =>
        new(FindingLevel.Fine)
        {
            Changes =
            [
                .. new[] { ("restoreScratchTable", restored), ("deleteScratchTable", deleted) }
                    .Where(one => one.Item2 > 0)
                    .Select(one => FormattableString.Invariant($"{one.Item1} {one.Item2}")),
            ],
        };

    private static string? AnyTable(DrillScene scene) => Count(scene) > 0 ? null : "the estate names no table";

    private static int Count(DrillScene scene) => BackedUpTables.NamesIn(scene.Estate).Length;

    private static string First(DrillScene scene) => BackedUpTables.NamesIn(scene.Estate)[0];

    /// <summary>A person's table, named nearly as those that are deleted.</summary>
    private static string Alike(DrillScene scene) => $"{ScratchTable.NameFor(First(scene), s_before)}-kept";

    private static void Take(DrillStage stage, string table) =>
        stage.Simulation.DynamoDb.CreateTable(ScratchTable.NameFor(table, s_date), "id");

    private static void RestoreByHand(DrillStage stage) =>
        stage.Simulation.DynamoDb.Handle(
            new ServiceCall(
                "dynamodb",
                Restore,
                new JsonObject
                {
                    ["SourceTableName"] = First(stage.Scene),
                    ["TargetTableName"] = RestoreAim.NameFor(First(stage.Scene), stage.FaultAt),
                    ["UseLatestRestorableTime"] = true,
                },
                stage.Simulation.World.Clock.Now,
                "a person"
            )
        );

    private static IEnumerable<CallRecord> Calls(DrillStage stage, string operation) =>
        stage.Simulation.World.Calls.Where(call => call.Operation == operation && call.Error is null);

    private static IEnumerable<string> Scratch(DrillStage stage) =>
        stage
            .Simulation.DynamoDb.Tables.Where(table => !table.IsGoing)
            .Select(table => table.Name)
            .Where(name => name.StartsWith(ScratchTable.Prefix, StringComparison.Ordinal));

    /// <summary>Of the application's tables each is there, and no scratch table.</summary>
    private static string? Untouched(DrillStage stage)
    {
        var left = Scratch(stage).Where(name => name != Alike(stage.Scene)).ToImmutableArray();
        var lost = BackedUpTables
            .NamesIn(stage.Scene.Estate)
            .Except(stage.Simulation.DynamoDb.Tables.Select(table => table.Name))
            .ToImmutableArray();
        return left.IsEmpty && lost.IsEmpty
            ? null
            : $"left: [{string.Join(", ", left)}], lost: [{string.Join(", ", lost)}]";
    }
}
