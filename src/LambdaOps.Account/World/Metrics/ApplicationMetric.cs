using System.Globalization;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// A number that the operated application writes itself, as often as it does (PutMetricData), or that a service of AWS
/// writes which is no more here than its metrics.
/// </summary>
public sealed class ApplicationMetric
{
    private readonly SimulatedWorld _world;
    private MetricName _name;
    private double _usual;
    private bool _isSilent;

    internal ApplicationMetric(SimulatedWorld world, ApplicationMetricPlan plan)
    {
        (_world, Plan, _name, _usual) = (world, plan, plan.Name, plan.Usual);
        for (var at = First(world.Clock.Now - world.Plan.History); at <= world.Clock.Now; at += plan.Every)
        {
            Write(at);
        }

        world.Clock.At(First(world.Clock.Now) + plan.Every, "application metric", Pass);
    }

    public ApplicationMetricPlan Plan { get; }

    /// <summary>The application has another number from here.</summary>
    public ApplicationMetric Vary(double usual)
    {
        _usual = usual;
        Tell(string.Create(CultureInfo.InvariantCulture, $"is {usual} from now on"));
        return this;
    }

    /// <summary>The application writes it no more.</summary>
    public ApplicationMetric Stop()
    {
        _isSilent = true;
        Tell("is not written any more");
        return this;
    }

    /// <summary>The application writes it with other dimensions: to CloudWatch that is another metric.</summary>
    public ApplicationMetric WriteWith(params (string Key, string Value)[] dimensions)
    {
        _name = MetricName.Of(_name.Namespace, _name.Name, dimensions);
        Tell($"is written with {string.Join(", ", dimensions.Select(one => $"{one.Key}={one.Value}"))}");
        return this;
    }

    private void Pass()
    {
        Write(_world.Clock.Now);
        _world.Clock.In(Plan.Every, "application metric", Pass);
    }

    /// <summary>A little up and down, the same in every run.</summary>
    private void Write(DateTimeOffset at)
    {
        if (!_isSilent)
        {
            var value = Math.Round(_usual * (1 + (Plan.Swing * Math.Sin(at.ToUnixTimeSeconds() / 600.0))));
            var minute = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
            _world.Metrics.Add(_name, MetricCell.Of(minute, at + _world.Plan.MetricDelay, value, 1, Plan.Unit));
        }
    }

    private DateTimeOffset First(DateTimeOffset from) => from.AddTicks(-(from.Ticks % Plan.Every.Ticks));

    private void Tell(string what) => _world.Tell("fault", _name.Name, what);
}
