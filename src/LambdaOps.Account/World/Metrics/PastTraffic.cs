using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// The days before the world's history, as CloudWatch shows them by five minutes: only how many requests came, and what
/// the application wrote. No request of those days was ever served, so there is no other number of them.
/// </summary>
internal static class PastTraffic
{
    private const double Night = 0.5;

    private const double Noise = 0.05;

    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(5);

    public static void Remember(SimulatedWorld world, PastPlan past)
    {
        var start = world.Clock.Now;
        var until = FloorOf(start - world.Plan.History);
        for (var at = FloorOf(start - past.Reach); at < until; at += s_step)
        {
            var factor = past
                .Bursts.Where(burst => at >= start - burst.Ago && at < start - burst.Ago + burst.For)
                .Aggregate(1.0, (product, burst) => product * burst.Factor);
            foreach (var service in world.Plan.Services.Where(service => !service.IsBehindNetwork))
            {
                Write(world, service, at, factor);
            }

            foreach (var metric in world.Plan.ApplicationMetrics)
            {
                var value = Math.Round(metric.Usual * Rhythm(world, metric.Name.Key, at));
                world.Metrics.Add(metric.Name, MetricCell.Of(at, at + s_step, value, 1, metric.Unit));
            }
        }
    }

    private static void Write(SimulatedWorld world, ServicePlan service, DateTimeOffset at, double factor)
    {
        var perStep = service.Traffic.RequestsPerSecond * s_step.TotalSeconds;
        var count = Math.Round(perStep * factor * Rhythm(world, service.Name, at));
        if (service.BehindRuleOf is not null || count <= 0)
        {
            return;
        }

        var balancer = TargetGroup.LoadBalancerDimensionOf(service.LoadBalancerArn);
        var group = service.TargetGroupArn[(service.TargetGroupArn.LastIndexOf(':') + 1)..];
        world.Metrics.Add(
            MetricName.Of("AWS/ApplicationELB", "RequestCount", ("TargetGroup", group), ("LoadBalancer", balancer)),
            MetricCell.Of(at, at + s_step, 1, count, "Count")
        );
    }

    /// <summary>As many at noon as usual, half as many at midnight; a little up and down.</summary>
    private static double Rhythm(SimulatedWorld world, string what, DateTimeOffset at)
    {
        var day = (1 - Math.Cos(at.TimeOfDay / TimeSpan.FromDays(1) * 2 * Math.PI)) / 2;
        var noise = (2 * Chance.HashedShare(world.Seed, $"past {what}", at.ToUnixTimeSeconds())) - 1;
        return (Night + ((1 - Night) * day)) * (1 + (Noise * noise));
    }

    private static DateTimeOffset FloorOf(DateTimeOffset at) => at.AddTicks(-(at.Ticks % s_step.Ticks));
}
