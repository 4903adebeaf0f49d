using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Regions;

/// <summary>The second region: its services, and what visitors of its names get.</summary>
public sealed class StandbyFleet
{
    private readonly SimulatedWorld _world;

    internal StandbyFleet(SimulatedWorld world)
    {
        _world = world;
        Services = [.. world.Plan.Standby?.Services.Select(plan => new StandbyEcsService(world, plan)) ?? []];
        foreach (var service in Services)
        {
            world.Site.Serve(service.Plan.Host, service.Answer);
        }

        if (world.Plan.Standby is not { } standby)
        {
            return;
        }

        if (standby.PublicHost is { } name)
        {
            world.Site.Serve(name, path => OfPublicName(name, path));
        }

        if (standby is { PrimaryHost: { } primary, PublicHost: { } known })
        {
            world.Site.Serve(primary, path => OfPrimary(known, path));
        }
    }

    public IReadOnlyList<StandbyEcsService> Services { get; }

    /// <summary>Regions of which nothing answers.</summary>
    public ISet<string> Lost { get; } = new HashSet<string>(StringComparer.Ordinal);

    public bool IsIn(string? region) => region is not null && region == _world.Plan.Standby?.Region;

    public StandbyEcsService? Find(string cluster, string name) =>
        Services.FirstOrDefault(one => one.Plan.Cluster == cluster && one.Plan.Name == name);

    private SiteAnswer? OfPublicName(string name, string path) =>
        _world.Names.HasTurned(name) ? Services[0].Answer(path) : OfPrimary(name, path);

    private SiteAnswer? OfPrimary(string name, string path) =>
        Lost.Contains(_world.Plan.Region) ? SiteAnswer.Timeout(5000) : _world.Site.AskFleet(name, path);
}

/// <summary>One ECS service of the second region: a count, and tasks that take a while to serve.</summary>
public sealed class StandbyEcsService
{
    private readonly SimulatedWorld _world;
    private readonly List<DateTimeOffset> _tasks = [];

    internal StandbyEcsService(SimulatedWorld world, StandbyServicePlan plan)
    {
        (_world, Plan) = (world, plan);
        _tasks.AddRange(Enumerable.Repeat(DateTimeOffset.MinValue, plan.Desired));
    }

    public StandbyServicePlan Plan { get; }

    public int Desired => _tasks.Count;

    /// <summary>Whether its tasks start, and never serve.</summary>
    public bool NeverServes { get; set; }

    public int Running =>
        _tasks.Count(since => since == DateTimeOffset.MinValue || _world.Clock.Now - since >= Plan.StartsIn);

    public void Scale(int desired)
    {
        while (_tasks.Count > desired)
        {
            _tasks.RemoveAt(_tasks.Count - 1);
        }

        while (_tasks.Count < desired)
        {
            _tasks.Add(_world.Clock.Now);
        }
    }

    /// <summary>What a visitor gets.</summary>
    public SiteAnswer Answer(string path) =>
        _world.Standby.Lost.Contains(_world.Plan.Standby!.Region) ? SiteAnswer.Timeout(5000)
        : Running == 0 || NeverServes
            ? new SiteAnswer(503, "text/html", "<h1>503 Service Temporarily Unavailable</h1>", 3)
        : new SiteAnswer(200, "application/json", $$"""{"status":"ok","path":"{{path}}","from":"{{Plan.Text}}"}""", 20);
}
