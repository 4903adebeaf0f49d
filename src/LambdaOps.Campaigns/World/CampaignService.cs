using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A service as a few numbers that change only when something happens: deployments, counts, and what disturbs it. What
/// is seen of it is made anew after a change, and the state before is kept for stale looks.
/// </summary>
internal sealed class CampaignService
{
    private static readonly HealthProbe s_healthy = new(200, true, "");
    private static readonly HealthProbe s_failing = new(503, false, "Service Unavailable");
    private static readonly HealthProbe s_silent = new(null, false, "no answer in time");

    private const int FailuresUntilFailed = 6;

    private int _settling;
    private int _deployments;
    private readonly CampaignRun _run;
    private bool _changed = true;
    private ServiceSnapshot _now = null!;
    private ServiceSnapshot? _before;
    private long _changedAt;

    public CampaignService(CampaignRun run, OperatedService operated, CampaignServicePlan plan)
    {
        (_run, Operated, Plan, Desired) = (run, operated, plan, operated.Capacity.Normal);
        Driver = operated.TrafficRule is null ? plan.Driver : ServiceDriver.Ecs;
        Automatic =
            plan.IsAutomatic && Driver != ServiceDriver.Daemon
                ? new ScalingState.Automatic(operated.Capacity.Floor, operated.Capacity.Ceiling)
                : null;
        Outages = new ServiceOutages(run, this);
        Load = new ServiceLoad(run, this);
        Autoscaler = new ServiceAutoscaler(run, this);
        Shift = new CampaignShift(
            run,
            this,
            operated.TrafficRule is null && Driver == ServiceDriver.Ecs ? plan.StepPercent : 0
        );
        Rule = operated.TrafficRule is null ? null : new CampaignRule(run, this);
        Zones = operated.ZoneShift is null ? null : new CampaignZones(run, this);
        Revisions = new CampaignRevisions(run, operated.Id, plan.TagMovesEvery);
        Definitions = new CampaignDefinitions(this);
        Memory = new ServiceMemory(run, this);
    }

    public OperatedService Operated { get; }

    public CampaignServicePlan Plan { get; }

    public ServiceDriver Driver { get; }

    public ServiceOutages Outages { get; }

    public ServiceLoad Load { get; }

    public ServiceAutoscaler Autoscaler { get; }

    public ServiceMemory Memory { get; }

    /// <summary>Its newest deployment as ECS records it.</summary>
    public CampaignShift Shift { get; }

    /// <summary>The rule that it shares with another service; null where it shares none.</summary>
    public CampaignRule? Rule { get; }

    /// <summary>The zones behind its load balancer; null where nothing looks at them.</summary>
    public CampaignZones? Zones { get; }

    /// <summary>What the group of its newest revision got.</summary>
    public RevisionLoad RevisionLoad() => Rule is { IsUsed: true } rule ? rule.Load() : Shift.Load();

    /// <summary>Since when none of its targets is healthy; null while one is.</summary>
    public long? EmptySince { get; private set; }

    /// <summary>What its task definitions say about its secret.</summary>
    public CampaignDefinitions Definitions { get; }

    /// <summary>Its task definitions.</summary>
    public CampaignRevisions Revisions { get; }

    /// <summary>Deployments so far, by whomever.</summary>
    public int DeploymentCount => _deployments;

    public IReadOnlyList<AlarmModel> Alarms { get; set; } = [];

    public int Desired { get; private set; }

    /// <summary>Application Auto Scaling's bounds; null when nothing scales the service by itself.</summary>
    public ScalingState.Automatic? Automatic { get; private set; }

    public CampaignDeployment Primary { get; private set; } = null!;

    public CampaignDeployment? Older { get; private set; }

    /// <summary>Whether a request to the health URL waits for as long as it may.</summary>
    public bool KeepsProbeWaiting => Health.Status is null && !Outages.HidesProbe;

    /// <summary>What a request to the health URL gets now.</summary>
    public Fact<HealthProbe> Probe(DateTimeOffset at) =>
        Outages.Unclear(at) ?? Fact.Known(Outages.FailsNow() ? s_failing : Health, at);

    /// <summary>The service's tables that throttle now.</summary>
    public TableThrottles Throttles =>
        Outages.IsThrottled && Operated.Tables is [var table, ..]
            ? new TableThrottles([new TableThrottle(table, 120)])
            : TableThrottles.None;

    public ServiceState State => Seen.State;

    public TargetCounts Targets => Seen.Targets;

    public HealthProbe Health => Seen.Health;

    public ScalingState Scaling => Seen.Scaling;

    /// <summary>The desired counts of the last minutes, newest last: what a function could have seen.</summary>
    public List<(long At, int Desired)> Counts { get; } = [];

    /// <summary>The primary deployments' states of the last minutes: in progress, and failed tasks.</summary>
    public List<(long At, bool InProgress, int Failed)> Rollouts { get; } = [];

    /// <summary>When requests began and ceased to fail, newest last.</summary>
    public List<(DateTimeOffset At, bool Fails)> Failures { get; } = [(DateTimeOffset.MinValue, false)];

    /// <summary>When someone else last set the desired count.</summary>
    public long CountSetByPersonAt { get; private set; } = long.MinValue;

    /// <summary>When someone else last set the scaling minimum.</summary>
    public long MinimumSetByPersonAt { get; private set; } = long.MinValue;

    public int Running => Primary.Running + (Older?.Running ?? 0);

    /// <summary>Tasks that answer.</summary>
    public int Healthy =>
        Outages.IsDependencyDown && Plan.DependencyFailsTargets
            ? 0
            : Outages.Serving(HealthyOf(Primary) + (Older is { } older ? HealthyOf(older) : 0), Running);

    public bool IsHealthy =>
        Healthy > 0
        && !(Outages.IsDependencyDown && Plan.ProbesDependency)
        && !Outages.IsFlappedDown
        && Healthy * 2 >= Running;

    /// <summary>Where nothing has happened yet.</summary>
    public void Begin()
    {
        Primary = NewDeployment(Revisions.First, isGood: true);
        Revisions.Completed(Revisions.First);
        (Primary.Running, Primary.Rollout, Primary.CreatedAt) = (
            Desired,
            RolloutState.Completed,
            -TimeSpan.TicksPerDay
        );
        _run.Tally.Count("driver", Driver);
        Note();
    }

    /// <summary>
    /// What a look sees; a stale one sees what was true before the last change, if that was just now.
    /// </summary>
    public ServiceSnapshot See(bool stale) =>
        stale
        && Seen is var now
        && _before is { } before
        && _run.Clock.Ticks - _changedAt < CampaignRun.StaleAtMost.Ticks
            ? before
            : Seen;

    private ServiceSnapshot Seen
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
            (_changed, _changedAt) = (true, _run.Clock.Ticks);
        }

        Note();
        foreach (var alarm in Alarms)
        {
            alarm.Look();
        }

        if (_run.Keeps)
        {
            _run.Tell(new CampaignEvent.Shifted(this));
        }
    }

    private void Note()
    {
        var at = _run.Clock.Ticks;
        EmptySince = Healthy > 0 ? null : EmptySince ?? at;
        if (Counts is not [.., var count] || count.Desired != Desired)
        {
            Counts.Add((at, Desired));
        }

        if (Failures[^1].Fails != Load.Fails)
        {
            Failures.Add((CampaignClock.Start.AddTicks(at), Load.Fails));
        }

        var rolling =
            Primary.Rollout == RolloutState.InProgress
            && Driver.IsByEcs()
            && (Driver != ServiceDriver.Classic || Older is not null);
        if (Rollouts is not [.., var last] || last.InProgress != rolling || last.Failed != Primary.Failed)
        {
            Rollouts.Add((at, rolling, Primary.Failed));
        }
    }

    private ServiceSnapshot Look()
    {
        var beside = Shift is { IsShifting: true, Course: DeploymentCourse.InProgress } ? Beside() : null;
        List<ServiceDeployment> deployments =
        [
            .. beside is null ? Array.Empty<ServiceDeployment>() : [beside],
            Primary.Seen(isPrimary: beside is null, Desired),
            .. Older is { } older ? [older.Seen(isPrimary: false, 0)] : Array.Empty<ServiceDeployment>(),
        ];
        var starting = Math.Max(0, Desired - Primary.Running);
        var healthy = Healthy;
        var targets = Outages.Has(OutageKind.EmptyGroup)
            ? new TargetCounts(0, 0, 0, 0)
            : new TargetCounts(healthy, Math.Max(0, Running - healthy), 0, 0)
            {
                DownZone = Outages.DownZone(healthy, Running),
            };
        return new ServiceSnapshot(
            new ServiceState(
                Desired,
                Running,
                Outages.HasNoPlace ? 0 : starting,
                deployments[0].TaskDefinition,
                deployments,
                Outages.HasNoPlace
                    ? "(service) was unable to place a task because no container instance met all requirements"
                    : null
            ).As(Driver),
            targets,
            IsHealthy ? s_healthy
                : Primary.Hung > 0 ? s_silent
                : s_failing,
            (ScalingState?)Automatic ?? new ScalingState.ByHand(),
            Shift.See(),
            Rule?.See(targets)
        );
    }

    /// <summary>The new revision's tasks while the traffic moves to them.</summary>
    private ServiceDeployment Beside()
    {
        var created = Shift.See().Newest!.CreatedAt;
        return new ServiceDeployment(
            $"ecs-svc/shift-{created.Ticks}",
            IsPrimary: true,
            RolloutState.InProgress,
            Shift.Definition,
            Desired,
            Desired,
            0,
            created
        );
    }

    /// <summary>What has the most tasks; without any, what ECS would go back to.</summary>
    private string Serving =>
        Running == 0 ? Revisions.LastSuccessful
        : Older is { } older && older.Running > Primary.Running ? older.TaskDefinition
        : Primary.TaskDefinition;

    private int HealthyOf(CampaignDeployment deployment) =>
        deployment switch
        {
            { Serves: false } => 0,
            _ when Outages.IsCrashing => 0,
            _ => Math.Max(0, deployment.Running - deployment.Hung),
        };

    private CampaignDeployment NewDeployment(string definition, bool isGood) =>
        new()
        {
            Id = $"ecs-svc/{++_deployments}",
            TaskDefinition = definition,
            Serves = isGood,
            Digest = Revisions.DigestOf(definition),
            CreatedAt = _run.Clock.Ticks,
        };

    /// <summary>Sets the desired count.</summary>
    public void SetDesired(int count, bool byLoop)
    {
        Desired = count;
        CountSetByPersonAt = byLoop ? CountSetByPersonAt : _run.Clock.Ticks;
        if (Running > Desired)
        {
            Shrink();
        }

        SettleLater();
        Touch();
    }

    /// <summary>Moves the minimum; the desired count follows.</summary>
    public void SetMinimum(int minimum, bool byLoop)
    {
        if (Automatic is not { } automatic)
        {
            return;
        }

        Automatic = automatic with { Minimum = minimum };
        MinimumSetByPersonAt = byLoop ? MinimumSetByPersonAt : _run.Clock.Ticks;
        if (Desired < minimum)
        {
            SetDesired(minimum, byLoop);
        }
        else
        {
            Touch();
        }

        Autoscaler.LookLater();
    }

    /// <summary>UpdateService with a task definition, as the service's strategy has it.</summary>
    public string Update(string definition) =>
        Shift.CanShift ? Shift.Start(definition, Serving, isBad: !Revisions.Of(definition).Serves) : Deploy(definition);

    /// <summary>All of the traffic has moved: the new revision's tasks are the service's.</summary>
    public void Adopt(string definition, bool serves)
    {
        Primary = NewDeployment(definition, serves);
        Revisions.Completed(definition);
        (Primary.Running, Primary.Rollout, Older) = (Desired, RolloutState.Completed, null);
        Memory.Renew();
        Touch();
    }

    /// <summary>Rolls out the same task definition again, or another one.</summary>
    public string Deploy(string definition)
    {
        Revisions.Deployed(definition);
        Shift.Replaced(definition, Serving);
        return GoBack(definition);
    }

    /// <summary>The same as a part of the deployment that is being rolled back.</summary>
    public string GoBack(string definition)
    {
        var tasks = Revisions.Of(definition);
        if (Primary.Running > 0 || Older is null)
        {
            Older = Primary.Running > 0 ? Primary : null;
        }

        Primary = new CampaignDeployment
        {
            Id = $"ecs-svc/{++_deployments}",
            TaskDefinition = definition,
            Serves = tasks.Serves,
            Dies = tasks.Dies,
            IsStuck = tasks.IsStuck,
            Digest = Revisions.DigestOf(definition),
            CreatedAt = _run.Clock.Ticks,
        };
        SettleLater();
        Touch();
        return Primary.Id;
    }

    /// <summary>A person's new revision.</summary>
    public void DeployNew(bool serves, bool dies, bool isStuck = false) =>
        Deploy(Register(new RevisionTasks(serves, dies, isStuck)));

    /// <summary>A person or a pipeline registers a revision.</summary>
    public string Register(RevisionTasks tasks)
    {
        var definition = Revisions.Register(tasks);
        if (Plan.Deregisters)
        {
            Revisions.DeregisterOlder();
        }

        return definition;
    }

    /// <summary>Sets what a task definition does, for a deployment that a person repairs.</summary>
    public void Repair()
    {
        if (!Primary.Serves || Primary.Dies || Primary.Rollout == RolloutState.Failed)
        {
            DeployNew(serves: true, dies: false);
        }
    }

    public void SettleLater()
    {
        var mine = ++_settling;
        if (Primary.Rollout != RolloutState.InProgress && Running >= Desired)
        {
            return;
        }

        var within = Primary.Dies ? TimeSpan.FromSeconds(20) : Plan.StartsIn;
        _run.Clock.In(
            within,
            () =>
            {
                if (mine == _settling)
                {
                    Settle();
                }
            }
        );
    }

    /// <summary>New tasks run and the old ones are gone; or they die, and are counted.</summary>
    private void Settle()
    {
        if (Outages.HasNoPlace || Outages.IsCrashing || Shift.IsHeld)
        {
            SettleLater();
            return;
        }

        if (Primary.Dies)
        {
            if (++Primary.Failed >= FailuresUntilFailed)
            {
                Primary.Rollout = RolloutState.Failed;
                Revisions.Failed(Primary.TaskDefinition);
                Shift.Settled(isGood: false);
                Touch();
                return;
            }

            // Half of the old tasks have been drained for it, and then more: those that are left are overwhelmed, or
            // none is left, and nothing answers in the end.
            if (Older is { } older)
            {
                var isDrained = Primary.Failed >= 2 && !Plan.KeepsOld;
                older.Running = isDrained ? 0 : (older.Running + 1) / 2;
                older.Hung = Primary.Failed >= 2 ? older.Running : older.Hung;
            }

            SettleLater();
        }
        else
        {
            (Primary.Running, Older) = (Desired, null);
            Primary.Rollout = Primary.IsStuck ? RolloutState.InProgress : RolloutState.Completed;
            Memory.Renew();
            if (!Primary.IsStuck)
            {
                Revisions.Completed(Primary.TaskDefinition);
                Shift.Settled(isGood: true);
            }
        }

        Touch();
    }

    private void Shrink()
    {
        if (Older is { } older)
        {
            older.Running = Math.Max(0, Math.Min(older.Running, Desired - Primary.Running));
        }

        Primary.Running = Math.Min(Primary.Running, Desired);
        Primary.Hung = Math.Min(Primary.Hung, Primary.Running);
    }
}
