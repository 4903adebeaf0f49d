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
            one.IsObject("an object with id and clusters");
            var cache = new OperatedCache(
                one["id"].Text(IdForms.Expected, IdForms.Id()),
                ReadClusters(one["clusters"])
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

    private static ImmutableArray<string> ReadClusters(JsonPlace place)
    {
        var expected = FormattableString.Invariant($"an array of 1 to {OperatedCache.MostClusters} cluster ids");
        var clusters = place.Items(expected);
        ImmutableArray<string> read =
        [
            .. clusters.Select(one => one.Text("a cluster's id such as sessions-001", ClusterForm())),
        ];
        return
            place.IsArray && (read.Length is 0 or > OperatedCache.MostClusters || read.Distinct().Count() < read.Length)
            ? place.Fail($"{expected}, each once", read)
            : read;
    }

    /// <summary>As ElastiCache takes them.</summary>
    [GeneratedRegex("^[a-z](-?[a-z0-9]){0,49}\\z")]
    private static partial Regex ClusterForm();
}
