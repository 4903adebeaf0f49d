using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a secret: labels of its versions, and nothing else.
public sealed partial class ChangeKind
{
    private static readonly ImmutableArray<string> s_moveLabel = ["secretsmanager:UpdateSecretVersionStage"];

    internal static ImmutableArray<ChangeKind> OfSecrets =>
        [KeepSecretVersion, ReleaseSecretVersion, MoveCurrentVersion];

    public static ChangeKind KeepSecretVersion { get; } =
        new("keepSecretVersion")
        {
            Resource = "Secrets",
            Permissions = s_moveLabel,
            Guards = SecretGuards.OfLabels,
        };

    public static ChangeKind ReleaseSecretVersion { get; } =
        new("releaseSecretVersion")
        {
            Resource = "Secrets",
            Permissions = s_moveLabel,
            Guards = SecretGuards.OfLabels,
        };

    public static ChangeKind MoveCurrentVersion { get; } =
        new("moveCurrentVersion")
        {
            Resource = "Secrets",
            Permissions = s_moveLabel,
            Guards = SecretGuards.OfCurrent,
        };
}

[JsonDerivedType(typeof(KeepSecretVersion), "keepSecretVersion")]
[JsonDerivedType(typeof(ReleaseSecretVersion), "releaseSecretVersion")]
[JsonDerivedType(typeof(MoveCurrentVersion), "moveCurrentVersion")]
public abstract partial record Change
{
    private static SecretState? Live(string secret, Evidence live) =>
        (live.Secrets as Fact<SecretStates>.Known)?.Value.ByArn(secret);

    /// <summary>
    /// A label of its own for a version that is to be deployed: one without any label may be deleted, and then no task
    /// of that revision starts any more.
    /// </summary>
    /// <param name="Secret">Its ARN.</param>
    public sealed record KeepSecretVersion(TargetId Target, string Secret, string Version) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.KeepSecretVersion;

        [JsonIgnore]
        public override string Description => $"label version {Version} of the secret for {Target}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("version", Version)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [SecretLooks.Versions];

        /// <summary>The label names its version: attached again, it is where it was.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Secrets.Map(all => all.ByArn(Secret)?.Version(Version) is { IsKept: true });

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Live(Secret, live) switch
            {
                null or { DeletedAt: not null } => "the secret is not there any more",
                { } secret when secret.Version(Version) is null => $"version {Version} is not there any more",
                _ => null,
            };
    }

    /// <summary>Takes the own label away from a version that nothing needs: a secret has only so many labels.</summary>
    /// <param name="Secret">Its ARN.</param>
    public sealed record ReleaseSecretVersion(TargetId Target, string Secret, string Version) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ReleaseSecretVersion;

        [JsonIgnore]
        public override string Description => $"take the label of version {Version} away, which {Target} needs no more";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("version", Version)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [SecretLooks.Versions];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Secrets.Map(all => all.ByArn(Secret)?.Version(Version) is not { IsKept: true });

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Live(Secret, live) is not { } secret ? "the secret is not there any more"
            : secret.Users.Any(user => user.Version == Version) ? $"version {Version} is in use again"
            : null;
    }

    /// <summary>
    /// The last step of a changed configuration: tasks that name no version take this one from now on. Secrets Manager
    /// moves the label only from the version that it was read at.
    /// </summary>
    /// <param name="Secret">Its ARN.</param>
    public sealed record MoveCurrentVersion(TargetId Target, string Secret, string From, string To) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.MoveCurrentVersion;

        [JsonIgnore]
        public override string Description => $"make {To} the current version of the secret of {Target}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("version", To)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads =>
            [ServiceLooks.State, TaskDefinitionLooks.InUse, SecretLooks.Versions];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Secrets.Map(all => all.ByArn(Secret)?.Current?.Id == To);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Live(Secret, live) is { Current: var now } && now?.Id != From
                ? $"{SecretState.CurrentLabel} is at {now?.Id ?? "no version"} now, not at {From}: someone else moved it; leaving it alone"
                : null;
    }
}
