using System.Collections.Concurrent;

namespace LambdaOps.Aws.Resources;

/// <summary>A service's clients: one a region, made when it is first asked for.</summary>
internal sealed class ClientsByRegion<T>(Func<string, T> make)
{
    private readonly ConcurrentDictionary<string, T> _made = new(StringComparer.Ordinal);

    public T In(string region) => _made.GetOrAdd(region, make);
}
