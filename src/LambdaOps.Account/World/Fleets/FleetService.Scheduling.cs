using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

// What the ECS service scheduler does every second: start, replace, roll, stop, complete, give up.
public sealed partial class FleetService
{
    private const string MoreInformation =
        "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private static readonly TimeSpan s_placementRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_placementEventEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromMinutes(5);

    private int? _capacity;
    private DateTimeOffset _placeFrom = DateTimeOffset.MinValue;
    private DateTimeOffset _saidUnplaced = DateTimeOffset.MinValue;
    private DateTimeOffset _startFrom = DateTimeOffset.MinValue;
    private int _failuresInARow;
    private int _neverStartedInARow;

    /// <summary>At how many failed tasks the circuit breaker ends a deployment.</summary>
    public int FailureThreshold => Math.Clamp((int)Math.Ceiling(Desired * 0.5), 3, 200);

    private int LowerLimit => (int)Math.Ceiling(Desired * Rules.MinimumHealthyPercent / 100.0);

    private int UpperLimit => Math.Max(1, (int)Math.Floor(Desired * Rules.MaximumPercent / 100.0));

    private void Schedule(DateTimeOffset at)
    {
        if (IsAtRest())
        {
            return;
        }

        NoteHealth(at);
        StopExcess(at);
        Start(at);
        StopUnwell(at);
        StopOld(at);
        SayStopped();
        Prune();
        Settle(at);
    }

    /// <summary>Steady, and every task as it should be: the scheduler has nothing to do in most seconds.</summary>
    private bool IsAtRest()
    {
        if (!IsSteady || _deployments.Count > 1 || _tasks.Count != Desired)
        {
            return false;
        }

        foreach (var target in Targets.Targets)
        {
            if (target.State != Balancing.TargetState.Healthy || target.Task.Status != TaskStage.Running)
            {
                return false;
            }
        }

        return Targets.Targets.Count == Desired;
    }

    private List<FleetTask> LiveOf(FleetDeployment deployment) =>
        [.. _tasks.Where(t => t.IsLive && t.Deployment == deployment)];

    private List<FleetTask> LiveOld() => [.. _tasks.Where(t => t.IsLive && t.Deployment != Primary)];

    /// <summary>Running, past its grace period, and its target is unhealthy.</summary>
    private bool IsUnwell(FleetTask task, DateTimeOffset at) =>
        task.Status == TaskStage.Running && Targets.IsUnhealthy(task) && at >= task.StartedAt + GracePeriod;

    private bool IsWell(FleetTask task) => task.Status == TaskStage.Running && Targets.IsHealthy(task);

    private void NoteHealth(DateTimeOffset at)
    {
        foreach (var task in _tasks)
        {
            if (task.IsLive && !task.CountedAsFailed && IsUnwell(task, at))
            {
                var target = Targets.Of(task)!;
                Say(
                    $"(port {target.Port}) is unhealthy in (target-group {Targets.Arn}) "
                        + $"due to (reason {target.Description})"
                );
                CountFailure(task);
            }
            else if (task.WasHealthy && task.Deployment == Primary && task.IsLive && !task.CountedAsFailed)
            {
                _failuresInARow = task.StartedAt > _startFrom ? 0 : _failuresInARow;
            }
        }
    }

    private void CountFailure(FleetTask task)
    {
        if (task.CountedAsFailed)
        {
            return;
        }

        task.CountedAsFailed = true;
        if (!task.WasHealthy)
        {
            _failuresInARow++;
            _neverStartedInARow = task.StartedAt is null ? _neverStartedInARow + 1 : 0;
            BackOff();
        }

        if (task.Deployment.Rollout == FleetRollout.InProgress && !task.WasHealthy)
        {
            task.Deployment.FailedTasks++;
            task.Deployment.UpdatedAt = _world.Clock.Now;
        }
    }

    private void BackOff()
    {
        // AWS says so only of tasks that never run; those that run and then fail their checks are not meant.
        if (_neverStartedInARow == 3)
        {
            Say("is unable to consistently start tasks successfully. " + MoreInformation);
        }

        if (_failuresInARow < 3)
        {
            return;
        }

        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Min(_failuresInARow - 3, 10)));
        _startFrom = _world.Clock.Now + (wait < s_longestBackoff ? wait : s_longestBackoff);
    }

    private void Start(DateTimeOffset at)
    {
        if (Primary.Rollout == FleetRollout.Failed || at < _startFrom)
        {
            return;
        }

        var live = _tasks.Count(t => t.IsLive);
        var wanted = Desired - LiveOf(Primary).Count(t => !IsUnwell(t, at));
        var room = Math.Max(UpperLimit, Desired) - live;
        var start = Math.Min(Math.Min(wanted, room), Plan.Launch.StartsPerSecond);
        if (start > 0)
        {
            Place(start, at);
        }
    }

    private void Place(int wanted, DateTimeOffset at)
    {
        if (at < _placeFrom)
        {
            return;
        }

        var room = _capacity is { } capacity ? Math.Max(0, capacity - _tasks.Count) : wanted;
        var placed = Math.Min(wanted, room);
        for (var i = 0; i < placed; i++)
        {
            var task = NewTask(Primary, at);
            Turn(task, TaskStage.Provisioning, at + Drawn(Plan.Launch.Provisioning));
        }

        if (placed > 0)
        {
            var names = string.Join(' ', _tasks.TakeLast(placed).Select(t => $"(task {t.Id})"));
            Say($"has started {placed} tasks: {names}.");
            IsSteady = false;
        }

        if (placed < wanted)
        {
            _placeFrom = at + s_placementRetry;
            SayUnplaced(at);
        }
    }

    private void SayUnplaced(DateTimeOffset at)
    {
        IsSteady = false;
        if (at < _saidUnplaced + s_placementEventEvery)
        {
            return;
        }

        _saidUnplaced = at;
        Say(
            Plan.LaunchType == "FARGATE"
                ? "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in "
                    + "a different availability zone. "
                    + MoreInformation
                : "was unable to place a task because no container instance met all of its requirements. The closest "
                    + $"matching (container-instance {_chance.Hex32()}) has insufficient memory available. "
                    + MoreInformation
        );
        _world.Tell("task", Name, "was unable to place a task");
    }

    /// <summary>Replaces before it stops, as ECS does, unless there is no room to start a replacement first.</summary>
    private void StopUnwell(DateTimeOffset at)
    {
        var mine = LiveOf(Primary);
        var unwell = mine.Where(t => IsUnwell(t, at)).ToList();
        if (unwell.Count == 0 || at < _startFrom)
        {
            return;
        }

        var replaced = Math.Max(0, mine.Count(IsWell) + unwell.Count - Desired);
        var missing = Desired - (mine.Count - unwell.Count);
        var full = _tasks.Count(t => t.IsLive) >= Math.Max(UpperLimit, Desired);
        foreach (var task in unwell.Take(full ? Math.Max(missing, replaced) : replaced))
        {
            Stop(task, at, $"Task failed ELB health checks in (target-group {Targets.Arn})");
        }
    }

    private void StopOld(DateTimeOffset at)
    {
        var old = LiveOld();
        foreach (var task in old.Where(t => !IsWell(t)))
        {
            if (_tasks.Count(t => t.IsLive) > LowerLimit)
            {
                Stop(task, at, $"Scaling activity initiated by (deployment {Primary.Id})");
            }
        }

        foreach (var task in old.Where(t => t.IsLive && IsWell(t)))
        {
            var well = _tasks.Count(t => t.IsLive && IsWell(t));
            if (well - 1 >= LowerLimit)
            {
                Stop(task, at, $"Scaling activity initiated by (deployment {Primary.Id})");
            }
        }
    }

    private void StopExcess(DateTimeOffset at)
    {
        var mine = LiveOf(Primary).Where(t => !IsUnwell(t, at)).ToList();
        var excess = mine.Count - Desired;
        foreach (var task in mine.OrderBy(IsWell).ThenByDescending(t => t.CreatedAt).Take(Math.Max(0, excess)))
        {
            Stop(task, at, $"Scaling activity initiated by (deployment {Primary.Id})");
        }
    }

    /// <summary>A deployment without tasks is no longer shown.</summary>
    private void Prune()
    {
        for (var i = _deployments.Count - 1; i > 0; i--)
        {
            var deployment = _deployments[i];
            if (!_tasks.Exists(t => t.Deployment == deployment))
            {
                deployment.Status = "INACTIVE";
                _deployments.RemoveAt(i);
            }
        }
    }

    private void Settle(DateTimeOffset at)
    {
        BreakCircuit(at);
        var mine = LiveOf(Primary);
        var steady =
            _deployments.Count == 1
            && mine.Count == Desired
            && mine.TrueForAll(IsWell)
            && Primary.Rollout != FleetRollout.Failed;
        if (!steady)
        {
            IsSteady &= mine.Count == Desired && _deployments.Count == 1 && mine.TrueForAll(t => !IsUnwell(t, at));
            return;
        }

        if (Primary.Rollout == FleetRollout.InProgress)
        {
            Primary.Rollout = FleetRollout.Completed;
            Primary.RolloutReason = $"ECS deployment {Primary.Id} completed.";
            (Primary.UpdatedAt, Primary.FinishedAt) = (at, at);
            Say($"(deployment {Primary.Id}) deployment completed.");
            _world.Tell("deployment", Name, $"{Primary.Id} completed");
        }

        if (!IsSteady)
        {
            IsSteady = true;
            Say("has reached a steady state.");
            _world.Tell("deployment", Name, "has reached a steady state");
        }
    }

    private void BreakCircuit(DateTimeOffset at)
    {
        var going = Primary.Rollout == FleetRollout.InProgress;
        if (!Rules.CircuitBreaker || !going || Primary.FailedTasks < FailureThreshold)
        {
            return;
        }

        var failed = Primary;
        failed.Rollout = FleetRollout.Failed;
        failed.RolloutReason = "ECS deployment circuit breaker: tasks failed to start.";
        (failed.UpdatedAt, failed.FinishedAt) = (at, at);
        Say($"(deployment {failed.Id}) deployment failed: tasks failed to start.");
        _world.Tell("deployment", Name, $"{failed.Id} failed: {failed.FailedTasks} tasks failed to start");
        if (Rules.Rollback)
        {
            RollBack(failed, at, "ECS deployment circuit breaker: rolling back to deploymentId ");
        }
    }
}
