using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>
/// パフォーマンスチューニング and the week's パフォーマンス最適化. The runbook's lines:
/// <code>
/// 遅いAPIエンドポイント特定: aws logs insights query … duration > 1000 … by api_endpoint
/// node scripts/analyze-db-queries.js --slow-threshold 100
/// キャッシュヒット率確認: redis-cli info stats | grep keyspace
/// DynamoDBインデックス最適化 (GSIの使用状況確認) · CloudFrontキャッシュ統計確認
/// </code>
/// The last seven days by logs and metrics, one question a step, held against the review before. Nothing that is
/// missing is taken for zero, and nothing is changed.
/// </summary>
public sealed class PerformanceReviewProcedure : Check<PerformanceReviewPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("performanceReview");

    /// <summary>What the review is about.</summary>
    public static TimeSpan Week { get; } = TimeSpan.FromDays(7);

    /// <summary>So many tables have all series of their operations in one GetMetricData (500).</summary>
    internal const int TablesPerLook = 15;

    /// <summary>A query of Logs Insights over a large log group takes minutes.</summary>
    internal const int MostAsked = 20;

    private static readonly TimeSpan s_betweenAnswers = TimeSpan.FromSeconds(30);

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "Mondays at 08:00",
            Does: "reports the week's slow endpoints, slow operations and scans of tables, indexes without reads, and the "
                + "cache hits of CloudFront and ElastiCache, against the review before",
            StopsWhen: "every log group, table, site and cache of the estate is reported"
        )
        {
            Runbook = "パフォーマンスチューニング, パフォーマンス最適化, analyze-db-queries.js, redis-cli",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [
        PerformanceLooks.Endpoints,
        PerformanceLooks.Tables,
        PerformanceLooks.Indexes,
        PerformanceLooks.Sites,
        PerformanceLooks.Caches,
    ];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        PerformanceScope.Of(estate) is { IsEmpty: false } all ? [new CheckPart("all", all)] : [];

    public override CheckDecision Decide(CheckSituation situation)
    {
        var policy = PolicyIn(situation.Estate);
        var questions = QuestionsOf(
            (PerformanceScope)situation.Part.About,
            situation.Run,
            policy,
            group => RequestFields.Of(situation.Estate, group)
        );
        var memory = situation.Run.Memory as Memory ?? new Memory();
        if (memory.At >= questions.Length)
        {
            return Report(memory);
        }

        var question = questions[memory.At];
        if (!question.IsAnswered(situation.Seen))
        {
            return question.Ask(memory);
        }

        if (
            situation.Seen.Of(PerformanceLooks.Endpoints) is Fact<EndpointTimes>.Known { Value.Running: { } query }
            && memory.Asked < MostAsked
        )
        {
            return new CheckDecision.Wait(
                s_betweenAnswers,
                "the log query is not over",
                memory with
                {
                    Query = query,
                    Asked = memory.Asked + 1,
                }
            );
        }

        memory = question.Judge(new ReviewContext(situation, policy, question.About), memory) with
        {
            At = memory.At + 1,
            Query = null,
            Asked = 0,
        };
        return memory.At < questions.Length ? questions[memory.At].Ask(memory) : Report(memory);
    }

    private static CheckDecision.Report Report(Memory memory) =>
        new(memory.Found, new Memory { Values = memory.Values });

    private static ImmutableArray<Question> QuestionsOf(
        PerformanceScope all,
        CheckRun run,
        PerformanceReviewPolicy policy,
        Func<string, RequestFields> fieldsOf
    )
    {
        var until = HourOf(run.ScheduledFor ?? run.StartedAt);
        var week = new PerformanceScope
        {
            From = until - Week,
            Until = until,
            SlowMs = policy.SlowMs,
        };
        var indexed = week with { From = until - TimeSpan.FromDays(policy.IndexDays) };
        var tables = all.Tables.Chunk(TablesPerLook).Select(some => some.ToImmutableArray()).ToList();
        return
        [
            .. all.LogGroups.Select(group =>
                Question.Of(
                    PerformanceLooks.Endpoints,
                    week with
                    {
                        LogGroups = [group],
                        Fields = fieldsOf(group),
                    },
                    (context, memory, seen) => EndpointJudgement.Of(context, group, seen, memory)
                )
            ),
            .. tables.Select(some =>
                Question.Of(
                    PerformanceLooks.Tables,
                    week with
                    {
                        Tables = some,
                    },
                    (context, memory, seen) => TableJudgement.Of(context, some, seen, memory)
                )
            ),
            .. tables.Select(some =>
                Question.Of(
                    PerformanceLooks.Indexes,
                    indexed with
                    {
                        Tables = some,
                    },
                    (context, memory, seen) => IndexJudgement.Of(context, some, seen, memory)
                )
            ),
            .. OfCaches(all, week),
        ];
    }

    private static IEnumerable<Question> OfCaches(PerformanceScope all, PerformanceScope week)
    {
        if (!all.Sites.IsEmpty)
        {
            yield return Question.Of(
                PerformanceLooks.Sites,
                week with
                {
                    Sites = all.Sites,
                },
                (context, memory, seen) => CacheJudgement.Of(context, seen, memory)
            );
        }

        if (!all.Caches.IsEmpty)
        {
            yield return Question.Of(
                PerformanceLooks.Caches,
                week with
                {
                    Caches = all.Caches,
                },
                (context, memory, seen) => CacheJudgement.Of(context, seen, memory)
            );
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));

    /// <summary>One step of the review: a look, and what is said of its answer.</summary>
    private sealed record Question(
        Look Look,
        PerformanceScope About,
        Func<Evidence, bool> IsAnswered,
        Func<ReviewContext, Memory, Memory> Judge
    )
    {
        public static Question Of<T>(
            Look<T> look,
            PerformanceScope about,
            Func<ReviewContext, Memory, Fact<T>, Memory> judge
        )
            where T : class =>
            new(
                look,
                about,
                seen => seen.Of(look) is not Fact<T>.NotAsked,
                (context, memory) => judge(context, memory, context.Situation.Seen.Of(look))
            );

        public CheckDecision.Look Ask(Memory memory) => new(About with { Query = memory.Query }, [Look], memory);
    }
}
