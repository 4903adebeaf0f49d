using LambdaOps.Account.Wire.Http;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>A request URI of a rest model: /{Bucket}/{Key+}?list-type=2.</summary>
internal sealed class UriTemplate
{
    private readonly string[] _segments;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _literals;

    public UriTemplate(string template)
    {
        var mark = template.IndexOf('?', StringComparison.Ordinal);
        _segments = (mark < 0 ? template : template[..mark]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        _literals = mark < 0 ? [] : Forms.Parse(template[(mark + 1)..], plusIsSpace: false);
    }

    /// <summary>Query parts that the operation's own URI has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Literals => _literals;

    public bool Matches(string rawPath, WireRequest request) =>
        Labels(rawPath) is not null
        && _literals.All(l => request.Query.Any(q => q.Key == l.Key && (l.Value.Length == 0 || q.Value == l.Value)));

    /// <summary>The labels' values, decoded; null when the path is another one.</summary>
    public Dictionary<string, string>? Labels(string rawPath)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = rawPath.TrimStart('/');
        foreach (var segment in _segments)
        {
            var isGreedy = segment.EndsWith("+}", StringComparison.Ordinal);
            var slash = isGreedy ? -1 : rest.IndexOf('/', StringComparison.Ordinal);
            var part = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? "" : rest[(slash + 1)..];
            if (part.Length == 0 || (segment[0] != '{' && segment != part))
            {
                return null;
            }

            if (segment[0] == '{')
            {
                labels[segment.Trim('{', '}').TrimEnd('+')] = Forms.Decode(part);
            }
        }

        return rest.Length == 0 ? labels : null;
    }
}
