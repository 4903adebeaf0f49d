using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>How ids look that the estate itself gives.</summary>
internal static partial class IdForms
{
    public const string Expected = "an id of letters, digits, - and _";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    public static partial Regex Id();
}
