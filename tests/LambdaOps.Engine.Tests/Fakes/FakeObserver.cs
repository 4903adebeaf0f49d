using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>Sees the fake world, with a script for looks that fail, wait or come too late.</summary>
internal sealed class FakeObserver(FakeWorld world, Calls calls) : IObserver
{
    private int _probes;

    public Func<CancellationToken, Task>? BeforeLook { get; set; }

    public Func<CancellationToken, Task>? BeforeHealthLook { get; set; }

    public Action? BeforeServiceLook { get; set; }

    /// <summary>The look that AWS answers only when nobody waits any more; null for none.</summary>
    public Look? Hangs { get; set; }

    /// <summary>The look that AWS does not answer; null for none.</summary>
    public Look? Fails { get; set; }

    public async Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken)
    {
        await (
            (look == HealthUrlLooks.Probe ? BeforeHealthLook : null)?.Invoke(cancellationToken) ?? Task.CompletedTask
        );
        if (look == ServiceLooks.State)
        {
            BeforeServiceLook?.Invoke();
        }

        if (look == Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        if (look == Fails)
        {
            throw new InvalidOperationException($"no answer to the look at {look}");
        }

        await (BeforeLook?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return await calls.MakeAsync($"observer.{look}", () => See(look, at));
    }

    private Fact See(Look look, LookAt at) =>
        look switch
        {
            _ when look == HealthUrlLooks.Probe => Probe(world.Probe?.Invoke(++_probes) ?? world.Serves, at),
            _ when look == LoadBalancingLooks.Targets => Fact.Known(
                world.Serves ? new TargetCounts(5, 0, 0, 0) : new TargetCounts(0, 5, 0, 0),
                at.Now
            ),
            _ when look == LoadBalancingLooks.Load => Fact.Known(world.Load, at.Now),
            _ when look == ServiceLooks.State => Fact.Known(world.State, at.Now),
            _ when look == AlarmLooks.Own => Fact.Known(
                world.Alarm ?? new AlarmReading(world.Serves ? AlarmState.Ok : AlarmState.Alarm, 3, 0),
                at.Now
            ),
            _ when look == AlarmLooks.Active => Fact.Known(
                new ActiveAlarms([.. world.Alarms.Where(name => at.RuleOf(name, []) is not null)]),
                at.Now
            ),
            _ when look == TableLooks.Throttles => Fact.Known(TableThrottles.None, at.Now),
            _ when look == ScalingLooks.State => Fact.Known<ScalingState>(new ScalingState.ByHand(), at.Now),
            _ when look == DeploymentLooks.Newest => Fact.Known(new NativeDeployments(world.Shift), at.Now),
            _ when look == DeploymentLooks.Usage => Fact.Known(TaskUsage.None, at.Now),
            _ when look == SiteLooks.Pages => Fact.Known(SitePages.Of(world.PageFor(at.Incident)), at.Now),
            _ when look == TaskDefinitionLooks.WayBack => Fact.Known(RevisionStatus.None, at.Now),
            _ when look == ImageLooks.Running => Fact.Known(new RunningImages([world.Image]), at.Now),
            _ when look == SiteLooks.Shown => Fact.Known(new ShownPage(world.Up?.PutUpBy), at.Now),
            _ when look == RequestLogLooks.Slowest => Fact.Known(new SlowEndpoints(world.SlowEndpoints), at.Now),
            _ => throw new UnreachableException(),
        };

    private static Fact<HealthProbe> Probe(bool isGood, LookAt at) =>
        Fact.Known(new HealthProbe(isGood ? 200 : 503, isGood, ""), at.Now);
}

/// <summary>Acts on the fake world, or answers as it is told.</summary>
internal sealed class FakeActuator(FakeWorld world, Calls calls) : IActuator
{
    public Func<Change, ActionOutcome>? Answer { get; set; }

    public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken) =>
        calls.MakeAsync("actuator.act", () => Answer?.Invoke(change) ?? world.Take(change));
}
