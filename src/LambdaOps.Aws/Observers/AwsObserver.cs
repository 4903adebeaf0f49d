using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Observers;

/// <summary>
/// The loop's eyes on AWS: each look is one service's. What only some remedies look at is made when it is first needed,
/// so that the others do not pay for it at their start.
/// </summary>
public sealed class AwsObserver(
    HealthUrl health,
    LoadBalancerTargets targets,
    EcsServices services,
    CloudWatchAlarms alarms,
    CloudWatchMetrics metrics,
    Lazy<ScalableTargets> scaling,
    Lazy<SitePages> pages,
    Lazy<RequestLogs> logs
) : IObserver
{
    public Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken) =>
        health.HealthAsync(check, cancellationToken);

    public Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        targets.TargetsAsync(service, cancellationToken);

    public Task<ServiceState> ServiceAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => services.ServiceAsync(service, now, cancellationToken);

    public Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        alarms.AlarmAsync(alarm, cancellationToken);

    public Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken) =>
        alarms.ActiveAlarmsAsync(isOurs, cancellationToken);

    public Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    ) => metrics.LoadAsync(service, window, cancellationToken);

    public Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => metrics.TablesAsync(service, now, cancellationToken);

    public Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken) =>
        scaling.Value.ScalingAsync(service, cancellationToken);

    public Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken) =>
        pages.Value.PageAsync(site, incident, cancellationToken);

    public Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => logs.Value.SlowEndpointsAsync(service, now, cancellationToken);
}
