namespace LambdaOps.Core;

/// <summary>Some of a list, for a sentence.</summary>
internal static class ShortList
{
    /// <summary>"a, b and 3 more".</summary>
    /// <param name="most">So many are named.</param>
    public static string Of(IReadOnlyCollection<string> all, int most, string separator = ", ") =>
        string.Join(separator, all.Take(most))
        + (all.Count > most ? FormattableString.Invariant($" and {all.Count - most} more") : "");
}
