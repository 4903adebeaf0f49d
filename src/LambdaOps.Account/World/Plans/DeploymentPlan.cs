using System.Text.Json.Nodes;

namespace LambdaOps.Account.World.Plans;

/// <summary>How ECS brings a new revision of a service into traffic.</summary>
public enum FleetStrategy
{
    /// <summary>Task by task, in one target group.</summary>
    Rolling,

    /// <summary>A whole second set of tasks in the other target group, then all traffic at once.</summary>
    BlueGreen,

    /// <summary>As blue/green, and traffic in equal steps.</summary>
    Linear,

    /// <summary>As blue/green, and traffic in two steps: a small one first.</summary>
    Canary,
}

/// <summary>Who replaces a service's tasks: deploymentController.</summary>
public enum FleetController
{
    Ecs,

    /// <summary>CodeDeploy, by task sets.</summary>
    CodeDeploy,

    /// <summary>A third party, by task sets.</summary>
    External,
}

/// <summary>How a service's deployments go: deploymentConfiguration, with ECS's defaults.</summary>
public sealed record DeploymentPlan
{
    /// <summary>Another than ECS is asked by nobody here: what it deploys, a script starts.</summary>
    public FleetController Controller { get; init; }

    /// <summary>Whether the service has a task on each instance: its count follows from them.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>Whether ECS says how a rollout stands: behind a Classic Load Balancer it does not.</summary>
    public bool TellsRollout { get; init; } = true;

    /// <summary>A stage lasts no longer, but for a pause that is configured to.</summary>
    public static readonly TimeSpan LongestStage = TimeSpan.FromHours(24);

    /// <summary>
    /// What ECS waits after each shift of a network load balancer's traffic, which may lag behind its listener.
    /// </summary>
    public static readonly TimeSpan NetworkLag = TimeSpan.FromMinutes(10);

    public FleetStrategy Strategy { get; init; }

    /// <summary>Of ROLLING.</summary>
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Of ROLLING.</summary>
    public int MaximumPercent { get; init; } = 200;

    /// <summary>Of ROLLING alone.</summary>
    public bool CircuitBreaker { get; init; }

    public bool Rollback { get; init; }

    /// <summary>How long both revisions stay after all traffic is at the new one.</summary>
    public TimeSpan BakeTime { get; init; }

    /// <summary>Of LINEAR.</summary>
    public double StepPercent { get; init; } = 10;

    public TimeSpan StepBakeTime { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Of CANARY.</summary>
    public double CanaryPercent { get; init; } = 5;

    public TimeSpan CanaryBakeTime { get; init; } = TimeSpan.FromMinutes(10);

    public IReadOnlyList<HookPlan> Hooks { get; init; } = [];

    /// <summary>The share of traffic of the new revision after each step, up to 100.</summary>
    public IReadOnlyList<double> Steps =>
        Strategy switch
        {
            FleetStrategy.Linear =>
            [
                .. Enumerable
                    .Range(1, (int)Math.Ceiling(100 / StepPercent))
                    .Select(step => Math.Min(100, Math.Round(step * StepPercent, 1))),
            ],
            FleetStrategy.Canary when CanaryPercent < 100 => [CanaryPercent, 100],
            _ => [100],
        };

    /// <summary>How long traffic stays at a step; not at the last one, after which the bake time comes.</summary>
    public TimeSpan StayAfterStep =>
        Strategy switch
        {
            FleetStrategy.Linear => StepBakeTime,
            FleetStrategy.Canary => CanaryBakeTime,
            _ => TimeSpan.Zero,
        };
}

/// <summary>A hook at stages of a deployment: a function that ECS asks, or a pause until somebody continues.</summary>
public sealed record HookPlan(IReadOnlyList<FleetStage> Stages)
{
    /// <summary>Null: a pause.</summary>
    public string? FunctionArn { get; init; }

    public string? RoleArn { get; init; }

    /// <summary>What the function gets with each call besides.</summary>
    public JsonObject? Details { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What happens when the time is over: on, or back.</summary>
    public bool ContinuesAfterTimeout { get; init; }

    public bool IsPause => FunctionArn is null;
}

/// <summary>The stages of a deployment that is not ROLLING, in order; each traffic step has its own two.</summary>
public enum FleetStage
{
    ReconcileService,
    PreScaleUp,
    ScaleUp,
    PostScaleUp,
    TestTrafficShift,
    PostTestTrafficShift,
    PreProductionTrafficShift,
    ProductionTrafficShift,
    PostProductionTrafficShift,
    BakeTime,
    CleanUp,
}
