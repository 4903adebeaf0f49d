using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A service as a few numbers that change only when something happens: deployments, counts, and what disturbs it. What
/// is seen of it is made anew after a change, and the state before is kept for stale looks.
/// </summary>
internal sealed partial class ServiceModel(CampaignRun run, OperatedService operated, ServicePlan plan)
{
    private static readonly HealthProbe s_healthy = new(200, true, "");
    private static readonly HealthProbe s_failing = new(503, false, "Service Unavailable");

    private int _deployments;
    private bool _changed = true;
    private Snapshot _now = null!;
    private Snapshot? _before;
    private long _changedAt;

    public OperatedService Operated => operated;

    public ServicePlan Plan => plan;

    /// <summary>Deployments so far, by whomever.</summary>
    public int DeploymentCount => _deployments;

    public IReadOnlyList<AlarmModel> Alarms { get; set; } = [];

    public int Desired { get; private set; } = operated.Capacity.Normal;

    /// <summary>Application Auto Scaling's bounds; null when nothing scales the service by itself.</summary>
    public ScalingState.Automatic? Automatic { get; private set; } =
        plan.IsAutomatic ? new ScalingState.Automatic(operated.Capacity.Floor, operated.Capacity.Ceiling) : null;

    public Deployment Primary { get; private set; } = null!;

    public Deployment? Older { get; private set; }

    public ServiceState State => Seen.State;

    public TargetCounts Targets => Seen.Targets;

    public HealthProbe Health => Seen.Health;

    public ScalingState Scaling => Seen.Scaling;

    /// <summary>The desired counts of the last minutes, newest last: what a function could have seen.</summary>
    public List<(long At, int Desired)> Counts { get; } = [];

    /// <summary>The primary deployments' states of the last minutes: in progress, and failed tasks.</summary>
    public List<(long At, bool InProgress, int Failed)> Rollouts { get; } = [];

    /// <summary>When somebody else last set the desired count.</summary>
    public long CountTheirsAt { get; private set; } = long.MinValue;

    /// <summary>When somebody else last set the scaling minimum.</summary>
    public long MinimumTheirsAt { get; private set; } = long.MinValue;

    public int Running => Primary.Running + (Older?.Running ?? 0);

    /// <summary>Tasks that answer.</summary>
    public int Healthy =>
        IsDependencyDown && plan.DependencyFailsTargets
            ? 0
            : HealthyOf(Primary) + (Older is { } older ? HealthyOf(older) : 0);

    public bool IsHealthy =>
        Healthy > 0 && !(IsDependencyDown && plan.ProbesDependency) && !IsFlappedDown && Healthy * 2 >= Running;

    /// <summary>Where nothing has happened yet.</summary>
    public void Begin()
    {
        Primary = NewDeployment(Definition(1), isGood: true);
        (Primary.Running, Primary.Rollout, Primary.CreatedAt) = (
            Desired,
            RolloutState.Completed,
            -TimeSpan.TicksPerDay
        );
        Note();
    }

    /// <summary>
    /// What a look sees; a stale one sees what was true before the last change, if that was just now.
    /// </summary>
    public Snapshot See(bool stale) =>
        stale
        && Seen is var now
        && _before is { } before
        && run.Clock.Ticks - _changedAt < CampaignRun.StaleAtMost.Ticks
            ? before
            : Seen;

    private Snapshot Seen
    {
        get
        {
            if (_changed)
            {
                (_changed, _before) = (false, _now);
                _now = Look();
            }

            return _now;
        }
    }

    /// <summary>Something changed: alarms look, the autoscaler looks, the next look is made anew.</summary>
    public void Touch()
    {
        if (!_changed)
        {
            (_changed, _changedAt) = (true, run.Clock.Ticks);
        }

        Note();
        foreach (var alarm in Alarms)
        {
            alarm.Look();
        }

        if (run.Keeps)
        {
            run.Tell(new CampaignEvent.Shifted(this));
        }
    }

    private void Note()
    {
        var at = run.Clock.Ticks;
        if (Counts is not [.., var count] || count.Desired != Desired)
        {
            Counts.Add((at, Desired));
        }

        var rolling = Primary.Rollout == RolloutState.InProgress;
        if (Rollouts is not [.., var last] || last.InProgress != rolling || last.Failed != Primary.Failed)
        {
            Rollouts.Add((at, rolling, Primary.Failed));
        }
    }

    private Snapshot Look()
    {
        List<ServiceDeployment> deployments = [Primary.Seen(isPrimary: true, Desired)];
        if (Older is { } older)
        {
            deployments.Add(older.Seen(isPrimary: false, 0));
        }

        var starting = Math.Max(0, Desired - Primary.Running);
        var healthy = Healthy;
        return new Snapshot(
            new ServiceState(
                Desired,
                Running,
                HasNoPlace ? 0 : starting,
                Primary.TaskDefinition,
                deployments,
                HasNoPlace
                    ? "(service) was unable to place a task because no container instance met all requirements"
                    : null
            ),
            new TargetCounts(healthy, Math.Max(0, Running - healthy), 0, 0),
            IsHealthy ? s_healthy : s_failing,
            (ScalingState?)Automatic ?? new ScalingState.ByHand()
        );
    }

    private int HealthyOf(Deployment deployment) =>
        deployment switch
        {
            { Serves: false } => 0,
            _ when IsCrashing => 0,
            _ => Math.Max(0, deployment.Running - deployment.Hung),
        };

    private Deployment NewDeployment(string definition, bool isGood) =>
        new()
        {
            Id = $"ecs-svc/{++_deployments}",
            TaskDefinition = definition,
            Serves = isGood,
            CreatedAt = run.Clock.Ticks,
        };

    private string Definition(int revision) => $"{operated.Id}:{revision}";

    /// <summary>All that looks at the service can see.</summary>
    internal sealed record Snapshot(ServiceState State, TargetCounts Targets, HealthProbe Health, ScalingState Scaling);
}

/// <summary>What chance gave a service.</summary>
/// <param name="ProbesDependency">Whether the health URL fails with a dependency.</param>
/// <param name="DependencyFailsTargets">Whether the targets' checks fail with it, too.</param>
/// <param name="KnowsCost">Whether the metrics tell what a request cost while all was well.</param>
/// <param name="KeepsOld">Whether a deployment whose tasks die leaves some of the old ones running.</param>
internal sealed record ServicePlan(
    bool IsAutomatic,
    bool ProbesDependency,
    bool DependencyFailsTargets,
    bool KnowsCost,
    TimeSpan StartsIn,
    double BaseCpu,
    bool KeepsOld
);

/// <summary>One deployment of a simulated service.</summary>
internal sealed class Deployment
{
    public required string Id { get; init; }

    public required string TaskDefinition { get; init; }

    /// <summary>Whether its tasks answer once they run.</summary>
    public bool Serves { get; set; }

    /// <summary>Whether its tasks die before they run.</summary>
    public bool Dies { get; init; }

    /// <summary>Whether its rollout never ends.</summary>
    public bool IsStuck { get; init; }

    public RolloutState Rollout { get; set; } = RolloutState.InProgress;

    public int Running { get; set; }

    /// <summary>Running tasks that do not answer.</summary>
    public int Hung { get; set; }

    public int Failed { get; set; }

    public long CreatedAt { get; set; }

    public ServiceDeployment Seen(bool isPrimary, int desired) =>
        new(Id, isPrimary, Rollout, TaskDefinition, desired, Running, Failed, CampaignClock.Start.AddTicks(CreatedAt));
}
