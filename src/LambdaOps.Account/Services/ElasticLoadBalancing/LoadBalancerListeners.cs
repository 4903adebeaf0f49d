using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.ElasticLoadBalancing;

/// <summary>
/// The listeners of the load balancers: each has one, on 443, that forwards by host name. What no rule takes goes to the
/// load balancer's first service. ECS rewrites the rules of a service with two target groups, and no default.
/// </summary>
internal sealed class LoadBalancerListeners(SimulatedWorld world)
{
    private const int Port = 443;

    public JsonObject Describe(JsonObject input)
    {
        var balancer = input.Text("LoadBalancerArn");
        var arns = input.Texts("ListenerArns");
        if (balancer is null && arns.Count == 0)
        {
            throw new ServiceFault("ValidationError", "You must specify either listener ARNs or a load balancer ARN");
        }

        var firsts = world.Fleet.Services.DistinctBy(s => s.Plan.LoadBalancerArn).ToList();
        if (balancer is not null && firsts.TrueForAll(s => s.Plan.LoadBalancerArn != balancer))
        {
            throw ElasticLoadBalancingFace.NoBalancer(balancer);
        }

        var found = firsts
            .Where(s => balancer is null || s.Plan.LoadBalancerArn == balancer)
            .Where(s => arns.Count == 0 || arns.Contains(ArnOf(s)))
            .ToList();
        return found.Count < arns.Count
            ? throw NoListener()
            : Paging.Answer(found, input, ElasticLoadBalancingFace.Pages, "Listeners", Write);
    }

    public JsonObject DescribeRules(JsonObject input)
    {
        var listener = input.Text("ListenerArn");
        var arns = input.Texts("RuleArns");
        var known = world.Fleet.Services.GroupBy(s => s.Plan.LoadBalancerArn).ToList();
        if (listener is not null && known.TrueForAll(services => ArnOf(services.First()) != listener))
        {
            throw NoListener();
        }

        var rules = known
            .Where(services => listener is null || ArnOf(services.First()) == listener)
            .SelectMany(services => Rules([.. services]))
            .Where(rule => arns.Count == 0 || arns.Contains(rule.Text("RuleArn")!))
            .ToList();
        return rules.Count < arns.Count
            ? throw new ServiceFault("RuleNotFoundException", "One or more rules not found")
            : Paging.Answer(rules, input, ElasticLoadBalancingFace.Pages, "Rules", rule => rule);
    }

    public bool Has(string arn) => world.Fleet.Services.Any(s => ArnOf(s) == arn);

    private string ArnOf(FleetService service) =>
        $"{RootOf(service, "listener")}/{Id($"listener {service.Plan.LoadBalancerArn}")}";

    private JsonObject Write(FleetService first) =>
        new()
        {
            ["ListenerArn"] = ArnOf(first),
            ["LoadBalancerArn"] = first.Plan.LoadBalancerArn,
            ["Port"] = Port,
            ["Protocol"] = "HTTPS",
            ["DefaultActions"] = Forward(first),
        };

    private IEnumerable<JsonObject> Rules(IReadOnlyList<FleetService> services)
    {
        var priority = 1;
        foreach (var service in services)
        {
            var (routes, plan) = (service.Routes, service.Plan);
            yield return Rule(
                ProductionRuleOf(service),
                priority++,
                plan.HealthHost,
                routes.All.Count == 1 ? Forward(service) : Weighted(routes, routes.PercentOf)
            );
            if (plan.TestHost is { } host)
            {
                var action = Weighted(routes, group => group == routes.Tested ? 100 : 0);
                yield return Rule(TestRuleOf(service), priority++, host, action);
            }
        }

        yield return new JsonObject
        {
            ["RuleArn"] = $"{RuleRootOf(services[0])}/{Id($"default rule {services[0].Plan.LoadBalancerArn}")}",
            ["Priority"] = "default",
            ["Conditions"] = new JsonArray(),
            ["Actions"] = Forward(services[0]),
            ["IsDefault"] = true,
        };
    }

    /// <summary>The rule by which users come to a service.</summary>
    public string ProductionRuleOf(FleetService service) => $"{RuleRootOf(service)}/{Id($"rule {service.Arn}")}";

    /// <summary>The rule by which tests come to the new revision.</summary>
    public string TestRuleOf(FleetService service) => $"{RuleRootOf(service)}/{Id($"test rule {service.Arn}")}";

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

    private static JsonArray Forward(FleetService service) =>
        new(new JsonObject { ["Type"] = "forward", ["TargetGroupArn"] = service.Plan.TargetGroupArn });

    /// <summary>Weights are whole numbers: tenths of a percent where a step has some.</summary>
    private static JsonArray Weighted(ServiceRoutes routes, Func<TargetGroup, double> percentOf)
    {
        var scale = routes.All.All(route => percentOf(route.Group) % 1 == 0) ? 1 : 10;
        var groups = routes.All.Select(route => new JsonObject
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
