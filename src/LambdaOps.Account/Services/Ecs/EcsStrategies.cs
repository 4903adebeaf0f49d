using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Ecs;

/// <summary>deploymentConfiguration: what ECS takes and refuses, and how it shows it.</summary>
internal static class EcsStrategies
{
    private const int MostMinutes = 1440;
    private const int MostPauseMinutes = 20_160;
    private const int MostHooksOfAKind = 10;

    private static readonly Dictionary<string, FleetStage> s_hookable = new[]
    {
        FleetStage.ReconcileService,
        FleetStage.PreScaleUp,
        FleetStage.PostScaleUp,
        FleetStage.TestTrafficShift,
        FleetStage.PostTestTrafficShift,
        FleetStage.PreProductionTrafficShift,
        FleetStage.ProductionTrafficShift,
        FleetStage.PostProductionTrafficShift,
    }.ToDictionary(stage => stage.Text(), StringComparer.Ordinal);

    /// <summary>The rules after an update: what it does not name stays.</summary>
    /// <exception cref="ServiceFault">ECS refuses the configuration.</exception>
    public static DeploymentPlan Read(FleetService service, JsonObject input)
    {
        var before = service.Rules;
        var breaker = input["deploymentCircuitBreaker"] as JsonObject;
        var strategy = input.Text("strategy") is { } named ? StrategyOf(named) : before.Strategy;
        var (linear, canary) = (input["linearConfiguration"], input["canaryConfiguration"]);
        Require(linear is null || strategy == FleetStrategy.Linear, "linearConfiguration is only for LINEAR.");
        Require(canary is null || strategy == FleetStrategy.Canary, "canaryConfiguration is only for CANARY.");
        Require(
            strategy == FleetStrategy.Rolling || service.Plan.AlternateTargetGroupArn is not null,
            $"{Text(strategy)} needs an advancedConfiguration with an alternateTargetGroupArn and a production rule."
        );
        var rules = before with
        {
            Strategy = strategy,
            MinimumHealthyPercent = input.Integer("minimumHealthyPercent") ?? before.MinimumHealthyPercent,
            MaximumPercent = input.Integer("maximumPercent") ?? before.MaximumPercent,
            CircuitBreaker = breaker?.Flag("enable") ?? before.CircuitBreaker,
            Rollback = breaker?.Flag("rollback") ?? before.Rollback,
            BakeTime = Minutes(input, "bakeTimeInMinutes", before.BakeTime),
            StepPercent = Percent(linear, "stepPercent", 3, before.StepPercent),
            StepBakeTime = Minutes(linear as JsonObject, "stepBakeTimeInMinutes", before.StepBakeTime),
            CanaryPercent = Percent(canary, "canaryPercent", 0.1, before.CanaryPercent),
            CanaryBakeTime = Minutes(canary as JsonObject, "canaryBakeTimeInMinutes", before.CanaryBakeTime),
            Hooks = input["lifecycleHooks"] is JsonArray ? Hooks(input.Objects("lifecycleHooks")) : before.Hooks,
        };
        Require(
            strategy == FleetStrategy.Rolling || !rules.CircuitBreaker,
            "deploymentCircuitBreaker can only be used with the ROLLING strategy."
        );
        Require(
            strategy != FleetStrategy.Rolling || rules.Hooks.Count == 0,
            "The simulated account has no lifecycleHooks of ROLLING deployments."
        );
        return rules;
    }

    /// <summary>As deploymentController has it.</summary>
    public static string Text(this FleetController controller) =>
        controller switch
        {
            FleetController.Ecs => "ECS",
            FleetController.CodeDeploy => "CODE_DEPLOY",
            FleetController.External => "EXTERNAL",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>What ECS takes from nobody but the service's controller, and no count of a DAEMON service.</summary>
    /// <exception cref="ServiceFault">ECS refuses the update.</exception>
    public static void RequireUpdatable(FleetService service, bool deploys, bool counts)
    {
        var rules = service.Rules;
        Require(
            !deploys || rules.Controller == FleetController.Ecs,
            $"The deployment controller of the service is {rules.Controller.Text()}: it starts deployments, ECS does not."
        );
        Require(!counts || !rules.IsDaemon, "A service with the DAEMON scheduling strategy has no desired count.");
    }

    public static JsonObject Write(DeploymentPlan rules)
    {
        var output = new JsonObject();
        if (rules.Strategy == FleetStrategy.Rolling)
        {
            output["deploymentCircuitBreaker"] = new JsonObject
            {
                ["enable"] = rules.CircuitBreaker,
                ["rollback"] = rules.Rollback,
            };
        }

        output["maximumPercent"] = rules.MaximumPercent;
        output["minimumHealthyPercent"] = rules.MinimumHealthyPercent;
        output["strategy"] = Text(rules.Strategy);
        output["bakeTimeInMinutes"] = (int)rules.BakeTime.TotalMinutes;
        if (rules.Hooks.Count > 0)
        {
            output["lifecycleHooks"] = FaceJson.Array(rules.Hooks.Select(Write));
        }

        if (rules.Strategy == FleetStrategy.Linear)
        {
            output["linearConfiguration"] = new JsonObject
            {
                ["stepPercent"] = rules.StepPercent,
                ["stepBakeTimeInMinutes"] = (int)rules.StepBakeTime.TotalMinutes,
            };
        }
        else if (rules.Strategy == FleetStrategy.Canary)
        {
            output["canaryConfiguration"] = new JsonObject
            {
                ["canaryPercent"] = rules.CanaryPercent,
                ["canaryBakeTimeInMinutes"] = (int)rules.CanaryBakeTime.TotalMinutes,
            };
        }

        return output;
    }

    private static JsonObject Write(HookPlan hook)
    {
        var output = new JsonObject
        {
            ["targetType"] = hook.IsPause ? "PAUSE" : "AWS_LAMBDA",
            ["lifecycleStages"] = FaceJson.Array(hook.Stages.Select(stage => stage.Text())),
            ["timeoutConfiguration"] = new JsonObject
            {
                ["timeoutInMinutes"] = (int)hook.Timeout.TotalMinutes,
                ["action"] = hook.ContinuesAfterTimeout ? "CONTINUE" : "ROLLBACK",
            },
        };
        output.PutUnlessNull("hookTargetArn", hook.FunctionArn);
        output.PutUnlessNull("roleArn", hook.RoleArn);
        if (hook.Details is { } details)
        {
            output["hookDetails"] = details.DeepClone();
        }

        return output;
    }

    private static List<HookPlan> Hooks(List<JsonObject> given)
    {
        var hooks = given.ConvertAll(Hook);
        var (pauses, functions) = (hooks.Count(hook => hook.IsPause), hooks.Count(hook => !hook.IsPause));
        Require(
            Math.Max(pauses, functions) <= MostHooksOfAKind,
            "A service can have at most 10 pause hooks and 10 Lambda hooks."
        );
        return hooks;
    }

    private static HookPlan Hook(JsonObject given)
    {
        var stages = given.Texts("lifecycleStages").ConvertAll(stage => s_hookable[stage]);
        Require(stages.Count > 0, "lifecycleStages cannot be empty.");
        var (function, role) = (given.Text("hookTargetArn"), given.Text("roleArn"));
        var isPause = given.Text("targetType") == "PAUSE";
        var timeout = given["timeoutConfiguration"] as JsonObject;
        var minutes = timeout?.Integer("timeoutInMinutes") ?? MostMinutes;
        Require(
            minutes >= 1 && minutes <= (isPause ? MostPauseMinutes : MostMinutes),
            "timeoutInMinutes is out of range."
        );
        if (isPause)
        {
            Require(function is null && role is null, "PAUSE hooks have no hookTargetArn and no roleArn.");
            Require(
                !stages.Contains(FleetStage.TestTrafficShift) && !stages.Contains(FleetStage.ProductionTrafficShift),
                "PAUSE hooks are not supported at TEST_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT."
            );
        }
        else
        {
            Require(function is not null && role is not null, "AWS_LAMBDA hooks need a hookTargetArn and a roleArn.");
        }

        return new HookPlan(stages)
        {
            FunctionArn = function,
            RoleArn = role,
            Details = given["hookDetails"]?.DeepClone() as JsonObject,
            Timeout = TimeSpan.FromMinutes(minutes),
            ContinuesAfterTimeout = timeout?.Text("action") == "CONTINUE",
        };
    }

    private static TimeSpan Minutes(JsonObject? input, string member, TimeSpan before)
    {
        if (input?.Integer(member) is not { } minutes)
        {
            return before;
        }

        Require(minutes is >= 0 and <= MostMinutes, $"{member} must be between 0 and {MostMinutes}.");
        return TimeSpan.FromMinutes(minutes);
    }

    private static double Percent(JsonNode? input, string member, double least, double before)
    {
        if ((input as JsonObject)?.Number(member) is not { } percent)
        {
            return before;
        }

        Require(
            percent >= least && percent <= 100 && Math.Abs((percent * 10) - Math.Round(percent * 10)) < 1e-6,
            $"{member} must be a multiple of 0.1 between {least} and 100."
        );
        return percent;
    }

    private static FleetStrategy StrategyOf(string name) =>
        name switch
        {
            "BLUE_GREEN" => FleetStrategy.BlueGreen,
            "LINEAR" => FleetStrategy.Linear,
            "CANARY" => FleetStrategy.Canary,
            _ => FleetStrategy.Rolling,
        };

    private static string Text(FleetStrategy strategy) =>
        strategy == FleetStrategy.BlueGreen ? "BLUE_GREEN" : strategy.ToString().ToUpperInvariant();

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ServiceFault("InvalidParameterException", otherwise);
        }
    }
}
