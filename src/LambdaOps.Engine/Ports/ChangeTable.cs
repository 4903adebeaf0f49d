using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>An actuator that makes each change by the call that it was given for its kind.</summary>
public sealed class ChangeTable(IEnumerable<ChangeCall> calls) : IActuator
{
    private readonly ImmutableDictionary<ChangeKind, ChangeCall> _calls = calls.ToImmutableDictionary(call =>
        call.Kind
    );

    /// <summary>What it can change.</summary>
    public IEnumerable<ChangeKind> Kinds => _calls.Keys;

    public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken) =>
        _calls.TryGetValue(change.Kind, out var call)
            ? call.MakeAsync(change, target, cancellationToken)
            : throw new InvalidOperationException($"nothing here can make the change {change.Kind}");
}

/// <summary>A kind of change and the call that makes it.</summary>
public sealed record ChangeCall(
    ChangeKind Kind,
    Func<Change, Resource, CancellationToken, Task<ActionOutcome>> MakeAsync
)
{
    /// <typeparam name="T">The case of <see cref="Change"/> that has this kind.</typeparam>
    public static ChangeCall To<T>(ChangeKind kind, Func<T, Resource, CancellationToken, Task<ActionOutcome>> call)
        where T : Change =>
        new(kind, (change, target, stop) => call(change as T ?? throw new UnreachableException(), target, stop));
}
