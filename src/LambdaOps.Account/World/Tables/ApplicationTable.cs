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

    private static readonly (ThrottleCause Cause, string Name)[] s_causes =
    [
        (ThrottleCause.KeyRange, "KeyRangeThroughput"),
        (ThrottleCause.Provisioned, "ProvisionedThroughput"),
        (ThrottleCause.AccountLimit, "AccountLimit"),
        (ThrottleCause.OnDemandMaximum, "MaxOnDemandThroughput"),
    ];

    /// <summary>How much longer or shorter than the mean which share of an operation's calls takes.</summary>
    private static readonly (double Times, double Share)[] s_times = [(0.7, 0.5), (1, 0.4), (2.5, 0.1)];

    private readonly SimulatedWorld _world;
    private readonly List<OtherLoad> _others = [];
    private readonly Dictionary<OperationPlan, double> _calls = [];
    private DateTimeOffset _minute = DateTimeOffset.MinValue;
    private DateTimeOffset _throttledUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _failsUntil = DateTimeOffset.MinValue;
    private ThrottleCause _throttledFor;
    private double _mostPerSecond = double.PositiveInfinity;
    private double _failing;
    private double _errorsOfReads;
    private double _errorsOfWrites;
    private double _demand;
    private bool _isShort;

    internal ApplicationTable(SimulatedWorld world, TablePlan plan)
    {
        (_world, Plan) = (world, plan);
        Throughput = new TableThroughput(world.Clock);
        (Capacity.Provisioned, Capacity.OnDemandMaximum) = (plan.Provisioned, plan.OnDemandMaximum);
        Capacity.Disturbance = () => _demand > LimitAt(world.Clock.Now) ? _throttledFor : null;
        foreach (var index in plan.Indexes)
        {
            Throughput.Of(index.Name).Provisioned = index.Provisioned;
        }
    }

    public TablePlan Plan { get; }

    /// <summary>What the services and all other callers share.</summary>
    public TableThroughput Throughput { get; }

    /// <summary>The table's own.</summary>
    public TableCapacity Capacity => Throughput.Own;

    public string Name => Plan.Name;

    /// <summary>Whether it refuses a part of what was asked of it in the last second.</summary>
    public bool IsThrottling => _isShort || _demand > LimitAt(_world.Clock.Now);

    /// <summary>
    /// For some seconds the table takes no more than <paramref name="requestsPerSecond"/> reads and writes a second
    /// altogether, and throttles the rest, whatever its capacity is.
    /// </summary>
    public ApplicationTable Throttle(
        double seconds,
        double requestsPerSecond,
        ThrottleCause cause = ThrottleCause.KeyRange
    )
    {
        _throttledUntil = _world.Clock.Now + TimeSpan.FromSeconds(seconds);
        (_mostPerSecond, _throttledFor) = (requestsPerSecond, cause);
        _world.Tell(
            "fault",
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"throttles above {requestsPerSecond} requests/s for {seconds} s ({cause})"
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

    /// <summary>For some seconds someone else than the services takes so many units a second besides.</summary>
    /// <param name="index">Whose reads and writes; null for the table's own.</param>
    public ApplicationTable Use(double seconds, double reads, double writes, string? index = null)
    {
        _others.Add(new OtherLoad(_world.Clock.Now + TimeSpan.FromSeconds(seconds), index, reads, writes));
        _world.Tell(
            "fault",
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"a batch job takes {reads} read and {writes} write units/s of {index ?? "the table"} for {seconds} s"
            )
        );
        return this;
    }

    /// <summary>For some seconds DynamoDB answers that share of the requests with an error of its own (500).</summary>
    public ApplicationTable Fail(double seconds, double share)
    {
        (_failsUntil, _failing) = (_world.Clock.Now + TimeSpan.FromSeconds(seconds), share);
        _world.Tell(
            "fault",
            Name,
            string.Create(CultureInfo.InvariantCulture, $"answers {share:P0} of the requests with 500 for {seconds} s")
        );
        return this;
    }

    internal double LatencyFactorAt(DateTimeOffset at) =>
        _isShort || _demand > LimitAt(at) || at < _failsUntil ? Plan.ThrottledLatencyFactor : 1;

    /// <summary>Counts a second in which so many requests reached the services that use the table.</summary>
    internal void Second(DateTimeOffset at, double requests)
    {
        Roll(at);
        _others.RemoveAll(one => one.Until <= at);
        var (reads, writes) = (requests * Plan.ReadsPerRequest, requests * Plan.WritesPerRequest);
        _demand = reads + writes;
        if (at < _failsUntil)
        {
            (_errorsOfReads, _errorsOfWrites) = (
                _errorsOfReads + (reads * _failing),
                _errorsOfWrites + (writes * _failing)
            );
            (reads, writes) = (reads * (1 - _failing), writes * (1 - _failing));
        }

        var refused = _demand > LimitAt(at) ? 1 - (LimitAt(at) / _demand) : 0;
        foreach (var operation in Plan.Operations)
        {
            var succeeding = (1 - refused) * (at < _failsUntil ? 1 - _failing : 1);
            _calls[operation] = _calls.GetValueOrDefault(operation) + (requests * operation.PerRequest * succeeding);
        }

        _isShort = false;
        foreach (var index in Plan.Indexes)
        {
            Serve(index.Name, CapacityKind.Read, requests * index.ReadsPerRequest, 0, at);
            writes = Math.Max(0, writes - Serve(index.Name, CapacityKind.Write, writes, 0, at));
        }

        Serve(null, CapacityKind.Read, reads, refused, at);
        Serve(null, CapacityKind.Write, writes, refused, at);
    }

    /// <summary>
    /// Serves the services' units, and those of others beside them. A write that an index throttles does not reach the
    /// table either.
    /// </summary>
    /// <returns>The units that were refused.</returns>
    private double Serve(string? index, CapacityKind kind, double units, double refused, DateTimeOffset at)
    {
        var capacity = Throughput.Of(index);
        var besides = _others
            .Where(one => one.Index == index)
            .Sum(one => kind == CapacityKind.Read ? one.Reads : one.Writes);
        var wanted = (units * (1 - refused)) + besides;
        capacity.Refuse(kind, _throttledFor, units * refused);
        var lost = wanted - capacity.Serve(kind, wanted, at);
        _isShort |= lost > 0;
        return lost;
    }

    private double LimitAt(DateTimeOffset at) => at < _throttledUntil ? _mostPerSecond : double.PositiveInfinity;

    private void Roll(DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % s_minute.Ticks));
        if (minute == _minute)
        {
            return;
        }

        Publish(null);
        foreach (var index in Throughput.Indexes)
        {
            Publish(index);
        }

        Publish("SystemErrors", _errorsOfReads, ("TableName", Name), ("Operation", "Query"));
        Publish("SystemErrors", _errorsOfWrites, ("TableName", Name), ("Operation", "PutItem"));
        foreach (var (operation, calls) in _calls)
        {
            Publish(operation, Math.Round(calls));
        }

        _calls.Clear();
        (_errorsOfReads, _errorsOfWrites, _minute) = (0, 0, minute);
    }

    /// <summary>Most calls take less than the mean, a few much longer.</summary>
    private void Publish(OperationPlan operation, double calls)
    {
        if (calls < 1)
        {
            return;
        }

        (string, string)[] about = [("TableName", Name), ("Operation", operation.Name)];
        var quickest = Math.Round(operation.Ms * s_times[0].Times, 3);
        _world.Metrics.Add(
            MetricName.Of("AWS/DynamoDB", "SuccessfulRequestLatency", about),
            new MetricCell
            {
                At = _minute,
                VisibleFrom = _minute + s_minute + _world.Plan.MetricDelay,
                Count = calls,
                Sum = operation.Ms * calls,
                Minimum = quickest,
                Maximum = operation.Ms * s_times[^1].Times,
                Unit = "Milliseconds",
                Spread = [.. s_times.Select(time => (operation.Ms * time.Times, calls * time.Share))],
            }
        );
        Publish("ReturnedItemCount", calls * operation.Items, about);
    }

    private void Publish(string? index)
    {
        (string, string)[] about = index is null
            ? [("TableName", Name)]
            : [("TableName", Name), ("GlobalSecondaryIndexName", index)];
        foreach (var kind in Enum.GetValues<CapacityKind>())
        {
            var (used, refused) = Throughput.Of(index).Count(kind);
            Publish($"Consumed{kind}CapacityUnits", used, about);
            Publish($"{kind}ThrottleEvents", refused.Values.Sum(), about);
            foreach (var (cause, name) in s_causes)
            {
                Publish($"{kind}{name}ThrottleEvents", refused.GetValueOrDefault(cause), about);
            }
        }
    }

    private void Publish(string metric, double sum, params (string Name, string Value)[] about)
    {
        var count = Math.Round(sum);
        if (count > 0)
        {
            _world.Metrics.Add(
                MetricName.Of("AWS/DynamoDB", metric, about),
                MetricCell.Of(_minute, _minute + s_minute + _world.Plan.MetricDelay, count, 1, "Count")
            );
        }
    }

    /// <summary>What someone else takes a second.</summary>
    private sealed record OtherLoad(DateTimeOffset Until, string? Index, double Reads, double Writes);
}
