using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Balancing;

/// <summary>
/// The minute that a load balancer counts zone by zone, by the zone of the target that a request came to; published
/// when it is over. Means and no draws: what is drawn elsewhere stays as it was.
/// </summary>
internal sealed class ZoneLedgers(MetricStore store, string loadBalancer, TimeSpan delay)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<string, Counted> _zones = new(StringComparer.Ordinal);
    private DateTimeOffset _minute = DateTimeOffset.MinValue;

    /// <summary>Publishes the minute before when <paramref name="at"/> is in a new one.</summary>
    public void Roll(DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % s_minute.Ticks));
        if (minute == _minute)
        {
            return;
        }

        foreach (var (zone, counted) in _zones)
        {
            Publish("RequestCount", zone, counted.Requests);
            Publish("HTTPCode_Target_5XX_Count", zone, counted.TargetErrors);
            Publish("HTTPCode_ELB_5XX_Count", zone, counted.BalancerErrors);
            (counted.Requests, counted.TargetErrors, counted.BalancerErrors) = (0, 0, 0);
        }

        _minute = minute;
    }

    public void Count(string zone, double requests, double targetErrors, double balancerErrors)
    {
        if (!_zones.TryGetValue(zone, out var counted))
        {
            _zones.Add(zone, counted = new Counted());
        }

        counted.Requests += requests;
        counted.TargetErrors += targetErrors;
        counted.BalancerErrors += balancerErrors;
    }

    private void Publish(string name, string zone, double count)
    {
        if (Math.Round(count) is > 0 and var whole)
        {
            store.Add(
                MetricName.Of("AWS/ApplicationELB", name, ("LoadBalancer", loadBalancer), ("AvailabilityZone", zone)),
                MetricCell.Of(_minute, _minute + s_minute + delay, 1, whole, "Count")
            );
        }
    }

    private sealed class Counted
    {
        public double Requests { get; set; }

        public double TargetErrors { get; set; }

        public double BalancerErrors { get; set; }
    }
}
