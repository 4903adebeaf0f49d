using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

internal enum HookStatus
{
    AwaitingAction,
    InProgress,
    Succeeded,
    Failed,
    TimedOut,
}

/// <summary>A hook at one stage of one deployment: each stage, and each step of traffic, has its own.</summary>
internal sealed class HookRun(HookPlan plan, string id, FleetStage stage, DateTimeOffset expiresAt)
{
    public HookPlan Plan { get; } = plan;

    public string Id { get; } = id;

    public FleetStage Stage { get; } = stage;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public HookStatus Status { get; set; } = plan.IsPause ? HookStatus.AwaitingAction : HookStatus.InProgress;

    /// <summary>When the function is asked next; null while its answer is awaited.</summary>
    public DateTimeOffset? AskAt { get; set; }

    public JsonObject? Details { get; set; } = plan.Details;

    public bool IsOpen => Status is HookStatus.AwaitingAction or HookStatus.InProgress;

    /// <summary>Whether it lets the deployment go on.</summary>
    public bool LetsPass =>
        Status == HookStatus.Succeeded || (Status == HookStatus.TimedOut && Plan.ContinuesAfterTimeout);

    public string TypeText => Plan.IsPause ? "PAUSE" : "AWS_LAMBDA";

    public string StatusText =>
        Status switch
        {
            HookStatus.AwaitingAction => "AWAITING_ACTION",
            HookStatus.InProgress => "IN_PROGRESS",
            HookStatus.Succeeded => "SUCCEEDED",
            HookStatus.Failed => "FAILED",
            _ => "TIMED_OUT",
        };
}

/// <summary>
/// The hooks of a stage, all at the same time. The stage is over when each lets the deployment go on; one that does not
/// rolls it back.
/// </summary>
internal sealed class StageHooks(FleetService service, FleetDeployment deployment, Chance chance)
{
    private static readonly TimeSpan s_usualCallBack = TimeSpan.FromSeconds(30);

    private readonly List<HookRun> _all = [];

    /// <summary>Those of the stage that began last.</summary>
    public IReadOnlyList<HookRun> All => _all;

    public bool AllPass => _all.TrueForAll(hook => hook.LetsPass);

    public bool AllOver => _all.TrueForAll(hook => !hook.IsOpen);

    /// <summary>The first that does not let the deployment go on, or null.</summary>
    public HookRun? Refusing => _all.Find(hook => !hook.IsOpen && !hook.LetsPass);

    /// <summary>A pause lasts as long as it is configured to, which may be longer than a stage.</summary>
    public bool IsPaused => _all.Exists(hook => hook.Status == HookStatus.AwaitingAction);

    public void Begin(FleetStage stage, DateTimeOffset at)
    {
        _all.Clear();
        foreach (var plan in service.Rules.Hooks.Where(hook => hook.Stages.Contains(stage)))
        {
            var hook = new HookRun(plan, NewId(plan), stage, at + plan.Timeout) { AskAt = plan.IsPause ? null : at };
            _all.Add(hook);
            Tell(hook);
        }
    }

    public void Clear() => _all.Clear();

    public void Second(DateTimeOffset at)
    {
        foreach (var hook in _all.Where(hook => hook.IsOpen).ToList())
        {
            if (at >= hook.ExpiresAt)
            {
                Turn(hook, HookStatus.TimedOut);
            }
            else if (hook.AskAt <= at)
            {
                hook.AskAt = null;
                service.AskHook(hook.Plan.FunctionArn!, PayloadOf(hook), answer => Answered(hook, answer));
            }
        }
    }

    /// <summary>What somebody says about a pause.</summary>
    public void Continue(HookRun hook, bool rollBack) =>
        Turn(hook, rollBack ? HookStatus.Failed : HookStatus.Succeeded);

    /// <param name="answer">Null: the function failed, or could not be invoked.</param>
    private void Answered(HookRun hook, byte[]? answer)
    {
        if (!_all.Contains(hook) || !hook.IsOpen)
        {
            return;
        }

        var said = Read(answer);
        switch (said?.Text("hookStatus"))
        {
            case "SUCCEEDED":
                Turn(hook, HookStatus.Succeeded);
                break;
            case "IN_PROGRESS":
                hook.Details = Merged(hook.Details, said["hookDetails"] as JsonObject);
                var delay = said.Number("callBackDelay") is > 0 and var seconds
                    ? TimeSpan.FromSeconds(seconds)
                    : s_usualCallBack;
                hook.AskAt = service.Now + delay;
                break;
            default:
                Turn(hook, HookStatus.Failed);
                break;
        }
    }

    private void Turn(HookRun hook, HookStatus status)
    {
        hook.Status = status;
        Tell(hook);
    }

    private void Tell(HookRun hook)
    {
        service.Log.Tell("deployment", $"hook {hook.TypeText} at {hook.Stage.Text()}: {hook.StatusText}");
        service.Announcements.Hook(deployment, hook);
    }

    private byte[] PayloadOf(HookRun hook)
    {
        var weights = hook.Stage is FleetStage.PreProductionTrafficShift or FleetStage.ProductionTrafficShift;
        var payload = new JsonObject
        {
            ["executionId"] = chance.Uuid(),
            ["lifecycleStage"] = hook.Stage.Text(),
            ["resourceArn"] = service.ArnOf(deployment),
            ["executionDetails"] = new JsonObject
            {
                ["serviceArn"] = service.Arn,
                ["targetServiceRevisionArn"] = service.RevisionArnOf(deployment),
                ["testTrafficWeights"] =
                    hook.Stage == FleetStage.TestTrafficShift
                        ? Weights(group => group == service.Routes.Tested ? 100 : 0)
                        : [],
                ["productionTrafficWeights"] = weights ? Weights(service.Routes.PercentOf) : [],
            },
        };
        if (hook.Details is { } details)
        {
            payload["hookDetails"] = details.DeepClone();
        }

        return Encoding.UTF8.GetBytes(payload.ToJsonString());
    }

    private JsonObject Weights(Func<Balancing.TargetGroup, double> percentOf) =>
        new(
            service
                .Deployments.DistinctBy(service.RevisionArnOf)
                .Select(one => KeyValuePair.Create(service.RevisionArnOf(one), (JsonNode?)percentOf(one.Group)))
        );

    private string NewId(HookPlan plan)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var random = string.Concat(Enumerable.Range(0, 43).Select(_ => Letters[chance.Below(Letters.Length)]));
        return (plan.IsPause ? "ecs-pause-" : "ecs-lambda-") + random;
    }

    private static JsonObject? Read(byte[]? answer)
    {
        try
        {
            return answer is null ? null : JsonNode.Parse(answer) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject? Merged(JsonObject? before, JsonObject? added)
    {
        if (added is null)
        {
            return before;
        }

        var merged = before?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in added)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}

internal static class FleetStages
{
    /// <summary>As AWS writes it: PRE_SCALE_UP.</summary>
    public static string Text(this FleetStage stage) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(stage.ToString());
}
