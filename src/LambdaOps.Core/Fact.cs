namespace LambdaOps.Core;

/// <summary>
/// Something looked at just now: known with the moment of looking, or missing with the reason. Never assumed. What a
/// remedy does not look at is not asked, which is no gap.
/// </summary>
public abstract record Fact<T>
{
    private Fact() { }

    public sealed record Known(T Value, DateTimeOffset ObservedAt) : Fact<T>;

    public sealed record Missing(string Reason) : Fact<T>;

    public sealed record NotAsked : Fact<T>;
}

/// <summary>Makes facts without naming their type.</summary>
public static class Fact
{
    public static Fact<T> Known<T>(T value, DateTimeOffset observedAt) => new Fact<T>.Known(value, observedAt);

    public static Fact<T> Missing<T>(string reason) => new Fact<T>.Missing(reason);

    public static Fact<T> NotAsked<T>() => new Fact<T>.NotAsked();

    /// <summary>Derives a fact from a fact: unknown stays unknown, with its reason.</summary>
    public static Fact<TOut> Map<TIn, TOut>(this Fact<TIn> fact, Func<TIn, TOut> derive) =>
        fact switch
        {
            Fact<TIn>.Known(var value, var at) => Known(derive(value), at),
            Fact<TIn>.Missing(var reason) => Missing<TOut>(reason),
            Fact<TIn>.NotAsked => Missing<TOut>("not looked at"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
