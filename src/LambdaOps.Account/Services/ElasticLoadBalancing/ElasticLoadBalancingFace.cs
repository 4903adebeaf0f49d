using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Services.ElasticLoadBalancing;

/// <summary>Elastic Load Balancing v2 as the world's load balancers answer it: reads, and the weights of a rule.</summary>
public sealed class ElasticLoadBalancingFace(SimulatedWorld world) : IServiceFace
{
    internal static readonly PageTerms Pages = new("Marker", "PageSize", "ValidationError") { Usual = 400, Most = 400 };

    private const string ZonalShift = "zonal_shift.config.enabled";

    private readonly LoadBalancerListeners _listeners = new(world);

    public string Model => "elbv2";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeTargetHealth" => DescribeTargetHealth(call.Input),
            "DescribeTargetGroups" => DescribeTargetGroups(call.Input),
            "DescribeLoadBalancers" => DescribeLoadBalancers(call.Input),
            "DescribeListeners" => _listeners.Describe(call.Input),
            "DescribeRules" => _listeners.DescribeRules(call.Input),
            "ModifyRule" => new RuleChanges(world, _listeners).Modify(call.Input),
            "DescribeTags" => DescribeTags(call.Input),
            "DescribeLoadBalancerAttributes" => DescribeBalancerAttributes(call.Input),
            "ModifyLoadBalancerAttributes" => ModifyBalancerAttributes(call.Input),
            "DescribeTargetGroupAttributes" => DescribeGroupAttributes(call.Input),
            _ => throw new ServiceFault("InvalidAction", $"The simulator's load balancers have no {call.Operation}."),
        };

    private JsonObject DescribeTargetHealth(JsonObject input)
    {
        var group = world.Fleet.Group(input.Text("TargetGroupArn") ?? "") ?? throw NoGroup();
        var asked = input.Objects("Targets");
        var targets =
            asked.Count == 0
                ? group.Targets.Select(Write)
                : asked.Select(t =>
                    group.Targets.FirstOrDefault(g => g.Task.Ip == t.Text("Id")) is { } found ? Write(found) : Unused(t)
                );
        return new JsonObject { ["TargetHealthDescriptions"] = FaceJson.Array(targets) };
    }

    private JsonObject DescribeTargetGroups(JsonObject input)
    {
        var arns = input.Texts("TargetGroupArns");
        var names = input.Texts("Names");
        var balancer = input.Text("LoadBalancerArn");
        if (balancer is not null && !world.Fleet.Services.Any(s => s.Plan.LoadBalancerArn == balancer))
        {
            throw NoBalancer(balancer);
        }

        var found = world
            .Fleet.Services.SelectMany(s => s.Routes.All.Select(route => route.Group))
            .Where(group => balancer is null || group.LoadBalancerArn == balancer)
            .Where(group => arns.Count == 0 || arns.Contains(group.Arn))
            .Where(group => names.Count == 0 || names.Contains(NameOf(group.Dimension)))
            .ToList();
        if (found.Count < arns.Count + names.Count)
        {
            throw NoGroup();
        }

        return Paging.Answer(found, input, Pages, "TargetGroups", Write);
    }

    private JsonObject DescribeLoadBalancers(JsonObject input)
    {
        var arns = input.Texts("LoadBalancerArns");
        var names = input.Texts("Names");
        var found = world
            .Fleet.Services.DistinctBy(s => s.Plan.LoadBalancerArn)
            .Where(s => arns.Count == 0 || arns.Contains(s.Plan.LoadBalancerArn))
            .Where(s => names.Count == 0 || names.Contains(NameOf(s.Targets.LoadBalancerDimension)))
            .ToList();
        if (found.Count < arns.Count + names.Count)
        {
            throw NoBalancer(string.Join(", ", arns.Concat(names)));
        }

        return Paging.Answer(found, input, Pages, "LoadBalancers", WriteBalancer);
    }

    /// <summary>Nothing here is tagged.</summary>
    private JsonObject DescribeTags(JsonObject input)
    {
        var tags = input
            .Texts("ResourceArns")
            .Select(arn => new JsonObject { ["ResourceArn"] = Known(arn), ["Tags"] = new JsonArray() });
        return new JsonObject { ["TagDescriptions"] = FaceJson.Array(tags) };
    }

    private string Known(string arn)
    {
        var isGroup = arn.Contains(":targetgroup/", StringComparison.Ordinal);
        var isKnown = isGroup
            ? world.Fleet.OfTargetGroup(arn) is not null
            : _listeners.Has(arn) || world.Fleet.Services.Any(s => s.Plan.LoadBalancerArn == arn);
        return isKnown ? arn
            : isGroup ? throw NoGroup()
            : throw NoBalancer(arn);
    }

    private JsonObject DescribeBalancerAttributes(JsonObject input)
    {
        var arn = input.Text("LoadBalancerArn") ?? "";
        var service =
            world.Fleet.Services.FirstOrDefault(s =>
                s.Plan.LoadBalancerArn == arn || s.Plan.FrontLoadBalancerArn == arn
            ) ?? throw NoBalancer(arn);
        var attributes = Attributes(
            ("idle_timeout.timeout_seconds", service.Plan.Load.IdleTimeout),
            ("client_keep_alive.seconds", TimeSpan.FromHours(1))
        );
        attributes["Attributes"]!
            .AsArray()
            .Add(
                new JsonObject { ["Key"] = ZonalShift, ["Value"] = world.ZonalShifts.IsEnabled(arn) ? "true" : "false" }
            );
        return attributes;
    }

    /// <summary>Whether traffic may be shifted between zones; no other attribute is anyone's to set here.</summary>
    private JsonObject ModifyBalancerAttributes(JsonObject input)
    {
        _ = DescribeBalancerAttributes(input);
        foreach (var one in input.Objects("Attributes"))
        {
            if (one.Text("Key") != ZonalShift || one.Text("Value") is not ("true" or "false"))
            {
                throw new ServiceFault(
                    "InvalidConfigurationRequest",
                    $"The simulator's load balancers take only {ZonalShift}, true or false."
                );
            }

            world.ZonalShifts.Enable(input.Text("LoadBalancerArn") ?? "", one.Text("Value") == "true");
        }

        return DescribeBalancerAttributes(input);
    }

    private JsonObject DescribeGroupAttributes(JsonObject input)
    {
        var service = world.Fleet.OfTargetGroup(input.Text("TargetGroupArn") ?? "") ?? throw NoGroup();
        return Attributes(
            ("deregistration_delay.timeout_seconds", service.Plan.HealthCheck.DeregistrationDelay),
            ("slow_start.duration_seconds", TimeSpan.Zero)
        );
    }

    private static JsonObject Attributes(params (string Key, TimeSpan Value)[] seconds) =>
        new()
        {
            ["Attributes"] = FaceJson.Array(
                seconds.Select(s => new JsonObject { ["Key"] = s.Key, ["Value"] = $"{(long)s.Value.TotalSeconds}" })
            ),
        };

    private static JsonObject Write(Target target)
    {
        var health = new JsonObject { ["State"] = target.StateText };
        health.PutUnlessNull("Reason", target.Reason);
        health.PutUnlessNull("Description", target.Description);
        return new JsonObject
        {
            ["Target"] = new JsonObject
            {
                ["Id"] = target.Task.Ip,
                ["Port"] = target.Port,
                ["AvailabilityZone"] = target.Task.Zone,
            },
            ["HealthCheckPort"] = $"{target.Port}",
            ["TargetHealth"] = health,
        };
    }

    private static JsonObject Unused(JsonObject target) =>
        new()
        {
            ["Target"] = target.DeepClone(),
            ["TargetHealth"] = new JsonObject
            {
                ["State"] = "unused",
                ["Reason"] = "Target.NotRegistered",
                ["Description"] = "Target is not registered to the target group",
            },
        };

    private static JsonObject Write(TargetGroup group)
    {
        var check = group.Check;
        var isNetwork = group.LoadBalancerDimension.StartsWith("net/", StringComparison.Ordinal);
        var output = new JsonObject
        {
            ["TargetGroupArn"] = group.Arn,
            ["TargetGroupName"] = NameOf(group.Dimension),
            ["Protocol"] = isNetwork ? "TCP" : "HTTP",
            ["Port"] = check.Port,
            ["HealthCheckProtocol"] = "HTTP",
            ["HealthCheckPort"] = "traffic-port",
            ["HealthCheckEnabled"] = true,
            ["HealthCheckIntervalSeconds"] = (int)check.Interval.TotalSeconds,
            ["HealthCheckTimeoutSeconds"] = (int)check.Timeout.TotalSeconds,
            ["HealthyThresholdCount"] = check.HealthyThreshold,
            ["UnhealthyThresholdCount"] = check.UnhealthyThreshold,
            ["HealthCheckPath"] = check.Path,
            ["Matcher"] = new JsonObject { ["HttpCode"] = "200" },
            ["LoadBalancerArns"] = new JsonArray(group.LoadBalancerArn),
            ["TargetType"] = "ip",
            ["IpAddressType"] = "ipv4",
        };
        if (!isNetwork)
        {
            output["ProtocolVersion"] = "HTTP1";
        }

        return output;
    }

    private JsonObject WriteBalancer(FleetService service)
    {
        var name = NameOf(service.Targets.LoadBalancerDimension);
        var region = world.Plan.Region;
        return new JsonObject
        {
            ["LoadBalancerArn"] = service.Plan.LoadBalancerArn,
            ["DNSName"] = $"{name}-1234567890.{region}.elb.amazonaws.com",
            ["CreatedTime"] = service.CreatedAt.Iso(),
            ["LoadBalancerName"] = name,
            ["Scheme"] = "internet-facing",
            ["State"] = new JsonObject { ["Code"] = "active" },
            ["Type"] = service.Plan.IsBehindNetwork ? "network" : "application",
            ["AvailabilityZones"] = FaceJson.Array(
                service.Plan.Zones.Select(z => new JsonObject { ["ZoneName"] = region + z })
            ),
            ["IpAddressType"] = "ipv4",
        };
    }

    /// <summary>The name in "app/name/id" or "targetgroup/name/id".</summary>
    private static string NameOf(string dimension) => dimension.Split('/') is [_, var name, ..] ? name : dimension;

    private static ServiceFault NoGroup() => new("TargetGroupNotFoundException", "One or more target groups not found");

    internal static ServiceFault NoBalancer(string name) =>
        new("LoadBalancerNotFoundException", $"Load balancers '[{name}]' not found");
}
