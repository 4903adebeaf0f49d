using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>How names look by AWS's own rules.</summary>
internal static partial class NameForms
{
    /// <summary>Of an ECS cluster or service.</summary>
    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}\\z")]
    public static partial Regex Ecs();

    /// <summary>Of a table or an index of DynamoDB.</summary>
    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}\\z")]
    public static partial Regex Table();

    /// <summary>Of a bucket of S3.</summary>
    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z")]
    public static partial Regex Bucket();

    /// <summary>Of a folder in a bucket: a prefix that ends in /, and does not begin with one.</summary>
    [GeneratedRegex("^[^/].*/\\z|^[^/]/\\z")]
    public static partial Regex Folder();
}
