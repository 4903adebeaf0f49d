using System.Collections.Immutable;
using LambdaOps.Core;

namespace LambdaOps.Engine.Ports;

/// <summary>Reads AWS for the loop, one look at a time.</summary>
public interface IObserver
{
    /// <summary>
    /// What the look gives. What cannot be seen may be thrown as well: the loop makes <see cref="Fact{T}.Missing"/> of
    /// it.
    /// </summary>
    Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken);
}

/// <summary>What an observer throws when AWS answered, but not with what was asked.</summary>
public sealed class NotObservableException(string message) : Exception(message);

/// <summary>An observer that makes each look by the call that it was given for it.</summary>
public sealed class LookTable(IEnumerable<LookCall> calls) : IObserver
{
    private readonly ImmutableDictionary<Look, LookCall> _calls = calls.ToImmutableDictionary(call => call.Look);

    public LookTable(params ReadOnlySpan<ImmutableArray<LookCall>> resources)
        : this(resources.ToArray().SelectMany(calls => calls)) { }

    /// <summary>What it can look at.</summary>
    public IEnumerable<Look> Looks => _calls.Keys;

    public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
        _calls.TryGetValue(look, out var call)
            ? call.AskAsync(at, cancellationToken)
            : throw new InvalidOperationException($"nothing here can look at {look}");
}

/// <summary>A look and the call that makes it.</summary>
public sealed record LookCall(Look Look, Func<LookAt, CancellationToken, Task<Fact>> AskAsync)
{
    public static LookCall To<T>(Look<T> look, Func<LookAt, CancellationToken, Task<T>> call)
        where T : class => new(look, async (at, stop) => Fact.Known(await call(at, stop), at.Now));
}
