using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Procedures.PerformanceReview.ReviewContext;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>What is said of the endpoints of one log group (runbook: 遅いAPIエンドポイント特定).</summary>
internal static class EndpointJudgement
{
    public static Memory Of(ReviewContext context, string group, Fact<EndpointTimes> seen, Memory memory) =>
        seen switch
        {
            Fact<EndpointTimes>.Known { Value: { Running: null, All.IsEmpty: false } times } => Of(
                context,
                group,
                times.All,
                memory
            ),
            Fact<EndpointTimes>.Known { Value.Running: null } => Unseen(
                memory,
                group,
                $"no line of the last 7 days has {context.About.Fields.Endpoint} and {context.About.Fields.Duration}"
            ),
            Fact<EndpointTimes>.Known => Unseen(
                memory,
                group,
                Text($"the log query is not over after it was asked for {memory.Asked + 1} times")
            ),
            _ => Unseen(memory, group, seen.WhyUnknown),
        };

    private static Memory Unseen(Memory memory, string group, string why) =>
        With(
            memory,
            FindingLevel.Missing,
            $"endpoints {group}",
            $"{group}: the times of its endpoints are not known: {why}"
        );

    private static Memory Of(ReviewContext context, string group, ImmutableArray<EndpointTime> all, Memory memory)
    {
        var problems = all.Where(one => IsSlow(one.Slow, one.Requests, context.Policy)).ToList();
        var slowest = all.Where(one => one.Requests >= context.Policy.LeastRequests)
            .DefaultIfEmpty(all.MaxBy(one => one.Requests)!)
            .MaxBy(one => one.P95Ms)!;
        var (slow, requests) = (all.Sum(one => one.Slow), all.Sum(one => one.Requests));
        // Paths with an id in them are many, and each has few requests.
        var isSpread = problems.Count == 0 && IsSlow(slow, requests, context.Policy);
        memory = With(
            memory,
            isSpread ? FindingLevel.Warning : FindingLevel.Fine,
            $"endpoints {group}",
            Text($"{group}: {Number(slow)} of {Number(requests)} requests of ")
                + (
                    all.Length < EndpointTimes.Most
                        ? Text($"{all.Length} endpoints")
                        : Text($"the {all.Length} slowest endpoints")
                )
                + Text($" took longer than {Number(context.Policy.SlowMs)} ms; the slowest is {slowest.Path} with P95 ")
                + $"{Number(slowest.P95Ms)} ms{context.Trend(KeyOf(group, slowest), Ms)}"
        );
        memory = With(memory, [.. problems.Select(one => Problem(context, group, one))], group);
        foreach (var one in problems.Append(slowest))
        {
            memory = Keep(memory, KeyOf(group, one), one.P95Ms);
        }

        return memory;
    }

    private static bool IsSlow(long slow, long requests, PerformanceReviewPolicy policy) =>
        requests >= policy.LeastRequests && 100.0 * slow >= (double)policy.SlowPercent * requests;

    private static Finding Problem(ReviewContext context, string group, EndpointTime one) =>
        new(
            FindingLevel.Warning,
            KeyOf(group, one),
            Text($"{one.Path} of {group}: {Number(one.Slow)} of {Number(one.Requests)} requests ")
                + Text(
                    $"({Share(100.0 * one.Slow / one.Requests)} %) took longer than {Number(context.Policy.SlowMs)} ms: "
                )
                + Text($"average {Number(one.AverageMs)} ms, P95 {Number(one.P95Ms)} ms")
                + context.Trend(KeyOf(group, one), Ms)
                + Text($", at most {Number(one.MostMs)} ms")
        );

    private static string KeyOf(string group, EndpointTime one) => $"p95 {group} {one.Path}";
}
