using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// What the ECS service scheduler does every second: start, replace, roll, stop, complete, give up.
/// </summary>
internal sealed class ServiceScheduler(
    FleetService service,
    ServiceTasks tasks,
    ServiceDeployments deployments,
    DeploymentEvents events,
    ServiceLog log,
    StartBackOff failures,
    Chance chance
)
{
    private static readonly TimeSpan s_placementRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_placementEventEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _saidUnplaced = DateTimeOffset.MinValue;

    /// <summary>How many tasks find room; null where it is as many as are wanted.</summary>
    public int? Capacity { get; set; }

    /// <summary>At how many failed tasks the circuit breaker ends a deployment.</summary>
    public int FailureThreshold => Math.Clamp((int)Math.Ceiling(service.Desired * 0.5), 3, 200);

    private int LowerLimit => (int)Math.Ceiling(service.Desired * service.Rules.MinimumHealthyPercent / 100.0);

    private int UpperLimit => Math.Max(1, (int)Math.Floor(service.Desired * service.Rules.MaximumPercent / 100.0));

    public void Schedule(DateTimeOffset at)
    {
        if (IsAtRest())
        {
            return;
        }

        NoteHealth(at);
        if (service.Shift is { } shift)
        {
            shift.Second(at);
            tasks.SayStopped();
            return;
        }

        StopExcess(at);
        Start(at);
        StopUnwell(at);
        StopOld(at);
        tasks.SayStopped();
        deployments.Prune(tasks.All);
        Settle(at);
    }

    /// <summary>Steady, and every task as it should be: the scheduler has nothing to do in most seconds.</summary>
    private bool IsAtRest()
    {
        if (!deployments.IsSteady || deployments.Shown.Count > 1 || tasks.All.Count != service.Desired)
        {
            return false;
        }

        foreach (var target in service.Targets.Targets)
        {
            if (target.State != Balancing.TargetState.Healthy || target.Task.Status != TaskStage.Running)
            {
                return false;
            }
        }

        return service.Targets.Targets.Count == service.Desired;
    }

    private List<FleetTask> LiveOf(FleetDeployment deployment) =>
        [.. tasks.All.Where(t => t.IsLive && t.Deployment == deployment)];

    private List<FleetTask> LiveOld() => [.. tasks.All.Where(t => t.IsLive && t.Deployment != deployments.Primary)];

    /// <summary>Running, past its grace period, and its target is unhealthy.</summary>
    private bool IsUnwell(FleetTask task, DateTimeOffset at) =>
        task.Status == TaskStage.Running
        && task.Deployment.Group.IsUnhealthy(task)
        && at >= task.StartedAt + service.GracePeriod;

    private bool IsWell(FleetTask task) => task.Status == TaskStage.Running && task.Deployment.Group.IsHealthy(task);

    private void NoteHealth(DateTimeOffset at)
    {
        foreach (var task in tasks.All)
        {
            if (task.IsLive && !task.CountedAsFailed && IsUnwell(task, at))
            {
                var group = task.Deployment.Group;
                var target = group.Of(task)!;
                log.Say(
                    $"(port {target.Port}) is unhealthy in (target-group {group.Arn}) "
                        + $"due to (reason {target.Description})"
                );
                failures.Count(task);
            }
            else if (task.WasHealthy && task.Deployment == deployments.Primary && task.IsLive && !task.CountedAsFailed)
            {
                failures.Succeed(task);
            }
        }
    }

    private void Start(DateTimeOffset at)
    {
        if (deployments.Primary.Rollout == FleetRollout.Failed || at < failures.StartFrom)
        {
            return;
        }

        var live = tasks.LiveCount;
        var wanted = service.Desired - LiveOf(deployments.Primary).Count(t => !IsUnwell(t, at));
        var room = Math.Max(UpperLimit, service.Desired) - live;
        var start = Math.Min(Math.Min(wanted, room), service.Plan.Launch.StartsPerSecond);
        if (start > 0)
        {
            Place(deployments.Primary, start, at);
        }
    }

    private void Place(FleetDeployment deployment, int wanted, DateTimeOffset at)
    {
        if (at < deployments.PlaceFrom)
        {
            return;
        }

        var room = Capacity is { } capacity ? Math.Max(0, capacity - tasks.All.Count) : wanted;
        var placed = Math.Min(wanted, room);
        for (var i = 0; i < placed; i++)
        {
            var task = tasks.New(deployment, at);
            tasks.Turn(task, TaskStage.Provisioning, at + tasks.Drawn(service.Plan.Launch.Provisioning));
        }

        if (placed > 0)
        {
            var names = string.Join(' ', tasks.All.TakeLast(placed).Select(t => $"(task {t.Id})"));
            log.Say($"has started {placed} tasks: {names}.");
            deployments.IsSteady = false;
        }

        if (placed < wanted)
        {
            deployments.PlaceFrom = at + s_placementRetry;
            SayUnplaced(at);
        }
    }

    private void SayUnplaced(DateTimeOffset at)
    {
        deployments.IsSteady = false;
        if (at < _saidUnplaced + s_placementEventEvery)
        {
            return;
        }

        _saidUnplaced = at;
        log.Say(
            service.Plan.LaunchType == "FARGATE"
                ? "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in "
                    + "a different availability zone. "
                    + StartBackOff.MoreInformation
                : "was unable to place a task because no container instance met all of its requirements. The closest "
                    + $"matching (container-instance {chance.Hex32()}) has insufficient memory available. "
                    + StartBackOff.MoreInformation
        );
        log.Tell("task", "was unable to place a task");
    }

    /// <summary>Replaces before it stops, as ECS does, unless there is no room to start a replacement first.</summary>
    private void StopUnwell(DateTimeOffset at)
    {
        var mine = LiveOf(deployments.Primary);
        var unwell = mine.Where(t => IsUnwell(t, at)).ToList();
        if (unwell.Count == 0 || at < failures.StartFrom)
        {
            return;
        }

        var replaced = Math.Max(0, mine.Count(IsWell) + unwell.Count - service.Desired);
        var missing = service.Desired - (mine.Count - unwell.Count);
        var full = tasks.LiveCount >= Math.Max(UpperLimit, service.Desired);
        foreach (var task in unwell.Take(full ? Math.Max(missing, replaced) : replaced))
        {
            tasks.Stop(task, at, HealthReason(task));
        }
    }

    /// <summary>
    /// Brings a revision to a number of tasks, whatever the others have: a deployment that is not ROLLING.
    /// </summary>
    public void Fill(FleetDeployment deployment, int wanted, DateTimeOffset at)
    {
        var mine = LiveOf(deployment);
        var (unwell, others) = (mine.Where(t => IsUnwell(t, at)).ToList(), mine.Where(t => !IsUnwell(t, at)).ToList());
        var start = Math.Min(wanted - others.Count, service.Plan.Launch.StartsPerSecond);
        if (start > 0 && at >= failures.StartFrom)
        {
            Place(deployment, start, at);
        }

        var excess = Math.Max(0, others.Count - wanted);
        foreach (var task in others.OrderBy(IsWell).ThenByDescending(t => t.CreatedAt).Take(excess))
        {
            tasks.Stop(task, at, $"Scaling activity initiated by (deployment {deployment.Id})");
        }

        var replaced = Math.Max(0, others.Count(IsWell) + unwell.Count - wanted);
        foreach (var task in unwell.Take(replaced))
        {
            tasks.Stop(task, at, HealthReason(task));
        }
    }

    /// <summary>Whether a revision has all tasks that the service is to have, well.</summary>
    public bool IsFull(FleetDeployment deployment) => LiveOf(deployment).Count(IsWell) >= service.Desired;

    private static string HealthReason(FleetTask task) =>
        $"Task failed ELB health checks in (target-group {task.Deployment.Group.Arn})";

    private void StopOld(DateTimeOffset at)
    {
        var old = LiveOld();
        foreach (var task in old.Where(t => !IsWell(t)))
        {
            if (tasks.LiveCount > LowerLimit)
            {
                tasks.Stop(task, at, $"Scaling activity initiated by (deployment {deployments.Primary.Id})");
            }
        }

        foreach (var task in old.Where(t => t.IsLive && IsWell(t)))
        {
            var well = tasks.All.Count(t => t.IsLive && IsWell(t));
            if (well - 1 >= LowerLimit)
            {
                tasks.Stop(task, at, $"Scaling activity initiated by (deployment {deployments.Primary.Id})");
            }
        }
    }

    private void StopExcess(DateTimeOffset at)
    {
        var mine = LiveOf(deployments.Primary).Where(t => !IsUnwell(t, at)).ToList();
        var excess = mine.Count - service.Desired;
        foreach (var task in mine.OrderBy(IsWell).ThenByDescending(t => t.CreatedAt).Take(Math.Max(0, excess)))
        {
            tasks.Stop(task, at, $"Scaling activity initiated by (deployment {deployments.Primary.Id})");
        }
    }

    private void Settle(DateTimeOffset at)
    {
        BreakCircuit(at);
        var mine = LiveOf(deployments.Primary);
        var steady =
            deployments.Shown.Count == 1
            && mine.Count == service.Desired
            && mine.TrueForAll(IsWell)
            && deployments.Primary.Rollout != FleetRollout.Failed;
        if (!steady)
        {
            deployments.IsSteady &=
                mine.Count == service.Desired && deployments.Shown.Count == 1 && mine.TrueForAll(t => !IsUnwell(t, at));
            return;
        }

        if (deployments.Primary.Rollout == FleetRollout.InProgress)
        {
            Complete(deployments.Primary, at);
        }

        if (!deployments.IsSteady)
        {
            deployments.IsSteady = true;
            log.Say("has reached a steady state.");
            log.Tell("deployment", "has reached a steady state");
        }
    }

    public void Complete(FleetDeployment deployment, DateTimeOffset at)
    {
        deployment.Rollout = FleetRollout.Completed;
        deployment.RolloutReason = $"ECS deployment {deployment.Id} completed.";
        (deployment.UpdatedAt, deployment.FinishedAt) = (at, at);
        log.Say($"(deployment {deployment.Id}) deployment completed.");
        log.Tell("deployment", $"{deployment.Id} completed");
        events.Completed(deployment);
    }

    private void BreakCircuit(DateTimeOffset at)
    {
        var going = deployments.Primary.Rollout == FleetRollout.InProgress;
        var isGuarded = service.Rules is { CircuitBreaker: true, Strategy: FleetStrategy.Rolling };
        if (!isGuarded || !going || deployments.Primary.FailedTasks < FailureThreshold)
        {
            return;
        }

        var failed = deployments.Primary;
        failed.Rollout = FleetRollout.Failed;
        failed.RolloutReason = "ECS deployment circuit breaker: tasks failed to start.";
        (failed.UpdatedAt, failed.FinishedAt) = (at, at);
        log.Say($"(deployment {failed.Id}) deployment failed: tasks failed to start.");
        log.Tell("deployment", $"{failed.Id} failed: {failed.FailedTasks} tasks failed to start");
        events.Failed(failed);
        if (service.Rules.Rollback)
        {
            deployments.RollBack(failed, at, "ECS deployment circuit breaker: rolling back to deploymentId ");
        }
    }
}
