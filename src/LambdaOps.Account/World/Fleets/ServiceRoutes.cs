using System.Text.Json.Nodes;
using LambdaOps.Account.World.Balancing;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// Where a load balancer's rules send a service's requests: the production rule by weights, the test rule to one group.
/// ECS rewrites both while a deployment is not ROLLING, and the groups take turns.
/// </summary>
public sealed class ServiceRoutes
{
    private readonly List<ServiceRoute> _all;
    private readonly List<ServiceRoute> _forwarded;

    internal ServiceRoutes(params IEnumerable<ServiceRoute> routes)
    {
        _all = [.. routes];
        _forwarded = [.. _all];
        (Live, Tested) = (_all[0].Group, _all[0].Group);
        _all[0].Percent = 100;
    }

    /// <summary>One for each target group, the configured one first.</summary>
    public IReadOnlyList<ServiceRoute> All => _all;

    /// <summary>All groups that the production rule forwards to: also one of another service behind the same rule.</summary>
    public IReadOnlyList<ServiceRoute> Forwarded => _forwarded;

    /// <summary>The group of the revision that is in production.</summary>
    public TargetGroup Live { get; private set; }

    /// <summary>The group that the test rule forwards to.</summary>
    public TargetGroup Tested { get; private set; }

    /// <summary>The other group; null where there is one only.</summary>
    public TargetGroup? Other => _all.Find(route => route.Group != Live)?.Group;

    /// <summary>The production rule as somebody made it.</summary>
    internal ForwardingRule Rule { get; } = new();

    public double PercentOf(TargetGroup group) => PercentOf(group.Arn);

    internal double PercentOf(string group) => _forwarded.Find(route => route.Group.Arn == group)?.Percent ?? 0;

    /// <summary>Splits production traffic between a group and the other one.</summary>
    internal void Shift(TargetGroup to, double percent)
    {
        foreach (var route in _all)
        {
            route.Percent = route.Group == to ? percent : 100 - percent;
        }
    }

    /// <summary>As the weights of the production rule say it; groups that it leaves out get nothing.</summary>
    public void Weigh(IReadOnlyDictionary<string, int> weights)
    {
        var all = weights.Values.Sum();
        foreach (var route in _forwarded)
        {
            route.Percent = all == 0 ? 0 : 100.0 * weights.GetValueOrDefault(route.Group.Arn) / all;
        }
    }

    /// <summary>The production rule forwards to a group of another service, too.</summary>
    internal void Join(ServiceRoute other) => _forwarded.Add(other);

    internal void ShiftTests(TargetGroup to) => Tested = to;

    /// <summary>All traffic is at a group, which is the one in production from now on.</summary>
    internal void Settle(TargetGroup group)
    {
        Shift(group, 100);
        (Live, Tested) = (group, group);
    }
}

/// <summary>What somebody wrote into a rule; null where nobody did.</summary>
internal sealed class ForwardingRule
{
    public JsonArray? Actions { get; set; }

    public JsonArray? Conditions { get; set; }

    public JsonArray? Transforms { get; set; }
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
