using System.Collections.Immutable;

namespace LambdaOps.Core.Estates;

// What several services need.
public static partial class EstateReader
{
    private const int FewestTargets = 2;

    /// <param name="services">The services' ids; null when they could not all be read.</param>
    private static ImmutableArray<Dependency> ReadDependencies(JsonPlace place, HashSet<TargetId>? services)
    {
        if (!place.Exists)
        {
            return [];
        }

        var read = Read(place.Items("an array of dependencies"), item => ReadDependency(item, services));
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
        var (id, targets) = (place["id"].Text("an id of letters, digits, - and _", IdForm()), place["targets"]);
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
