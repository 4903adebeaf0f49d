using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the nightly backups, and of the morning's look at them.</summary>
public static class BackupDrills
{
    /// <summary>Lambda tries an event three times.</summary>
    private const int Deaths = 2;

    /// <summary>Ages of its own old backups, in days.</summary>
    private static readonly int[] s_tooOld = [31, 60, 90];

    private static readonly DateTime s_night = new(2026, 1, 15, 1, 55, 0);
    private static readonly DateTime s_firstSunday = new(2026, 2, 1, 1, 55, 0);
    private static readonly DateTime s_morning = new(2026, 1, 15, 8, 55, 0);

    public static IReadOnlyList<Drill> All { get; } = [.. Nights(), .. Mornings()];

    private static IEnumerable<Drill> Nights() =>
        [
            Night(
                "backups-by-plan",
                "AWS Backup backs all tables up, which DynamoDB's list does not show: nothing is made."
            ) with
            {
                ShapeWorld = plan => Planned(Unscripted(plan)),
                Reports = _ => [new(FindingLevel.Fine) { Says = ["0 backed up here"] }],
                World = stage => Made(stage).Any() ? "a backup was made of what AWS Backup has" : null,
            },
            Night("table-in-no-plan", "The plan's selection misses a table: that one is backed up, and no other.") with
            {
                ShapeWorld = plan => Planned(plan, but: First(plan)),
                Reports = _ => [Acted("createTableBackup 1") with { Says = ["1 backed up here"] }],
                World = stage =>
                    Made(stage).SequenceEqual([OwnBackup.DailyName(First(stage), new(2026, 1, 15))])
                        ? null
                        : $"made: {string.Join(", ", Made(stage))}",
            },
            Night(
                "plan-stops",
                "Somebody deletes the plan minutes before its time: its tables are backed up the same night."
            ) with
            {
                ShapeWorld = plan => Planned(plan),
                Script = stage =>
                    stage.After(
                        0,
                        "the plan is deleted",
                        at => at.Simulation.BackupPlans.Delete(EstateWorld.BackupPlan)
                    ),
                Reports = scene => [Acted($"createTableBackup {Count(scene)}")],
            },
            Night(
                "old-backups",
                "Old backups of its own are deleted, but for a table's last good one; what others made stays."
            ) with
            {
                ShapeWorld = plan => Unplanned(plan) with { Tables = [.. plan.Tables.Select(WithOldBackups)] },
                Reports = scene =>
                    [Acted($"createTableBackup {Count(scene)}", $"deleteTableBackup {2 * Count(scene)}")],
                World = stage => Left(stage, First(stage)),
            },
            Night(
                "backup-killed",
                "The function dies right after each of its first backups: none is made twice, none is missing."
            ) with
            {
                ShapeWorld = Unplanned,
                Script = stage => DieAfterBackups(stage, Deaths),
                // Nobody wrote down those after which it died.
                Reports = scene =>
                    [
                        Count(scene) > Deaths
                            ? Acted($"createTableBackup {Count(scene) - Deaths}")
                            : new(FindingLevel.Fine),
                    ],
                World = OneEach,
            },
            Night("backups-fail", "DynamoDB fails at two o'clock: the backups are made later in the night.") with
            {
                ShapeWorld = Unplanned,
                Script = stage =>
                    Fault(stage, "dynamodb", "CreateBackup", ApiFaultKind.FailedBefore, TimeSpan.FromMinutes(15)),
                Reports = scene => [Acted($"createTableBackup {Count(scene)}")],
                World = OneEach,
            },
            Night(
                "backups-refused",
                "DynamoDB refuses every backup of the night: each table is named, and nothing deleted."
            ) with
            {
                ShapeWorld = Unplanned,
                Script = stage => stage.After(0, "CreateBackup is refused", at => at.Deny("dynamodb", "CreateBackup")),
                Reports = _ => [new(FindingLevel.Danger, "no backup was made")],
            },
            Night(
                "first-sunday",
                "On the month's first Sunday every table gets its full backup, those in a plan, too."
            ) with
            {
                StartsAt = s_firstSunday,
                ShapeWorld = plan => Planned(plan),
                Reports = scene => [Acted($"createTableBackup {Count(scene)}")],
                World = stage =>
                    Made(stage).All(name => name.EndsWith("-202602", StringComparison.Ordinal))
                        ? null
                        : $"made: {string.Join(", ", Made(stage))}",
            },
        ];

    private static IEnumerable<Drill> Mornings() =>
        [
            Morning(
                "backups-well",
                "AWS Backup has backed all tables up, which DynamoDB's list does not show: all is well."
            ) with
            {
                ShapeWorld = plan => Planned(Unscripted(plan)),
                Reports = _ =>
                    [
                        new(FindingLevel.Fine)
                        {
                            Says = ["0 on demand", "is not verified while backupVerify may not act"],
                        },
                    ],
            },
            Morning("backup-missing", "The plan's selection misses a table, and nobody else backs it up.") with
            {
                ShapeWorld = plan => Planned(Unscripted(plan), but: First(plan)),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Danger,
                            [
                                $"{First(scene)}: it has no good backup, neither by AWS Backup nor on demand",
                                .. Away(scene, $"{First(scene)}: no copy of the last 4 days is in "),
                            ]
                        ),
                    ],
            },
            Morning(
                "recovery-too-short",
                "A table's point-in-time recovery reaches back 7 days, and it can be deleted."
            ) with
            {
                ShapeWorld = plan =>
                    Planned(
                        plan with
                        {
                            Tables =
                            [
                                .. plan.Tables.Select(table =>
                                    table.Name == First(plan)
                                        ? table with
                                        {
                                            RecoveryDays = 7,
                                            IsDeletionProtected = false,
                                        }
                                        : table
                                ),
                            ],
                        }
                    ),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Warning,
                            $"{First(scene)}: point-in-time recovery reaches back 7 days, expected 35",
                            $"{First(scene)}: it has no deletion protection"
                        ),
                    ],
            },
            Morning("copy-missing", "Tonight's copy of a table to the region for disaster recovery fails.") with
            {
                Needs = [AnyTable, OtherRegion],
                ShapeWorld = plan => Planned(plan, edit: one => one with { NotCopied = [First(plan)] }),
                Reports = scene => [new(FindingLevel.Warning, $"{First(scene)}: its newest copy in ")],
            },
            Morning("newest-backup-failed", "Tonight's backup of a table fails, and it has no other.") with
            {
                ShapeWorld = plan => Planned(Unscripted(plan), edit: one => one with { Failed = [First(plan)] }),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Danger,
                            [
                                $"{First(scene)}: its newest good backup is ",
                                .. Away(scene, $"{First(scene)}: its newest copy in "),
                            ]
                        ),
                    ],
            },
            Morning(
                "vaults-unreadable",
                "AWS Backup does not answer: what it has is not seen, and nothing is called fine."
            ) with
            {
                ShapeWorld = plan => Planned(Unscripted(plan)),
                Script = stage => Fault(stage, "backup", "*", ApiFaultKind.Denied, TimeSpan.FromHours(1)),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Missing,
                            [
                                "what AWS Backup has made could not be seen",
                                "no young backup was seen, and not all could be",
                                .. Away(scene, "could not be seen"),
                            ]
                        )
                        {
                            Says = ["0 with a young backup by AWS Backup, 0 on demand"],
                        },
                    ],
            },
        ];

    private static Drill Night(string name, string what) =>
        new(name, what)
        {
            Check = TableBackupsProcedure.ProcedureName,
            Needs = [AnyTable],
            StartsAt = s_night,
            // The simulated plans are through within half an hour.
            ShapeEstate = (estate, _) =>
                estate["checks"]![TableBackupsProcedure.ProcedureName.Value]!["policy"] = new JsonObject
                {
                    ["planWithinSeconds"] = 86_400,
                    ["plansHaveSeconds"] = 1800,
                },
            Script = _ => { },
        };

    private static Drill Morning(string name, string what) =>
        new(name, what)
        {
            Check = BackupCheckProcedure.ProcedureName,
            Needs = [AnyTable],
            StartsAt = s_morning,
            Script = _ => { },
        };

    private static ReportExpectation Acted(params ImmutableArray<string> changes) =>
        new(FindingLevel.Fine) { Changes = changes };

    private static string? AnyTable(DrillScene scene) => Count(scene) > 0 ? null : "the estate names no table";

    private static string? OtherRegion(DrillScene scene) =>
        scene.Estate.DisasterRecovery is null ? "the estate names no region for disaster recovery" : null;

    /// <summary>A problem that only an estate with another region has.</summary>
    private static ImmutableArray<string> Away(DrillScene scene, string problem) =>
        scene.Estate.DisasterRecovery is null ? [] : [problem];

    private static int Count(DrillScene scene) => BackedUpTables.NamesIn(scene.Estate).Length;

    private static string First(DrillScene scene) => BackedUpTables.NamesIn(scene.Estate)[0];

    private static string First(DrillStage stage) => First(stage.Scene);

    private static string First(WorldPlan plan) =>
        plan.Tables.Select(table => table.Name).Order(StringComparer.Ordinal).First();

    /// <summary>Nobody's script backs tables up.</summary>
    private static WorldPlan Unscripted(WorldPlan plan) =>
        plan with
        {
            Tables = [.. plan.Tables.Select(table => table with { DailyBackups = null })],
        };

    private static WorldPlan Unplanned(WorldPlan plan) => plan with { BackupPlans = [] };

    /// <param name="but">The table that the selection misses.</param>
    private static WorldPlan Planned(
        WorldPlan plan,
        string? but = null,
        Func<AwsBackupPlan, AwsBackupPlan>? edit = null
    )
    {
        var one = plan.BackupPlans[0] with { NotResources = but is null ? [] : [$"arn:aws:dynamodb:*:*:table/{but}"] };
        return plan with { BackupPlans = [edit?.Invoke(one) ?? one] };
    }

    /// <summary>Three of its own that are too old, and others' with names that look alike.</summary>
    private static TablePlan WithOldBackups(TablePlan table) =>
        table with
        {
            OldBackups =
            [
                .. s_tooOld.Select(days => new OldBackup(
                    OwnBackup.DailyName(table.Name, new DateOnly(2026, 1, 15).AddDays(-days)),
                    TimeSpan.FromDays(days)
                )),
                new OldBackup($"lambdaops-{table.Name}-before-migration", TimeSpan.FromDays(200)),
                new OldBackup($"old-lambdaops-{table.Name}-20250101", TimeSpan.FromDays(379)),
            ],
        };

    private static string? Left(DrillStage stage, string table)
    {
        var left = stage
            .Simulation.DynamoDb.BackupsOf(table)
            .Where(name => name.Contains("lambdaops", StringComparison.Ordinal));
        string[] expected =
        [
            $"old-lambdaops-{table}-20250101",
            $"lambdaops-{table}-before-migration",
            OwnBackup.DailyName(table, new DateOnly(2025, 12, 15)),
            OwnBackup.DailyName(table, new DateOnly(2026, 1, 15)),
        ];
        return left.SequenceEqual(expected) ? null : $"left of {table}: {string.Join(", ", left)}";
    }

    private static IEnumerable<string> Made(DrillStage stage) =>
        stage
            .Simulation.World.Calls.Where(call => call.Operation == "CreateBackup" && call.Error is null)
            .Select(call => JsonNode.Parse(call.Input)!["BackupName"]!.GetValue<string>());

    private static string? OneEach(DrillStage stage)
    {
        var expected = BackedUpTables
            .NamesIn(stage.Scene.Estate)
            .Select(table => OwnBackup.DailyName(table, new DateOnly(2026, 1, 15)));
        return Made(stage).Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal))
            ? null
            : $"made: {string.Join(", ", Made(stage))}";
    }

    private static void DieAfterBackups(DrillStage stage, int times)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        stage.Simulation.Lambda.KillDuringEach(
            stage.Function,
            KillMoment.After,
            call => call.Operation == "CreateBackup" && seen.Count < times && seen.Add(call.Input.ToJsonString())
        );
    }

    private static void Fault(DrillStage stage, string service, string operation, ApiFaultKind kind, TimeSpan span)
    {
        var now = stage.Simulation.World.Clock.Now;
        stage.Simulation.World.Disturb(new ApiFault(service, operation, now, now + span, kind));
    }
}
