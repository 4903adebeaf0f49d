using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.CostReview;

/// <summary>
/// 月次メンテナンス, コスト最適化. The runbook's paragraph:
/// <code>
/// aws ce get-cost-and-usage --time-period Start=…,End=… --granularity MONTHLY --metrics … --group-by … SERVICE
/// </code>
/// Each run is two requests, which AWS charges: so it looks only where the estate names it.
/// </summary>
public sealed class CostReviewProcedure : Check<CostReviewPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("costReview");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Paragraph Paragraph { get; } =
        new(
            When: "Mondays at 08:30, where the estate names it",
            Does: "holds the cost of the last seven days against the seven before, and the last whole month against the one "
                + "before, by service, with the largest movers",
            StopsWhen: "reported"
        )
        {
            Runbook = "コスト最適化 (aws ce get-cost-and-usage)",
        };

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 30));

    public override ImmutableArray<Look> Looks { get; } = [CostLooks.Days, CostLooks.Months];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        IsNamedIn(estate) ? [new CheckPart("all", new CostSpan())] : [];

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(CostLooks.Days) is Fact<Costs>.NotAsked
            ? new CheckDecision.Look(situation.Part.About, Looks)
            : new CheckDecision.Report(
                new CostJudgement(PolicyIn(situation.Estate), situation.Now).Of(
                    situation.Seen.Of(CostLooks.Days),
                    situation.Seen.Of(CostLooks.Months)
                )
            );
}
