using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads the caches of ElastiCache that the application uses.</summary>
internal static partial class CacheReader
{
    public static ImmutableArray<OperatedCache> Read(JsonPlace place)
    {
        var caches = place.Exists ? place.Items("an array of caches") : [];
        var read = ImmutableArray.CreateBuilder<OperatedCache>(caches.Count);
        foreach (var one in caches)
        {
            one.IsObject("an object with id, and clusters or serverless");
            var (id, serverless) = (one["id"].Text(IdForms.Expected, IdForms.Id()), one["serverless"]);
            var cache = serverless.Exists
                ? new OperatedCache(id, [ReadServerless(one)]) { IsServerless = true }
                : new OperatedCache(
                    id,
                    one["clusters"]
                        .EachOnce(
                            OperatedCache.MostClusters,
                            "cluster ids",
                            "a cluster's id such as sessions-001",
                            ClusterForm()
                        )
                );
            one.NothingElse();
            if (cache.Id.Length > 0 && read.Any(other => other.Id == cache.Id))
            {
                one["id"].Fail("a cache that is named once", 0);
            }

            read.Add(cache);
        }

        return read.ToImmutable();
    }

    private static string ReadServerless(JsonPlace one)
    {
        const string Expected = "a serverless cache's name, and no clusters beside it";
        var name = one["serverless"].Text(Expected, ServerlessForm());
        return one["clusters"].Exists ? one["serverless"].Fail(Expected, name) : name;
    }

    /// <summary>As ElastiCache takes them.</summary>
    [GeneratedRegex("^[a-z](-?[a-z0-9]){0,49}\\z")]
    private static partial Regex ClusterForm();

    /// <summary>As ElastiCache keeps them.</summary>
    [GeneratedRegex("^[a-z](-?[a-z0-9]){0,39}\\z")]
    private static partial Regex ServerlessForm();
}
