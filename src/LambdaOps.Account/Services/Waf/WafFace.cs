using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Firewalls;

namespace LambdaOps.Account.Services.Waf;

/// <summary>AWS WAF: what its web ACLs sampled.</summary>
public sealed class WafFace(SimulatedWorld world) : IServiceFace
{
    private const string CloudFrontRegion = "us-east-1";

    /// <summary>Of the first so many requests of the time a sample is taken.</summary>
    private const int MostPopulation = 5000;

    /// <summary>A start that is earlier is set to this, as AWS documents.</summary>
    private static readonly TimeSpan s_reach = TimeSpan.FromHours(3);

    public string Model => "wafv2";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "GetSampledRequests" => Sample(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's AWS WAF does not have {call.Operation} yet."
            ),
        };

    private JsonObject Sample(ServiceCall call)
    {
        var input = call.Input;
        var firewall = FirewallIn(call);
        var rule = input.Text("RuleMetricName") ?? "";
        if (!firewall.HasRule(rule))
        {
            throw NotFound();
        }

        var (from, until) = WindowIn(input);
        var met = firewall
            .Requests(from, until)
            .Where(request => rule == "ALL" || Counts(firewall, rule, request))
            .Take(MostPopulation)
            .ToList();
        var size = Math.Min(met.Count, input.Integer("MaxItems") ?? 0);
        var end = met.Count == MostPopulation ? met[^1].At : until;
        return new JsonObject
        {
            ["SampledRequests"] = new JsonArray([
                .. Enumerable
                    .Range(0, size)
                    .Select(place => (JsonNode)Write(met[place * met.Count / size], met.Count, size)),
            ]),
            ["PopulationSize"] = met.Count,
            ["TimeWindow"] = new JsonObject { ["StartTime"] = from.Iso(), ["EndTime"] = end.Iso() },
        };
    }

    /// <summary>By the web ACL's own metric name: what no rule ended.</summary>
    private static bool Counts(Firewall firewall, string rule, FirewalledRequest request) =>
        rule == firewall.Plan.Metric ? !request.IsBlocked : request.Rule == rule;

    private Firewall FirewallIn(ServiceCall call)
    {
        var region = call.Region ?? world.Plan.Region;
        var isOfCloudFront = call.Input.Text("Scope") == "CLOUDFRONT";
        if (isOfCloudFront && region != CloudFrontRegion)
        {
            throw Invalid("The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT");
        }

        var arn = call.Input.Text("WebAclArn") ?? "";
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw Invalid($"The ARN isn't valid. A valid ARN begins with arn:, field: RESOURCE_ARN, parameter: {arn}");
        }

        return world.Firewalls.FirstOrDefault(one =>
                one.Plan.Arn == arn && one.IsOfCloudFront == isOfCloudFront && one.Region == region
            ) ?? throw NotFound();
    }

    private (DateTimeOffset From, DateTimeOffset Until) WindowIn(JsonObject input)
    {
        var now = world.Clock.Now;
        var window = input["TimeWindow"] as JsonObject ?? [];
        var (from, until) = (window.Moment("StartTime") ?? now, window.Moment("EndTime") ?? now);
        from = from < now - s_reach ? now - s_reach : from;
        until = until > now ? now : until;
        return from < until
            ? (from, until)
            : throw Invalid("The time range isn't valid., field: TIME_WINDOW, parameter: EndTime");
    }

    private static JsonObject Write(FirewalledRequest request, int population, int size) =>
        new()
        {
            ["Request"] = new JsonObject
            {
                ["ClientIP"] = request.Source,
                ["Country"] = request.Country,
                ["URI"] = request.Uri,
                ["Method"] = "GET",
                ["HTTPVersion"] = "HTTP/2.0",
                ["Headers"] = new JsonArray(),
            },
            ["Weight"] = Math.Max(1, population / size),
            ["Timestamp"] = request.At.Iso(),
            ["Action"] = request.IsBlocked ? "BLOCK" : "ALLOW",
            ["RuleNameWithinRuleGroup"] = request.Rule,
        };

    private static ServiceFault Invalid(string reason) =>
        new("WAFInvalidParameterException", $"Error reason: {reason}");

    private static ServiceFault NotFound() =>
        new(
            "WAFNonexistentItemException",
            "AWS WAF couldn't perform the operation because your resource doesn't exist."
        );
}
