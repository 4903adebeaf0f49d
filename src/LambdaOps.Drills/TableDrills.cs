using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the database procedure. They begin shortly before the night's window opens.</summary>
public static class TableDrills
{
    private const string Raise = nameof(Change.SetTableThroughput) + "+";

    private const string MoveBounds = nameof(Change.SetTableScalingBounds) + "+";

    private const string MoveMaximum = nameof(Change.SetOnDemandMaximum) + "+";

    private const string Switch = nameof(Change.SetTableBillingMode) + "+";

    private const int Reads = 1000;

    private const int Writes = 500;

    /// <summary>Above what is there, below twice as much.</summary>
    private const double Job = 1500;

    /// <summary>The capacity that five minutes without use have kept is used up, and it goes on.</summary>
    private const double JobSeconds = 1800;

    /// <summary>Fewer within three minutes than count as failing.</summary>
    private const double ErrorsAMinute = 2;

    private static readonly DateTime s_beforeTheWindow = new(2026, 1, 15, 1, 10, 0);

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    private static readonly Func<DrillScene, string?>[] s_needs =
    [
        Needs.TableAlarm(AlarmSymptom.ThrottledTable),
        Needs.Budget,
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "table-throttled",
            "A batch job uses up the provisioned reads: raised, and restored in the night's window."
        ) with
        {
            ShapeWorld = world => With(world, table => table with { Provisioned = (Reads, Writes) }),
            Script = stage => Use(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Raise)
            {
                Record = "the provisioned capacity is used up",
            },
            World = stage => Is(stage, table => table.Capacity.Provisioned == (Reads, Writes)),
        },
        Of(
            "table-autoscaled",
            "The same with Application Auto Scaling at its maximum: its bounds move, and are restored."
        ) with
        {
            ShapeWorld = world =>
                With(
                    world,
                    table =>
                        table with
                        {
                            Provisioned = (Reads, Writes),
                            Autoscaling = [new(CapacityKind.Read, Reads / 2, Reads)],
                        }
                ),
            Script = stage => Use(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, MoveBounds)
            {
                Record = "Application Auto Scaling owns it",
            },
            World = stage =>
                stage.Simulation.World.TableScaling.Targets.Single(one => one.Table == Table(stage))
                    is { Min: Reads / 2, Max: Reads }
                    ? null
                    : "the scaling bounds are not what they were",
        },
        Of(
            "table-on-demand-maximum",
            "The owner's maximum of on-demand capacity is reached: raised, and restored."
        ) with
        {
            ShapeWorld = world => With(world, table => table with { OnDemandMaximum = (Reads, null) }),
            Script = stage => Use(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, MoveMaximum)
            {
                Record = "the maximum of the on-demand capacity is reached",
            },
            World = stage => Is(stage, table => table.Capacity.OnDemandMaximum == (Reads, null)),
        },
        Of(
            "table-beyond-cap",
            "The cap is reached: switched to on-demand capacity, and back to its units at night."
        ) with
        {
            ShapeEstate = (estate, scene) => Cap(estate, scene, onDemand: true),
            ShapeWorld = world => With(world, table => table with { Provisioned = (Reads, Writes) }),
            Script = stage => Use(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Switch) { Record = "the cap is" },
            World = stage => Is(stage, table => table.Capacity.Provisioned == (Reads, Writes)),
        },
        Of("table-index-throttled", "An index is too small for the writes: its units are raised, and restored.") with
        {
            ShapeWorld = world =>
                With(
                    world,
                    table =>
                        table with
                        {
                            Provisioned = (Reads, Writes),
                            Indexes = [new IndexPlan("byDate", "date", (Reads, Writes))],
                        }
                ),
            Script = stage =>
                Use(stage).After(0, "the index is used, too", at => Table(at).Use(JobSeconds, Job, 0, "byDate")),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Raise) { Record = "of index byDate" },
            World = stage => Is(stage, table => table.Throughput.Of("byDate").Provisioned == (Reads, Writes)),
        },
        Of(
            "table-only-index-throttled",
            "An index is too small for its reads, the table is not: the alarm hears of it, as the estate names the index."
        ) with
        {
            ShapeEstate = (estate, scene) => In(estate, scene)["indexes"] = new JsonArray("byDate"),
            ShapeWorld = world =>
                With(
                    world,
                    table =>
                        table with
                        {
                            Provisioned = (Reads, Writes),
                            Indexes = [new IndexPlan("byDate", "date", (Reads, Writes))],
                        }
                ),
            Script = stage =>
                stage.After(
                    0,
                    "the index is used",
                    at =>
                    {
                        Table(at).Throughput.Of("byDate").Spend(CapacityKind.Read, Reads * 300);
                        Table(at).Use(JobSeconds, Job, 0, "byDate");
                    }
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Raise) { Record = "of index byDate" },
            World = stage => Is(stage, table => table.Throughput.Of("byDate").Provisioned == (Reads, Writes)),
        },
        Of("table-hot-keys", "One range of keys is asked for too much: handed off, no capacity is added.") with
        {
            Script = stage =>
                stage.After(0, "hot keys", at => Table(at).Throttle(s_long.TotalSeconds, requestsPerSecond: 5)),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "more capacity would not help" },
        },
        Of("table-account-limit", "The account's limit throttles: handed off with the numbers.") with
        {
            Script = stage =>
                stage.After(
                    0,
                    "the account's limit",
                    at => Table(at).Throttle(s_long.TotalSeconds, requestsPerSecond: 5, ThrottleCause.AccountLimit)
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "the account's limit throttles" },
        },
        Of("table-service-errors", "DynamoDB itself answers with errors: handed off.") with
        {
            Needs = [Needs.TableAlarm(AlarmSymptom.TableErrors)],
            Script = stage => stage.After(0, "errors", at => Table(at).Fail(s_long.TotalSeconds, share: 0.5)),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Record = "DynamoDB itself answers with errors",
            },
        },
        Of(
            "table-few-errors",
            "DynamoDB answers a few requests with errors: watched until it is over, nothing is changed."
        ) with
        {
            Needs = [Needs.TableAlarm(AlarmSymptom.TableErrors)],
            Script = stage =>
                stage.After(
                    0,
                    "a few errors",
                    at =>
                        Table(at)
                            .Fail(
                                seconds: 240,
                                share: ErrorsAMinute
                                    / (at.Service.Plan.Traffic.RequestsPerSecond * Table(at).Plan.ReadsPerRequest * 60)
                            )
                ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "a few system errors" },
        },
        Of("table-not-throttled", "An alarm fires, and nothing is throttled: handed off with what the logs show.") with
        {
            Needs = [Needs.TableAlarm(AlarmSymptom.TableErrors)],
            ShapeWorld = world => With(world with { Alarms = [.. world.Alarms.Select(OnUse)] }, table => table),
            Script = stage => Use(stage),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Record = scene.Service?.LogGroup is null ? "errors without throttling" : "database errors in logs: ",
            },
        },
        Of("table-person-changes", "Someone else changes the capacity after LambdaOps did: theirs is left alone.") with
        {
            ShapeWorld = world => With(world, table => table with { Provisioned = (Reads, Writes) }),
            Script = stage =>
                Use(stage)
                    .After(
                        1200,
                        "a person sets the capacity",
                        at =>
                            Table(at)
                                .Throughput.Change(at.Scene.Table!.Name, new(null, [new(null, (1700, Writes), null)]))
                    ),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, nameof(Change.SetTableThroughput))
            {
                Record = "someone else changed the capacity; leaving it alone",
            },
            World = stage => Is(stage, table => table.Capacity.Provisioned == (1700, Writes)),
        },
        Of("table-metrics-missing", "The metrics cannot be read: nothing is changed, and on-call is notified.") with
        {
            ShapeWorld = world => With(world, table => table with { Provisioned = (Reads, Writes) }),
            Script = stage => Use(stage).After(0, "no metrics", at => at.Deny("cloudwatch", "GetMetricData")),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "evidence missing" },
        },
        Of(
            "table-killed-everywhere",
            "The provisioned reads are used up, and the function dies after each of its writes."
        ) with
        {
            ShapeWorld = world => With(world, table => table with { Provisioned = (Reads, Writes) }),
            GivesUp = true,
            Script = stage => Use(stage).DieAround(LambdaOps.Account.Lambda.KillMoment.After),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Raise) { Deaths = 4 },
            World = stage => Is(stage, table => table.Capacity.Provisioned == (Reads, Writes)),
        },
    ];

    private static ApplicationTable Table(DrillStage at) => at.Simulation.World.Tables[at.Scene.Table!.Name];

    /// <summary>What nobody used in five minutes is kept, and used up first.</summary>
    private static DrillStage Use(DrillStage stage) =>
        stage.After(
            0,
            "a batch job",
            at =>
            {
                if (Table(at).Capacity.Provisioned is { Read: var units })
                {
                    Table(at).Capacity.Spend(CapacityKind.Read, units * 300);
                }

                foreach (var index in Table(at).Plan.Indexes)
                {
                    Table(at).Throughput.Of(index.Name).Spend(CapacityKind.Read, Reads * 300);
                }

                Table(at).Use(JobSeconds, Job, writes: 0);
            }
        );

    /// <summary>An owner's alarm on something else than errors: it fires while the table serves all that is asked.</summary>
    private static AlarmPlan OnUse(AlarmPlan plan) =>
        plan is AlarmPlan.Metric { Queries: [{ Metric: { Name: "SystemErrors" } counted }, ..] } metric
            ? metric with
            {
                Queries =
                [
                    new MetricTerm
                    {
                        Metric = MetricName.Of(
                            counted.Namespace,
                            "ConsumedReadCapacityUnits",
                            ("TableName", counted.Dimensions["TableName"])
                        ),
                        Stat = "Sum",
                    },
                ],
                Threshold = Reads * 60,
            }
            : plan;

    private static string? Is(DrillStage stage, Func<ApplicationTable, bool> holds) =>
        holds(Table(stage))
            ? null
            : $"the capacity is {Table(stage).Capacity.Provisioned} (at most {Table(stage).Capacity.OnDemandMaximum} on demand) at the end";

    /// <summary>Every table, as a plan does not say which one a drill is about; the services' answers do not wait.</summary>
    private static WorldPlan With(WorldPlan world, Func<TablePlan, TablePlan> shape) =>
        world with
        {
            Tables = [.. world.Tables.Select(table => shape(table with { ThrottledLatencyFactor = 1 }))],
        };

    private static void Cap(JsonNode estate, DrillScene scene, bool onDemand) =>
        In(estate, scene)["capacity"] = new JsonObject
        {
            ["maximumRead"] = Reads,
            ["maximumWrite"] = Writes,
            ["onDemand"] = onDemand,
        };

    private static JsonNode In(JsonNode estate, DrillScene scene) =>
        estate["tables"]!.AsArray().Single(table => (string?)table!["name"] == scene.Table!.Name)!;

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = DatabaseErrorsProcedure.ProcedureName,
            StartsAt = s_beforeTheWindow,
            Needs = [.. s_needs],
            ShapeWorld = world => With(world, table => table),
            Script = _ => { },
            Limit = _ => s_long,
        };
}
