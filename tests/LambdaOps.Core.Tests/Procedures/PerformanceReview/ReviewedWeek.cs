using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.PerformanceReview;

/// <summary>A week as AWS has it, and reviews of it: each look is answered, until there is a report.</summary>
internal sealed class ReviewedWeek
{
    public const string Group = "/ecs/shop";
    public const string Table = "orders";

    /// <summary>A Monday's eight in Tokyo.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 1, 18, 23, 0, 0, TimeSpan.Zero);

    private static readonly PerformanceReviewProcedure s_check = new();

    public Estate Estate { get; set; } =
        Some.Estate with
        {
            TimeZone = "Asia/Tokyo",
            Services = [Some.Service with { LogGroup = Group, Tables = [Table] }],
            Tables = [],
            Sites = [],
        };

    public DateTimeOffset Due { get; set; } = Monday;

    public Fact<EndpointTimes>? Endpoints { get; set; }

    public ImmutableArray<EndpointTime> Paths { get; set; } = [new("/fine", 1000, 0, 40, 90, 300)];

    public Fact<TableTimes>? Times { get; set; }

    public List<OperationTimes> Operations { get; } = [Operation("Query", requests: 100, averageMs: 8, p99Ms: 20)];

    public Fact<IndexUses>? Uses { get; set; }

    public List<TableIndexes> Indexes { get; } = [new(Table, Monday.AddDays(-300), [])];

    public Fact<SiteHits>? Sites { get; set; }

    public Fact<CacheHits>? Caches { get; set; }

    /// <summary>What was asked, in its order.</summary>
    public List<(Look Look, PerformanceScope About)> Asked { get; } = [];

    public int Waits { get; private set; }

    public CheckReport? Last { get; set; }

    public ImmutableArray<Finding> Review()
    {
        var run = new CheckRun(Due, Due) { ScheduledFor = Due };
        var seen = Evidence.NotAsked;
        for (var step = 0; step < 200; step++)
        {
            var part = Assert.Single(s_check.PartsOf(Estate));
            var decision = s_check.Decide(new CheckSituation(Estate, part, run, seen, [], Last, Due));
            run = run with { Memory = decision.Memory };
            switch (decision)
            {
                case CheckDecision.Look look:
                    seen = Answer((PerformanceScope)look.About, Assert.Single(look.Looks));
                    break;
                case CheckDecision.Wait:
                    (seen, Waits) = (Evidence.NotAsked, Waits + 1);
                    break;
                case CheckDecision.Report report:
                    Last = CheckReport.Of(run, report.Findings, report.Keep, Last, Due);
                    Assert.Equal(report.Findings.Length, report.Findings.DistinctBy(finding => finding.Key).Count());
                    return report.Findings;
            }
        }

        throw new InvalidOperationException("there is no report");
    }

    /// <summary>The one finding whose text contains that.</summary>
    public Finding ReviewOf(string text) =>
        Assert.Single(Review(), finding => finding.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>Every hour of the week alike.</summary>
    public static OperationTimes Operation(string operation, double requests, double averageMs, double? p99Ms) =>
        new(Table, operation, Hours(requests), Hours(averageMs), Hours(p99Ms), Hours(operation == "Scan" ? 300 : null));

    public static MetricSeries Hours(double? value) => Hours(_ => value);

    /// <param name="valueOf">Of an hour of the week, from 0; null for none.</param>
    public static MetricSeries Hours(Func<int, double?> valueOf) =>
        new([
            .. Enumerable
                .Range(0, 168)
                .Where(hour => valueOf(hour) is not null)
                .Select(hour => new MinuteValue(Monday.AddDays(-7).AddHours(hour), valueOf(hour)!.Value)),
        ]);

    private Evidence Answer(PerformanceScope about, Look look)
    {
        Asked.Add((look, about));
        return look == PerformanceLooks.Endpoints
                ? With(PerformanceLooks.Endpoints, Endpoints ?? Known(new EndpointTimes(Paths)))
            : look == PerformanceLooks.Tables
                ? With(PerformanceLooks.Tables, Times ?? Known(new TableTimes([.. Operations])))
            : look == PerformanceLooks.Indexes
                ? With(PerformanceLooks.Indexes, Uses ?? Known(new IndexUses([.. Indexes])))
            : look == PerformanceLooks.Sites ? With(PerformanceLooks.Sites, Sites!)
            : With(PerformanceLooks.Caches, Caches!);
    }

    private static Evidence With<T>(Look<T> look, Fact<T> fact)
        where T : class => Evidence.NotAsked.With(look, fact);

    public static Fact<T> Known<T>(T value) => Fact.Known(value, Monday);
}
