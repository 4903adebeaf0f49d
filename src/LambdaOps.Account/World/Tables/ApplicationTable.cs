using System.Globalization;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Tables;

/// <summary>
/// One table of the application with its capacity metrics, which are published when a minute is over. As in AWS there
/// are no datapoints of throttle events for a minute without any.
/// </summary>
public sealed class ApplicationTable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly SimulatedWorld _world;
    private DateTimeOffset _minute = DateTimeOffset.MinValue;
    private DateTimeOffset _throttledUntil = DateTimeOffset.MinValue;
    private double _mostPerSecond = double.PositiveInfinity;
    private double _demand;
    private bool _isShort;

    internal ApplicationTable(SimulatedWorld world, TablePlan plan)
    {
        (_world, Plan) = (world, plan);
        Capacity = new TableCapacity(world.Clock)
        {
            Provisioned = plan.Provisioned,
            IsDisturbed = () => _demand > LimitAt(world.Clock.Now),
        };
    }

    public TablePlan Plan { get; }

    /// <summary>What the services and all other callers share.</summary>
    public TableCapacity Capacity { get; }

    public string Name => Plan.Name;

    /// <summary>Whether it refuses a part of what was asked of it in the last second.</summary>
    public bool IsThrottling => _isShort || _demand > LimitAt(_world.Clock.Now);

    /// <summary>
    /// For some seconds the table takes no more than <paramref name="requestsPerSecond"/> reads and writes a second
    /// altogether, and throttles the rest.
    /// </summary>
    public ApplicationTable Throttle(double seconds, double requestsPerSecond)
    {
        _throttledUntil = _world.Clock.Now + TimeSpan.FromSeconds(seconds);
        _mostPerSecond = requestsPerSecond;
        _world.Tell(
            "fault",
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"throttles above {requestsPerSecond} requests/s for {seconds} s"
            )
        );
        return this;
    }

    /// <summary>Ends the throttling before its time.</summary>
    public ApplicationTable Relieve()
    {
        _throttledUntil = DateTimeOffset.MinValue;
        _world.Tell("fault", Name, "throttles no more");
        return this;
    }

    internal double LatencyFactorAt(DateTimeOffset at) =>
        _isShort || _demand > LimitAt(at) ? Plan.ThrottledLatencyFactor : 1;

    /// <summary>Counts a second in which so many requests reached the services that use the table.</summary>
    internal void Second(DateTimeOffset at, double requests)
    {
        Roll(at);
        var (reads, writes) = (requests * Plan.ReadsPerRequest, requests * Plan.WritesPerRequest);
        _demand = reads + writes;
        var refused = _demand > LimitAt(at) ? 1 - (LimitAt(at) / _demand) : 0;
        _isShort = false;
        Serve(CapacityKind.Read, reads, refused, at);
        Serve(CapacityKind.Write, writes, refused, at);
    }

    private void Serve(CapacityKind kind, double units, double refused, DateTimeOffset at)
    {
        var wanted = units * (1 - refused);
        Capacity.Refuse(kind, units - wanted);
        _isShort |= Capacity.Serve(kind, wanted, at) < wanted;
    }

    private double LimitAt(DateTimeOffset at) => at < _throttledUntil ? _mostPerSecond : double.PositiveInfinity;

    private void Roll(DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % s_minute.Ticks));
        if (minute == _minute)
        {
            return;
        }

        var (reads, throttledReads) = Capacity.Count(CapacityKind.Read);
        var (writes, throttledWrites) = Capacity.Count(CapacityKind.Write);
        Publish("ConsumedReadCapacityUnits", reads);
        Publish("ConsumedWriteCapacityUnits", writes);
        Publish("ReadThrottleEvents", throttledReads);
        Publish("WriteThrottleEvents", throttledWrites);
        _minute = minute;
    }

    private void Publish(string metric, double sum)
    {
        var count = Math.Round(sum);
        if (count > 0)
        {
            _world.Metrics.Add(
                MetricName.Of("AWS/DynamoDB", metric, ("TableName", Name)),
                MetricCell.Of(_minute, _minute + s_minute + _world.Plan.MetricDelay, count, 1, "Count")
            );
        }
    }
}
