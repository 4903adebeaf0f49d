using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>Sees the fake world, with a script for looks that fail, wait or come too late.</summary>
internal sealed class FakeEyes(FakeWorld world, Calls calls) : IObserver
{
    private int _probes;

    public Func<CancellationToken, Task>? BeforeLook { get; set; }

    public Func<CancellationToken, Task>? BeforeHealthLook { get; set; }

    public Action? BeforeServiceLook { get; set; }

    public async Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        await (BeforeHealthLook?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return await LookAsync(
            "observer.health",
            () =>
            {
                var isGood = world.Probe?.Invoke(++_probes) ?? world.Serves;
                return new HealthProbe(isGood ? 200 : 503, isGood, "");
            },
            cancellationToken
        );
    }

    public Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        LookAsync(
            "observer.targets",
            () => world.Serves ? new TargetCounts(5, 0, 0, 0) : new TargetCounts(0, 5, 0, 0),
            cancellationToken
        );

    public Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        LookAsync(
            "observer.alarm",
            () => world.Alarm ?? new AlarmReading(world.Serves ? AlarmState.Ok : AlarmState.Alarm, 3, 0),
            cancellationToken
        );

    public Task<ServiceState> ServiceAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        BeforeServiceLook?.Invoke();
        return LookAsync("observer.service", () => world.State, cancellationToken);
    }

    public Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken) =>
        LookAsync("observer.alarms", () => new ActiveAlarms([.. world.Alarms.Where(isOurs)]), cancellationToken);

    public Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    ) => LookAsync("observer.load", () => world.Load, cancellationToken);

    public Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => LookAsync("observer.tables", () => TableThrottles.None, cancellationToken);

    public Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken) =>
        LookAsync<ScalingState>("observer.scaling", () => new ScalingState.ByHand(), cancellationToken);

    public Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken) =>
        LookAsync("observer.page", () => world.PageFor(incident), cancellationToken);

    public Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => LookAsync("observer.logs", () => world.SlowEndpoints, cancellationToken);

    private async Task<T> LookAsync<T>(string name, Func<T> look, CancellationToken cancellationToken)
    {
        await (BeforeLook?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return await calls.MakeAsync(name, look);
    }
}

/// <summary>Acts on the fake world, or answers as it is told.</summary>
internal sealed class FakeHands(FakeWorld world, Calls calls) : IActuator
{
    public Func<Change, ActionOutcome>? Answer { get; set; }

    public Task<ActionOutcome> ActAsync(Change action, Resource target, CancellationToken cancellationToken) =>
        calls.MakeAsync("actuator.act", () => Answer?.Invoke(action) ?? world.Take(action));
}
