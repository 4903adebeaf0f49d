namespace LambdaOps.Simulator.World.Logs;

/// <summary>
/// The log groups of the world's services, each with the requests of the services that write into it; kept for a week.
/// </summary>
public sealed class RequestLogs
{
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(7);

    private readonly SimulatedWorld _world;
    private readonly List<RequestLog> _logs;

    internal RequestLogs(SimulatedWorld world)
    {
        _world = world;
        _logs = [.. world.Fleet.Services.Where(s => s.Plan.LogGroup is not null).Select(s => new RequestLog(world, s))];
    }

    /// <summary>The groups in order of their names.</summary>
    public IEnumerable<string> Groups =>
        _logs.Select(log => log.Group).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    public bool Has(string group) => _logs.Exists(log => log.Group == group);

    /// <summary>
    /// The endpoints of a log group by their average duration in the minutes that touch [from, until), slowest first.
    /// </summary>
    public IReadOnlyList<EndpointLog> SlowestEndpoints(
        string group,
        DateTimeOffset from,
        DateTimeOffset until,
        int limit = int.MaxValue
    )
    {
        var now = _world.Clock.Now;
        var (kept, known) = (from > now - s_retention ? from : now - s_retention, until < now ? until : now);
        return kept < known ? Read(group, kept, known, limit) : [];
    }

    private IReadOnlyList<EndpointLog> Read(string group, DateTimeOffset from, DateTimeOffset until, int limit) =>
        [
            .. _logs
                .Where(log => log.Group == group)
                .SelectMany(log => log.Read(from, until))
                .GroupBy(line => line.Path)
                .Select(lines => new EndpointLog(
                    lines.Key,
                    lines.Sum(line => line.AverageMs * line.Requests) / lines.Sum(line => line.Requests),
                    lines.Sum(line => line.Requests)
                ))
                .OrderByDescending(line => line.AverageMs)
                .ThenBy(line => line.Path, StringComparer.Ordinal)
                .Take(limit),
        ];
}
