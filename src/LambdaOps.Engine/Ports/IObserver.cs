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

/// <summary>What an observer throws when the world answered, but not with what was asked.</summary>
public sealed class NotObservableException(string message) : Exception(message);
