using System.Runtime.CompilerServices;
using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>A service as ECS describes it (DescribeServices): looks that begin together share one call.</summary>
public sealed class ServiceDescriptions(Lazy<IAmazonECS> ecs)
{
    private readonly ConditionalWeakTable<LookAt, Task<Service>> _asked = [];

    /// <exception cref="NotObservableException">The service is not there.</exception>
    public Task<Service> OfAsync(LookAt at, CancellationToken cancellationToken) =>
        _asked.GetValue(at, look => DescribeAsync((OperatedService)look.Target, cancellationToken));

    private async Task<Service> DescribeAsync(OperatedService service, CancellationToken cancellationToken)
    {
        var answer = await ecs.Value.DescribeServicesAsync(
            new DescribeServicesRequest { Cluster = service.Cluster, Services = [service.Service] },
            cancellationToken
        );
        if (answer.Services is [var found])
        {
            return found;
        }

        var reason = answer.Failures is [var failure, ..]
            ? $"{failure.Reason} {failure.Detail}".Trim()
            : "not described";
        throw new NotObservableException($"service {service.Service} of cluster {service.Cluster}: {reason}");
    }
}
