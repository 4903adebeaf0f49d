using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine.Ports;

/// <summary>
/// Looks at the world. Each method is one look; what cannot be seen is thrown or returned as missing by the caller's
/// bound: the loop turns both into <see cref="Fact{T}.Missing"/>.
/// </summary>
public interface IObserver
{
    /// <summary>One request to the health URL. No answer is a result, not an error.</summary>
    Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken);

    Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken);

    /// <param name="now">The loop's time: service events older than a few minutes before it do not count.</param>
    Task<ServiceState> ServiceAsync(OperatedService service, DateTimeOffset now, CancellationToken cancellationToken);

    Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken);
}

/// <summary>What an observer throws when the world answered, but not with what was asked.</summary>
public sealed class NotObservableException(string message) : Exception(message);
