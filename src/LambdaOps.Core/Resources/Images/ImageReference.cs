using System.Text.RegularExpressions;

namespace LambdaOps.Core.Resources;

/// <summary>An image as a task definition names it: <c>[registry/]repository[:tag][@digest]</c>.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Registry">Null for Docker Hub, as Docker reads a name.</param>
/// <param name="Tag">Null where it names none; without a digest, too, that is "latest".</param>
public sealed partial record ImageReference(
    string Text,
    string? Registry,
    string Repository,
    string? Tag,
    string? Digest
)
{
    /// <summary>What begins a name is a registry only with a dot or a port in it, or as "localhost".</summary>
    public static ImageReference Read(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (name, digest) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isRegistry = first.AsSpan().IndexOfAny('.', ':') >= 0 || first == "localhost";
        var path = isRegistry ? name[(slash + 1)..] : name;
        var colon = path.LastIndexOf(':');
        return new ImageReference(
            text,
            isRegistry ? first : null,
            colon < 0 ? path : path[..colon],
            colon < 0 ? null : path[(colon + 1)..],
            digest
        );
    }

    /// <summary>The account and region of its private registry in ECR; null for an image elsewhere.</summary>
    public (string Account, string Region)? Ecr =>
        Registry is { } registry && EcrForm().Match(registry) is { Success: true, Groups: var groups }
            ? (groups["account"].Value, groups["region"].Value)
            : null;

    /// <summary>For people: without the registry, which is the same for all of an account, and with a digest's beginning.</summary>
    public string Name
    {
        get
        {
            const int ShownOfADigest = 19;
            var name = Ecr is null || Registry is null ? Text : Text[(Registry.Length + 1)..];
            return Digest is { Length: > ShownOfADigest } digest ? name[..^(digest.Length - ShownOfADigest)] : name;
        }
    }

    public override string ToString() => Text;

    [GeneratedRegex(@"^(?<account>[0-9]{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws|on)\.[a-z.]+\z")]
    private static partial Regex EcrForm();
}
