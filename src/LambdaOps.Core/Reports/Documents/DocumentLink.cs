namespace LambdaOps.Core.Reports.Documents;

/// <summary>Addresses that a report may lead to.</summary>
internal static class DocumentLink
{
    /// <summary>
    /// The address as it may stand in HTML and in Markdown; null for every scheme but https, and for an address with a
    /// user in it, which would look like another host.
    /// </summary>
    public static string? Of(string? address) =>
        address is not null
        && Uri.TryCreate(DocumentText.Clean(address), UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && uri.AbsoluteUri.Length <= DocumentText.MostLetters
            ? Encode(uri.AbsoluteUri)
            : null;

    /// <summary>What would end a link of Markdown.</summary>
    private static string Encode(string address) =>
        address
            .Replace("(", "%28", StringComparison.Ordinal)
            .Replace(")", "%29", StringComparison.Ordinal)
            .Replace("<", "%3C", StringComparison.Ordinal)
            .Replace(">", "%3E", StringComparison.Ordinal)
            .Replace("|", "%7C", StringComparison.Ordinal)
            .Replace("\\", "%5C", StringComparison.Ordinal)
            .Replace(" ", "%20", StringComparison.Ordinal);
}
