using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.IamReview;

/// <summary>
/// Roles and managed policies that nobody uses. Users are looked at by the check of access keys, and roles that AWS
/// made for its services are deleted by these alone.
/// </summary>
internal sealed class UnusedIdentities(AccountIdentities seen, IamReviewPolicy policy, DateTimeOffset now)
{
    public IEnumerable<Finding> Findings() =>
        [
            .. FindingList.Bounded([.. Roles()], "unused roles"),
            .. FindingList.Bounded([.. Policies()], "unused policies"),
        ];

    /// <summary>Those that are the longest without a use come first.</summary>
    private IEnumerable<Finding> Roles() =>
        from role in seen.All
        where role is { Kind: IamKind.Role, IsServiceLinked: false }
        let since = role.UsedAt ?? role.MadeAt
        where since is { } at && Days(at) > policy.UnusedAfterDays
        where role.MadeAt is not { } made || Days(made) > policy.UnusedAfterDays
        orderby since
        select new Finding(
            FindingLevel.Warning,
            $"unused {role}",
            role.UsedAt is { } used
                ? FormattableString.Invariant($"{role} was last used {Days(used)} days ago")
                : FormattableString.Invariant($"{role} is {Days(since.Value)} days old, and AWS knows of no use")
        );

    private IEnumerable<Finding> Policies() =>
        from one in seen.All
        where one is { Kind: IamKind.Policy, Uses: 0 }
        select new Finding(FindingLevel.Warning, $"unused {one}", $"{one} is attached to nothing");

    private int Days(DateTimeOffset since) => (now - since).WholeDays();
}
