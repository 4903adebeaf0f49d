using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>The secrets that a service names, as Secrets Manager has them: versions and labels, never a value.</summary>
/// <param name="All">Those that are there.</param>
public sealed record SecretStates(ImmutableArray<SecretState> All)
{
    public SecretState? Named(string name) => All.FirstOrDefault(secret => secret.Name == name);

    public SecretState? ByArn(string arn) => All.FirstOrDefault(secret => secret.Arn == arn);

    public override string ToString() => All.IsEmpty ? "no secret" : string.Join("; ", All);

    public bool Equals(SecretStates? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => All.Length;
}

/// <summary>One secret.</summary>
/// <param name="DeletedAt">When its deletion was scheduled; null while it is not.</param>
/// <param name="Versions">Also those without a label, which Secrets Manager may delete.</param>
/// <param name="Users">What the task definitions that services run now take of it.</param>
public sealed record SecretState(
    string Name,
    string Arn,
    DateTimeOffset? DeletedAt,
    ImmutableArray<SecretVersionState> Versions,
    ImmutableArray<SecretUser> Users
)
{
    /// <summary>The label of the version that is taken where none is named.</summary>
    public const string CurrentLabel = "AWSCURRENT";

    /// <summary>Labels that all versions of a secret may have together.</summary>
    public const int MostLabels = 20;

    public SecretVersionState? Version(string id) => Versions.FirstOrDefault(version => version.Id == id);

    /// <summary>The version that is taken where none is named.</summary>
    public SecretVersionState? Current => Versions.FirstOrDefault(version => version.Labels.Contains(CurrentLabel));

    public int LabelCount => Versions.Sum(version => version.Labels.Length);

    /// <summary>
    /// The oldest version that keeps a label of ours and that nothing needs: no task definition in use has it, and no
    /// service was seen with it lately. Null when there is none.
    /// </summary>
    public SecretVersionState? Needless(DateTimeOffset now, TimeSpan keptFor) =>
        Versions
            .Where(version =>
                version.IsKept && now - version.LastUsedAt > keptFor && !Users.Any(user => user.Version == version.Id)
            )
            .OrderBy(version => version.CreatedAt)
            .ThenBy(version => version.Id, StringComparer.Ordinal)
            .FirstOrDefault();

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {Versions.Length} versions, {CurrentLabel} is {Current?.Id ?? "nowhere"}"
        ) + (DeletedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $", deleted {at:yyyy-MM-dd}") : "");

    public bool Equals(SecretState? other) =>
        other is not null
        && (Name, Arn, DeletedAt) == (other.Name, other.Arn, other.DeletedAt)
        && Versions.AsSpan().SequenceEqual(other.Versions.AsSpan())
        && Users.AsSpan().SequenceEqual(other.Users.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Arn, Versions.Length);
}

/// <summary>One version of a secret.</summary>
/// <param name="LastReadAt">The day on which something last read its value; null when nothing did.</param>
public sealed record SecretVersionState(
    string Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastReadAt,
    ImmutableArray<string> Labels
)
{
    private const string OwnPrefix = "LAMBDAOPS_";

    /// <summary>
    /// The label that keeps a version from being deleted. It has the version's id in it, so that it is at no other
    /// version, and no label of anybody else is taken for it.
    /// </summary>
    public static string OwnLabel(string version) => $"{OwnPrefix}{version}";

    public bool IsKept => Labels.Contains(OwnLabel(Id));

    public DateTimeOffset LastUsedAt => LastReadAt is { } read && read > CreatedAt ? read : CreatedAt;

    public bool Equals(SecretVersionState? other) =>
        other is not null
        && (Id, CreatedAt, LastReadAt) == (other.Id, other.CreatedAt, other.LastReadAt)
        && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A task definition in use that takes a secret.</summary>
/// <param name="Version">The version that it names; null takes whichever is current when a task starts.</param>
public sealed record SecretUser(TargetId Service, string? Version);
