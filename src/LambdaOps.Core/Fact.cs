using System.Diagnostics;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core;

/// <summary>What a look gave, whatever it is of: a <see cref="Fact{T}"/>.</summary>
public abstract record Fact
{
    private protected Fact() { }

    /// <summary>Why it is not known; null when it is, or when nobody asked.</summary>
    internal virtual string? WhyMissing => null;

    /// <summary>Why it is not known, where it is not: what nobody asked says that.</summary>
    internal string WhyUnknown => WhyMissing ?? "nobody looked";

    /// <summary>The same, seen at that time.</summary>
    public virtual Fact SeenAt(DateTimeOffset at) => this;
}

/// <summary>
/// Something looked at just now: known with the moment of looking, or missing with the reason. Never assumed. What a
/// remedy does not look at is not asked, which is no gap.
/// </summary>
public abstract record Fact<T> : Fact
{
    private Fact() { }

    public sealed record Known(T Value, DateTimeOffset ObservedAt) : Fact<T>
    {
        public override Fact SeenAt(DateTimeOffset at) => at == ObservedAt ? this : new Known(Value, at);
    }

    public sealed record Missing(string Reason) : Fact<T>
    {
        internal override string WhyMissing => Reason;
    }

    public sealed record NotAsked : Fact<T>
    {
        internal static NotAsked Only { get; } = new();
    }
}

/// <summary>Makes facts without naming their type.</summary>
public static class Facts
{
    extension(Fact)
    {
        public static Fact<T> Known<T>(T value, DateTimeOffset observedAt) => new Fact<T>.Known(value, observedAt);

        public static Fact<T> Missing<T>(string reason) => new Fact<T>.Missing(Timeline.Cut(reason));

        public static Fact<T> NotAsked<T>() => Fact<T>.NotAsked.Only;
    }

    /// <summary>Derives a fact from a fact: unknown stays unknown, with its reason.</summary>
    public static Fact<TOut> Map<TIn, TOut>(this Fact<TIn> fact, Func<TIn, TOut> derive) =>
        fact switch
        {
            Fact<TIn>.Known(var value, var at) => Fact.Known(derive(value), at),
            Fact<TIn>.Missing(var reason) => Fact.Missing<TOut>(reason),
            Fact<TIn>.NotAsked => Fact.Missing<TOut>("not looked at"),
            _ => throw new UnreachableException(),
        };
}
