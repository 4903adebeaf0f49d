using Amazon.CloudWatchLogs;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What the performance review asks, as AWS answers; what it does not say is not invented.</summary>
public sealed class PerformanceOnAwsTests : IAsyncLifetime
{
    private const string Table = "lightningtalk-circle-prod-events";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Endpoints_AreCountedByHowLongTheyTake()
    {
        Log("""{"api_endpoint":"/lines","duration":1000}""", "/lines", 999, 1000.5, 3000);
        var times = await SeeAsync(PerformanceLooks.Endpoints);
        var lines = Assert.Single(times.All, one => one.Path == "/lines");

        Assert.Equal((4, 2), (lines.Requests, lines.Slow));
        Assert.Equal((999 + 1000 + 1000.5 + 3000) / 4, lines.AverageMs, 0.01);
        Assert.Equal((3000, 3000), (lines.P95Ms, lines.MostMs));
        Assert.Null(times.Running);
        Assert.Equal(times.All.OrderByDescending(one => one.Slow), times.All);
        Assert.Contains(times.All, one => one is { Path: "/summary", Requests: > 1000 });
    }

    /// <summary>The estate's bound, not the runbook's.</summary>
    [Fact]
    public async Task Endpoints_AreSlowByTheBoundThatIsAsked()
    {
        Log("no request", "/lines", 299, 300.5);
        var times = await SeeAsync(PerformanceLooks.Endpoints, scope => scope with { SlowMs = 300 });

        Assert.Equal(
            (2, 1),
            times.All.Where(one => one.Path == "/lines").Select(one => (one.Requests, one.Slow)).Single()
        );
    }

    /// <summary>The estate's names of fields: a hyphen is no minus, and a point goes into an object.</summary>
    [Theory]
    [InlineData("route", "took-ms", """{"route":"/lines","took-ms":1500,"duration":1}""")]
    [InlineData("http.route", "took", """{"http":{"route":"/lines"},"took":1500,"api_endpoint":"/other"}""")]
    public async Task Endpoints_AreReadByTheFieldsThatTheEstateNames(string endpoint, string duration, string line)
    {
        Log(line, "/fine", 10);
        var all = (
            await SeeAsync(
                PerformanceLooks.Endpoints,
                scope => scope with { Fields = new RequestFields(endpoint, duration) }
            )
        ).All;

        Assert.Equal(new EndpointTime("/lines", 1, 1, 1500, 1500, 1500), Assert.Single(all));
    }

    /// <summary>What stands in a log is anybody's: it is shortened, and no number of it breaks the rest.</summary>
    [Fact]
    public async Task Endpoints_OfHostileNames_AreShortened()
    {
        var name = $"/{new string('x', 5000)}";
        Log("""{"api_endpoint":"/odd","duration":"NaN"}""", name, 1500);
        Log("""{"api_endpoint":"/text","duration":"soon"}""", "/fine", 10);
        var all = (await SeeAsync(PerformanceLooks.Endpoints)).All;

        Assert.All(all, one => Assert.InRange(one.Path.Length, 1, 160));
        Assert.Single(all, one => one is { Slow: 1, P95Ms: 1500 });
        Assert.Single(all, one => one.Path == "/fine");
        Assert.All(all, one => Assert.True(double.IsFinite(one.AverageMs)));
    }

    [Fact]
    public async Task Endpoints_OfALogGroupThatIsNotThere_AreNotKnown()
    {
        var unseen = await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() =>
            SeeAsync(PerformanceLooks.Endpoints, scope => scope with { LogGroups = ["/not/there"] })
        );

        Assert.Equal("ResourceNotFoundException", unseen.ErrorCode);
    }

    /// <summary>A large log group takes minutes: its query goes on, and is asked for by its id.</summary>
    [Fact]
    public async Task Query_ThatIsNotOver_IsAskedForLater()
    {
        _account.Change(world => world.Logs.QueriesTake = TimeSpan.FromMinutes(2));
        var running = await SeeAsync(PerformanceLooks.Endpoints, machine: Impatient.Only);
        Assert.NotNull(running.Running);
        Assert.Empty(running.All);

        _account.Pass(TimeSpan.FromMinutes(3));
        var over = await SeeAsync(PerformanceLooks.Endpoints, scope => scope with { Query = running.Running });

        Assert.Null(over.Running);
        Assert.NotEmpty(over.All);
        Assert.Equal(1, _account.Calls("StartQuery"));
    }

    [Fact]
    public async Task Tables_AreAskedByOperation()
    {
        var times = await SeeAsync(PerformanceLooks.Tables);

        Assert.Equal(10 * About.Tables.Length, times.All.Length);
        var query = Assert.Single(times.All, one => one is { Table: Table, Operation: "Query" });
        Assert.InRange(query.Requests.Values.Sum(hour => hour.Value), 50_000, 200_000);
        Assert.All(query.AverageMs.Values, hour => Assert.Equal(9, hour.Value, 0.001));
        Assert.All(query.P99Ms.Values, hour => Assert.Equal(22.5, hour.Value, 0.001));
        Assert.Null(query.Hole);
        Assert.True(Assert.Single(times.All, one => one is { Table: Table, Operation: "Scan" }).Requests.IsEmpty);
    }

    [Fact]
    public async Task Tables_SayWhatIsIncomplete()
    {
        _account.World.Metrics.Withhold("ReturnedItemCount", "PartialData");
        var times = (await SeeAsync(PerformanceLooks.Tables)).All;

        Assert.Contains("PartialData", times.First(one => one.Operation == "Scan").Hole!, StringComparison.Ordinal);
        Assert.Null(times.First(one => one.Operation == "Query").Hole);
    }

    /// <summary>Fifteen tables are one call.</summary>
    [Theory]
    [InlineData(15, 1)]
    [InlineData(17, 2)]
    public async Task Tables_AreBoundedByWhatOneCallTakes(int tables, int calls)
    {
        _ = await SeeAsync(
            PerformanceLooks.Tables,
            scope => scope with { Tables = [.. Enumerable.Range(0, tables).Select(number => $"table-{number}")] }
        );

        Assert.Equal(calls, _account.Calls("GetMetricData"));
    }

    [Fact]
    public async Task Indexes_AreThoseOfDynamoDbWithTheirReads()
    {
        await using var account = await WithIndexesAsync();
        var seen = await SeeAsync(account, PerformanceLooks.Indexes);
        var table = Assert.Single(seen.All, one => one.Table == Table);

        Assert.Equal(["read", "idle"], table.Indexes.Select(index => index.Name));
        Assert.All(table.Indexes, index => Assert.Equal("ACTIVE", index.Status));
        Assert.All(table.Indexes, index => Assert.InRange(index.Items, 200, 1000));
        Assert.All(table.Indexes, index => Assert.InRange(index.Bytes, 100 * index.Items, 1000 * index.Items));
        Assert.NotEmpty(table.Indexes[0].ReadUnits.Values);
        Assert.Empty(table.Indexes[1].ReadUnits.Values);
        Assert.NotEmpty(table.Indexes[1].WriteUnits.Values);
        Assert.True(table.CreatedAt < account.World.Clock.Now.AddDays(-14));
    }

    [Fact]
    public async Task Table_ThatIsNotThere_HidesNoOther()
    {
        var seen = await SeeAsync(PerformanceLooks.Indexes, scope => scope with { Tables = [Table, "not-there"] });

        Assert.Equal([null, "there is no such table"], seen.All.Select(table => table.WhyMissing));
    }

    [Fact]
    public async Task Tables_ThatMayNotBeDescribed_SayWhy()
    {
        _account.Disturb("dynamodb", "DescribeTable", ApiFaultKind.Denied);
        var seen = await SeeAsync(PerformanceLooks.Indexes);

        Assert.All(seen.All, table => Assert.NotNull(table.WhyMissing));
    }

    /// <summary>CloudFront's metrics are in one region alone, and are asked for there.</summary>
    [Fact]
    public async Task Sites_AreAskedWhereCloudFrontWritesItsMetrics()
    {
        var seen = Assert.Single((await SeeAsync(PerformanceLooks.Sites)).All);

        Assert.Equal((WiredAccount.Site.Id.Value, WiredAccount.Site.DistributionId), (seen.Site, seen.Distribution));
        Assert.All(seen.HitPercent.Values, hour => Assert.InRange(hour.Value, 85, 95));
        Assert.InRange(seen.Requests.Values.Sum(hour => hour.Value), 30_000, 60_000);
    }

    /// <summary>By the cache policy that it names, or by itself, as older distributions do.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Site_SaysHowLongItKeepsObjects(bool hasPolicy, int asked)
    {
        await using var account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Sites =
                [
                    .. plan.Sites.Select(site =>
                        site with
                        {
                            HasCachePolicy = hasPolicy,
                            DefaultTtl = TimeSpan.FromMinutes(10),
                        }
                    ),
                ],
            }
        );

        var seen = Assert.Single((await SeeAsync(account, PerformanceLooks.Sites)).All);

        Assert.Equal((new CacheTimes(0, 600, 31_536_000), (string?)null), (seen.Kept, seen.WhyNotKept));
        Assert.Equal(asked, account.Calls("GetCachePolicy"));
    }

    [Theory]
    [InlineData("GetDistributionConfig")]
    [InlineData("GetCachePolicy")]
    public async Task Site_WhoseTimesMayNotBeRead_KeepsItsHitRate(string operation)
    {
        await using var account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Sites = [.. plan.Sites.Select(site => site with { HasCachePolicy = true })],
            }
        );
        account.Disturb("cloudfront", operation, ApiFaultKind.Denied);

        var seen = Assert.Single((await SeeAsync(account, PerformanceLooks.Sites)).All);

        Assert.Null(seen.Kept);
        Assert.StartsWith("AccessDenied", seen.WhyNotKept, StringComparison.Ordinal);
        Assert.NotEmpty(seen.HitPercent.Values);
    }

    [Fact]
    public async Task Site_WithoutAdditionalMetrics_HasRequestsAlone()
    {
        var seen = await SeeAsync(
            PerformanceLooks.Sites,
            scope => scope with { Sites = [WiredAccount.Site with { DistributionId = "E0THER" }] },
            before: world =>
                world.Metrics.Add(
                    MetricName.Of("AWS/CloudFront", "Requests", ("DistributionId", "E0THER"), ("Region", "Global")),
                    MetricCell.Of(world.Clock.Now.AddMinutes(-30), world.Clock.Now.AddMinutes(-29), 7, 1, "None")
                )
        );

        Assert.Equal(7, Assert.Single(seen.All).Requests.Values.Sum(hour => hour.Value));
        Assert.True(seen.All[0].HitPercent.IsEmpty);
    }

    /// <summary>Hits of all clusters together; of the memory the fullest one's.</summary>
    [Fact]
    public async Task Caches_AreTheirClustersTogether()
    {
        var seen = await SeeAsync(
            PerformanceLooks.Caches,
            scope => scope with { Caches = [new OperatedCache("sessions", ["one", "two"])] },
            before: world =>
            {
                Add(world, "CacheHits", "one", 60);
                Add(world, "CacheHits", "two", 30);
                Add(world, "CacheMisses", "two", 10);
                Add(world, "DatabaseMemoryUsagePercentage", "one", 40);
                Add(world, "DatabaseMemoryUsagePercentage", "two", 70);
            }
        );
        var cache = Assert.Single(seen.All);

        Assert.Equal(
            (90, 10, 70),
            (
                Assert.Single(cache.Hits.Values).Value,
                Assert.Single(cache.Misses.Values).Value,
                Assert.Single(cache.MemoryPercent.Values).Value
            )
        );
        Assert.True(cache.Evictions.IsEmpty);

        static void Add(SimulatedWorld world, string metric, string cluster, double value) =>
            world.Metrics.Add(
                MetricName.Of("AWS/ElastiCache", metric, ("CacheClusterId", cluster)),
                MetricCell.Of(world.Clock.Now.AddMinutes(-30), world.Clock.Now.AddMinutes(-29), value, 1, "Count")
            );
    }

    /// <summary>CloudWatch has serverless caches by another dimension; one of clusters with the same name is another.</summary>
    [Fact]
    public async Task Cache_ThatIsServerless_IsAskedByItsOwnDimension()
    {
        var seen = await SeeAsync(
            PerformanceLooks.Caches,
            scope => scope with { Caches = [new OperatedCache("pages", ["pages"]) { IsServerless = true }] },
            before: world =>
            {
                Add(world, "CacheHits", "clusterId", 60);
                Add(world, "CacheMisses", "clusterId", 20);
                Add(world, "CacheHits", "CacheClusterId", 1000);
                Add(world, "DatabaseMemoryUsagePercentage", "CacheClusterId", 40);
            }
        );
        var cache = Assert.Single(seen.All);

        Assert.Equal((60, 20), (Assert.Single(cache.Hits.Values).Value, Assert.Single(cache.Misses.Values).Value));
        Assert.True(cache.MemoryPercent.IsEmpty);
        Assert.Null(cache.Hole);

        static void Add(SimulatedWorld world, string metric, string dimension, double value) =>
            world.Metrics.Add(
                MetricName.Of("AWS/ElastiCache", metric, (dimension, "pages")),
                MetricCell.Of(world.Clock.Now.AddMinutes(-30), world.Clock.Now.AddMinutes(-29), value, 1, "Count")
            );
    }

    private PerformanceScope About
    {
        get
        {
            var now = _account.World.Clock.Now;
            return ScopeAt(now);
        }
    }

    private static PerformanceScope ScopeAt(DateTimeOffset now)
    {
        var until = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)).AddHours(1);
        return PerformanceScope.Of(WiredAccount.Estate) with { From = until.AddDays(-7), Until = until, SlowMs = 1000 };
    }

    private static Task<WiredAccount> WithIndexesAsync() =>
        WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Tables =
                [
                    .. plan.Tables.Select(table =>
                        table.Name == Table
                            ? table with
                            {
                                Indexes =
                                [
                                    new IndexPlan("read", "note", null),
                                    new IndexPlan("idle", "note", null) { ReadsPerRequest = 0 },
                                ],
                            }
                            : table
                    ),
                ],
            }
        );

    private void Log(string line, string path, params double[] durations) =>
        _account.Change(world =>
            world.Logs.Add(
                new Lines(
                    world.Clock.Now.AddMinutes(-9),
                    [
                        line,
                        .. durations.Select(ms =>
                            FormattableString.Invariant($$"""{"api_endpoint":"{{path}}","duration":{{ms}}}""")
                        ),
                    ]
                )
            )
        );

    private Task<T> SeeAsync<T>(
        Look<T> look,
        Func<PerformanceScope, PerformanceScope>? shape = null,
        Action<SimulatedWorld>? before = null,
        TimeProvider? machine = null
    )
        where T : class
    {
        _account.Change(before ?? (_ => { }));
        var about = shape?.Invoke(About) ?? About;
        return Observer(_account, machine).SeeAsync(look, At(_account, about));
    }

    private static Task<T> SeeAsync<T>(WiredAccount account, Look<T> look)
        where T : class => Observer(account).SeeAsync(look, At(account, ScopeAt(account.World.Clock.Now)));

    private static LookTable Observer(WiredAccount account, TimeProvider? machine = null) =>
        account.Resources(machine).Observer();

    private static LookAt At(WiredAccount account, PerformanceScope about)
    {
        var now = account.World.Clock.Now;
        return LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now);
    }

    /// <summary>A clock that never lets anybody wait.</summary>
    private sealed class Impatient : TimeProvider
    {
        public static Impatient Only { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>Lines of the service's log, a second after each other.</summary>
    private sealed class Lines(DateTimeOffset first, IReadOnlyList<string> texts) : ILogSource
    {
        public string Group { get; } = WiredAccount.Service.LogGroup!;

        public string Stream => "test";

        public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
            texts
                .Select((text, at) => new TextLine(first.AddSeconds(at), Stream, text))
                .Where(line => line.At >= from && line.At < until);
    }
}
