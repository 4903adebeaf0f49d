using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Names;

/// <summary>
/// Route 53 as visitors meet it: failover records by what health checks say, and resolvers that keep an answer for its
/// TTL. Its data plane goes on, whatever region is lost.
/// </summary>
public sealed class NameService
{
    private readonly SimulatedWorld _world;
    private readonly Dictionary<string, FailoverName> _failovers = new(StringComparer.OrdinalIgnoreCase);

    internal NameService(SimulatedWorld world)
    {
        _world = world;
        Checks = [.. world.Plan.HealthChecks.Select(plan => new EndpointCheck(world, plan))];
        foreach (
            var records in world
                .Plan.HostedZones.SelectMany(zone => zone.Records)
                .Where(record => record.Failover is not null)
                .GroupBy(record => record.Name, StringComparer.OrdinalIgnoreCase)
        )
        {
            var name = new FailoverName(
                records.First(record => record.Failover == "PRIMARY"),
                records.FirstOrDefault(record => record.Failover == "SECONDARY")
            );
            _failovers.Add(records.Key, name);
        }

        foreach (var check in Checks)
        {
            check.Changed += Turn;
        }

        Turn();
    }

    public IReadOnlyList<EndpointCheck> Checks { get; }

    /// <summary>How long resolvers keep an answer beyond its TTL, as some do.</summary>
    public TimeSpan KeptLonger { get; set; }

    /// <summary>Starts to ask what the checks watch: once what answers is there.</summary>
    public void Start()
    {
        foreach (var check in Checks)
        {
            check.Start();
        }
    }

    public EndpointCheck? Check(string id) => Checks.FirstOrDefault(check => check.Plan.Id == id);

    /// <summary>Where the name leads a visitor now; null for a name without failover records.</summary>
    public string? TargetOf(string name) =>
        _failovers.TryGetValue(name, out var found) ? found.At(_world.Clock.Now, KeptLonger).Target : null;

    /// <summary>Whether the name leads a visitor to its secondary record now.</summary>
    public bool HasTurned(string name) =>
        _failovers.TryGetValue(name, out var found)
        && found.At(_world.Clock.Now, KeptLonger) is { Failover: "SECONDARY" };

    private void Turn()
    {
        foreach (var (name, records) in _failovers)
        {
            if (records.Turn(IsHealthy, _world.Clock.Now) is { } now)
            {
                _world.Tell("dns", name, $"is answered with {now.Target} ({now.Failover})");
            }
        }
    }

    private bool IsHealthy(RecordSetPlan record) =>
        record.HealthCheckId is not { } id || Check(id) is not { IsHealthy: false };

    /// <summary>The two records of one name.</summary>
    private sealed class FailoverName(RecordSetPlan primary, RecordSetPlan? secondary)
    {
        private (RecordSetPlan Before, RecordSetPlan Now, DateTimeOffset Since)? _turned;

        /// <summary>The primary one while it is healthy, or while none is. The record where that changes, or null.</summary>
        public RecordSetPlan? Turn(Func<RecordSetPlan, bool> isHealthy, DateTimeOffset now)
        {
            var answer = isHealthy(primary) || secondary is null || !isHealthy(secondary) ? primary : secondary;
            var known = _turned?.Now ?? primary;
            if (answer == known)
            {
                return null;
            }

            _turned = (known, answer, now);
            return answer;
        }

        public RecordSetPlan At(DateTimeOffset now, TimeSpan longer) =>
            _turned is not { } turned ? primary
            : now - turned.Since < turned.Before.Ttl + longer ? turned.Before
            : turned.Now;
    }
}
