using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AccessKeys;

/// <summary>
/// 週次セキュリティレビュー 1. アクセスキーローテーション確認. The runbook's line:
/// <code>
/// aws iam list-access-keys --user-name lightningtalk-service
/// </code>
/// and of security-audit.js what is about users: keys of all users, how long they are unused, root and MFA.
/// </summary>
public sealed class AccessKeysProcedure : Check<AccessKeysPolicy>
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(30);

    /// <summary>How long it waits for AWS to make the report.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public static ProcedureName ProcedureName { get; } = new("accessKeys");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(8, 20));

    public override Paragraph Paragraph { get; } =
        new(
            When: "Mondays at 08:20",
            Does: "looks by IAM's credential report at every user: access keys that are old or unused, console "
                + "passwords without MFA, and the root user's keys and MFA",
            StopsWhen: "each user has been looked at, or AWS has not made the report within ten minutes"
        )
        {
            Runbook = "アクセスキーローテーション確認, security-audit.js",
        };

    public override ImmutableArray<Look> Looks { get; } = [CredentialLooks.Report];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [new CheckPart("all", new AccountCredentials())];

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(CredentialLooks.Report) switch
        {
            Fact<CredentialReport>.NotAsked => new CheckDecision.Look(situation.Part.About, Looks),
            Fact<CredentialReport>.Known { Value.InTheMaking: { } state }
                when situation.Now - situation.Run.StartedAt < s_patience => new CheckDecision.Wait(
                s_betweenLooks,
                $"AWS makes the credential report ({state})"
            ),
            Fact<CredentialReport>.Known { Value.InTheMaking: { } state } => Missing(
                $"AWS had not made the credential report when it was last asked ({state})"
            ),
            Fact<CredentialReport>.Known { Value: var report } => new CheckDecision.Report(
                FindingList.WorstFirst(
                    new CredentialJudgement(report, PolicyIn(situation.Estate), situation.Now).Findings(),
                    "credentials"
                )
            ),
            var missing => Missing($"the credential report could not be seen: {missing.WhyUnknown}"),
        };

    private static CheckDecision.Report Missing(string why) => new([new Finding(FindingLevel.Missing, "report", why)]);
}
