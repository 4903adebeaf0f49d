using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>The question about the account's users and their credentials.</summary>
public static class CredentialLooks
{
    /// <summary>
    /// IAM's credential report, which is asked for first: AWS makes one in some seconds, keeps it, and makes no other
    /// within four hours (runbook: aws iam list-access-keys --user-name …, for all users at once, and without any
    /// key's id).
    /// </summary>
    public static Look<CredentialReport> Report { get; } =
        new("credential report", "iam:GenerateCredentialReport", "iam:GetCredentialReport")
        {
            IsAbout = static about => about is AccountCredentials,
        };
}

/// <summary>The users of the account, its root user among them.</summary>
public sealed record AccountCredentials() : Resource(new TargetId("credentials"), null);

/// <summary>What IAM says of the account's users.</summary>
/// <param name="MadeAt">When AWS made it: up to four hours before it is read.</param>
/// <param name="Users">A row each.</param>
public sealed record CredentialReport(DateTimeOffset MadeAt, ImmutableArray<UserCredentials> Users)
{
    /// <summary>How AWS says that it is not ready yet (STARTED); null where it is.</summary>
    public string? InTheMaking { get; init; }

    /// <summary>Columns that it does not have; nothing is known of what they are about.</summary>
    public ImmutableArray<string> MissingColumns { get; init; } = [];

    /// <param name="state">As AWS writes it.</param>
    public static CredentialReport NotReady(string state) => new(DateTimeOffset.MinValue, []) { InTheMaking = state };

    public override string ToString() =>
        InTheMaking is { } state
            ? $"in the making ({state})"
            : FormattableString.Invariant($"{Users.Count(user => !user.IsRoot)} users");
}

/// <summary>A user's credentials. Null is what the report does not say.</summary>
/// <param name="Name">Shortened.</param>
/// <param name="HasPassword">Of the console; null also where the report says not_supported, as it does of root.</param>
/// <param name="Keys">Access keys, the first and the second.</param>
public sealed record UserCredentials(string Name, bool? HasPassword, bool? HasMfa, ImmutableArray<UserAccessKey> Keys)
{
    /// <summary>The report's name of the root user.</summary>
    public const string Root = "<root_account>";

    /// <summary>Columns whose value is none that AWS documents.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    public bool IsRoot => Name == Root;
}

/// <param name="Number">1 or 2.</param>
/// <param name="IsActive">False also where there is no such key.</param>
/// <param name="MadeAt">When it was made or last changed; null where there is none.</param>
/// <param name="UsedAt">Null where AWS knows of no use.</param>
public sealed record UserAccessKey(int Number, bool? IsActive, DateTimeOffset? MadeAt, DateTimeOffset? UsedAt);
