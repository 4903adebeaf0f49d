using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ExpiredItems;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the check of expired items: tables with time to live, and tables by age.</summary>
public static class ExpiredItemsDrills
{
    private const string ByTimeToLive = """{ "by": "timeToLive", "attribute": "expiresAt" }""";
    private const string ByAge = """{ "by": "age", "attribute": "createdAt", "days": 30 }""";
    private const string IsNew = "items are older than 30 days by createdAt; the rule is new";
    private const int Items = 600;
    private const int Expired = 18;

    /// <summary>Seconds from the start to the night's run.</summary>
    private const double Night = 60;
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "ttl-works",
            "Time to live deletes what has expired: the check says so, and changes nothing.",
            ByTimeToLive
        ) with
        {
            Reports = Report(
                FindingLevel.Fine,
                [],
                ["time to live is on by expiresAt", "time to live deleted", "sampled items expired more than 48 h ago"]
            ),
        },
        Of("ttl-off", "Somebody has switched time to live off: nothing expires any more.", ByTimeToLive) with
        {
            ShapeWorld = world => Shaped(world, table => table with { TimeToLive = null }),
            Reports = Report(FindingLevel.Danger, ["time to live is DISABLED"], []),
        },
        Of("ttl-other-attribute", "Time to live is on by another attribute than the items have.", ByTimeToLive) with
        {
            ShapeWorld = world => Shaped(world, table => table with { TimeToLive = "ttl" }),
            Reports = Report(FindingLevel.Danger, ["time to live is on by ttl, the estate says expiresAt"], []),
        },
        Of(
            "ttl-milliseconds",
            "Some writers say milliseconds, a text, or nothing: those items stay for good.",
            ByTimeToLive
        ) with
        {
            ShapeWorld = world => Shaped(world, table => table with { TimedItems = [.. table.TimedItems, .. Bad()] }),
            Reports = Report(
                FindingLevel.Warning,
                [
                    "say milliseconds where time to live reads seconds",
                    "have no Number there",
                    "expired more than five years ago: time to live never deletes them",
                    "do not have the attribute",
                ],
                ["time to live deleted"]
            ),
        },
        Of(
            "ttl-late",
            "Time to live is on, and deletes nothing: neither the metric nor the sample says that it works.",
            ByTimeToLive
        ) with
        {
            ShapeWorld = world => Shaped(world, table => table with { LatestExpiry = 100_000 * s_day }),
            Reports = Report(
                FindingLevel.Warning,
                ["TimeToLiveDeletedItemCount has no datapoint", "and are still there"],
                ["time to live is on by expiresAt"]
            ),
        },
        OfAge(
            "age-renewed",
            "Sessions by age: the first night only reports, the second deletes; a session that is used in between stays."
        ) with
        {
            Script = stage => stage.Before("DeleteItem", Renew),
            Limit = _ => TimeSpan.FromHours(25),
            Reports = Reports(
                new ReportExpectation(FindingLevel.Fine)
                {
                    Says = [Text($"{Expired - 1} were deleted, 1 were renewed in between and kept")],
                    Changes = [Text($"deleteExpiredItems {Expired - 1}")],
                }
            ),
            World = stage => Left(stage, Items - Expired + 1),
        },
        OfAge(
            "age-killed",
            "The function is killed while it deletes, and goes on: nothing else is deleted, nothing is forgotten."
        ) with
        {
            Script = stage =>
            {
                var deletes = 0;
                stage
                    .Run(0)
                    .Simulation.Lambda.KillDuringEach(
                        stage.Function,
                        KillMoment.After,
                        call => call.Operation == "DeleteItem" && ++deletes == 1
                    );
            },
            Reports = Reports(
                new ReportExpectation(FindingLevel.Warning, "nobody knows whether they were deleted")
                {
                    Changes = [Text($"deleteExpiredItems {Expired - 1}")],
                }
            ),
            Expect = _ => DrillExpectation.AnyEnd with { Deaths = 1 },
            World = stage => Left(stage, Items - Expired),
        },
        OfAge("age-cap", "A third of the sessions has expired: a night deletes 5 % of the table, and says so.") with
        {
            ShapeWorld = world => Shaped(world, table => table with { TimedItems = Aged(Items - 200, 200) }),
            Script = stage => stage.Run(0),
            Reports = Reports(
                new ReportExpectation(
                    FindingLevel.Warning,
                    "more items have expired than the 5 % that a night may delete"
                )
                {
                    Changes = [Text($"deleteExpiredItems {Items / 20}")],
                },
                firstFinds: 200
            ),
            World = stage => Left(stage, Items - (Items / 20)),
        },
        OfAge(
            "age-throttled",
            "The table has little capacity and then throttles: the scan pauses longer and longer, then it goes on, though the "
                + "journal cannot be read at first."
        ) with
        {
            ShapeWorld = world => Shaped(world, table => Small(world, table)),
            Script = stage =>
                stage
                    .Run(0)
                    .After(
                        Night - 5,
                        "the table is short of capacity",
                        at => at.Simulation.World.Tables[NameOf(at.Scene)].Throttle(100, 1)
                    )
                    .After(Night + 25, "the journal cannot be read", Unreadable),
            Reports = Reports(
                new ReportExpectation(FindingLevel.Fine)
                {
                    Says = ["the table throttled", Text($"{Expired} were deleted, 0 were renewed")],
                    Changes = [Text($"deleteExpiredItems {Expired}")],
                }
            ),
            World = stage => Left(stage, Items - Expired) ?? Unnoticed(stage),
        },
        OfAge(
            "age-unclear",
            "Some sessions say nothing of their age, or a time that may mean several: they are kept and counted."
        ) with
        {
            ShapeWorld = world =>
                Shaped(
                    world,
                    table =>
                        table with
                        {
                            TimedItems =
                            [
                                .. Aged(Items - Expired, Expired),
                                new ItemsPlan(5, "createdAt", TimeForm.SecondsAsText, -60 * s_day, -50 * s_day),
                                new ItemsPlan(7, "createdAt", TimeForm.None, s_day, s_day),
                                new ItemsPlan(9, "createdAt", TimeForm.Milliseconds, 2 * s_day, 3 * s_day),
                            ],
                        }
                ),
            Script = stage => stage.Run(0),
            Reports = scene =>
                [
                    new ReportExpectation(FindingLevel.Warning, [Text($"{Expired} of "), .. Unclear]),
                    new ReportExpectation(FindingLevel.Warning, Unclear)
                    {
                        Says = [Text($"{Expired} were deleted")],
                        Changes = [Text($"deleteExpiredItems {Expired}")],
                    },
                ],
            World = stage => Left(stage, Items - Expired + 21),
        },
    ];

    private static ImmutableArray<string> Unclear =>
        [
            Text($"5 of {Items + 21} items say no time that can be told for certain"),
            Text($"7 of {Items + 21} items do not have the attribute"),
            Text($"9 of {Items + 21} items were made in the future"),
        ];

    /// <summary>About the first table of a service, whose items the drill lays out.</summary>
    private static Drill Of(string name, string what, string expiry) =>
        new(name, what)
        {
            Check = ExpiredItemsProcedure.ProcedureName,
            StartsAt = new DateTime(2026, 1, 15, 1, 58, 0),
            Needs = [Needs.Table],
            ShapeEstate = (estate, scene) =>
                estate["tables"] = new JsonArray(
                    new JsonObject { ["name"] = NameOf(scene), ["expiry"] = JsonNode.Parse(expiry) }
                ),
            Script = _ => { },
        };

    private static Drill OfAge(string name, string what) =>
        Of(name, what, ByAge) with
        {
            ShapeWorld = world => Shaped(world, table => table with { TimedItems = Aged(Items - Expired, Expired) }),
        };

    private static string NameOf(DrillScene scene) => scene.Service!.Tables[0];

    /// <summary>The table whose items expire is the one that has timed items.</summary>
    private static WorldPlan Shaped(WorldPlan world, Func<TablePlan, TablePlan> shape) =>
        world with
        {
            Tables = [.. world.Tables.Select(table => table.TimedItems.Count == 0 ? table : shape(table))],
        };

    private static ItemsPlan[] Aged(int live, int expired) =>
        [
            new(live, "createdAt", TimeForm.Text, -29 * s_day, TimeSpan.Zero),
            new(expired, "createdAt", TimeForm.Text, -45 * s_day, -31 * s_day),
        ];

    private static ItemsPlan[] Bad() =>
        [
            new(60, "expiresAt", TimeForm.Milliseconds, -7 * s_day, 23 * s_day),
            new(60, "expiresAt", TimeForm.SecondsAsText, -7 * s_day, 23 * s_day),
            new(60, "expiresAt", TimeForm.None, s_day, s_day),
            new(60, "expiresAt", TimeForm.Seconds, -3000 * s_day, -2000 * s_day),
        ];

    /// <summary>With half as much capacity again as the services take.</summary>
    private static TablePlan Small(WorldPlan world, TablePlan table)
    {
        var requests = world
            .Services.Where(service => service.Tables.Contains(table.Name))
            .Sum(service => service.Traffic.RequestsPerSecond);
        return table with
        {
            TimedItems = Aged(Items - Expired, Expired),
            Provisioned = (
                10 + (long)(1.5 * requests * table.ReadsPerRequest),
                10 + (long)(1.5 * requests * table.WritesPerRequest)
            ),
        };
    }

    private static Func<DrillScene, ImmutableArray<ReportExpectation>> Report(
        FindingLevel worst,
        ImmutableArray<string> problems,
        ImmutableArray<string> says
    ) => _ => [new ReportExpectation(worst, problems) { Says = says }];

    /// <summary>A run that finds the rule new and deletes nothing, and one that deletes.</summary>
    private static Func<DrillScene, ImmutableArray<ReportExpectation>> Reports(
        ReportExpectation second,
        int firstFinds = Expired
    ) => _ => [new ReportExpectation(FindingLevel.Warning, Text($"{firstFinds} of {Items} {IsNew}")), second];

    private static void Unreadable(DrillStage stage)
    {
        var (world, span) = (stage.Simulation.World, TimeSpan.FromSeconds(10));
        var now = world.Clock.Now;
        world.Disturb(new ApiFault("dynamodb", "GetItem", now, now + span, ApiFaultKind.FailedBefore));
    }

    /// <summary>A user's request that comes between the scan and the delete.</summary>
    private static bool Renew(DrillStage stage, ServiceCall call)
    {
        var item = call.Input["Key"]!.DeepClone().AsObject();
        item["createdAt"] = new JsonObject
        {
            ["S"] = call.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        var put = new JsonObject { ["TableName"] = call.Input["TableName"]!.DeepClone(), ["Item"] = item };
        stage.Simulation.DynamoDb.Handle(new ServiceCall("dynamodb", "PutItem", put, call.At, "a user"));
        stage.Simulation.World.Tell("person", "a user", "uses a session again that was about to be deleted");
        return true;
    }

    private static string? Left(DrillStage stage, int expected)
    {
        var count = stage.Simulation.DynamoDb.Table(NameOf(stage.Scene)).Count;
        return count == expected ? null : Text($"the table has {count} items, expected {expected}");
    }

    /// <summary>Throttled were the services only while the table was short of capacity.</summary>
    private static string? Unnoticed(DrillStage stage)
    {
        var now = stage.Simulation.World.Clock.Now;
        var throttled = stage
            .Simulation.World.Metrics.Points(
                MetricName.Of("AWS/DynamoDB", "ReadThrottleEvents", ("TableName", NameOf(stage.Scene))),
                "Sum",
                TimeSpan.FromMinutes(1),
                stage.FaultAt,
                now
            )
            .Count;
        return throttled <= 3 ? null : Text($"the services were throttled in {throttled} minutes");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
