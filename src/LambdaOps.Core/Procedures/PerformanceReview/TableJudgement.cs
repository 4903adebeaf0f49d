using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Procedures.PerformanceReview.ReviewContext;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>What is said of tables' operations (runbook: analyze-db-queries.js --slow-threshold 100).</summary>
internal static class TableJudgement
{
    private const string Scan = "Scan";

    public static Memory Of(ReviewContext context, ImmutableArray<string> tables, Fact<TableTimes> seen, Memory memory)
    {
        if (seen is not Fact<TableTimes>.Known { Value: var times })
        {
            return With(
                memory,
                FindingLevel.Missing,
                $"times {tables[0]}",
                Text($"the times of {InWords(tables)} could not be seen: {seen.WhyUnknown}")
            );
        }

        var holes = times.All.Where(one => one.Hole is not null).DistinctBy(one => one.Table).ToList();
        var whole = times
            .All.Where(one => holes.TrueForAll(hole => hole.Table != one.Table) && !one.Requests.IsEmpty)
            .Select(one => new Summed(one, context))
            .ToList();
        foreach (var hole in holes)
        {
            memory = With(
                memory,
                FindingLevel.Missing,
                $"times {hole.Table}",
                $"{hole.Table}: the times of its operations are not all known: {hole.Hole}"
            );
        }

        memory = OfAll(context, tables, whole, holes.Count, memory);
        memory = With(
            memory,
            [
                .. whole.Where(one => one.IsSlow(context.Policy)).Select(one => Slow(context, one)),
                .. whole.GroupBy(one => one.Table).Select(table => Scans(context, [.. table])).OfType<Finding>(),
            ],
            InWords(tables)
        );
        foreach (var one in whole.Where(one => one.Requests >= context.Policy.LeastRequests && one.P99Ms is not null))
        {
            memory = Keep(memory, one.Key, one.P99Ms!.Value);
        }

        return memory;
    }

    private static Memory OfAll(
        ReviewContext context,
        ImmutableArray<string> tables,
        List<Summed> whole,
        int holes,
        Memory memory
    )
    {
        if (whole.Count == 0)
        {
            return holes == tables.Length
                ? memory
                : With(
                    memory,
                    FindingLevel.Missing,
                    $"tables {tables[0]}",
                    $"CloudWatch has no request to {InWords(tables)} in the last 7 days"
                );
        }

        var idle = tables.Length - holes - whole.Select(one => one.Table).Distinct().Count();
        var slowest = whole
            .Where(one => one.Requests >= context.Policy.LeastRequests)
            .DefaultIfEmpty(whole[0])
            .MaxBy(one => one.P99Ms ?? one.AverageMs)!;
        return With(
            memory,
            FindingLevel.Fine,
            $"tables {tables[0]}",
            Text($"{InWords(tables)}: {Number(whole.Sum(one => one.Requests))} requests")
                + (idle > 0 ? Text($", none to {idle} of them") : "")
                + $"; the slowest are {slowest.Name} with {Times(context, slowest)}"
        );
    }

    private static Finding Slow(ReviewContext context, Summed one) =>
        new(
            FindingLevel.Warning,
            one.Key,
            Text($"{one.Name}: {Times(context, one)} over {Number(one.Requests)} requests, ")
                + Text($"expected at most {Number(context.Policy.SlowTableMs)} ms")
                + (one.Slowest is { } day ? Text($"; slowest on {day.Day}s with P99 {Number(day.P99Ms)} ms") : "")
        );

    private static string Times(ReviewContext context, Summed one) =>
        Text($"average {one.AverageMs:0.#} ms, ")
        + (
            one.P99Ms is { } slow
                ? Text($"P99 {slow:0.#} ms{context.Trend(one.Key, Ms)}")
                : "P99 not known, as CloudWatch has no percentile of it"
        );

    /// <summary>A scan reads the whole table for what a query finds by an index.</summary>
    private static Finding? Scans(ReviewContext context, List<Summed> table)
    {
        var all = table.Sum(one => one.Requests);
        return
            table.Find(one => one.Operation == Scan) is { } scans
            && scans.Requests >= context.Policy.LeastRequests
            && 100 * scans.Requests >= context.Policy.ScanPercent * all
            ? new Finding(
                FindingLevel.Warning,
                $"scans {scans.Table}",
                Text($"{scans.Table}: {Share(100 * scans.Requests / all)} % of its requests are scans, ")
                    + Text(
                        $"{Number(scans.Requests)} of {Number(all)}, with {Number(scans.Returned / scans.Requests)} items each"
                    )
            )
            : null;
    }

    internal static string InWords(ImmutableArray<string> tables) =>
        tables.Length == 1 ? tables[0] : Text($"{tables.Length} tables ({tables[0]} to {tables[^1]})");

    /// <summary>A week of one operation. Percentiles of hours do not add up: their mean by requests stands for them.</summary>
    private sealed class Summed
    {
        public Summed(OperationTimes times, ReviewContext context)
        {
            (Table, Operation) = (times.Table, times.Operation);
            (Requests, Returned) = (Sum(times.Requests), Sum(times.Returned));
            AverageMs = Weighted(times.AverageMs.Values, times.Requests) ?? 0;
            P99Ms = Weighted(times.P99Ms.Values, times.Requests);
            var zone = TimeZones.Find(context.Situation.Estate.TimeZone) ?? TimeZoneInfo.Utc;
            Slowest = times
                .P99Ms.Values.GroupBy(hour => TimeZoneInfo.ConvertTime(hour.At, zone).DayOfWeek)
                .Select(day => (Day: day.Key, P99Ms: Weighted(day, times.Requests)))
                .Where(day => day.P99Ms is not null)
                .Select(day => ((DayOfWeek Day, double P99Ms)?)(day.Day, day.P99Ms!.Value))
                .MaxBy(day => day!.Value.P99Ms);
        }

        public string Table { get; }

        public string Operation { get; }

        public double Requests { get; }

        public double Returned { get; }

        public double AverageMs { get; }

        public double? P99Ms { get; }

        /// <summary>The weekday with the highest P99, by the estate's wall clock; null without percentiles.</summary>
        public (DayOfWeek Day, double P99Ms)? Slowest { get; }

        public string Name => $"{Operation} of {Table}";

        public string Key => $"p99 {Table} {Operation}";

        public bool IsSlow(PerformanceReviewPolicy policy) =>
            Requests >= policy.LeastRequests && (AverageMs > policy.SlowTableMs || P99Ms > policy.SlowTableMs);
    }
}
