using System.Collections.Immutable;

namespace LambdaOps.Core.Estates;

/// <summary>Reads what several services need.</summary>
internal static class DependencyReader
{
    private const int FewestTargets = 2;

    /// <param name="services">The services' ids; null when they could not all be read.</param>
    public static ImmutableArray<Dependency> Read(JsonPlace place, HashSet<TargetId>? services)
    {
        if (!place.Exists)
        {
            return [];
        }

        var read = place
            .Items("an array of dependencies")
            .Select(item => (Item: item, Value: ReadDependency(item, services)))
            .ToArray();
        var taken = new HashSet<string>();
        foreach (var (item, dependency) in read)
        {
            if (dependency.Id.Length > 0 && !taken.Add(dependency.Id))
            {
                item["id"].Fail("an id that no other dependency has", 0);
            }
        }

        return [.. read.Select(one => one.Value)];
    }

    private static Dependency ReadDependency(JsonPlace place, HashSet<TargetId>? services)
    {
        place.IsObject("an object with id and targets");
        var (id, targets) = (place["id"].Text(IdForms.Expected, IdForms.Id()), place["targets"]);
        var seen = new HashSet<TargetId>();
        var items = targets.Items("an array of services' ids");
        foreach (var item in items)
        {
            var target = new TargetId(item.Text("a service's id"));
            if (target.Value.Length > 0 && services is not null && !services.Contains(target))
            {
                item.Fail("a service's id: one of " + string.Join(", ", services.Select(one => $"\"{one}\"")), 0);
            }
            else if (target.Value.Length > 0 && !seen.Add(target))
            {
                item.Fail("each service once", 0);
            }
        }

        if (targets.IsArray && items.Count < FewestTargets)
        {
            targets.Fail("two services at least: one alone shares nothing", 0);
        }

        place.NothingElse();
        return new Dependency(id, [.. seen]);
    }
}
