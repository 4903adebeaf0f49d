using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.SecurityFindings;

/// <summary>
/// 月次メンテナンス 2. セキュリティ監査. The runbook's line:
/// <code>
/// # セキュリティスキャン実行
/// ./scripts/security-audit.js
/// </code>
/// Nothing is scanned here and nothing is switched on: AWS's own services scan, where people have them on, and their
/// findings are read. It runs daily, as nobody should hear of a finding a month later.
/// </summary>
public sealed class SecurityFindingsProcedure : Check<SecurityFindingsPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("securityFindings");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(8, 15));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 08:15",
            Does: "reads the open findings of Access Analyzer, GuardDuty, Security Hub and Inspector in the regions of the "
                + "estate, where they are on: how bad they are, of what, since when, and which are new",
            StopsWhen: "each service has been read in each region; nothing is scanned or switched on"
        )
        {
            Runbook = "セキュリティ監査 (security-audit.js)",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [
        SecurityFindingLooks.AccessAnalyzer,
        SecurityFindingLooks.GuardDuty,
        SecurityFindingLooks.SecurityHub,
        SecurityFindingLooks.Inspector,
    ];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [new CheckPart("all", SecurityPlaces.Of(estate))];

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (situation.Seen.Of(SecurityFindingLooks.AccessAnalyzer) is Fact<SeenFindings>.NotAsked)
        {
            return new CheckDecision.Look(situation.Part.About, Looks);
        }

        var judgement = new FindingsJudgement(situation, PolicyIn(situation.Estate));
        return new CheckDecision.Report(
            FindingList.WorstFirst(judgement.Findings(), "security services"),
            judgement.Kept()
        );
    }
}
