using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// The requests of one service in steps of a second: numbers, no request objects. Latency grows with utilisation as in
/// a queue; what a task cannot carry fails.
/// </summary>
internal sealed class ServiceTraffic
{
    private const double WorstLatencyFactor = 20;

    // A 503 of an application that hangs comes faster than an answer.
    private const double QuickFailure = 0.25;

    // Quantiles of the latency distribution and the share of requests that each stands for.
    private static readonly (double Quantile, double Share)[] s_atoms =
    [
        (0.05, 0.10),
        (0.15, 0.10),
        (0.25, 0.10),
        (0.35, 0.10),
        (0.45, 0.10),
        (0.50, 0.05),
        (0.55, 0.05),
        (0.65, 0.10),
        (0.75, 0.10),
        (0.85, 0.08),
        (0.91, 0.05),
        (0.95, 0.04),
        (0.975, 0.015),
        (0.99, 0.01),
        (0.997, 0.005),
    ];

    private readonly ServicePlan _plan;
    private readonly Chance _chance;
    private readonly double[] _atomsMs;
    private readonly List<Target> _routable = [];
    private readonly List<(double Slowness, double Requests)> _answered = [];
    private double _carried;

    public ServiceTraffic(ServicePlan plan, Chance chance)
    {
        _plan = plan;
        _chance = chance;
        _atomsMs = [.. s_atoms.Select(a => LatencyAt(plan.Load, a.Quantile))];
        RequestsPerSecond = plan.Traffic.RequestsPerSecond;
    }

    public double RequestsPerSecond { get; set; }

    /// <summary>Until when requests fail on every task, and which share of them.</summary>
    public DateTimeOffset BlipUntil { get; set; } = DateTimeOffset.MinValue;

    public double BlipShare { get; set; } = 1;

    public double LatencyFactor { get; set; } = 1;

    /// <summary>How much longer answers take because of the tables that they need.</summary>
    public double TableFactor { get; set; } = 1;

    /// <summary>How many times the usual requests come in.</summary>
    public double Overload { get; set; } = 1;

    public SecondOfTraffic Last { get; private set; }

    /// <summary>
    /// The latency at a quantile of a task with room, in milliseconds: log-linear through the plan's percentiles.
    /// </summary>
    public static double LatencyAt(LoadPlan load, double quantile)
    {
        var (low, high, from, to) = quantile switch
        {
            <= 0.5 => (load.P50Ms / 3, load.P50Ms, 0.0, 0.5),
            <= 0.95 => (load.P50Ms, load.P95Ms, 0.5, 0.95),
            <= 0.99 => (load.P95Ms, load.P99Ms, 0.95, 0.99),
            _ => (load.P99Ms, load.P99Ms * 2, 0.99, 1.0),
        };
        return Math.Exp(Math.Log(low) + ((Math.Log(high) - Math.Log(low)) * (quantile - from) / (to - from)));
    }

    /// <summary>How much slower a task answers at a utilisation.</summary>
    public static double SlownessAt(double utilisation) =>
        Math.Min(WorstLatencyFactor, 1 + (0.6 * Math.Pow(utilisation, 3) / Math.Max(0.03, 1 - utilisation)));

    public SecondOfTraffic Second(
        DateTimeOffset at,
        ServiceRoutes routes,
        IReadOnlyList<FleetTask> tasks,
        TrafficLedger ofBalancer
    )
    {
        var requests = Arrivals(at);
        RestAll(tasks);
        Last = default;
        var left = requests;
        var all = routes.Forwarded;
        for (var i = 0; i < all.Count; i++)
        {
            var route = all[i];
            route.Requests = i == all.Count - 1 ? left : route.PartOf(requests);
            left -= route.Requests;
            if (route.Requests > 0 || all.Count == 1)
            {
                Last = Last.And(Send(route, at, ofBalancer));
            }
        }

        return Last;
    }

    private SecondOfTraffic Send(ServiceRoute route, DateTimeOffset at, TrafficLedger ofBalancer)
    {
        var requests = route.Requests;
        route.Group.RouteTo(_routable);
        double targetErrors = 0,
            balancerErrors = 0;
        foreach (var target in _routable)
        {
            var share = (double)requests / _routable.Count;
            var (target5xx, elb5xx) = Meet(target.Task, share, at);
            targetErrors += target5xx;
            balancerErrors += elb5xx;
            ofBalancer.Zones?.Count(target.Task.Zone, share, target5xx, elb5xx);
        }

        CountLatencies(route.Ledger.Latency, ofBalancer.Latency);
        balancerErrors = _routable.Count == 0 ? requests : balancerErrors;
        var second = Draw(requests, targetErrors, balancerErrors);
        route.Ledger.Count(second);
        ofBalancer.Count(second);
        return second;
    }

    private int Arrivals(DateTimeOffset at)
    {
        var mean = RequestsPerSecond * Overload * ShapeAt(at);
        _carried += Math.Max(0, mean * (1 + (_plan.Traffic.Noise * _chance.Normal())));
        var requests = (int)_carried;
        _carried -= requests;
        return requests;
    }

    private double ShapeAt(DateTimeOffset at)
    {
        var shape = _plan.Traffic.DailyShape;
        if (shape.Count == 0)
        {
            return 1;
        }

        var hours = at.ToOffset(_plan.Traffic.Offset).TimeOfDay.TotalHours * shape.Count / 24;
        var (hour, into) = ((int)hours, hours - Math.Floor(hours));
        return (shape[hour] * (1 - into)) + (shape[(hour + 1) % shape.Count] * into);
    }

    private void RestAll(IReadOnlyList<FleetTask> tasks)
    {
        foreach (var task in tasks)
        {
            (task.CpuPercent, task.MemoryPercent) = (_plan.Load.CpuIdle, _plan.Load.MemoryIdle);
        }
    }

    /// <summary>
    /// What a task does with its share of a second's requests: expected 5XX of its own and of the balancer.
    /// </summary>
    private (double Target5xx, double Elb5xx) Meet(FleetTask task, double requests, DateTimeOffset at)
    {
        var load = _plan.Load;
        switch (task.AnswerAt(at))
        {
            case TaskAnswer.Refuses:
                return (0, requests);
            case TaskAnswer.TimesOut:
                return (0, requests);
            case TaskAnswer.Answers503:
                task.CpuPercent = task.Illness == Illness.Deep ? 100 : load.CpuIdle;
                Answer(QuickFailure, requests * 0.8);
                return (requests * 0.8, requests * 0.2);
        }

        var behaviour = task.Behaviour;
        var utilisation = requests / load.RequestsPerSecondPerTask;
        var used = Math.Min(1, utilisation);
        task.CpuPercent = Math.Clamp(
            load.CpuIdle + (used * (load.CpuFull - load.CpuIdle)) + (1.5 * _chance.Normal()),
            0,
            100
        );
        task.MemoryPercent = load.MemoryIdle + (used * (load.MemoryFull - load.MemoryIdle));
        var lost = utilisation > 1 ? 1 - (1 / utilisation) : 0;
        var failing = Math.Max(load.ErrorShare, behaviour.ErrorShare);
        failing = at < BlipUntil ? Math.Max(failing, BlipShare) : failing;
        var slowness = SlownessAt(utilisation) * behaviour.LatencyFactor * LatencyFactor * TableFactor;
        Answer(slowness, requests);
        return (requests * ((lost * 0.7) + ((1 - lost) * failing)), requests * lost * 0.3);
    }

    /// <summary>Notes answers of one slowness; tasks that are alike are counted together.</summary>
    private void Answer(double slowness, double requests)
    {
        for (var i = 0; i < _answered.Count; i++)
        {
            if (_answered[i].Slowness.Equals(slowness))
            {
                _answered[i] = (slowness, _answered[i].Requests + requests);
                return;
            }
        }

        _answered.Add((slowness, requests));
    }

    private void CountLatencies(LatencyHistogram ofGroup, LatencyHistogram ofBalancer)
    {
        foreach (var (slowness, requests) in _answered)
        {
            for (var i = 0; i < s_atoms.Length; i++)
            {
                var ms = Math.Min(_atomsMs[i] * slowness, _plan.Load.IdleTimeout.TotalMilliseconds);
                var bucket = LatencyHistogram.BucketOf(ms);
                ofGroup.Add(ms, bucket, requests * s_atoms[i].Share);
                ofBalancer.Add(ms, bucket, requests * s_atoms[i].Share);
            }
        }

        _answered.Clear();
    }

    private SecondOfTraffic Draw(int requests, double targetErrors, double balancerErrors)
    {
        var elb = requests == 0 ? 0 : OutOf(requests, balancerErrors / requests);
        var reached = requests - elb;
        var expectedToReach = requests - balancerErrors;
        var target = reached <= 0 || expectedToReach <= 0 ? 0 : OutOf(reached, targetErrors / expectedToReach);
        return new SecondOfTraffic(requests, reached - target, target, elb);
    }

    private int OutOf(int all, double share) =>
        share switch
        {
            <= 0 => 0,
            >= 0.999999 => all,
            > 0.5 => Math.Max(0, all - _chance.Count(all * (1 - share))),
            _ => Math.Min(all, _chance.Count(all * share)),
        };
}
