using Amazon.CloudWatch;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using LambdaOps.Aws.Resources;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>The real adapters where a case has AWS's own answers; load, scaling and page as the case says.</summary>
internal static class FieldObserver
{
    public static LookTable Of(FieldCase field, FakeWorld world, TimeProvider time)
    {
        var clients = new FieldClients(field);
        var cloudWatch = new Lazy<IAmazonCloudWatch>(clients.CloudWatch);
        var ecs = new Lazy<IAmazonECS>(clients.Ecs);
        var services = new ServiceDescriptions(ecs);
        return new LookTable(
            new HealthUrlsOnAws(clients.Health()).Looks,
            [
                .. new LoadBalancingOnAws(services, new(clients.Elb), cloudWatch).Looks.Where(call =>
                    call.Look != LoadBalancingLooks.Load
                ),
            ],
            new ServicesOnAws(services, ecs).Looks,
            new AlarmsOnAws(cloudWatch).Looks,
            [
                LookCall.To(
                    LoadBalancingLooks.Load,
                    (at, _) => Task.FromResult(Load(field, world, (OperatedService)at.Target, time))
                ),
                LookCall.To(TableLooks.Throttles, (_, _) => Task.FromResult(TableThrottles.None)),
                LookCall.To(ScalingLooks.State, (_, _) => Task.FromResult(Scaling(field))),
                LookCall.To(SiteLooks.Pages, (at, _) => Task.FromResult(SitePages.Of(world.PageFor(at.Incident)))),
                // The cases have no service deployments, no deregistered revision, nor a page of an operator's.
                LookCall.To(DeploymentLooks.Newest, (_, _) => Task.FromResult(new NativeDeployments(null))),
                LookCall.To(TaskDefinitionLooks.WayBack, (_, _) => Task.FromResult(RevisionStatus.None)),
                LookCall.To(SiteLooks.Shown, (_, _) => Task.FromResult(new ShownPage(null))),
                LookCall.To(RequestLogLooks.Slowest, (_, _) => Task.FromResult(new SlowEndpoints([]))),
            ]
        );
    }

    /// <summary>Slow where the CPU is at its limit, else idle and quick.</summary>
    private static LoadReading Load(FieldCase field, FakeWorld world, OperatedService service, TimeProvider time) =>
        world.Load with
        {
            At = time.GetUtcNow(),
            CpuPercent = field.Cpu ?? world.Load.CpuPercent,
            P95Ms = field.Cpu >= service.Thresholds.Cpu.Danger ? 1500 : world.Load.P95Ms,
        };

    private static ScalingState Scaling(FieldCase field) =>
        field.Scaling is var (minimum, maximum)
            ? new ScalingState.Automatic(minimum, maximum)
            : new ScalingState.ByHand();
}
