using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// The tasks of a service and their lives: PROVISIONING, PENDING, RUNNING, warm, DEACTIVATING while its target drains,
/// STOPPING, STOPPED.
/// </summary>
internal sealed class ServiceTasks(
    SimulatedWorld world,
    ServicePlan plan,
    ServiceLog log,
    StartBackOff failures,
    Chance chance
)
{
    private static readonly TimeSpan s_stoppedTasksKept = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_noticeOfExit = TimeSpan.FromSeconds(3);

    private readonly List<FleetTask> _all = [];
    private readonly List<FleetTask> _stopped = [];
    private readonly List<FleetTask> _stoppingNow = [];
    private readonly List<TargetGroup> _drainingNow = [];

    /// <summary>Those that are not stopped, oldest first.</summary>
    public List<FleetTask> All => _all;

    /// <summary>Those that stopped within the last hour.</summary>
    public IReadOnlyList<FleetTask> Stopped => _stopped;

    public int LiveCount => _all.Count(t => t.IsLive);

    /// <summary>Whether something that every task needs is down: a task that starts now is sick.</summary>
    public bool DependencyIsDown { get; set; }

    /// <summary>What ails every task of a zone, by the zone's name, also one that starts there.</summary>
    public Dictionary<string, Illness> ImpairedZones { get; } = new(StringComparer.Ordinal);

    public FleetTask New(FleetDeployment deployment, DateTimeOffset at)
    {
        var id = chance.Hex32();
        var zones = plan.Zones;
        deployment.ImageDigest ??= world.ImageTags.DigestOf(deployment.Definition);
        var task = new FleetTask
        {
            Id = id,
            Arn = $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:task/{plan.Cluster}/{id}",
            Deployment = deployment,
            Definition = deployment.Definition,
            Behaviour = deployment.Definition.Behaviour,
            ImageDigest = deployment.ImageDigest,
            Ip = $"10.0.{chance.Below(256)}.{4 + chance.Below(250)}",
            Zone = world.Plan.Region + zones[_all.Count % zones.Count],
            CreatedAt = at,
        };
        _all.Add(task);
        return task;
    }

    /// <summary>Lets every task's time pass.</summary>
    public void Live(DateTimeOffset at)
    {
        foreach (var task in _all)
        {
            while (task.PhaseEnds <= at && Advance(task, at)) { }

            Suffer(task, at);
        }

        for (var i = _all.Count - 1; i >= 0; i--)
        {
            if (_all[i].Status == TaskStage.Stopped)
            {
                _stopped.Add(_all[i]);
                _all.RemoveAt(i);
            }
        }

        while (_stopped.Count > 0 && _stopped[0].StoppedAt + s_stoppedTasksKept < at)
        {
            _stopped.RemoveAt(0);
        }
    }

    /// <summary>Moves a task to its next status; false when it stays where it is.</summary>
    private bool Advance(FleetTask task, DateTimeOffset at)
    {
        var launch = plan.Launch;
        switch (task.Status)
        {
            case TaskStage.Provisioning:
                Turn(task, TaskStage.Pending, at + Drawn(launch.Pending));
                return true;
            case TaskStage.Pending when TakeSecrets(task) is { } missing:
                var secret =
                    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
                    + $"retrieval failed: unable to retrieve secret from asm: {missing}";
                Fail(task, at, "TaskFailedToStart", secret, null);
                return true;
            case TaskStage.Pending when task.Behaviour.FailsToStart:
                Fail(
                    task,
                    at,
                    "TaskFailedToStart",
                    "CannotPullContainerError: pull image manifest has been retried 5 "
                        + "time(s): failed to resolve ref: not found",
                    null
                );
                return true;
            case TaskStage.Pending:
                task.StartedAt = at;
                task.ServesFrom = at + Drawn(launch.WarmUp);
                task.Illness = DependencyIsDown
                    ? Illness.Starved
                    : ImpairedZones.GetValueOrDefault(task.Zone, task.Illness);
                Turn(task, TaskStage.Running, DateTimeOffset.MaxValue);
                task.Deployment.Group.Register(task, at);
                log.Say($"registered 1 targets in (target-group {task.Deployment.Group.Arn})");
                return false;
            case TaskStage.Deactivating:
                Turn(task, TaskStage.Stopping, at + Drawn(launch.Stopping));
                return true;
            case TaskStage.Stopping:
                task.Deployment.Group.Deregister(task, at);
                task.StoppedAt = at;
                Turn(task, TaskStage.Stopped, DateTimeOffset.MaxValue);
                return false;
            default:
                return false;
        }
    }

    /// <summary>A task takes its secrets once, when it starts: the versions that the labels are at then.</summary>
    /// <returns>Why it cannot, or null.</returns>
    public string? TakeSecrets(FleetTask task)
    {
        var taken = new List<StoredVersion>();
        foreach (var reference in task.Definition.Secrets)
        {
            var (version, why) = world.Secrets.Resolve(reference.ValueFrom);
            if (version is null)
            {
                return why;
            }

            taken.Add(version);
        }

        task.Secrets = taken;
        task.Behaviour = taken.Aggregate(task.Definition.Behaviour, (behaviour, one) => behaviour.And(one.Behaviour));
        return null;
    }

    /// <summary>What a revision's behaviour does to a running task.</summary>
    private void Suffer(FleetTask task, DateTimeOffset at)
    {
        if (task.Status != TaskStage.Running || task.StartedAt is not { } started)
        {
            return;
        }

        if (task.Behaviour.CrashAfter is { } age && at >= started + age)
        {
            Crash(task, at, 1, "Essential container in task exited");
        }
        else if (task.MemoryPercent >= 100)
        {
            Crash(task, at, 137, "OutOfMemoryError: Container killed due to memory usage");
        }
    }

    public static void Leak(FleetTask task, DateTimeOffset at)
    {
        var leak = task.Behaviour.LeakPercentPerMinute;
        if (leak > 0 && task.StartedAt is { } started)
        {
            task.MemoryPercent = Math.Min(100, task.MemoryPercent + (leak * (at - started).TotalMinutes));
        }
    }

    public void Crash(FleetTask task, DateTimeOffset at, int exitCode, string reason) =>
        Fail(task, at, "EssentialContainerExited", reason, exitCode);

    /// <summary>A task that ends by itself. Its target stays until ECS notices.</summary>
    private void Fail(FleetTask task, DateTimeOffset at, string stopCode, string reason, int? exitCode)
    {
        if (task.Status is TaskStage.Stopping or TaskStage.Stopped)
        {
            return;
        }

        (task.StopCode, task.StoppedReason, task.ExitCode) = (stopCode, reason, exitCode);
        task.StopWanted = true;
        task.StoppingAt = at;
        failures.Count(task);
        Turn(task, TaskStage.Stopping, at + s_noticeOfExit);
    }

    /// <summary>ECS stops a task: its target drains first when it has one.</summary>
    public void Stop(FleetTask task, DateTimeOffset at, string reason)
    {
        task.StopWanted = true;
        task.StoppingAt = at;
        (task.StopCode, task.StoppedReason) = ("ServiceSchedulerInitiated", reason);
        if (task.Status == TaskStage.Running && task.Deployment.Group.Of(task) is not null)
        {
            task.Deployment.Group.Deregister(task, at);
            _drainingNow.Add(task.Deployment.Group);
            Turn(task, TaskStage.Deactivating, at + plan.HealthCheck.DeregistrationDelay);
        }
        else
        {
            Turn(task, TaskStage.Stopping, at + Drawn(plan.Launch.Stopping));
        }

        _stoppingNow.Add(task);
    }

    /// <summary>One event for all tasks that were stopped in this second, as ECS writes it.</summary>
    public void SayStopped()
    {
        foreach (var draining in _drainingNow.GroupBy(group => group.Arn))
        {
            log.Say($"deregistered {draining.Count()} targets in (target-group {draining.Key})");
            log.Say($"has begun draining connections on {draining.Count()} tasks.");
        }

        if (_stoppingNow.Count > 0)
        {
            var names = string.Join(' ', _stoppingNow.Select(t => $"(task {t.Id})"));
            log.Say($"has stopped {_stoppingNow.Count} running tasks: {names}.");
        }

        _drainingNow.Clear();
        _stoppingNow.Clear();
    }

    public void Turn(FleetTask task, TaskStage status, DateTimeOffset until)
    {
        task.Status = status;
        task.PhaseEnds = until;
        var why = status == TaskStage.Stopped && task.StoppedReason is not null ? $": {task.StoppedReason}" : "";
        log.Tell("task", $"task {task.Id[..8]} {task.LastStatus}{why}");
    }

    public TimeSpan Drawn(Span span) => chance.Between(span.AtLeast, span.AtMost);
}
