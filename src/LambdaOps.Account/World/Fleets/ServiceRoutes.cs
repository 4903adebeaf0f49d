using LambdaOps.Account.World.Balancing;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// Where a load balancer's rules send a service's requests: the production rule by weights, the test rule to one group.
/// ECS rewrites both while a deployment is not ROLLING, and the groups take turns.
/// </summary>
public sealed class ServiceRoutes
{
    private readonly List<ServiceRoute> _all;

    internal ServiceRoutes(params IEnumerable<ServiceRoute> routes)
    {
        _all = [.. routes];
        (Live, Tested) = (_all[0].Group, _all[0].Group);
        _all[0].Percent = 100;
    }

    /// <summary>One for each target group, the configured one first.</summary>
    public IReadOnlyList<ServiceRoute> All => _all;

    /// <summary>The group of the revision that is in production.</summary>
    public TargetGroup Live { get; private set; }

    /// <summary>The group that the test rule forwards to.</summary>
    public TargetGroup Tested { get; private set; }

    /// <summary>The other group; null where there is one only.</summary>
    public TargetGroup? Other => _all.Find(route => route.Group != Live)?.Group;

    public double PercentOf(TargetGroup group) => _all.Find(route => route.Group == group)!.Percent;

    /// <summary>Splits production traffic between a group and the other one.</summary>
    internal void Shift(TargetGroup to, double percent)
    {
        foreach (var route in _all)
        {
            route.Percent = route.Group == to ? percent : 100 - percent;
        }
    }

    internal void ShiftTests(TargetGroup to) => Tested = to;

    /// <summary>All traffic is at a group, which is the one in production from now on.</summary>
    internal void Settle(TargetGroup group)
    {
        Shift(group, 100);
        (Live, Tested) = (group, group);
    }
}

/// <summary>One target group of a service, and the share of production traffic that it gets.</summary>
public sealed class ServiceRoute
{
    private double _carried;

    internal ServiceRoute(TargetGroup group, TrafficLedger ledger) => (Group, Ledger) = (group, ledger);

    public TargetGroup Group { get; }

    public double Percent { get; internal set; }

    /// <summary>Requests of the last second.</summary>
    public int Requests { get; internal set; }

    internal TrafficLedger Ledger { get; }

    /// <summary>Its share of so many requests; what is less than one is carried on to the next second.</summary>
    internal int PartOf(int requests)
    {
        _carried += requests * Percent / 100;
        var part = (int)_carried;
        _carried -= part;
        return part;
    }
}
