using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Writes lifecycle rules for people, as the AWS CLI takes them among the others of the bucket.</summary>
public static class LifecycleRuleText
{
    /// <param name="prefix">Empty for all objects of the bucket.</param>
    /// <param name="keepsVersions">Whether the bucket keeps versions, which then have to end, too.</param>
    public static string For(string prefix, int days, bool keepsVersions)
    {
        var escaped = Escaped(prefix);
        var name = escaped.Length == 0 ? "everything" : escaped;
        var noncurrent = keepsVersions
            ? string.Create(
                CultureInfo.InvariantCulture,
                $$""", "NoncurrentVersionExpiration": {"NoncurrentDays": {{days}}}"""
            )
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"ID": "expire {{{name}}}", "Status": "Enabled", "Filter": {"Prefix": "{{{escaped}}}"}, "Expiration": {"Days": {{{days}}}}{{{noncurrent}}}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": {{{days}}}}}"""
        );
    }

    /// <summary>As it stands in a JSON text.</summary>
    private static string Escaped(string text) =>
        string.Concat(
            text.Select(one =>
                one is '"' or '\\' ? $"\\{one}"
                : char.IsControl(one) ? FormattableString.Invariant($"\\u{(int)one:x4}")
                : $"{one}"
            )
        );
}
