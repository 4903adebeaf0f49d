using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.AccessKeys;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Procedures.CostReview;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Procedures.IamReview;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Procedures.OpenGroups;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Procedures.SecurityFindings;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>週次チェックリスト and 月次チェックリスト: each line done or not, with what says so.</summary>
internal sealed class PeriodChecklist(
    ChecklistEvidence evidence,
    PeriodDays period,
    ImmutableArray<ServicePeriod> services,
    ImmutableArray<TrendFact> trends,
    Fact<TickedLines> ticks,
    ImmutableSortedDictionary<string, DateOnly> carried
)
{
    private static readonly ImmutableArray<ProcedureName> s_security =
    [
        AccessPatternsProcedure.ProcedureName,
        CertificatesProcedure.ProcedureName,
        OpenGroupsProcedure.ProcedureName,
        AccessKeysProcedure.ProcedureName,
        IamReviewProcedure.ProcedureName,
        SecurityFindingsProcedure.ProcedureName,
    ];

    /// <summary>In the runbook's order.</summary>
    public ImmutableArray<ChecklistFact> All() =>
        period.Kind == PeriodKind.Week
            ?
            [
                evidence.OfChecks("packages", [ImageCheckProcedure.ProcedureName]),
                Trends(),
                Cost(),
                OfPeople("documents"),
                OfPeople("shared"),
            ]
            : [BackupTest(), Rehearsal(), evidence.OfChecks("audit", s_security), Sla(), OfPeople("proposals")];

    /// <summary>One of <see cref="TickedLine.Lines"/>.</summary>
    private ChecklistFact OfPeople(string key) =>
        evidence.OfPeople(
            key,
            $"{(period.Kind == PeriodKind.Week ? "weekly" : "monthly")}.{key}",
            ticks,
            period.Last,
            carried.TryGetValue(key, out var since) ? since : null
        );

    /// <summary>コスト使用状況確認: Cost Explorer charges for each answer; where the estate does not want that, people look.</summary>
    private ChecklistFact Cost() =>
        evidence.HasParts(CostReviewProcedure.ProcedureName)
            ? evidence.OfChecks("cost", [CostReviewProcedure.ProcedureName])
            : OfPeople("cost");

    /// <summary>DR訓練実施: the monthly rehearsal; where the estate names no region for it, people do it.</summary>
    private ChecklistFact Rehearsal() =>
        evidence.HasParts(FailoverRehearsalProcedure.ProcedureName)
            ? evidence.OfChecks("rehearsal", [FailoverRehearsalProcedure.ProcedureName])
            : OfPeople("rehearsal");

    /// <summary>
    /// フルバックアップテスト: done where the monthly verification restored each table that it is about. Where the estate does not
    /// let it, people do, and what the check of backups saw is beside it.
    /// </summary>
    private ChecklistFact BackupTest()
    {
        const string Key = "backupTest";
        var seen = evidence.OfChecks(Key, [BackupCheckProcedure.ProcedureName]);
        var line = evidence.Acts(BackupVerifyProcedure.ProcedureName)
            ? evidence.OfRestores(Key, BackupVerifyProcedure.ProcedureName, ChangeKind.RestoreScratchTable)
            : OfPeople(Key);
        return line with
        {
            Level = line.Level > seen.Level ? line.Level : seen.Level,
            Evidence = [.. line.Evidence, .. seen.Evidence],
        };
    }

    /// <summary>パフォーマンストレンド分析: the report's own trends, and the weekly review.</summary>
    private ChecklistFact Trends()
    {
        var review = evidence.OfChecks("trends", [PerformanceReviewProcedure.ProcedureName]);
        var known = trends.Count(trend => trend.Line is not null);
        return review with
        {
            Evidence =
            [
                Phrase.Of(
                    "evidence.trends",
                    ("known", Phrase.Number(known)),
                    ("count", Phrase.Number(trends.Length)),
                    ("rising", Phrase.Number(trends.Count(trend => trend.Line is { IsRising: true })))
                ),
                .. review.Evidence,
            ],
        };
    }

    /// <summary>SLA達成率確認.</summary>
    private ChecklistFact Sla()
    {
        var known = services.Where(service => service.AvailablePercent is not null).ToList();
        var isWhole = known.Count == services.Count(service => service.Service.LoadBalancer is not null);
        var isNowhere = services.All(service => service.Service.LoadBalancer is null);
        return new ChecklistFact(
            "sla",
            known.Count > 0 && isWhole ? ChecklistState.Done : ChecklistState.Unknown,
            known
                .Select(service => service.AvailableLevel)
                .Concat(isWhole ? [] : [FindingLevel.Missing])
                .DefaultIfEmpty(FindingLevel.Missing)
                .Max(),
            [
                .. services
                    .Where(service => service.Service.LoadBalancer is not null || isNowhere)
                    .Select(service =>
                        service.AvailablePercent is { } percent
                            ? Phrase.Of(
                                "evidence.sla",
                                ("service", service.Service.Id.Value),
                                ("percent", Phrase.Percent(percent)),
                                ("down", Phrase.Number(service.DownMinutes)),
                                ("allowed", Phrase.Number(service.AllowedMinutes))
                            )
                            : Phrase.Of(
                                "evidence.usageMissing",
                                ("service", service.Service.Id.Value),
                                (
                                    "because",
                                    isNowhere
                                        ? "the estate names no load balancer of it"
                                        : service.Figures.WhyMissing ?? "CloudWatch had no datapoint"
                                )
                            )
                    ),
            ]
        );
    }
}
