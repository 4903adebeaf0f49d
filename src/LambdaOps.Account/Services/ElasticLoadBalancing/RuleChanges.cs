using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Services.ElasticLoadBalancing;

/// <summary>
/// ModifyRule on production rules. What is sent takes the place of the whole list of its kind; a kind that is not sent
/// stays as it was.
/// </summary>
internal sealed class RuleChanges(SimulatedWorld world, LoadBalancerListeners listeners)
{
    private const int MostGroups = 5;
    private const int MostWeight = 999;
    private const int LongestStickiness = 7 * 24 * 60 * 60;

    private static readonly string[] s_last = ["forward", "redirect", "fixed-response"];

    public JsonObject Modify(JsonObject input)
    {
        var arn = input.Text("RuleArn") ?? "";
        if (listeners.IsDefaultRule(arn))
        {
            throw new ServiceFault("OperationNotPermittedException", $"Default rule '{arn}' cannot be modified");
        }

        var service =
            world.Fleet.Services.FirstOrDefault(one =>
                !one.Plan.IsBehindNetwork && listeners.ProductionRuleOf(one) == arn
            )
            ?? throw (
                listeners.HasRule(arn)
                    ? new ServiceFault("InvalidAction", "The simulator modifies production rules alone.")
                    : new ServiceFault("RuleNotFoundException", "One or more rules not found")
            );
        if (input["Actions"] is null && input["Conditions"] is null && input["Transforms"] is null)
        {
            throw Invalid("You must specify at least one of conditions, actions or transforms");
        }

        var rule = service.Routes.Rule;
        if (input["Actions"] is JsonArray)
        {
            var actions = input.Objects("Actions");
            service.Routes.Weigh(WeightsIn(service, actions));
            rule.Actions = FaceJson.Array(actions.Select(Kept));
            Tell(service);
        }

        rule.Conditions = input["Conditions"]?.DeepClone() as JsonArray ?? rule.Conditions;
        rule.Transforms = input["Transforms"]?.DeepClone() as JsonArray ?? rule.Transforms;
        return listeners.DescribeRules(new JsonObject { ["RuleArns"] = new JsonArray(arn) });
    }

    private static Dictionary<string, int> WeightsIn(FleetService service, List<JsonObject> actions)
    {
        var ends = actions.FindAll(action => s_last.Contains(action.Text("Type")));
        if (ends is not [var end] || end != actions.MaxBy(action => action.Integer("Order") ?? 0))
        {
            throw new ServiceFault(
                "InvalidLoadBalancerActionException",
                "A rule must have exactly one action of type forward, redirect or fixed-response, and it must be the last"
            );
        }

        foreach (var action in actions)
        {
            if (
                action["AuthenticateOidcConfig"] is JsonObject oidc
                && oidc["ClientSecret"] is null
                && oidc.Flag("UseExistingClientSecret") != true
            )
            {
                throw new ServiceFault("InvalidLoadBalancerActionException", "You must specify the client secret");
            }
        }

        return end.Text("Type") == "forward"
            ? Checked(service, end)
            : throw new ServiceFault("InvalidAction", "The simulator's production rules forward.");
    }

    private static Dictionary<string, int> Checked(FleetService service, JsonObject forward)
    {
        var config = forward["ForwardConfig"] as JsonObject;
        var groups = config?.Objects("TargetGroups") ?? [];
        if (groups.Count == 0 && forward.Text("TargetGroupArn") is { } single)
        {
            groups = [new JsonObject { ["TargetGroupArn"] = single }];
        }

        if (groups.Count is 0 or > MostGroups)
        {
            throw Invalid($"A forward action must have between 1 and {MostGroups} target groups");
        }

        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var (arn, weight) = (group.Text("TargetGroupArn") ?? "", group.Integer("Weight") ?? 1);
            if (weight is < 0 or > MostWeight)
            {
                throw Invalid(Text($"Target group weight '{weight}' must be between 0 and {MostWeight}"));
            }

            if (service.Routes.Forwarded.All(route => route.Group.Arn != arn))
            {
                throw new ServiceFault("TargetGroupNotFoundException", "One or more target groups not found");
            }

            if (!weights.TryAdd(arn, weight))
            {
                throw Invalid($"Target group '{arn}' is specified twice");
            }
        }

        if (
            config?["TargetGroupStickinessConfig"] is JsonObject sticky
            && sticky.Flag("Enabled") == true
            && sticky.Integer("DurationSeconds") is not (>= 1 and <= LongestStickiness)
        )
        {
            throw Invalid($"The stickiness duration must be between 1 and {LongestStickiness} seconds");
        }

        return weights;
    }

    /// <summary>An action as the rule is described from then on: nobody gets a secret back.</summary>
    private static JsonObject Kept(JsonObject action)
    {
        var kept = action.DeepClone().AsObject();
        if (kept["AuthenticateOidcConfig"] is JsonObject oidc)
        {
            oidc.Remove("ClientSecret");
            oidc.Remove("UseExistingClientSecret");
        }

        return kept;
    }

    private void Tell(FleetService service) =>
        world.Tell(
            "balancer",
            service.Name,
            "the rule's weights: "
                + string.Join(
                    ", ",
                    service.Routes.Forwarded.Select(route => Text($"{route.Group.Dimension} {route.Percent:0.#} %"))
                )
        );

    private static ServiceFault Invalid(string why) => new("ValidationError", why);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
