using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AccessKeys;

/// <summary>What is said of a credential report: what it does not say is missing, never fine.</summary>
internal sealed class CredentialJudgement(CredentialReport report, AccessKeysPolicy policy, DateTimeOffset now)
{
    public ImmutableArray<Finding> Findings()
    {
        ImmutableArray<Finding> problems = [.. Missing(), .. report.Users.SelectMany(Problems)];
        return problems.Any(problem => problem.Level == FindingLevel.Missing) ? problems : [Summary(), .. problems];
    }

    private IEnumerable<Finding> Missing()
    {
        foreach (var column in report.MissingColumns)
        {
            yield return new Finding(
                FindingLevel.Missing,
                $"column {column}",
                $"the credential report has no column {column}"
            );
        }

        if (!report.Users.Any(user => user.IsRoot))
        {
            yield return new Finding(
                FindingLevel.Missing,
                "no root",
                "the credential report does not have the root user"
            );
        }
    }

    private Finding Summary()
    {
        var users = report.Users.Where(user => !user.IsRoot).ToList();
        var keys = users.SelectMany(user => user.Keys).ToList();
        var counts = new[]
        {
            Count(users.Count, "user"),
            Count(keys.Count(key => key.IsActive == true), "active access key"),
            Count(keys.Count(key => key is { IsActive: false, MadeAt: not null }), "inactive access key"),
            Count(users.Count(user => user.HasPassword == true), "console password"),
        };
        return new Finding(
            FindingLevel.Fine,
            "summary",
            FormattableString.Invariant(
                $"{string.Join(", ", counts)}; as of {report.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            )
        );
    }

    private IEnumerable<Finding> Problems(UserCredentials user) =>
        (user.IsRoot ? OfRoot(user) : OfUser(user)).Concat(
            user.Unreadable.IsEmpty
                ? []
                :
                [
                    new Finding(
                        FindingLevel.Missing,
                        $"unreadable {user.Name}",
                        $"what the credential report says of {InWords(user)} could not be read: "
                            + string.Join(", ", user.Unreadable)
                    ),
                ]
        );

    private IEnumerable<Finding> OfRoot(UserCredentials root)
    {
        foreach (var key in root.Keys.Where(key => key.IsActive == true))
        {
            yield return new Finding(
                FindingLevel.Danger,
                Key(root, key),
                $"the root user has an active access key {InWords(key)}"
            );
        }

        // Where root's credentials are managed centrally it has no password to sign in with.
        if (root is { HasMfa: false, HasPassword: not false })
        {
            yield return new Finding(FindingLevel.Danger, "root MFA", "the root user has no MFA");
        }
    }

    private IEnumerable<Finding> OfUser(UserCredentials user)
    {
        foreach (var key in user.Keys.Where(key => key.IsActive == true && (IsOld(key) || IsUnused(key))))
        {
            yield return new Finding(
                FindingLevel.Warning,
                Key(user, key),
                $"{InWords(user)} has an active access key {InWords(key)}"
            );
        }

        if (user is { HasPassword: true, HasMfa: false })
        {
            yield return new Finding(
                FindingLevel.Warning,
                $"MFA {user.Name}",
                $"{InWords(user)} has a console password and no MFA"
            );
        }
    }

    private bool IsOld(UserAccessKey key) => key.MadeAt is { } made && Days(made) > policy.OldAfterDays;

    private bool IsUnused(UserAccessKey key) =>
        (key.UsedAt, key.MadeAt) switch
        {
            ({ } used, _) => Days(used) > policy.UnusedAfterDays,
            (null, { } made) => Days(made) > policy.NeverUsedAfterDays,
            _ => false,
        };

    private string InWords(UserAccessKey key)
    {
        var age = key.MadeAt is { } made ? Count(Days(made), "day") + " old" : "of unknown age";
        var use = key.UsedAt is { } used ? $"last used {Count(Days(used), "day")} ago" : "with no known use";
        return FormattableString.Invariant($"(number {key.Number}), {age}, {use}");
    }

    private static string InWords(UserCredentials user) => user.IsRoot ? "the root user" : $"user {user.Name}";

    /// <summary>Whole days.</summary>
    private int Days(DateTimeOffset since) => (now - since).WholeDays();

    private static string Key(UserCredentials user, UserAccessKey key) =>
        FormattableString.Invariant($"key {key.Number} {user.Name}");

    private static string Count(int count, string what) =>
        FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");
}
