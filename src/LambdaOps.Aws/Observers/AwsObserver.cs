using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Observers;

/// <summary>The loop's eyes on AWS: each look is one service's.</summary>
public sealed class AwsObserver(
    HealthUrl health, LoadBalancerTargets targets, EcsServices services, CloudWatchAlarms alarms) : IObserver
{
    public Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken) =>
        health.HealthAsync(check, cancellationToken);

    public Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        targets.TargetsAsync(service, cancellationToken);

    public Task<ServiceState> ServiceAsync(
        OperatedService service, DateTimeOffset now, CancellationToken cancellationToken) =>
        services.ServiceAsync(service, now, cancellationToken);

    public Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        alarms.AlarmAsync(alarm, cancellationToken);
}
