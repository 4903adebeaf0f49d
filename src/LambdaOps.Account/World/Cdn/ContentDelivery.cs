namespace LambdaOps.Account.World.Cdn;

/// <summary>All distributions of the world, and a steady visitor who looks at each of them every second.</summary>
public sealed class ContentDelivery
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly SimulatedWorld _world;
    private readonly List<Distribution> _distributions = [];

    internal ContentDelivery(SimulatedWorld world) => _world = world;

    /// <summary>One for each site of the plan; none before <see cref="Connect"/>.</summary>
    public IReadOnlyList<Distribution> Distributions => _distributions;

    /// <summary>By its id, or by the id of its site.</summary>
    public Distribution this[string id] =>
        Find(id)
        ?? _distributions.Find(d => d.Plan.Id == id)
        ?? throw new KeyNotFoundException($"The world has no distribution '{id}'.");

    public Distribution? Find(string id) => _distributions.Find(d => d.Id == id);

    /// <summary>Puts the plan's distributions before their buckets, which have their objects by now.</summary>
    public void Connect(IObjectStore store)
    {
        foreach (var plan in _world.Plan.Sites)
        {
            var distribution = new Distribution(_world, plan, store);
            _distributions.Add(distribution);
            foreach (var name in distribution.DomainNames)
            {
                _world.Site.Serve(name, distribution.Ask);
            }
        }

        if (_distributions.Count > 0)
        {
            Visit();
        }
    }

    private void Visit()
    {
        foreach (var distribution in _distributions)
        {
            distribution.Look();
        }

        _world.Clock.In(s_second, "visitor", Visit);
    }
}

/// <summary>Where distributions fetch what they do not have: the buckets of the account.</summary>
public interface IObjectStore
{
    /// <summary>The object as it is now; null when the bucket or the key is not there.</summary>
    StoredObject? Find(string bucket, string key);
}

/// <summary>An object with what a client is told of it.</summary>
/// <param name="ETag">With its quotation marks.</param>
/// <param name="Headers">By their HTTP names, Content-Type not among them.</param>
public sealed record StoredObject(
    byte[] Body,
    string ContentType,
    string ETag,
    IReadOnlyDictionary<string, string> Headers
);
