namespace LambdaOps.Core.Evidence;

/// <summary>
/// Something looked at just now: known with the moment of looking, or missing with the reason. Never assumed.
/// </summary>
public abstract record Fact<T>
{
    private Fact()
    {
    }

    public sealed record Known(T Value, DateTimeOffset ObservedAt) : Fact<T>;

    public sealed record Missing(string Reason) : Fact<T>;
}

/// <summary>Makes facts without naming their type.</summary>
public static class Fact
{
    public static Fact<T> Known<T>(T value, DateTimeOffset observedAt) => new Fact<T>.Known(value, observedAt);

    public static Fact<T> Missing<T>(string reason) => new Fact<T>.Missing(reason);
}
