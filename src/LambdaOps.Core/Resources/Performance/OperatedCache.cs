using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>A cache of ElastiCache that the application uses.</summary>
/// <param name="Id">As the estate calls it.</param>
/// <param name="Clusters">
/// The ids of its clusters as CloudWatch has them (CacheClusterId): of a replication group those of its members. Of a
/// serverless cache its name alone (clusterId).
/// </param>
public sealed record OperatedCache(string Id, ImmutableArray<string> Clusters)
{
    /// <summary>A replication group of 90 shards may have more; five shards with five replicas each have not.</summary>
    public const int MostClusters = 30;

    /// <summary>Whether it has no clusters that one can see: then it has no share of a memory that is used, either.</summary>
    public bool IsServerless { get; init; }

    /// <summary>By which CloudWatch tells metrics of caches apart: AWS writes the two in different letters.</summary>
    public string Dimension => IsServerless ? "clusterId" : "CacheClusterId";

    public bool Equals(OperatedCache? other) =>
        other is not null
        && (Id, IsServerless) == (other.Id, other.IsServerless)
        && Clusters.SequenceEqual(other.Clusters);

    public override int GetHashCode() => HashCode.Combine(Id, IsServerless, Clusters.Length);
}
