namespace LambdaOps.Account.World.Logs;

/// <summary>The log groups of the world, each with everything that writes into it; kept for a week.</summary>
public sealed class LogGroups
{
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly SimulatedWorld _world;
    private readonly List<ILogSource> _sources;

    internal LogGroups(SimulatedWorld world)
    {
        _world = world;
        _sources =
        [
            .. world.Fleet.Services.Where(s => s.Plan.LogGroup is not null).Select(s => new RequestLog(world, s)),
        ];
    }

    /// <summary>The groups in order of their names.</summary>
    public IEnumerable<string> Names =>
        _sources.Select(source => source.Group).Distinct().Order(StringComparer.Ordinal);

    public void Add(ILogSource source) => _sources.Add(source);

    public bool Has(string group) => _sources.Exists(source => source.Group == group);

    public IEnumerable<string> StreamsOf(string group) =>
        _sources.Where(source => source.Group == group).Select(source => source.Stream).Order(StringComparer.Ordinal);

    /// <summary>
    /// The events of a group from <paramref name="from"/> on and before <paramref name="until"/>, oldest first.
    /// </summary>
    public IEnumerable<LogEvent> Read(string group, DateTimeOffset from, DateTimeOffset until)
    {
        var now = _world.Clock.Now;
        var (kept, known) = (from > now - Retention ? from : now - Retention, until < now ? until : now);
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
