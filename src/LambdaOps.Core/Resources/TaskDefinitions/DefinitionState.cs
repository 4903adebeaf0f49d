using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>The task definition that a service is to run, and the newest of its family.</summary>
/// <param name="Newest">The same where no newer one is registered.</param>
public sealed record DefinitionStates(DefinitionState Serving, DefinitionState Newest)
{
    /// <summary>The Fargate platform where it is too old to name a version; null when it is not.</summary>
    public string? OldPlatform { get; init; }

    /// <summary>
    /// Whether the newest is the serving one with that version of the secret, and nothing else: then it need not be
    /// registered again.
    /// </summary>
    public bool NewestIs(string secretArn, string version) =>
        Newest.Rest == Serving.Rest
        && Newest.Uses.SequenceEqual(Serving.Uses.Select(use => use.IsOf(secretArn) ? Pin(use, version) : use));

    public override string ToString() =>
        $"task definition {TaskRevision.Name(Serving.Arn)}"
        + (Newest.Arn == Serving.Arn ? "" : $", newest {TaskRevision.Name(Newest.Arn)}");

    private static SecretUse Pin(SecretUse use, string version) =>
        use with
        {
            ValueFrom = SecretUse.Pinned(use.ValueFrom, version),
        };
}

/// <summary>How ECS has a revision of a task definition.</summary>
/// <param name="Status">ACTIVE, INACTIVE (deregistered) or DELETE_IN_PROGRESS.</param>
public sealed record RevisionStatus(string Definition, string Status)
{
    /// <summary>There is none to ask for.</summary>
    public static RevisionStatus None { get; } = new("", "");

    /// <summary>Why ECS would not update a service to that revision; null where it may.</summary>
    public string? WhyNot(string definition) =>
        Status != "ACTIVE" && TaskRevision.IsSame(Definition, definition)
            ? $"{TaskRevision.Name(definition)} is {Status}: it was deregistered"
            : null;

    public override string ToString() => Definition.Length == 0 ? "none" : $"{TaskRevision.Name(Definition)} {Status}";
}

/// <summary>A revision of a task definition, as far as a change of its secrets asks.</summary>
/// <param name="Uses">All values of secrets that its containers take, in its order.</param>
/// <param name="Roles">ARNs of the roles that its tasks get.</param>
/// <param name="Rest">A digest of all that it says besides: equal for two that differ in their secrets alone.</param>
public sealed record DefinitionState(
    string Arn,
    ImmutableArray<SecretUse> Uses,
    ImmutableArray<string> Roles,
    string Rest
)
{
    /// <summary>A member of it that cannot be registered again as it is; null when there is none.</summary>
    public string? Unknown { get; init; }

    public bool Takes(string secretArn) => Uses.Any(use => use.IsOf(secretArn));

    /// <summary>Whether it takes that secret, and always in that version.</summary>
    public bool Pins(string secretArn, string version) =>
        Takes(secretArn) && Uses.Where(use => use.IsOf(secretArn)).All(use => use.Version == version);

    public bool Equals(DefinitionState? other) =>
        other is not null
        && (Arn, Rest, Unknown) == (other.Arn, other.Rest, other.Unknown)
        && Uses.AsSpan().SequenceEqual(other.Uses.AsSpan())
        && Roles.AsSpan().SequenceEqual(other.Roles.AsSpan());

    public override int GetHashCode() => Arn.GetHashCode(StringComparison.Ordinal);
}
