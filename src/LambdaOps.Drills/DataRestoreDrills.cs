using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of restores: a release overwrites items, and an operator asks for what was there before.</summary>
public static class DataRestoreDrills
{
    private const string Restore = nameof(Change.RestoreTable);

    private const string Tag = nameof(Change.TagRestoredTable);

    private const string Protect = nameof(Change.ProtectRestoredTable);

    private const string Stream = nameof(Change.StreamRestoredTable);

    private const string Expire = nameof(Change.ExpireRestoredTable);

    private const string Index = "byDate";

    private const string Corrupt = "corrupt";

    private const int Corrupted = 150;

    /// <summary>After the first fault: by then DynamoDB can restore what was before it.</summary>
    private const double Asks = 600;

    private const double Answers = 720;

    /// <summary>The point in time, before the fault.</summary>
    private const double Before = -30;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "restore-table",
            "A release overwrites items: the table is restored beside it, completed, compared; the old one stays as it is."
        ) with
        {
            Script = stage => Damage(stage).AskRestore(Asks, Before).Answer(Answers, "approve"),
            Expect = _ => Cured,
            World = stage => Intact(stage) ?? Untouched(stage),
        },
        Of(
            "restore-table-of-several-regions",
            "The table has a replica, automatic scaling and a policy: what the restored one lacks is said before the approval."
        ) with
        {
            ShapeWorld = world =>
                With(
                    world,
                    table =>
                        table with
                        {
                            Replicas = new Dictionary<string, string> { ["us-west-2"] = "ACTIVE" },
                            Policy = "{}",
                            Provisioned = (1000, 500),
                            Autoscaling = [new(Account.World.Tables.CapacityKind.Read, 500, 1000)],
                        }
                ),
            Script = stage => Damage(stage).AskRestore(Asks, Before).Answer(Answers, "approve"),
            Expect = _ => Cured with { Record = "is in this region only (the old one is also in us-west-2)" },
            World = stage => Intact(stage) ?? Untouched(stage),
        },
        Of("restore-asked", "An operator only asks to which times the table can be restored.") with
        {
            Script = stage => stage.AskRestore(Asks, "status"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "can be restored to any second" },
        },
        Of("restore-declined", "Someone declines the restore: nothing is made.") with
        {
            Script = stage => Damage(stage).AskRestore(Asks, Before).Answer(Answers, "decline"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved)
            {
                Record = "declined it: nothing was restored",
            },
            World = stage => Made(stage) is null ? null : "there is a restored table",
        },
        Of(
            "restore-outside-window",
            "The point in time is before what can be restored: the answer says from when on."
        ) with
        {
            Script = stage => stage.AskRestore(Asks, -40 * 24 * 3600),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "from when on it can be restored" },
        },
        Of("restore-too-soon", "The point in time is not restorable yet: the answer says up to when.") with
        {
            Script = stage => stage.AskRestore(Asks, Asks - 60),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "DynamoDB is some minutes behind" },
        },
        Of("restore-name-taken", "A table of the new name is there already: nothing is written over.") with
        {
            Script = stage => Damage(stage).After(0, "a table of that name", Take).AskRestore(Asks, Before),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "nothing is written over" },
        },
        Of(
            "restore-name-taken-meanwhile",
            "Someone takes the name in the moment before: DynamoDB refuses, on-call hears of it."
        ) with
        {
            Script = stage =>
                Damage(stage)
                    .AskRestore(Asks, Before)
                    .Answer(Answers, "approve")
                    .Before(
                        "RestoreTableToPointInTime",
                        (at, _) =>
                        {
                            Take(at);
                            return true;
                        }
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Restore)
            {
                Record = "someone else made it; leaving it alone",
            },
        },
        Of("restore-mismatch", "The new table lacks an index: it is not offered, and on-call gets it.") with
        {
            Script = stage =>
            {
                stage.Simulation.DynamoDb.Restores.WithoutIndexes = [Index];
                Damage(stage).AskRestore(Asks, Before).Answer(Answers, "approve");
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Restore, Tag, Protect, Stream)
            {
                Record = "its keys and indexes are",
            },
            World = Untouched,
        },
        Of(
            "restore-loses-items",
            "Items that were last changed long before are not in the new table: on-call gets it."
        ) with
        {
            ShapeEstate = (estate, scene) => In(estate, scene)["changedAttribute"] = "createdAt",
            Script = stage =>
            {
                var isEven = false;
                stage.Simulation.DynamoDb.Restores.Keeps = _ => isEven = !isEven;
                stage.AskRestore(Asks, Before).Answer(Answers, "approve");
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Restore, Tag, Protect, Stream)
            {
                Record = "were last changed before that time",
            },
        },
        Of(
            "restore-call-lost",
            "The function dies when it has asked for the restore: it is found by its name, not made twice."
        ) with
        {
            Script = stage =>
                Damage(stage).KillOnce("RestoreTableToPointInTime").AskRestore(Asks, Before).Answer(Answers, "approve"),
            Expect = _ => Cured with { Deaths = 1 },
            World = Intact,
        },
        Of("restore-killed-everywhere", "The function dies after each of its writes.") with
        {
            Script = stage =>
                Damage(stage)
                    .AskRestore(Asks, Before)
                    .After(
                        Answers - 10,
                        "the function dies",
                        at => at.DieAround(LambdaOps.Account.Lambda.KillMoment.After)
                    )
                    .Answer(Answers, "approve"),
            Expect = _ => Cured with { Deaths = 4 },
            World = Intact,
        },
        Of("restore-too-many", "As many restores run as the account may have: it is asked for again later.") with
        {
            Script = stage =>
            {
                stage.Simulation.DynamoDb.Restores.Others = 50;
                Damage(stage)
                    .AskRestore(Asks, Before)
                    .Answer(Answers, "approve")
                    .After(Answers + 300, "other restores end", at => at.Simulation.DynamoDb.Restores.Others = 0);
            },
            Expect = _ => Cured,
            World = Intact,
        },
        Of(
            "restore-person-deletes",
            "Someone deletes the new table while it is made: on-call hears of it, nothing is made again."
        ) with
        {
            Script = stage =>
                Damage(stage)
                    .AskRestore(Asks, Before)
                    .Answer(Answers, "approve")
                    .Following(
                        seen => seen.Text.StartsWith("RestoreTableToPointInTime", StringComparison.Ordinal),
                        240,
                        "a person deletes the new table",
                        at => at.Simulation.DynamoDb.Delete(NameOf(at))
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Restore) { Record = "someone deleted it" },
        },
        Of("restore-aborted", "The operator aborts it while DynamoDB makes the new table: nothing more is done.") with
        {
            Script = stage =>
                Damage(stage).AskRestore(Asks, Before).Answer(Answers, "approve").AskRestore(Answers + 180, "abort"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restore) { Record = "neither completed nor" },
        },
        Of("restore-blind", "What can be restored cannot be seen: nothing is asked for, and on-call is notified.") with
        {
            Script = stage => Damage(stage).Deny("dynamodb", "DescribeContinuousBackups").AskRestore(Asks, Before),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "evidence missing" },
        },
    ];

    private static DrillExpectation Cured =>
        new(IncidentStatus.Resolved, Restore, Tag, Protect, Stream, Expire) { Record = "and compared" };

    /// <summary>An operator asks for the table as it was some seconds after the first fault, or before it.</summary>
    private static DrillStage AskRestore(this DrillStage stage, double seconds, double at) =>
        stage.AskRestore(
            seconds,
            (stage.FaultAt + TimeSpan.FromSeconds(at)).ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture)
        );

    /// <param name="restore">A time, "status" or "abort".</param>
    private static DrillStage AskRestore(this DrillStage stage, double seconds, string restore) =>
        stage.Ask(seconds, stage.Scene.RestorableTable!.Name, [("restore", restore)]);

    private static DrillStage Damage(DrillStage stage) =>
        stage.After(
            0,
            "a release overwrites items",
            at => at.Simulation.DynamoDb.Overwrite(at.Scene.RestorableTable!.Name, Corrupted, "note", Corrupt)
        );

    private static string NameOf(DrillStage stage) =>
        RestoreAim.NameFor(stage.Scene.RestorableTable!.Name, stage.FaultAt + TimeSpan.FromSeconds(Before));

    private static void Take(DrillStage stage) => stage.Simulation.DynamoDb.CreateTable(NameOf(stage), "id");

    private static Table? Made(DrillStage stage) =>
        stage.Simulation.DynamoDb.Tables.FirstOrDefault(table => table.Name == NameOf(stage));

    /// <summary>All of the old items, and none of the corrupt ones.</summary>
    private static string? Intact(DrillStage stage) =>
        Made(stage) is not { } made ? "there is no restored table"
        : made.Count != Old(stage).Count ? $"the restored table has {made.Count} items, {Old(stage).Count} were there"
        : CorruptIn(made) is var left && left > 0 ? $"{left} items of the restored table are corrupt"
        : null;

    private static string? Untouched(DrillStage stage) =>
        CorruptIn(Old(stage)) == Corrupted ? null : "the old table is not as it was left";

    private static Table Old(DrillStage stage) => stage.Simulation.DynamoDb.Table(stage.Scene.RestorableTable!.Name);

    private static int CorruptIn(Table table) =>
        table.Items.Count(item => item["note"] is AttributeValue.Text { Value: Corrupt });

    /// <summary>Every table, as a plan does not say which one a drill is about.</summary>
    private static WorldPlan With(WorldPlan world, Func<TablePlan, TablePlan> shape) =>
        world with
        {
            Tables =
            [
                .. world.Tables.Select(table =>
                    shape(
                        table with
                        {
                            Tags = [("team", "events"), ("stage", "prod")],
                            Stream = "NEW_AND_OLD_IMAGES",
                            TimeToLive = table.TimeToLive ?? "goneAt",
                            Indexes = [.. table.Indexes, new IndexPlan(Index, "date", null)],
                        }
                    )
                ),
            ],
        };

    private static JsonNode In(JsonNode estate, DrillScene scene) =>
        estate["tables"]!.AsArray().Single(table => (string?)table!["name"] == scene.RestorableTable!.Name)!;

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = DataRestoreProcedure.ProcedureName,
            Needs = [Needs.RestorableTable],
            ShapeWorld = world => With(world, table => table),
            Script = _ => { },
            Limit = _ => s_long,
        };
}
