using LambdaOps.Simulator.World.Fleets;
using LambdaOps.Simulator.World.Metrics;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.World.Logs;

/// <summary>
/// What a service writes into its log group about its requests, in sums of minutes: its requests are spread over its
/// endpoints by their shares, its latency by their factors, so that both add up to what the load balancer counted.
/// </summary>
internal sealed class RequestLog(SimulatedWorld world, FleetService service)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public string? Group => service.Plan.LogGroup;

    /// <summary>The endpoints in the minutes that touch [from, until); none without requests.</summary>
    public IEnumerable<EndpointLog> Read(DateTimeOffset from, DateTimeOffset until)
    {
        var sums = MetricGrid
            .Of(from, until, s_minute)
            .Select(at => world.Metrics.Read(NameOf("TargetResponseTime"), at, s_minute, world.Clock.Now))
            .OfType<MetricCell>()
            .ToList();
        var requests = sums.Sum(cell => cell.Count);
        if (requests <= 0)
        {
            return [];
        }

        var endpoints = service.Plan.Endpoints.Where(endpoint => endpoint.Share > 0).ToList();
        var average = sums.Sum(cell => cell.Sum) / requests * 1000;
        var shares = endpoints.Sum(endpoint => endpoint.Share);
        var weighted = endpoints.Sum(endpoint => endpoint.Share / shares * endpoint.LatencyFactor);
        return endpoints.Select(endpoint => new EndpointLog(
            endpoint.Path,
            average * endpoint.LatencyFactor / weighted,
            requests * endpoint.Share / shares
        ));
    }

    private MetricName NameOf(string metric) =>
        MetricName.Of(
            "AWS/ApplicationELB",
            metric,
            ("TargetGroup", service.Targets.Dimension),
            ("LoadBalancer", service.Targets.LoadBalancerDimension)
        );
}

/// <summary>How an endpoint did: the average duration of its requests, and how many they were.</summary>
public sealed record EndpointLog(string Path, double AverageMs, double Requests);
