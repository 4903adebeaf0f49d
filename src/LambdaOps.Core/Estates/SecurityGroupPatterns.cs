using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>Patterns of the names of security groups, as EC2's filters take them.</summary>
internal static partial class SecurityGroupPatterns
{
    /// <summary>EC2 takes 200 values of a filter.</summary>
    private const int Most = 200;

    private const string Expected = "a pattern of security groups' names, with * and ?";

    public static ImmutableArray<string> Read(JsonPlace place)
    {
        var patterns = place.Exists ? place.Items("an array of patterns") : [];
        return patterns.Count > Most
            ? place.Fail("200 patterns at most", ImmutableArray<string>.Empty)
            : [.. patterns.Select(one => one.Text(Expected, Form()))];
    }

    [GeneratedRegex(@"^[ -~]{1,255}\z")]
    private static partial Regex Form();
}
