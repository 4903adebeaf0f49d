using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.IamReview;

/// <summary>
/// 月次メンテナンス 2. セキュリティ監査. The runbook's lines:
/// <code>
/// # セキュリティスキャン実行   ./scripts/security-audit.js
/// # IAMポリシー見直し          aws iam get-account-authorization-details > iam-audit.json
/// </code>
/// Nobody reviews a file of thousands of lines, so it is said what there is to review: what allows too much, what nobody
/// uses, and what has changed since the month before.
/// </summary>
public sealed class IamReviewProcedure : Check<IamReviewPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("iamReview");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    /// <summary>Before the monthly report, whatever the month's third business day is.</summary>
    public override Schedule Schedule { get; } = new Schedule.DaysOfMonth(1, 1, new TimeOnly(8, 40));

    public override Paragraph Paragraph { get; } =
        new(
            When: "on the month's first day at 08:40",
            Does: "looks at every user, group, role and managed policy of the account: who may do everything, wildcards, "
                + "roles that others may assume, roles and policies that nobody uses, and what has changed since the month "
                + "before",
            StopsWhen: "each of them has been looked at"
        )
        {
            Runbook = "IAMポリシー見直し, security-audit.js",
        };

    public override ImmutableArray<Look> Looks { get; } = [IdentityLooks.Identities];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [new CheckPart("all", new AccountPermissions())];

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(IdentityLooks.Identities) switch
        {
            Fact<AccountIdentities>.NotAsked => new CheckDecision.Look(situation.Part.About, Looks),
            Fact<AccountIdentities>.Known { Value: var seen } => Report(situation, seen),
            var missing => new CheckDecision.Report(
                [
                    new Finding(
                        FindingLevel.Missing,
                        "identities",
                        $"users, roles and policies could not be seen: {missing.WhyUnknown}"
                    ),
                ],
                situation.Last?.Keep
            ),
        };

    private static CheckDecision.Report Report(CheckSituation situation, AccountIdentities seen)
    {
        var (estate, drift) = (situation.Estate, new IdentityDrift(situation, seen));
        return new CheckDecision.Report(
            FindingList.WorstFirst(
                [
                    .. Missing(seen),
                    .. drift.Findings(),
                    .. new WideAccess(seen, estate).Findings(),
                    .. new UnusedIdentities(seen, PolicyIn(estate), situation.Now).Findings(),
                ],
                "users, roles and policies"
            ),
            drift.Keep()
        );
    }

    private static IEnumerable<Finding> Missing(AccountIdentities seen) =>
        [
            .. seen.WhyIncomplete is { } why
                ?
                [
                    new Finding(
                        FindingLevel.Missing,
                        "incomplete",
                        $"not all users, roles and policies were seen: {why}"
                    ),
                ]
                : Array.Empty<Finding>(),
            .. FindingList.Bounded(
                [
                    .. from entity in seen.All
                    from document in entity.Unreadable
                    select new Finding(
                        FindingLevel.Missing,
                        $"unreadable {entity} {document}",
                        $"of {entity} the {document} could not be read"
                    ),
                ],
                "documents that could not be read"
            ),
        ];
}
