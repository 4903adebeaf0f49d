using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Balancing;

/// <summary>What a load balancer counts of one second of one service.</summary>
public readonly record struct SecondOfTraffic(int Requests, int Target2xx, int Target5xx, int Elb5xx)
{
    public double ErrorShare => Requests == 0 ? 0 : (double)(Target5xx + Elb5xx) / Requests;

    public SecondOfTraffic And(SecondOfTraffic other) =>
        new(Requests + other.Requests, Target2xx + other.Target2xx, Target5xx + other.Target5xx, Elb5xx + other.Elb5xx);
}

/// <summary>
/// The minute that a load balancer, or one of its target groups, is counting; published when it is over. A network load
/// balancer counts connections and hosts, and no requests, answers or times.
/// </summary>
internal sealed class TrafficLedger(MetricStore store, string loadBalancer, string? targetGroup, TimeSpan delay)
{
    /// <summary>Clients and targets keep their connections: so many are open for each request a second.</summary>
    private const int KeptConnections = 4;

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly bool _isNetwork = loadBalancer.StartsWith("net/", StringComparison.Ordinal);
    private readonly Dictionary<string, MetricName> _names = new(StringComparer.Ordinal);
    private DateTimeOffset _minute = DateTimeOffset.MinValue;
    private int _requests;
    private int _target2xx;
    private int _target5xx;
    private int _elb5xx;
    private Range _healthy;
    private Range _unhealthy;

    public LatencyHistogram Latency { get; } = new();

    /// <summary>The same zone by zone; null for a target group, and for a network load balancer.</summary>
    public ZoneLedgers? Zones { get; } =
        targetGroup is null && !loadBalancer.StartsWith("net/", StringComparison.Ordinal)
            ? new ZoneLedgers(store, loadBalancer, delay)
            : null;

    /// <summary>Publishes the minute before when <paramref name="at"/> is in a new one.</summary>
    public void Roll(DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % s_minute.Ticks));
        if (minute == _minute)
        {
            return;
        }

        if (_minute != DateTimeOffset.MinValue)
        {
            Publish();
        }

        Zones?.Roll(at);
        _minute = minute;
    }

    public void Count(SecondOfTraffic second)
    {
        _requests += second.Requests;
        _target2xx += second.Target2xx;
        _target5xx += second.Target5xx;
        _elb5xx += second.Elb5xx;
    }

    public void CountHosts(int healthy, int unhealthy)
    {
        _healthy = _healthy.With(healthy);
        _unhealthy = _unhealthy.With(unhealthy);
    }

    private void Publish()
    {
        if (targetGroup is not null)
        {
            PublishRange("HealthyHostCount", _healthy);
            PublishRange("UnHealthyHostCount", _unhealthy);
        }

        if (!_isNetwork)
        {
            PublishRequests();
        }
        else if (targetGroup is null)
        {
            PublishCount("ActiveFlowCount", Connections);
        }

        (_requests, _target2xx, _target5xx, _elb5xx) = (0, 0, 0, 0);
        (_healthy, _unhealthy) = (default, default);
        Latency.Clear();
    }

    private int Connections => (int)Math.Round(_requests / s_minute.TotalSeconds * KeptConnections);

    private void PublishRequests()
    {
        PublishCount("RequestCount", _requests);
        PublishCount("HTTPCode_Target_2XX_Count", _target2xx);
        PublishCount("HTTPCode_Target_5XX_Count", _target5xx);
        if (targetGroup is null)
        {
            PublishCount("HTTPCode_ELB_5XX_Count", _elb5xx);
            PublishCount("ActiveConnectionCount", Connections);
        }

        PublishLatency();
    }

    private void PublishCount(string name, int count)
    {
        if (count > 0)
        {
            store.Add(NameOf(name), MetricCell.Of(_minute, _minute + s_minute + delay, 1, count, "Count"));
        }
    }

    private void PublishRange(string name, Range range)
    {
        if (range.Samples > 0)
        {
            store.Add(
                NameOf(name),
                new MetricCell
                {
                    At = _minute,
                    VisibleFrom = _minute + s_minute + delay,
                    Count = range.Samples,
                    Sum = range.Sum,
                    Minimum = range.Low,
                    Maximum = range.High,
                    Unit = "Count",
                }
            );
        }
    }

    private void PublishLatency()
    {
        if (Latency.Count <= 0)
        {
            return;
        }

        var spread = Latency.SpreadSeconds();
        store.Add(
            NameOf("TargetResponseTime"),
            new MetricCell
            {
                At = _minute,
                VisibleFrom = _minute + s_minute + delay,
                Count = Latency.Count,
                Sum = Latency.SumMs / 1000,
                Minimum = spread[0].Value,
                Maximum = spread[^1].Value,
                Unit = "Seconds",
                Spread = spread,
            }
        );
    }

    private MetricName NameOf(string name)
    {
        if (!_names.TryGetValue(name, out var full))
        {
            var space = _isNetwork ? "AWS/NetworkELB" : "AWS/ApplicationELB";
            full = targetGroup is null
                ? MetricName.Of(space, name, ("LoadBalancer", loadBalancer))
                : MetricName.Of(space, name, ("TargetGroup", targetGroup), ("LoadBalancer", loadBalancer));
            _names[name] = full;
        }

        return full;
    }

    private readonly record struct Range(int Samples, double Sum, double Low, double High)
    {
        public Range With(double value) =>
            Samples == 0
                ? new Range(1, value, value, value)
                : new Range(Samples + 1, Sum + value, Math.Min(Low, value), Math.Max(High, value));
    }
}
