namespace LambdaOps.Account.World.Logs;

/// <summary>The log groups of the world, each with everything that writes into it.</summary>
public sealed class LogGroups
{
    private readonly SimulatedWorld _world;
    private readonly SortedDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<ILogSource> _sources = [];
    private readonly DateTimeOffset _begin;

    internal LogGroups(SimulatedWorld world)
    {
        _world = world;
        _begin = world.Clock.Now - world.Plan.KnownFor;
        foreach (var plan in world.Plan.LogGroups)
        {
            Create(plan.Name, plan.RetentionDays);
        }

        foreach (var service in world.Fleet.Services.Where(s => s.Plan.LogGroup is not null))
        {
            Add(new RequestLog(world, service));
        }

        foreach (var firewall in world.Firewalls.Where(one => one.Plan.LogGroup is not null))
        {
            Add(firewall);
        }
    }

    /// <summary>How long queries of Logs Insights run from here on.</summary>
    public TimeSpan QueriesTake { get; set; }

    /// <summary>The groups in order of their names.</summary>
    public IEnumerable<LogGroup> All => _groups.Values;

    /// <summary>A group that is there already stays as it is.</summary>
    public void Create(string name, int? retentionDays) =>
        _groups.TryAdd(name, new LogGroup(name, _begin, retentionDays));

    /// <summary>What writes into a group that is not there makes it, and then nothing in it ever expires.</summary>
    public void Add(ILogSource source)
    {
        Create(source.Group, retentionDays: null);
        _sources.Add(source);
    }

    public bool Has(string group) => _groups.ContainsKey(group);

    public LogGroup? Find(string group) => _groups.GetValueOrDefault(group);

    public IEnumerable<string> StreamsOf(string group) =>
        _sources.Where(source => source.Group == group).Select(source => source.Stream).Order(StringComparer.Ordinal);

    /// <summary>
    /// The events of a group from <paramref name="from"/> on and before <paramref name="until"/>, oldest first.
    /// </summary>
    public IEnumerable<LogEvent> Read(string group, DateTimeOffset from, DateTimeOffset until)
    {
        var now = _world.Clock.Now;
        var deleted = _groups.GetValueOrDefault(group)?.DeletedBefore(now) ?? _begin;
        DateTimeOffset[] limits = [from, deleted, _begin];
        var (kept, known) = (limits.Max(), until < now ? until : now);
        return kept < known
            ? Merged([.. _sources.Where(source => source.Group == group).Select(source => source.Read(kept, known))])
            : [];
    }

    private static IEnumerable<LogEvent> Merged(IReadOnlyList<IEnumerable<LogEvent>> all) =>
        all.Count == 1 ? all[0] : InOrder(all);

    private static IEnumerable<LogEvent> InOrder(IReadOnlyList<IEnumerable<LogEvent>> all)
    {
        var next = new PriorityQueue<(IEnumerator<LogEvent> Events, int Place), (DateTimeOffset At, int Place)>();
        for (var place = 0; place < all.Count; place++)
        {
            var events = all[place].GetEnumerator();
            if (events.MoveNext())
            {
                next.Enqueue((events, place), (events.Current.At, place));
            }
        }

        while (next.TryDequeue(out var first, out _))
        {
            yield return first.Events.Current;
            if (first.Events.MoveNext())
            {
                next.Enqueue(first, (first.Events.Current.At, first.Place));
            }
        }
    }
}
