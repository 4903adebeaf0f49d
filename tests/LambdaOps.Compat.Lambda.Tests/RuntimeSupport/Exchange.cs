using System.Text;
using System.Text.Json;

namespace LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

/// <summary>A request that the Runtime API got.</summary>
internal sealed record Exchange(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    internal JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
