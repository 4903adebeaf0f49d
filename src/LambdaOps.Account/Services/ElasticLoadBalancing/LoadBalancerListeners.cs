using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.ElasticLoadBalancing;

/// <summary>
/// The listeners of the load balancers. An application load balancer has one, on 443, that forwards by host name; what no
/// rule takes goes to its first service. ECS rewrites the rules of a service with two target groups, and no default. A
/// network load balancer has one for each service, and one for its tests, with no rule but the default: of those ECS
/// rewrites the default action.
/// </summary>
internal sealed class LoadBalancerListeners(SimulatedWorld world)
{
    private const int Port = 443;
    private const int TestPort = 8443;

    public JsonObject Describe(JsonObject input)
    {
        var balancer = input.Text("LoadBalancerArn");
        var arns = input.Texts("ListenerArns");
        if (balancer is null && arns.Count == 0)
        {
            throw new ServiceFault("ValidationError", "You must specify either listener ARNs or a load balancer ARN");
        }

        if (balancer is not null && world.Fleet.Services.All(s => s.Plan.LoadBalancerArn != balancer))
        {
            throw ElasticLoadBalancingFace.NoBalancer(balancer);
        }

        var found = All.Where(listener => balancer is null || listener.Text("LoadBalancerArn") == balancer)
            .Where(listener => arns.Count == 0 || arns.Contains(listener.Text("ListenerArn")!))
            .ToList();
        return found.Count < arns.Count
            ? throw NoListener()
            : Paging.Answer(found, input, ElasticLoadBalancingFace.Pages, "Listeners", listener => listener);
    }

    public JsonObject DescribeRules(JsonObject input)
    {
        var listener = input.Text("ListenerArn");
        var arns = input.Texts("RuleArns");
        if (listener is not null && !Has(listener))
        {
            throw NoListener();
        }

        var rules = ByRules
            .Where(services => listener is null || ArnOf(services.First()) == listener)
            .SelectMany(services => Rules([.. services]))
            .Concat(OfNetworks.Where(one => listener is null || one.Text("ListenerArn") == listener).Select(Default))
            .Where(rule => arns.Count == 0 || arns.Contains(rule.Text("RuleArn")!))
            .ToList();
        return rules.Count < arns.Count
            ? throw new ServiceFault("RuleNotFoundException", "One or more rules not found")
            : Paging.Answer(rules, input, ElasticLoadBalancingFace.Pages, "Rules", rule => rule);
    }

    public bool Has(string arn) => All.Any(listener => listener.Text("ListenerArn") == arn);

    private IEnumerable<JsonObject> All =>
        ByRules
            .Select(services => Write(services.First(), ArnOf(services.First()), Port, Forward(services.First())))
            .Concat(OfNetworks);

    private IEnumerable<IGrouping<string, FleetService>> ByRules =>
        world.Fleet.Services.Where(s => !s.Plan.IsBehindNetwork).GroupBy(s => s.Plan.LoadBalancerArn);

    private IEnumerable<JsonObject> OfNetworks =>
        world
            .Fleet.Services.Where(s => s.Plan.IsBehindNetwork)
            .GroupBy(s => s.Plan.LoadBalancerArn)
            .SelectMany(services => services.SelectMany(OfNetwork));

    private IEnumerable<JsonObject> OfNetwork(FleetService service, int index)
    {
        var routes = service.Routes;
        yield return Write(service, ProductionRuleOf(service), Port + index, Forward(routes, routes.PercentOf));
        if (service.Plan.TestHost is not null)
        {
            var tested = Forward(routes, group => group == routes.Tested ? 100 : 0);
            yield return Write(service, TestRuleOf(service), TestPort + index, tested);
        }
    }

    private string ArnOf(FleetService service) =>
        $"{RootOf(service, "listener")}/{Id($"listener {service.Plan.LoadBalancerArn}")}";

    private static JsonObject Write(FleetService service, string arn, int port, JsonArray actions) =>
        new()
        {
            ["ListenerArn"] = arn,
            ["LoadBalancerArn"] = service.Plan.LoadBalancerArn,
            ["Port"] = port,
            ["Protocol"] = service.Plan.IsBehindNetwork ? "TLS" : "HTTPS",
            ["DefaultActions"] = actions,
        };

    /// <summary>One group by its name where it has all; else by weights.</summary>
    private static JsonArray Forward(ServiceRoutes routes, Func<TargetGroup, double> percentOf) =>
        routes.All.FirstOrDefault(route => percentOf(route.Group) >= 100) is { } whole
            ? Forward(whole.Group.Arn)
            : Weighted(routes.All, percentOf);

    /// <summary>A network load balancer's listener has no other rule.</summary>
    private JsonObject Default(JsonObject listener)
    {
        var arn = listener.Text("ListenerArn")!;
        return Default(
            $"{arn.Replace(":listener/", ":listener-rule/", StringComparison.Ordinal)}/{Id($"default rule {arn}")}",
            listener["DefaultActions"]!.DeepClone().AsArray()
        );
    }

    private IEnumerable<JsonObject> Rules(IReadOnlyList<FleetService> services)
    {
        var priority = 1;
        foreach (var service in services)
        {
            if (service.Plan.BehindRuleOf is not null)
            {
                continue;
            }

            var (routes, plan) = (service.Routes, service.Plan);
            yield return Production(service, priority++);
            if (plan.TestHost is { } host)
            {
                var action = Weighted(routes.All, group => group == routes.Tested ? 100 : 0);
                yield return Rule(TestRuleOf(service), priority++, host, action);
            }
        }

        yield return Default(DefaultRuleOf(services[0]), Forward(services[0]));
    }

    private static JsonObject Default(string arn, JsonArray actions) =>
        new()
        {
            ["RuleArn"] = arn,
            ["Priority"] = "default",
            ["Conditions"] = new JsonArray(),
            ["Actions"] = actions,
            ["IsDefault"] = true,
        };

    /// <summary>What somebody made of it (ModifyRule), with the weights that it has now.</summary>
    private JsonObject Production(FleetService service, int priority)
    {
        var (routes, kept) = (service.Routes, service.Routes.Rule);
        var weighted = Weighted(routes.Forwarded, routes.PercentOf);
        var rule = Rule(
            ProductionRuleOf(service),
            priority,
            service.Plan.HealthHost,
            kept.Actions is { } actions ? Updated(actions, routes, weighted)
                : routes.Forwarded.Count == 1 ? Forward(service)
                : weighted
        );
        rule["Conditions"] = kept.Conditions?.DeepClone() ?? rule["Conditions"]!.DeepClone();
        rule.PutUnlessNull("Transforms", kept.Transforms?.DeepClone());
        return rule;
    }

    /// <summary>ECS may have moved traffic since: then the weights are its own.</summary>
    private static JsonArray Updated(JsonArray actions, ServiceRoutes routes, JsonArray weighted)
    {
        var updated = actions.DeepClone().AsArray();
        if (updated.OfType<JsonObject>().First(IsForward)["ForwardConfig"] is JsonObject config)
        {
            var written = config.Objects("TargetGroups");
            var all = written.Sum(WeightOf);
            if (
                written.Exists(one =>
                    Math.Abs((100.0 * WeightOf(one) / Math.Max(1, all)) - routes.PercentOf(one.Text("TargetGroupArn")!))
                    > 0.05
                )
            )
            {
                config["TargetGroups"] = weighted[0]!["ForwardConfig"]!["TargetGroups"]!.DeepClone();
            }
        }

        return updated;
    }

    private static bool IsForward(JsonObject action) => action.Text("Type") == "forward";

    private static int WeightOf(JsonObject tuple) => tuple.Integer("Weight") ?? 1;

    /// <summary>The rule by which users come to a service; behind a network load balancer the listener.</summary>
    public string ProductionRuleOf(FleetService service) =>
        service.Plan.ProductionRule
        ?? (
            service.Plan.IsBehindNetwork
                ? $"{RootOf(service, "listener")}/{Id($"listener {service.Arn}")}"
                : $"{RuleRootOf(service)}/{Id($"rule {service.Arn}")}"
        );

    public bool IsDefaultRule(string arn) =>
        world.Fleet.Services.Any(service => DefaultRuleOf(service) == arn)
        || OfNetworks.Any(listener => Default(listener).Text("RuleArn") == arn);

    public bool HasRule(string arn) => world.Fleet.Services.Any(service => TestRuleOf(service) == arn);

    private string DefaultRuleOf(FleetService service) =>
        $"{RuleRootOf(service)}/{Id($"default rule {service.Plan.LoadBalancerArn}")}";

    /// <summary>The rule by which tests come to the new revision; behind a network load balancer the listener.</summary>
    public string TestRuleOf(FleetService service) =>
        service.Plan.IsBehindNetwork
            ? $"{RootOf(service, "listener")}/{Id($"test listener {service.Arn}")}"
            : $"{RuleRootOf(service)}/{Id($"test rule {service.Arn}")}";

    private string RuleRootOf(FleetService service) =>
        $"{RootOf(service, "listener-rule")}/{Id($"listener {service.Plan.LoadBalancerArn}")}";

    private static JsonObject Rule(string arn, int priority, string host, JsonArray actions) =>
        new()
        {
            ["RuleArn"] = arn,
            ["Priority"] = $"{priority}",
            ["Conditions"] = new JsonArray(
                new JsonObject
                {
                    ["Field"] = "host-header",
                    ["HostHeaderConfig"] = new JsonObject { ["Values"] = new JsonArray(host) },
                }
            ),
            ["Actions"] = actions,
            ["IsDefault"] = false,
        };

    private static JsonArray Forward(FleetService service) => Forward(service.Plan.TargetGroupArn);

    private static JsonArray Forward(string group) =>
        new(new JsonObject { ["Type"] = "forward", ["TargetGroupArn"] = group });

    /// <summary>Weights are whole numbers: tenths of a percent where a step has some.</summary>
    private static JsonArray Weighted(IReadOnlyList<ServiceRoute> routes, Func<TargetGroup, double> percentOf)
    {
        var scale = routes.All(route => percentOf(route.Group) % 1 == 0) ? 1 : 10;
        var groups = routes.Select(route => new JsonObject
        {
            ["TargetGroupArn"] = route.Group.Arn,
            ["Weight"] = (int)Math.Round(percentOf(route.Group) * scale),
        });
        return new(
            new JsonObject
            {
                ["Type"] = "forward",
                ["Order"] = 1,
                ["ForwardConfig"] = new JsonObject
                {
                    ["TargetGroups"] = FaceJson.Array(groups),
                    ["TargetGroupStickinessConfig"] = new JsonObject { ["Enabled"] = false },
                },
            }
        );
    }

    private static string RootOf(FleetService service, string kind) =>
        service.Plan.LoadBalancerArn.Replace(":loadbalancer/", $":{kind}/", StringComparison.Ordinal);

    private string Id(string of) => $"{Chance.Hash(world.Seed, of):x16}";

    private static ServiceFault NoListener() => new("ListenerNotFoundException", "One or more listeners not found");
}
