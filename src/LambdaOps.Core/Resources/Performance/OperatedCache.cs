using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>A cache of ElastiCache that the application uses.</summary>
/// <param name="Id">As the estate calls it.</param>
/// <param name="Clusters">
/// The ids of its clusters as CloudWatch has them (CacheClusterId): of a replication group those of its members.
/// </param>
public sealed record OperatedCache(string Id, ImmutableArray<string> Clusters)
{
    /// <summary>A replication group of 90 shards may have more; five shards with five replicas each have not.</summary>
    public const int MostClusters = 30;

    public bool Equals(OperatedCache? other) =>
        other is not null && Id == other.Id && Clusters.SequenceEqual(other.Clusters);

    public override int GetHashCode() => HashCode.Combine(Id, Clusters.Length);
}
