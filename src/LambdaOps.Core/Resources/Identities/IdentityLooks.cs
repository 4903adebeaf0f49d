using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>The question about who may do what in the account.</summary>
public static class IdentityLooks
{
    /// <summary>
    /// Users, groups, roles and the account's own managed policies, with what each allows (runbook: aws iam
    /// get-account-authorization-details). Of AWS's managed policies only that they are attached.
    /// </summary>
    public static Look<AccountIdentities> Identities { get; } =
        new("users, roles and policies", "iam:GetAccountAuthorizationDetails")
        {
            IsAbout = static about => about is AccountPermissions,
        };
}

/// <summary>The permissions of the account.</summary>
public sealed record AccountPermissions() : Resource(new TargetId("permissions"), null);

/// <summary>What IAM says of the account, without the texts of its policies.</summary>
/// <param name="All">Each once.</param>
public sealed record AccountIdentities(ImmutableArray<IamEntity> All)
{
    /// <summary>Why others may be missing; null where these are all.</summary>
    public string? WhyIncomplete { get; init; }

    public override string ToString() => FormattableString.Invariant($"{All.Length} users, groups, roles and policies");
}

/// <summary>Kinds of what IAM lists, in its order.</summary>
public enum IamKind
{
    User,
    Group,
    Role,

    /// <summary>A managed policy of the account.</summary>
    Policy,
}

/// <summary>A user, a group, a role or a managed policy.</summary>
/// <param name="Name">Unlike that of any other of its kind.</param>
/// <param name="Arn">With the account's id in it.</param>
public sealed record IamEntity(IamKind Kind, string Name, string Arn)
{
    /// <summary>Its inline policies; of a managed policy the one in force.</summary>
    public ImmutableArray<PolicyGrants> Policies { get; init; } = [];

    /// <summary>The ARNs of the managed policies that are attached to it.</summary>
    public ImmutableArray<string> Attached { get; init; } = [];

    /// <summary>The name of its permissions boundary; null for none.</summary>
    public string? Boundary { get; init; }

    /// <summary>Of a role: who may assume it, but for services.</summary>
    public ImmutableArray<TrustedPrincipal> Trusts { get; init; } = [];

    /// <summary>Whether AWS made it for one of its services.</summary>
    public bool IsServiceLinked { get; init; }

    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>Of a role: its last use in the 400 days that AWS looks back; null where it knows of none.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Of a managed policy: how often it is attached, or is a boundary; null where IAM does not say.</summary>
    public int? Uses { get; init; }

    /// <summary>By which a change of it is seen.</summary>
    public ImmutableArray<IamPart> Parts { get; init; } = [];

    /// <summary>Documents of it that could not be read ("trust policy").</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <summary>The id of its account; null where the ARN has none.</summary>
    public string? Account => AccountOf(Arn);

    /// <summary>As people name it, and the same from month to month: "role deploy".</summary>
    public override string ToString() => $"{KindOf(Kind)} {Name}";

    /// <summary>The twelve digits in an ARN; null where there are none.</summary>
    internal static string? AccountOf(string arn) =>
        arn.Split(':') is [_, _, _, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit) ? account : null;

    private static string KindOf(IamKind kind) =>
        kind switch
        {
            IamKind.User => "user",
            IamKind.Group => "group",
            IamKind.Role => "role",
            _ => "policy",
        };
}

/// <summary>A part of what IAM has of one thing.</summary>
/// <param name="Letter">One of <see cref="IamPart.Names"/>.</param>
/// <param name="Digest">Of its content, in twelve hexadecimal digits: nobody reads a policy out of it.</param>
public sealed record IamPart(char Letter, string Digest)
{
    public const char InlinePolicies = 'p';
    public const char AttachedPolicies = 'a';
    public const char TrustPolicy = 't';
    public const char Groups = 'g';
    public const char Boundary = 'b';
    public const char Document = 'd';

    /// <summary>As findings name them.</summary>
    public static ImmutableSortedDictionary<char, string> Names { get; } =
        new Dictionary<char, string>
        {
            [InlinePolicies] = "inline policies",
            [AttachedPolicies] = "attached policies",
            [TrustPolicy] = "trust policy",
            [Groups] = "groups",
            [Boundary] = "permissions boundary",
            [Document] = "document",
        }.ToImmutableSortedDictionary();
}
