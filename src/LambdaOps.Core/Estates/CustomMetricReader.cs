using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads which metric of the application is meant.</summary>
internal static partial class CustomMetricReader
{
    /// <summary>CloudWatch takes no more.</summary>
    private const int MostDimensions = 30;

    /// <summary>Null where the estate does not name it.</summary>
    public static CustomMetric? Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with namespace, metric and dimensions");
        var metric = new CustomMetric(
            place["namespace"].Text("a namespace of the application's metrics, not AWS/…", NamespaceForm()),
            place["metric"].Text("a metric's name", NameForm()),
            ReadDimensions(place["dimensions"])
        );
        place.NothingElse();
        return metric;
    }

    private static ImmutableSortedDictionary<string, string> ReadDimensions(JsonPlace place)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!place.Exists)
        {
            return read.ToImmutable();
        }

        foreach (var one in place.Items("an array of dimensions, as the application writes them"))
        {
            one.IsObject("an object with name and value");
            var (name, value) = (
                one["name"].Text("a dimension's name", NameForm()),
                one["value"].Text("its value", NameForm())
            );
            one.NothingElse();
            if (name.Length > 0 && !read.TryAdd(name, value))
            {
                one["name"].Fail("each dimension once", 0);
            }
        }

        return read.Count <= MostDimensions
            ? read.ToImmutable()
            : place.Fail("at most 30 dimensions", ImmutableSortedDictionary<string, string>.Empty);
    }

    [GeneratedRegex("^(?!AWS/)[A-Za-z0-9._/#:-]{1,255}\\z")]
    private static partial Regex NamespaceForm();

    [GeneratedRegex("^[\\x21-\\x7e][\\x20-\\x7e]{0,254}\\z")]
    private static partial Regex NameForm();
}
