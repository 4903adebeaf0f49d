using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

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

    /// <summary>The alarms in ALARM whose name <paramref name="isOurs"/> knows.</summary>
    Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken);

    /// <summary>The newest minute of the service's load, and what a request cost while all was well.</summary>
    Task<LoadReading> LoadAsync(OperatedService service, LoadWindow window, CancellationToken cancellationToken);

    /// <summary>Throttled requests of the service's tables in the last five minutes.</summary>
    Task<TableThrottles> TablesAsync(OperatedService service, DateTimeOffset now, CancellationToken cancellationToken);

    Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken);

    /// <param name="incident">Whose copy in the safe is looked for, when somebody's own page stands there.</param>
    Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken);

    /// <summary>The slowest endpoints of the last quarter of an hour, from the request log, slowest first.</summary>
    Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}

/// <summary>Which times of a service's load are of interest.</summary>
/// <param name="Now">The newest minute before it is the reading.</param>
/// <param name="WellFrom">Start of the time in which all was well.</param>
/// <param name="WellUntil">Its end.</param>
public sealed record LoadWindow(DateTimeOffset Now, DateTimeOffset WellFrom, DateTimeOffset WellUntil)
{
    /// <summary>From an hour to half an hour before the incident.</summary>
    public static LoadWindow For(DateTimeOffset now, DateTimeOffset openedAt) =>
        new(now, Minute(openedAt) - TimeSpan.FromMinutes(60), Minute(openedAt) - TimeSpan.FromMinutes(30));

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
}

/// <summary>One endpoint's mean answer time.</summary>
public sealed record SlowEndpoint(string Path, double AverageMs, long Requests)
{
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path} {AverageMs:0} ms ({Requests} requests)"
        );
}

/// <summary>What an observer throws when the world answered, but not with what was asked.</summary>
public sealed class NotObservableException(string message) : Exception(message);
