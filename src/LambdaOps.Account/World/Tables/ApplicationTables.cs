using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Tables;

/// <summary>The application's tables, moved on with the services that use them.</summary>
public sealed class ApplicationTables
{
    private readonly List<ApplicationTable> _tables;

    internal ApplicationTables(SimulatedWorld world)
    {
        _tables = [.. world.Plan.Tables.Select(plan => new ApplicationTable(world, plan))];
        foreach (var name in world.Plan.Services.SelectMany(service => service.Tables))
        {
            _ = this[name];
        }
    }

    public IReadOnlyList<ApplicationTable> All => _tables;

    public ApplicationTable this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"The world has no table '{name}'.");

    public ApplicationTable? Find(string name) => _tables.Find(table => table.Name == name);

    /// <summary>How much longer a service's answers take: what the worst of its tables does to them.</summary>
    internal double LatencyFactorOf(ServicePlan service, DateTimeOffset at)
    {
        var factor = 1.0;
        foreach (var name in service.Tables)
        {
            factor = Math.Max(factor, this[name].LatencyFactorAt(at));
        }

        return factor;
    }

    internal void Second(DateTimeOffset at, IReadOnlyList<FleetService> services)
    {
        foreach (var table in _tables)
        {
            var requests = 0;
            foreach (var service in services)
            {
                if (service.Plan.Tables.Contains(table.Name))
                {
                    requests += service.Traffic.Requests - service.Traffic.Elb5xx;
                }
            }

            table.Second(at, requests);
        }
    }
}
