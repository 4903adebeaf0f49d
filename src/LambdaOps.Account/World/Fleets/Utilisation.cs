using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// CPU or memory of a service's tasks in the minute that is being counted; published when it is over.
/// </summary>
internal sealed class Utilisation(MetricStore store, ServicePlan plan, string metric, TimeSpan delay)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly MetricName _name = MetricName.Of(
        "AWS/ECS",
        metric,
        ("ClusterName", plan.Cluster),
        ("ServiceName", plan.Name)
    );

    private DateTimeOffset _minute = DateTimeOffset.MinValue;
    private int _count;
    private double _sum;
    private double _low = double.MaxValue;
    private double _high = double.MinValue;

    public void Count(double percent)
    {
        _count++;
        _sum += percent;
        _low = Math.Min(_low, percent);
        _high = Math.Max(_high, percent);
    }

    public void Roll(DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % s_minute.Ticks));
        if (minute == _minute)
        {
            return;
        }

        if (_count > 0)
        {
            store.Add(
                _name,
                new MetricCell
                {
                    At = _minute,
                    VisibleFrom = _minute + s_minute + delay,
                    Count = _count,
                    Sum = _sum,
                    Minimum = _low,
                    Maximum = _high,
                    Unit = "Percent",
                }
            );
        }

        (_minute, _count, _sum, _low, _high) = (minute, 0, 0, double.MaxValue, double.MinValue);
    }
}
