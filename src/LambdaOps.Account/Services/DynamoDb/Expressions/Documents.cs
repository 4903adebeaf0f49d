namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>Reads and changes values inside items by document path.</summary>
internal static class Documents
{
    public static AttributeValue? Find(Item item, DocumentPath path)
    {
        var found = item[path.Root];
        foreach (var step in path.Steps.Skip(1))
        {
            found = Inside(found, step);
        }

        return found;
    }

    /// <summary>The item with another value at the path, or without it when <paramref name="value"/> is null.</summary>
    public static Item With(Item item, DocumentPath path, AttributeValue? value)
    {
        var whole = (AttributeValue.Map)Changed(new AttributeValue.Map(item.Attributes), path.Steps, 0, value)!;
        return new Item(whole.Values);
    }

    /// <summary>Only what the paths lead to, with the containers around it.</summary>
    public static Item Project(Item item, IReadOnlyList<DocumentPath> paths)
    {
        var whole = Projected(new AttributeValue.Map(item.Attributes), [.. paths.Select(p => p.Steps)], 0);
        return whole is AttributeValue.Map map ? new Item(map.Values) : Item.Empty;
    }

    private static AttributeValue? Inside(AttributeValue? value, PathStep step) =>
        (value, step) switch
        {
            (AttributeValue.Map map, PathStep.Key(var name)) => map.Values.GetValueOrDefault(name),
            (AttributeValue.List list, PathStep.Place(var at)) => at < list.Values.Length ? list.Values[at] : null,
            _ => null,
        };

    private static AttributeValue? Changed(
        AttributeValue? holder,
        IReadOnlyList<PathStep> steps,
        int depth,
        AttributeValue? value
    )
    {
        if (depth == steps.Count)
        {
            return value;
        }

        switch (holder, steps[depth])
        {
            case (AttributeValue.Map map, PathStep.Key(var name)):
                var changed = Changed(map.Values.GetValueOrDefault(name), steps, depth + 1, value);
                var values = new Dictionary<string, AttributeValue>(map.Values, StringComparer.Ordinal);
                if (changed is null)
                {
                    values.Remove(name);
                }
                else
                {
                    values[name] = changed;
                }

                return new AttributeValue.Map(values);
            case (AttributeValue.List list, PathStep.Place(var at)):
                return new AttributeValue.List(ChangedList(list.Values, at, steps, depth, value));
            default:
                throw ExpressionFault.Invalid(
                    "The document path provided in the update expression is invalid for " + "update"
                );
        }
    }

    /// <summary>A place behind the end means the end.</summary>
    private static AttributeValue[] ChangedList(
        AttributeValue[] values,
        int at,
        IReadOnlyList<PathStep> steps,
        int depth,
        AttributeValue? value
    )
    {
        var changed = Changed(at < values.Length ? values[at] : null, steps, depth + 1, value);
        if (at >= values.Length)
        {
            return changed is null ? values : [.. values, changed];
        }

        return changed is null
            ? [.. values[..at], .. values[(at + 1)..]]
            : [.. values[..at], changed, .. values[(at + 1)..]];
    }

    private static AttributeValue? Projected(AttributeValue? value, List<IReadOnlyList<PathStep>> paths, int depth)
    {
        if (value is null || paths.Any(p => p.Count == depth))
        {
            return value;
        }

        switch (value)
        {
            case AttributeValue.Map map:
                var kept = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
                foreach (
                    var group in paths.Where(p => p[depth] is PathStep.Key).GroupBy(p => ((PathStep.Key)p[depth]).Name)
                )
                {
                    if (Projected(map.Values.GetValueOrDefault(group.Key), [.. group], depth + 1) is { } found)
                    {
                        kept.Add(group.Key, found);
                    }
                }

                return kept.Count > 0 ? new AttributeValue.Map(kept) : null;
            case AttributeValue.List list:
                var places = paths
                    .Where(p => p[depth] is PathStep.Place)
                    .GroupBy(p => ((PathStep.Place)p[depth]).At)
                    .OrderBy(g => g.Key)
                    .Select(g => Projected(list.Values.ElementAtOrDefault(g.Key), [.. g], depth + 1))
                    .OfType<AttributeValue>();
                var found2 = places.ToArray();
                return found2.Length > 0 ? new AttributeValue.List(found2) : null;
            default:
                return null;
        }
    }
}
