using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Logs;

/// <summary>
/// What a service writes into its log group: a line for each request that reached it, and one for each that a table
/// refused it. The lines of a minute are drawn when somebody reads them, from what the load balancer and the tables
/// counted in it, so that log and metrics tell the same; the same minute always has the same lines.
/// </summary>
internal sealed class RequestLog(SimulatedWorld world, FleetService service) : ILogSource
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<EndpointPlan> _endpoints =
    [
        .. service.Plan.Endpoints.Where(endpoint => endpoint.Share > 0),
    ];

    public string Group { get; } = service.Plan.LogGroup!;

    public string Stream { get; } =
        $"{service.Name}/{service.Primary.Definition.Container}/"
        + $"{Chance.Hash(world.Seed, $"log stream {service.Arn}"):x16}";

    public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
        MetricGrid.Of(from, until, s_minute).SelectMany(LinesOf).Where(line => line.At >= from && line.At < until);

    private IEnumerable<LogEvent> LinesOf(DateTimeOffset minute)
    {
        var chance = Chance.StreamOf(world.Seed, $"log of {service.Arn} at {minute:O}");
        var lines = Requests(minute, chance).Concat<LogEvent>(Refusals(minute, chance)).ToList();
        lines.Sort((a, b) => a.At.CompareTo(b.At));
        for (var number = 0; number < lines.Count; number++)
        {
            lines[number].Number = number;
        }

        return lines;
    }

    private IEnumerable<LogEvent> Requests(DateTimeOffset minute, Chance chance)
    {
        if (_endpoints.Count == 0 || Read("TargetResponseTime", minute) is not { Count: > 0 } latency)
        {
            yield break;
        }

        var count = (int)Math.Round(latency.Count);
        var failing = (int)Math.Round(Read("HTTPCode_Target_5XX_Count", minute)?.Sum ?? 0);
        var spread = new Spread(latency);
        var shares = _endpoints.Sum(endpoint => endpoint.Share);
        var weighted = _endpoints.Sum(endpoint => endpoint.Share / shares * endpoint.LatencyFactor);
        for (var number = 0; number < count; number++)
        {
            var endpoint = Pick(chance.Share() * shares);
            var duration = spread.At(chance.Share()) * endpoint.LatencyFactor / weighted;
            // Exactly as many fail as were counted.
            var fails = chance.Share() * (count - number) < failing;
            failing -= fails ? 1 : 0;
            yield return new RequestLine(
                At(minute, number, count),
                Stream,
                endpoint.Path,
                Math.Max(1, Math.Round(duration, 1)),
                fails
            );
        }
    }

    /// <summary>A table's refusals are spread over the services that use it.</summary>
    private IEnumerable<LogEvent> Refusals(DateTimeOffset minute, Chance chance)
    {
        foreach (var table in service.Plan.Tables)
        {
            var users = world.Fleet.Services.Count(other => other.Plan.Tables.Contains(table));
            foreach (
                var (metric, call) in new[] { ("ReadThrottleEvents", "Query"), ("WriteThrottleEvents", "PutItem") }
            )
            {
                var name = MetricName.Of("AWS/DynamoDB", metric, ("TableName", table));
                var sum = world.Metrics.Read(name, minute, s_minute, world.Clock.Now)?.Sum ?? 0;
                var count = (int)Math.Round(sum / users);
                for (var number = 0; number < count; number++)
                {
                    var at = minute + (s_minute * chance.Share());
                    at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
                    yield return new TextLine(
                        at,
                        Stream,
                        $$"""{"level":"warn","timestamp":"{{at.Iso()}}","message":"DynamoDB refused {{call}}: ProvisionedThroughputExceededException","table":"{{table}}"}"""
                    );
                }
            }
        }
    }

    private EndpointPlan Pick(double drawn)
    {
        foreach (var endpoint in _endpoints)
        {
            drawn -= endpoint.Share;
            if (drawn < 0)
            {
                return endpoint;
            }
        }

        return _endpoints[^1];
    }

    private static DateTimeOffset At(DateTimeOffset minute, int number, int count) =>
        minute.AddMilliseconds(Math.Floor(s_minute.TotalMilliseconds * (number + 0.5) / count));

    private MetricCell? Read(string metric, DateTimeOffset minute) =>
        MetricCell.Merge([
            .. service.Routes.All.Select(route => Read(metric, route.Group, minute)).OfType<MetricCell>(),
        ]);

    private MetricCell? Read(string metric, TargetGroup group, DateTimeOffset minute) =>
        world.Metrics.Read(
            MetricName.Of(
                "AWS/ApplicationELB",
                metric,
                ("TargetGroup", group.Dimension),
                ("LoadBalancer", group.LoadBalancerDimension)
            ),
            minute,
            s_minute,
            world.Clock.Now
        );

    /// <summary>The latencies of a minute by quantile, in milliseconds; their average is the one that was measured.</summary>
    private sealed class Spread
    {
        private readonly List<(double UpTo, double Ms)> _steps = [];

        public Spread(MetricCell cell)
        {
            var values = cell.Spread.Count > 0 ? cell.Spread : [(cell.Sum / cell.Count, cell.Count)];
            var weight = values.Sum(v => v.Weight);
            var average = values.Sum(v => v.Value * v.Weight) / weight;
            var scale = average > 0 ? 1000 * (cell.Sum / cell.Count) / average : 1000;
            var reached = 0.0;
            foreach (var (value, share) in values.OrderBy(v => v.Value))
            {
                reached += share / weight;
                _steps.Add((reached, value * scale));
            }
        }

        public double At(double quantile)
        {
            var (low, high) = (0, _steps.Count - 1);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _steps[middle].UpTo <= quantile ? (middle + 1, high) : (low, middle);
            }

            return _steps[low].Ms;
        }
    }
}
