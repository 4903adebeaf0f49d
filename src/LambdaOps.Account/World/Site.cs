using System.Globalization;
using System.Text;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World;

/// <summary>What a caller from outside gets from a public address.</summary>
public sealed record SiteAnswer(int Status, string ContentType, string Body, double LatencyMs, bool TimedOut = false)
{
    private static readonly Dictionary<string, string> s_none = [];

    /// <summary>The body byte for byte: as it was stored, or the text in UTF-8.</summary>
    public byte[] Bytes
    {
        get => field ?? Encoding.UTF8.GetBytes(Body);
        init;
    }

    /// <summary>Headers besides Content-Type.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = s_none;

    public static SiteAnswer Of(int status, string contentType, byte[] bytes, double latencyMs) =>
        new(status, contentType, Encoding.UTF8.GetString(bytes), latencyMs) { Bytes = bytes };

    public static SiteAnswer Timeout(double afterMs) => new(0, "", "", afterMs, TimedOut: true);
}

/// <summary>
/// The public addresses of the world. Asking a service changes nothing: what an answer depends on by chance is drawn
/// from the seed, the second and the address, so that the order and the number of questions do not matter. Asking a
/// site fills its distribution's cache, as it does in AWS.
/// </summary>
public sealed class Site
{
    private readonly SimulatedWorld _world;
    private readonly Dictionary<string, Func<string, SiteAnswer?>> _others = new(StringComparer.OrdinalIgnoreCase);

    internal Site(SimulatedWorld world) => _world = world;

    /// <summary>Lets someone else answer for a host: a static site, a CDN. Null falls through.</summary>
    public void Serve(string host, Func<string, SiteAnswer?> answer) => _others[host] = answer;

    /// <summary>The answer at this moment, or null when nobody has this host.</summary>
    public SiteAnswer? Ask(string host, string path)
    {
        return _others.TryGetValue(host, out var other) && other(path) is { } answered
            ? answered
            : AskFleet(host, path);
    }

    /// <summary>The same of a service alone, whoever else answers for the host.</summary>
    internal SiteAnswer? AskFleet(string host, string path)
    {
        FleetService? found = null;
        foreach (var service in _world.Fleet.Services.Where(one => one.Plan.BehindRuleOf is null))
        {
            if (string.Equals(service.Plan.TestHost, host, StringComparison.OrdinalIgnoreCase))
            {
                return Through(service, service.Routes.All.First(r => r.Group == service.Routes.Tested), path);
            }

            if (!string.Equals(service.Plan.HealthHost, host, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (PathOf(path) == service.Plan.HealthPath)
            {
                return Through(service, RouteOf(service, path), path);
            }

            found ??= service;
        }

        return found is null ? null : Through(found, RouteOf(found, path), path);
    }

    private static string PathOf(string pathAndQuery) => pathAndQuery.Split('?')[0];

    /// <summary>Through the load balancer: its 503 without targets, else whatever the target that is drawn does.</summary>
    private SiteAnswer Through(FleetService service, ServiceRoute route, string path)
    {
        var routable = new List<Target>();
        route.Group.RouteTo(routable);
        if (routable.Count == 0)
        {
            return FromBalancer(service, 503, "503 Service Temporarily Unavailable", 3);
        }

        var drawn = Drawn(service, path, "target");
        var task = routable[(int)(drawn * routable.Count)].Task;
        var timeout = service.Plan.Load.IdleTimeout.TotalMilliseconds;
        var now = _world.Clock.Now;
        return task.AnswerAt(now) switch
        {
            TaskAnswer.Refuses => FromBalancer(service, 502, "502 Bad Gateway", 5),
            TaskAnswer.TimesOut => SiteAnswer.Timeout(timeout),
            TaskAnswer.Answers503 when Drawn(service, path, "hang") < 0.2 => SiteAnswer.Timeout(timeout),
            TaskAnswer.Answers503 => Failing(12),
            _ when service.IsBlippedAt(now, Drawn(service, path, "blip")) => Failing(20),
            _ when Drawn(service, path, "overload") < LostShare(service, route, routable.Count) => SiteAnswer.Timeout(
                timeout
            ),
            _ when Fails(service, task.Behaviour, path) => Broken(),
            _ => Serving(service, route, task, path, routable.Count),
        };
    }

    /// <summary>By the weights of the production rule.</summary>
    private ServiceRoute RouteOf(FleetService service, string path)
    {
        var routes = service.Routes.Forwarded;
        var drawn = routes.Count == 1 ? 0 : 100 * Drawn(service, path, "route");
        var reached = 0.0;
        return routes.FirstOrDefault(route => drawn < (reached += route.Percent)) ?? routes[0];
    }

    private static double UtilisationOf(FleetService service, ServiceRoute route, int targets) =>
        route.Requests / (service.Plan.Load.RequestsPerSecondPerTask * targets);

    /// <summary>What this code breaks; its health check it does not.</summary>
    private bool Fails(FleetService service, TaskBehaviour behaviour, string path) =>
        behaviour.BrokenPaths.Contains(PathOf(path))
        || (
            service.Plan.Endpoints.Any(endpoint => endpoint.Path == PathOf(path))
            && Drawn(service, path, "error") < behaviour.ErrorShare
        );

    private static double LostShare(FleetService service, ServiceRoute route, int targets) =>
        Math.Max(0, 1 - (1 / Math.Max(1, UtilisationOf(service, route, targets))));

    private SiteAnswer Serving(FleetService service, ServiceRoute route, FleetTask task, string path, int targets)
    {
        var quantile = Drawn(service, path, "latency");
        var used = UtilisationOf(service, route, targets);
        var slowness = ServiceTraffic.SlownessAt(used) * task.Behaviour.LatencyFactor * service.LatencyFactorNow;
        var latency = Math.Round(ServiceTraffic.LatencyAt(service.Plan.Load, quantile) * slowness, 3);
        if (service.Plan.Endpoints.Any(endpoint => endpoint.Path == PathOf(path)))
        {
            return new SiteAnswer(200, "application/json", """{"items":[]}""", latency);
        }

        if (PathOf(path) != service.Plan.HealthPath)
        {
            return new SiteAnswer(404, "application/json", """{"error":"not found"}""", latency);
        }

        var at = _world.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var body = $$"""{"status":"ok","service":"{{service.Name}}","timestamp":"{{at}}"}""";
        if (!body.Contains(service.Plan.HealthText, StringComparison.Ordinal))
        {
            body += $"\n{service.Plan.HealthText}\n";
        }

        return new SiteAnswer(200, "application/json", body, latency);
    }

    private static SiteAnswer Failing(double latencyMs) =>
        new(503, "application/json", """{"status":"unavailable"}""", latencyMs);

    private static SiteAnswer Broken() => new(500, "application/json", """{"error":"internal"}""", 15);

    /// <summary>A network load balancer answers nothing of its own: the connection is cut.</summary>
    private static SiteAnswer FromBalancer(FleetService service, int status, string title, double latencyMs)
    {
        if (service.Plan.IsBehindNetwork)
        {
            return SiteAnswer.Timeout(latencyMs);
        }

        var body =
            $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
            + "</body>\r\n</html>\r\n";
        return new SiteAnswer(status, "text/html", body, latencyMs);
    }

    private double Drawn(FleetService service, string path, string what) =>
        Chance.HashedShare(
            _world.Seed,
            $"site {what} {service.Plan.HealthHost}{path}",
            _world.Clock.Now.ToUnixTimeSeconds()
        );
}
