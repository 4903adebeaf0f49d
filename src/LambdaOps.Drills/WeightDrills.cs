using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.ElasticLoadBalancing;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The rehearsals of traffic that moves by the weights of a rule: two services take turns behind one, and an operator
/// wants all of the traffic at the second.
/// </summary>
public static class WeightDrills
{
    private const string Shift = nameof(Change.ShiftWeights);

    private const string Green = "-green";

    /// <summary>What the rule does before it forwards: it has to be there afterwards as it was.</summary>
    private const string SignIn = """
        {
            "Type": "authenticate-oidc", "Order": 1,
            "AuthenticateOidcConfig": {
                "Issuer": "https://id.example.com", "AuthorizationEndpoint": "https://id.example.com/authorize",
                "TokenEndpoint": "https://id.example.com/token", "UserInfoEndpoint": "https://id.example.com/userinfo",
                "ClientId": "app", "ClientSecret": "drill", "Scope": "openid", "SessionTimeout": 604800,
                "AuthenticationRequestExtraParams": { "prompt": "login" }, "OnUnauthenticatedRequest": "allow"
            }
        }
        """;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("weights-shifted", "Good: 10 %, 50 %, all of the traffic; what else the rule does stays.") with
        {
            Script = stage => SignedIn(stage).AskShift(0),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift, Shift)
            {
                Record = "deployed and monitored",
            },
            World = stage => Weighs(stage, 100) ?? SignsIn(stage),
        },
        Of("weights-errors", "The second service fails some requests: seen at 10 %, all back in one step.") with
        {
            Shape = (service, plan) => Behaving(service, plan, TaskBehaviour.ServesErrors(0.05)),
            Script = stage => SignedIn(stage).AskShift(0),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift)
            {
                Record = "rolled back and monitored",
            },
            World = stage => Weighs(stage, 0) ?? SignsIn(stage),
        },
        Of(
            "weights-someone-moves",
            "Someone writes other weights at the first gate: left alone, on-call is notified."
        ) with
        {
            Script = stage =>
                stage.AskShift(0).After(120, "someone gives it 30 %", at => Modify(at, sticky: null, (70, 30))),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Shift) { Record = "someone else changed" },
            World = stage => Weighs(stage, 30),
        },
        Of("weights-no-numbers", "Nothing says how the second service answers: held, then all back in one step.") with
        {
            ShapeEstate = (estate, scene) => Name(estate, scene, ("minimumRequests", 1_000_000)),
            Script = stage => stage.AskShift(0),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift)
            {
                Record = "are needed to judge it",
            },
            World = stage => Weighs(stage, 0),
        },
        Of("weights-blind", "AWS does not say how the rule stands: nothing is done, on-call is notified.") with
        {
            Script = stage => stage.Deny("elbv2", "DescribeRules").AskShift(0),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
            World = stage => Weighs(stage, 0),
        },
        Of("weights-sticky", "The rule keeps clients with their group for an hour: no traffic is shifted.") with
        {
            Script = stage =>
            {
                Modify(stage, sticky: 3600, (100, 0));
                stage.AskShift(0);
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "keeps clients with their group" },
            World = stage => Weighs(stage, 0),
        },
        Of("weights-group-empty", "Someone stops the second service at its first gate: all back in one step.") with
        {
            Script = stage =>
                stage.AskShift(0).After(90, "someone stops it", at => GreenOf(at).SetDesired(0, "person")),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift)
            {
                Record = "no target of the new revision is healthy",
            },
            World = stage => Weighs(stage, 0),
        },
        Of("weights-aborted", "An operator pauses the shift at its first gate, then aborts it.") with
        {
            Script = stage =>
                stage.AskShift(0).AskRollout(120, "pause", id: Id(stage)).AskRollout(900, "abort", id: Id(stage)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift)
            {
                Record = "an operator aborts it",
            },
            World = stage => Weighs(stage, 0),
        },
        Of("weights-killed", "The function dies when it has moved the traffic: the evidence shows it.") with
        {
            Script = stage => stage.KillOnce("ModifyRule").AskShift(0),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Shift, Shift) { Deaths = 1 },
            World = stage => Weighs(stage, 100),
        },
    ];

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = RolloutProcedure.ProcedureName,
            Needs = [Needs.Remedy(RolloutProcedure.ProcedureName), Needs.Balancer, Needs.Budget],
            ShapeEstate = (estate, scene) => Name(estate, scene),
            Script = _ => { },
            Limit = _ => s_long,
        };

    /// <summary>A second service of its kind, which shares the first one's rule.</summary>
    private static void Name(JsonNode estate, DrillScene scene, params (string Name, JsonNode Value)[] numbers)
    {
        var services = estate["services"]!.AsArray();
        var blue = services.Single(one => (string?)one!["id"] == scene.Id)!;
        var green = blue.DeepClone().AsObject();
        var (group, balancer) = ((string)blue["targetGroupArn"]!, (string)blue["loadBalancer"]!);
        var root = group[..group.LastIndexOf(":targetgroup/", StringComparison.Ordinal)];
        var rollout = green["remedies"]!["rollout"]!.DeepClone();
        if (numbers.Length > 0)
        {
            var policy = rollout["policy"] as JsonObject ?? [];
            foreach (var (name, value) in numbers)
            {
                policy[name] = value;
            }

            rollout["policy"] = policy.DeepClone();
        }

        foreach (var member in (string[])["ladder", "smokeTest", "secrets", "alternateTargetGroupArn", "site"])
        {
            green.Remove(member);
        }

        green["id"] = $"{scene.Id}{Green}";
        green["service"] = $"{green["service"]}{Green}";
        green["targetGroupArn"] = $"{root}:targetgroup/lambdaops-green/0123456789abcdef";
        green["trafficRule"] = new JsonObject
        {
            ["rule"] = $"{root}:listener-rule/{balancer}/0123456789abcdef/0123456789abcdef",
            ["otherTargetGroupArn"] = group,
        };
        green["remedies"] = new JsonObject { ["rollout"] = rollout };
        services.Add(green);
    }

    private static ServicePlan Behaving(OperatedService service, ServicePlan plan, TaskBehaviour behaviour) =>
        service.TrafficRule is null
            ? plan
            : plan with
            {
                Revisions = [plan.Revisions[^1] with { Behaviour = behaviour }],
            };

    private static string Id(DrillStage stage) => $"{stage.Scene.Id}{Green}";

    private static DrillStage AskShift(this DrillStage stage, double seconds) =>
        stage.AskRollout(seconds, "shift", id: Id(stage));

    private static FleetService GreenOf(DrillStage stage) =>
        stage.Simulation.World.Fleet.Find(stage.Service.Plan.Cluster, $"{stage.Service.Name}{Green}")!;

    private static DrillStage SignedIn(DrillStage stage)
    {
        Modify(stage, sticky: null, (100, 0), signsIn: true);
        return stage;
    }

    /// <summary>A person writes the rule.</summary>
    private static void Modify(DrillStage stage, int? sticky, (int Blue, int Green) weights, bool signsIn = false)
    {
        var forward = new JsonObject
        {
            ["Type"] = "forward",
            ["Order"] = 2,
            ["ForwardConfig"] = new JsonObject
            {
                ["TargetGroups"] = new JsonArray(
                    Tuple(stage.Service.Plan.TargetGroupArn, weights.Blue),
                    Tuple(GreenOf(stage).Plan.TargetGroupArn, weights.Green)
                ),
                ["TargetGroupStickinessConfig"] = sticky is { } seconds
                    ? new JsonObject { ["Enabled"] = true, ["DurationSeconds"] = seconds }
                    : new JsonObject { ["Enabled"] = false },
            },
        };
        Ask(
            stage,
            "ModifyRule",
            new JsonObject
            {
                ["RuleArn"] = RuleOf(stage),
                ["Actions"] = signsIn ? new JsonArray(JsonNode.Parse(SignIn), forward) : new JsonArray(forward),
            }
        );
    }

    private static JsonObject Tuple(string group, int weight) =>
        new() { ["TargetGroupArn"] = group, ["Weight"] = weight };

    private static string RuleOf(DrillStage stage) => stage.Service.Plan.ProductionRule!;

    private static JsonObject Described(DrillStage stage) =>
        Ask(stage, "DescribeRules", new JsonObject { ["RuleArns"] = new JsonArray(RuleOf(stage)) })["Rules"]![
            0
        ]!.AsObject();

    private static JsonObject Ask(DrillStage stage, string operation, JsonObject input)
    {
        var world = stage.Simulation.World;
        return new ElasticLoadBalancingFace(world).Handle(
            new ServiceCall("elbv2", operation, input, world.Clock.Now, "person")
        );
    }

    private static string? Weighs(DrillStage stage, int percent)
    {
        var weights = Described(stage)["Actions"]!.AsArray().Last()!["ForwardConfig"]!["TargetGroups"]!
            .AsArray()
            .Select(one => (int)one!["Weight"]!)
            .ToList();
        return weights is [var blue, var green] && green * 100 == percent * (blue + green)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the rule's weights are {string.Join(" and ", weights)}, and the second service was to have {percent} %"
            );
    }

    private static string? SignsIn(DrillStage stage)
    {
        var expected = JsonNode.Parse(SignIn)!;
        expected["AuthenticateOidcConfig"]!.AsObject().Remove("ClientSecret");
        return JsonNode.DeepEquals(Described(stage)["Actions"]![0], expected)
            ? null
            : "the rule does not sign in as it did";
    }
}
