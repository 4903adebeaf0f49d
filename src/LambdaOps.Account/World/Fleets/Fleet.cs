using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

/// <summary>All services of the world, moved on second by second.</summary>
public sealed class Fleet
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly SimulatedWorld _world;
    private readonly List<FleetService> _services = [];

    internal Fleet(SimulatedWorld world)
    {
        _world = world;
        Definitions = new TaskDefinitions(world.Plan.Region, world.Plan.AccountId);
        var balancers = new Dictionary<string, TrafficLedger>(StringComparer.Ordinal);
        foreach (var plan in world.Plan.Services)
        {
            foreach (var revision in plan.Revisions)
            {
                Definitions.Add(revision);
            }

            if (!balancers.TryGetValue(plan.LoadBalancerArn, out var balancer))
            {
                var dimension = TargetGroup.LoadBalancerDimensionOf(plan.LoadBalancerArn);
                balancer = new TrafficLedger(world.Metrics, dimension, null, world.Plan.MetricDelay);
                balancers.Add(plan.LoadBalancerArn, balancer);
            }

            _services.Add(new FleetService(world, this, plan, balancer));
        }

        foreach (var behind in _services.Where(service => service.Plan.BehindRuleOf is not null))
        {
            RuleOwnerOf(behind).Forward(behind);
        }
    }

    public TaskDefinitions Definitions { get; }

    public IReadOnlyList<FleetService> Services => _services;

    public IEnumerable<string> Clusters => _services.Select(s => s.Plan.Cluster).Distinct();

    /// <summary>By service name, or "cluster/service" where a name occurs twice.</summary>
    public FleetService this[string name] =>
        _services.Find(s => s.Name == name || $"{s.Plan.Cluster}/{s.Name}" == name)
        ?? throw new KeyNotFoundException($"The world has no service '{name}'.");

    public FleetService? Find(string cluster, string service) =>
        _services.Find(s => s.Plan.Cluster == cluster && (s.Name == service || s.Arn == service));

    public FleetService? OfTargetGroup(string arn) => _services.Find(s => s.Routes.All.Any(r => r.Group.Arn == arn));

    /// <summary>The service by whose production rule a service gets its requests: mostly itself.</summary>
    public FleetService RuleOwnerOf(FleetService service) =>
        service.Plan.BehindRuleOf is { } owner ? Find(service.Plan.Cluster, owner)! : service;

    public TargetGroup? Group(string arn) =>
        OfTargetGroup(arn)?.Routes.All.First(route => route.Group.Arn == arn).Group;

    /// <summary>
    /// Invokes a lifecycle hook's function and hands on what it answers: null when it failed or could not be invoked.
    /// </summary>
    public Action<string, byte[], Action<byte[]?>> AskHook { get; set; } = (_, _, answered) => answered(null);

    /// <summary>Makes the metrics of the time before the start, in which nothing happened but traffic.</summary>
    internal void Remember(DateTimeOffset from, DateTimeOffset until)
    {
        for (var at = from; at < until; at += s_second)
        {
            foreach (var service in _services)
            {
                service.Serve(at);
            }

            _world.Tables.Second(at, _services);
        }
    }

    internal void Live(VirtualClock clock)
    {
        if (_services.Count > 0)
        {
            clock.In(s_second, "second", () => Pass(clock));
        }
    }

    private void Pass(VirtualClock clock)
    {
        foreach (var service in _services)
        {
            service.Second(clock.Now);
        }

        _world.Tables.Second(clock.Now, _services);

        clock.In(s_second, "second", () => Pass(clock));
    }
}
