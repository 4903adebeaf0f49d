using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.CostReview;

namespace LambdaOps.Core.Procedures.CostReview;

/// <summary>
/// 月次メンテナンス, コスト最適化. The runbook's paragraph:
/// <code>
/// aws ce get-cost-and-usage --time-period Start=…,End=… --granularity MONTHLY --metrics … --group-by … SERVICE
/// </code>
/// Each run is two requests, which AWS charges, and one more where a month's rise is a warning: so it looks only where the
/// estate names it. The reasons of months that are closed are kept, and not asked for again.
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
                + "before, by service, with the largest movers and why they rose",
            StopsWhen: "reported"
        )
        {
            Runbook = "コスト最適化 (aws ce get-cost-and-usage)",
        };

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 30));

    private static readonly ImmutableArray<Look> s_costs = [CostLooks.Days, CostLooks.Months];

    public override ImmutableArray<Look> Looks { get; } = [.. s_costs, CostLooks.Reasons];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        IsNamedIn(estate) ? [new CheckPart("all", new CostSpan())] : [];

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (situation.Run.Memory is Memory asked)
        {
            return situation.Seen.Of(CostLooks.Reasons) is not Fact<CostReasons>.NotAsked and var seen
                ? Report(asked, seen)
                : new CheckDecision.Look(asked.Movers, [CostLooks.Reasons], asked);
        }

        if (situation.Seen.Of(CostLooks.Days) is Fact<Costs>.NotAsked)
        {
            return new CheckDecision.Look(situation.Part.About, s_costs);
        }

        var found = new CostJudgement(PolicyIn(situation.Estate), situation.Now).Of(
            situation.Seen.Of(CostLooks.Days),
            situation.Seen.Of(CostLooks.Months)
        );
        return found.Risen.IsEmpty ? new CheckDecision.Report(found.Found)
            : Kept(situation, found) is { } kept ? Report(found, Fact.Known(kept, situation.Now))
            : new CheckDecision.Look(found.Movers, [CostLooks.Reasons], found);
    }

    /// <summary>The reasons in the last report, where they are of the same months and services, and final.</summary>
    private static CostReasons? Kept(CheckSituation situation, Memory found) =>
        situation.Last?.Keep is Memory { IsFinal: true } last && last.Movers.Equals(found.Movers)
            ? new CostReasons(last.Reasons)
            : null;

    private static CheckDecision.Report Report(Memory memory, Fact<CostReasons> seen) =>
        new(
            [.. memory.Found, .. memory.Risen.Select(rise => CostJudgement.Of(memory, rise, seen))],
            seen is Fact<CostReasons>.Known { Value.All: var all } ? memory with { Found = [], Reasons = all } : null
        );
}
