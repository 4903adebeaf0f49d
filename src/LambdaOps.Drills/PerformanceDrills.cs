using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the week's performance review.</summary>
public static class PerformanceDrills
{
    private const string Cache = "drilled-cache";
    private const string Cluster = "drilled-cache-001";
    private const string Serverless = "drilled-serverless";
    private const string Read = "drilled-by-user";
    private const string Idle = "drilled-by-note";

    /// <summary>A Monday, five minutes before.</summary>
    private static readonly DateTime s_monday = new(2026, 1, 19, 7, 55, 0);

    /// <summary>Whatever an estate names has requests, so that all of it can be seen.</summary>
    private static readonly ImmutableArray<Func<DrillScene, string?>> s_busy = [HasUsedTable, HasLoggedRequests];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Review("performance-fine", "A week in which everything is quick, read and cached.") with
        {
            ShapeWorld = plan =>
                WithIndexes(plan, Read) with
                {
                    Sites = [.. plan.Sites.Select(site => site with { HasCachePolicy = true })],
                },
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            $"cache {Cache}: 90 % of",
                            $"cache {Serverless}: 90 % of",
                            .. Of(LogGroups(scene), "took longer than"),
                            .. Of(Tables(scene), "1 of 1 global secondary indexes had reads in 14 days"),
                            .. Of(Sites(scene), "CloudFront answered"),
                            .. Of(Sites(scene), "by default, at least 0 s, at most 365 d"),
                        ],
                    },
                ],
        },
        Review(
            "performance-slow-endpoint",
            "One endpoint takes long: it is named with its numbers, and no other is."
        ) with
        {
            Needs = [.. s_busy, HasLog],
            Shape = (_, plan) =>
                Quiet(plan) with
                {
                    Endpoints =
                    [
                        new EndpointPlan("/list", Share: 6),
                        new EndpointPlan("/item", Share: 3),
                        new EndpointPlan(EstateWorld.SlowestEndpoint, Share: 1, LatencyFactor: 200),
                    ],
                },
            ShapeEstate = (estate, scene) => Shape(estate, 0.25 * scene.Service!.Thresholds.P99Ms.Danger),
            Reports = _ => [new(FindingLevel.Warning, $"{EstateWorld.SlowestEndpoint} of ")],
        },
        Review("performance-slow-table", "A page scans a table, and DynamoDB takes long for it.") with
        {
            Needs = [.. s_busy, HasTable],
            ShapeWorld = Scanned,
            Reports = scene =>
                [new(FindingLevel.Warning, $"Scan of {Used(scene)[0]}: average 180 ms", $"{Used(scene)[0]}: 57.")],
        },
        Review("performance-idle-index", "Nothing reads an index: that is said of it, and not that it is unused.") with
        {
            Needs = [.. s_busy, HasTable],
            ShapeWorld = plan => WithIndexes(plan, Read, Idle),
            Reports = _ =>
                [
                    new(FindingLevel.Warning, $"index {Idle} of ")
                    {
                        Says = ["no reads in 14 days", "1 of 2 global secondary indexes"],
                    },
                ],
        },
        Review("performance-cold-cache", "The caches find less than half of what they are asked for.") with
        {
            ShapeWorld = plan => Varied(Varied(plan, EstateWorld.HitRate, 40), EstateWorld.CacheMisses, 10_000),
            Reports = scene =>
                [
                    new(
                        FindingLevel.Warning,
                        [
                            $"cache {Cache}: 35.1 % of",
                            $"cache {Serverless}: 35.1 % of",
                            .. Of(Sites(scene), "from its cache, expected 80 %"),
                        ]
                    ),
                ],
        },
        Review(
            "performance-blind",
            "Logs may not be queried, and the additional metrics of CloudFront are off: neither is fine or zero."
        ) with
        {
            Needs = [HasUsedTable, HasLogOrSite],
            ShapeWorld = plan =>
                plan with
                {
                    ApplicationMetrics =
                    [
                        .. plan.ApplicationMetrics.Where(metric => metric.Name.Name != EstateWorld.HitRate),
                    ],
                },
            Script = stage =>
            {
                var now = stage.Simulation.World.Clock.Now;
                var later = now + TimeSpan.FromHours(12);
                stage.Simulation.World.Disturb(new ApiFault("logs", "StartQuery", now, later, ApiFaultKind.Denied));
            },
            Reports = scene =>
                [
                    new(
                        FindingLevel.Missing,
                        [
                            .. Of(LogGroups(scene), "the times of its endpoints are not known"),
                            .. Of(Sites(scene), "additional metrics are not turned on"),
                        ]
                    ),
                ],
        },
        Review("performance-killed", "The function dies while it asks: the next invocation goes on.") with
        {
            Script = stage => stage.KillOnce("GetMetricData"),
            Reports = _ => [new(FindingLevel.Fine) { Says = [$"cache {Cache}: 90 % of"] }],
        },
    ];

    private static Drill Review(string name, string what) =>
        new(name, what)
        {
            Check = PerformanceReviewProcedure.ProcedureName,
            Needs = s_busy,
            StartsAt = s_monday,
            Shape = (_, plan) => Quiet(plan),
            ShapeEstate = (estate, scene) =>
                Shape(estate, scene.Estate.Services.Max(service => service.Thresholds.P99Ms.Danger)),
            Script = _ => { },
        };

    /// <summary>A request a second: a query of their log is soon over.</summary>
    private static ServicePlan Quiet(ServicePlan plan) =>
        plan with
        {
            Traffic = plan.Traffic with { RequestsPerSecond = 1 },
        };

    /// <summary>A cache of each kind, and a bound that fits the times of the estate's services.</summary>
    private static void Shape(JsonNode estate, double slowMs)
    {
        estate["caches"] = new JsonArray(
            new JsonObject { ["id"] = Cache, ["clusters"] = new JsonArray((JsonNode)Cluster) },
            new JsonObject { ["id"] = Serverless, ["serverless"] = Serverless }
        );
        var check = estate["checks"]![PerformanceReviewProcedure.ProcedureName.Value]!.AsObject();
        var policy = check["policy"] as JsonObject ?? [];
        policy["slowMs"] = Math.Clamp((int)Math.Ceiling(slowMs), 10, 60_000);
        check["policy"] = policy.DeepClone();
    }

    /// <summary>The first table that services use gets these indexes, of which one is read.</summary>
    private static WorldPlan WithIndexes(WorldPlan plan, params string[] names) =>
        WithTable(
            plan,
            table =>
                table with
                {
                    Indexes =
                    [
                        .. names.Select(name => new IndexPlan(name, "note", Provisioned: null)
                        {
                            ReadsPerRequest = name == Read ? 0.2 : 0,
                        }),
                    ],
                }
        );

    private static WorldPlan Scanned(WorldPlan plan) =>
        WithTable(
            plan,
            table =>
                table with
                {
                    Operations =
                    [
                        new OperationPlan("Query", PerRequest: 0.6, Ms: 9) { Items = 12 },
                        new OperationPlan("Scan", PerRequest: 0.8, Ms: 180) { Items = 300 },
                    ],
                }
        );

    private static WorldPlan WithTable(WorldPlan plan, Func<TablePlan, TablePlan> shape)
    {
        var used = plan.Services.SelectMany(service => service.Tables).Order(StringComparer.Ordinal).FirstOrDefault();
        return plan with { Tables = [.. plan.Tables.Select(table => table.Name == used ? shape(table) : table)] };
    }

    private static WorldPlan Varied(WorldPlan plan, string metric, double usual) =>
        plan with
        {
            ApplicationMetrics =
            [
                .. plan.ApplicationMetrics.Select(one => one.Name.Name == metric ? one with { Usual = usual } : one),
            ],
        };

    /// <summary>Those that services use, as the others have no requests.</summary>
    private static ImmutableArray<string> Used(DrillScene scene) =>
        [.. scene.Estate.Services.SelectMany(service => service.Tables).Distinct().Order(StringComparer.Ordinal)];

    private static System.Collections.Immutable.ImmutableArray<string> LogGroups(DrillScene scene) =>
        PerformanceScope.Of(scene.Estate).LogGroups;

    private static System.Collections.Immutable.ImmutableArray<string> Tables(DrillScene scene) => Used(scene);

    private static IEnumerable<string> Sites(DrillScene scene) =>
        scene.Estate.Sites.Select(site => site.DistributionId).Distinct();

    /// <summary>The text, where there is one of them.</summary>
    private static IEnumerable<string> Of(IEnumerable<string> some, string text) => some.Take(1).Select(_ => text);

    private static string? HasUsedTable(DrillScene scene) =>
        scene.Estate.Services.IsEmpty ? "the estate names no service"
        : scene.Estate.Tables.IsEmpty || !Used(scene).IsEmpty ? null
        : "the estate names no table of a service, and nothing is asked of the others";

    /// <summary>
    /// A network load balancer knows nothing of requests, and the second of two services behind one rule has none: where
    /// nobody else writes into their log group, there is nothing in it.
    /// </summary>
    private static string? HasLoggedRequests(DrillScene scene)
    {
        var logging = scene
            .Estate.Services.Where(
                (service, at) =>
                    service.LoadBalancer?.StartsWith("net/", StringComparison.Ordinal) != true
                    && !scene.Estate.Services.Take(at).Any(first => ShareARule(first, service))
            )
            .Select(service => service.LogGroup)
            .ToHashSet();
        return LogGroups(scene).FirstOrDefault(group => !logging.Contains(group)) is { } silent
            ? $"the estate names no service whose requests are logged in {silent}"
            : null;
    }

    private static bool ShareARule(OperatedService first, OperatedService second) =>
        first.TargetGroupArn == second.TrafficRule?.OtherTargetGroupArn
        || first.TrafficRule?.OtherTargetGroupArn == second.TargetGroupArn;

    private static string? HasTable(DrillScene scene) =>
        Used(scene).IsEmpty ? "the estate names no table of a service" : null;

    private static string? HasLog(DrillScene scene) =>
        scene.Service?.LogGroup is null ? $"{scene.Id} names no log group" : null;

    private static string? HasLogOrSite(DrillScene scene) =>
        LogGroups(scene).Concat(Sites(scene)).Any() ? null : "the estate names no log group and no site";
}
