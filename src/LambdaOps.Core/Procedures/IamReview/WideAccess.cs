using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.IamReview;

/// <summary>
/// Who may do everything, or all of a service, and who else may assume roles. Deny statements and conditions are not
/// weighed: a condition makes it one level less, and is said.
/// </summary>
internal sealed class WideAccess(AccountIdentities seen, Estate estate)
{
    private const int MostHolders = 5;

    /// <summary>AWS's own policies that count like "*" on "*".</summary>
    private static readonly string[] s_administrators = ["AdministratorAccess", "PowerUserAccess"];

    private readonly ImmutableArray<IamEntity> _holders =
    [
        .. seen.All.Where(one => one.Kind != IamKind.Policy && !estate.Iam.IsAdministrator(one.Name)),
    ];

    public ImmutableArray<Finding> Findings()
    {
        List<Finding> all = [.. OfAwsPolicies(), .. OfOwnPolicies(), .. OfInlinePolicies(), .. OfTrusts()];
        var limited = all.Where(finding => !finding.IsProblem).ToList();
        return
        [
            Summary(),
            .. all.Where(finding => finding.Level == FindingLevel.Danger),
            .. FindingList.Bounded(
                [.. all.Where(finding => finding.Level == FindingLevel.Warning)],
                "wide permissions"
            ),
            .. FindingList.Bounded(limited, "permissions under a condition"),
        ];
    }

    private Finding Summary()
    {
        var known = seen.All.Count(one => one.Kind != IamKind.Policy && estate.Iam.IsAdministrator(one.Name));
        return new Finding(
            FindingLevel.Fine,
            "summary",
            FormattableString.Invariant($"users: {Of(IamKind.User)}, groups: {Of(IamKind.Group)}, ")
                + FormattableString.Invariant($"roles: {Of(IamKind.Role)}, managed policies: {Of(IamKind.Policy)}; ")
                + FormattableString.Invariant($"known administrators: {known}")
        );

        int Of(IamKind kind) => seen.All.Count(one => one.Kind == kind);
    }

    private IEnumerable<Finding> OfAwsPolicies() =>
        from holder in _holders
        from arn in holder.Attached
        where arn.Contains("::aws:policy/", StringComparison.Ordinal)
        let name = arn[(arn.LastIndexOf('/') + 1)..]
        where s_administrators.Contains(name, StringComparer.Ordinal)
        group holder by name into one
        select new Finding(
            FindingLevel.Danger,
            $"wildcard AWS {one.Key}",
            $"AWS's policy {one.Key} is attached to {InWords(one)}"
        );

    private IEnumerable<Finding> OfOwnPolicies()
    {
        var holders = _holders
            .SelectMany(one => one.Attached.Select(arn => (arn, one)))
            .ToLookup(x => x.arn, x => x.one);
        return from policy in seen.All
            where policy.Kind == IamKind.Policy && holders.Contains(policy.Arn)
            from grant in policy.Policies.SelectMany(document => document.Wide)
            select new Finding(
                LevelOf(grant),
                $"wildcard {policy} {grant.Says}{Condition(grant.IsConditional)}",
                $"{policy} allows {grant.Says}{Condition(grant.IsConditional)}: attached to {InWords(holders[policy.Arn])}"
            );
    }

    private IEnumerable<Finding> OfInlinePolicies() =>
        from holder in _holders
        from policy in holder.Policies
        from grant in policy.Wide
        select new Finding(
            LevelOf(grant),
            $"wildcard {holder} {policy.Name} {grant.Says}{Condition(grant.IsConditional)}",
            $"inline policy {policy.Name} of {InWords([holder])} allows {grant.Says}{Condition(grant.IsConditional)}"
        );

    private IEnumerable<Finding> OfTrusts() =>
        from role in seen.All
        from trusted in role.Trusts
        let says = Says(trusted, role)
        where says is not null
        select new Finding(
            trusted is { Kind: TrustKind.Account } or { IsConditional: true }
                ? FindingLevel.Warning
                : FindingLevel.Danger,
            $"trust {role} {trusted.Kind} {trusted.Id}{Condition(trusted.IsConditional)}",
            $"{says} may assume {role}{Condition(trusted.IsConditional)}"
        );

    /// <summary>Null for who is meant to be trusted.</summary>
    private string? Says(TrustedPrincipal trusted, IamEntity role) =>
        trusted.Kind switch
        {
            TrustKind.Anybody => "anybody with an AWS account",
            TrustKind.WebIdentity => $"whoever signs in at {trusted.Id}",
            _ when trusted.Id == role.Account || estate.Accounts.Contains(trusted.Id) => null,
            _ when estate.Iam.Accounts.Contains(trusted.Id) => null,
            _ => $"account {trusted.Id}",
        };

    private static FindingLevel LevelOf(WideGrant grant) =>
        (grant.Reach, grant.IsConditional) switch
        {
            (GrantReach.Service, true) => FindingLevel.Fine,
            (GrantReach.Service, false) or (_, true) => FindingLevel.Warning,
            _ => FindingLevel.Danger,
        };

    private static string Condition(bool isConditional) => isConditional ? ", under a condition" : "";

    private static string InWords(IEnumerable<IamEntity> holders) =>
        ShortList.Of(
            [
                .. holders.Select(holder =>
                    holder.Boundary is { } limit ? $"{holder} (with the boundary {limit})" : $"{holder}"
                ),
            ],
            MostHolders
        );
}
