using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>All that has to be there in the region for disaster recovery, and what it takes the place of.</summary>
/// <param name="Lost">The region that counts as lost: the estate's own.</param>
/// <param name="Tables">All tables of the estate.</param>
public sealed record RecoverySide(
    string Lost,
    DisasterRecovery Recovery,
    ImmutableArray<OperatedService> Services,
    ImmutableArray<string> Tables
) : Resource(new TargetId("recovery-side"), null)
{
    /// <summary>The secrets that the services take, each once.</summary>
    public ImmutableArray<string> Secrets => [.. Services.SelectMany(service => service.Secrets).Distinct()];

    /// <summary>The tables without a replica, of which only copies of backups can be there.</summary>
    public ImmutableArray<string> TablesByCopy => [.. Tables.Except(Recovery.Tables)];

    /// <summary>Null where the estate names no region for disaster recovery.</summary>
    public static RecoverySide? Of(Estate estate) =>
        estate.DisasterRecovery is { } recovery
            ? new RecoverySide(estate.Region, recovery, estate.Services, BackedUpTables.NamesIn(estate))
            : null;

    public bool Equals(RecoverySide? other) =>
        other is not null
        && (Lost, Recovery.Region, Recovery.Stack) == (other.Lost, other.Recovery.Region, other.Recovery.Stack)
        && Services.SequenceEqual(other.Services)
        && Tables.SequenceEqual(other.Tables);

    public override int GetHashCode() => HashCode.Combine(Lost, Recovery.Region, Services.Length, Tables.Length);
}

/// <summary>CloudFormation's search for what differs from a stack's template.</summary>
/// <param name="Detection">Its id, as CloudFormation gave it.</param>
public sealed record DriftDetection(string Region, string Stack, string Detection)
    : Resource(new TargetId("drift-detection"), null);
