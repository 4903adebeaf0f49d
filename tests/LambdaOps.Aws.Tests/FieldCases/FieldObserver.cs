using LambdaOps.Aws.Observers;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>The real adapters where a case has AWS's own answers; load, scaling and page as the case says.</summary>
internal sealed class FieldObserver(FieldCase field, FakeWorld world, TimeProvider time) : IObserver
{
    private readonly HealthUrl _health = new(new FieldClients(field).Health());
    private readonly LoadBalancerTargets _targets = new(new FieldClients(field).Elb());
    private readonly EcsServices _services = new(new FieldClients(field).Ecs());
    private readonly CloudWatchAlarms _alarms = new(new FieldClients(field).CloudWatch());

    public Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken) =>
        _health.HealthAsync(check, cancellationToken);

    public Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        _targets.TargetsAsync(service, cancellationToken);

    public Task<ServiceState> ServiceAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _services.ServiceAsync(service, now, cancellationToken);

    public Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        _alarms.AlarmAsync(alarm, cancellationToken);

    public Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken) =>
        _alarms.ActiveAlarmsAsync(isOurs, cancellationToken);

    /// <summary>Slow where the CPU is at its limit, else idle and quick.</summary>
    public Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            world.Load with
            {
                At = time.GetUtcNow(),
                CpuPercent = field.Cpu ?? world.Load.CpuPercent,
                P95Ms = field.Cpu >= service.Thresholds.Cpu.Danger ? 1500 : world.Load.P95Ms,
            }
        );

    public Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult(TableThrottles.None);

    public Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken) =>
        Task.FromResult<ScalingState>(
            field.Scaling is var (minimum, maximum)
                ? new ScalingState.Automatic(minimum, maximum)
                : new ScalingState.ByHand()
        );

    public Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken) =>
        Task.FromResult(world.PageFor(incident));

    public Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<SlowEndpoint>>([]);
}
