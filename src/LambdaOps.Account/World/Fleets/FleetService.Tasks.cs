using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

// The life of a task: PROVISIONING, PENDING, RUNNING, warm, DEACTIVATING while its target drains, STOPPING, STOPPED.
public sealed partial class FleetService
{
    private static readonly TimeSpan s_noticeOfExit = TimeSpan.FromSeconds(3);

    private readonly List<FleetTask> _stoppingNow = [];
    private int _drainingNow;

    /// <summary>The service as it was for long: all tasks running and healthy.</summary>
    private void BeginSteady()
    {
        var now = _world.Clock.Now;
        var started = CreatedAt + TimeSpan.FromDays(23);
        var key = NewKey();
        var deployment = new FleetDeployment
        {
            Id = key.Id,
            ServiceDeploymentId = key.ServiceDeploymentId,
            Definition = Plan.Revisions[^1],
            Kind = DeploymentKind.Initial,
            By = "estate",
            CreatedAt = started,
            UpdatedAt = started + TimeSpan.FromMinutes(4),
            FinishedAt = started + TimeSpan.FromMinutes(4),
            Rollout = FleetRollout.Completed,
            RolloutReason = $"ECS deployment {key.Id} completed.",
        };
        _deployments.Add(deployment);
        _history.Add(deployment);
        for (var i = 0; i < Desired; i++)
        {
            var task = NewTask(deployment, started);
            task.Status = TaskStage.Running;
            task.StartedAt = started + TimeSpan.FromMinutes(1);
            task.ServesFrom = task.StartedAt.Value;
            Targets.Register(task, now - (Plan.HealthCheck.Interval * _chance.Share()), healthy: true);
        }

        IsSteady = true;
        Say("has reached a steady state.");
    }

    private FleetTask NewTask(FleetDeployment deployment, DateTimeOffset at)
    {
        var id = _chance.Hex32();
        var zones = Plan.Zones;
        var task = new FleetTask
        {
            Id = id,
            Arn = $"arn:aws:ecs:{_world.Plan.Region}:{_world.Plan.AccountId}:task/{Plan.Cluster}/{id}",
            Deployment = deployment,
            Definition = deployment.Definition,
            Ip = $"10.0.{_chance.Below(256)}.{4 + _chance.Below(250)}",
            Zone = _world.Plan.Region + zones[_tasks.Count % zones.Count],
            CreatedAt = at,
        };
        _tasks.Add(task);
        return task;
    }

    /// <summary>Lets every task's time pass.</summary>
    private void Live(DateTimeOffset at)
    {
        LoseConnections(at);
        foreach (var task in _tasks)
        {
            while (task.PhaseEnds <= at && Advance(task, at)) { }

            Suffer(task, at);
        }

        for (var i = _tasks.Count - 1; i >= 0; i--)
        {
            if (_tasks[i].Status == TaskStage.Stopped)
            {
                _stopped.Add(_tasks[i]);
                _tasks.RemoveAt(i);
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
        var plan = Plan.Launch;
        switch (task.Status)
        {
            case TaskStage.Provisioning:
                Turn(task, TaskStage.Pending, at + Drawn(plan.Pending));
                return true;
            case TaskStage.Pending when task.Definition.Behaviour.FailsToStart:
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
                task.ServesFrom = at + Drawn(plan.WarmUp);
                task.Illness = _dependencyIsDown ? Illness.Starved : task.Illness;
                Turn(task, TaskStage.Running, DateTimeOffset.MaxValue);
                Targets.Register(task, at);
                Say($"registered 1 targets in (target-group {Targets.Arn})");
                return false;
            case TaskStage.Deactivating:
                Turn(task, TaskStage.Stopping, at + Drawn(plan.Stopping));
                return true;
            case TaskStage.Stopping:
                Targets.Deregister(task, at);
                task.StoppedAt = at;
                Turn(task, TaskStage.Stopped, DateTimeOffset.MaxValue);
                return false;
            default:
                return false;
        }
    }

    /// <summary>What a revision's behaviour does to a running task.</summary>
    private void Suffer(FleetTask task, DateTimeOffset at)
    {
        if (task.Status != TaskStage.Running || task.StartedAt is not { } started)
        {
            return;
        }

        if (task.Definition.Behaviour.CrashAfter is { } age && at >= started + age)
        {
            Crash(task, at, 1, "Essential container in task exited");
        }
        else if (task.MemoryPercent >= 100)
        {
            Crash(task, at, 137, "OutOfMemoryError: Container killed due to memory usage");
        }
    }

    private static void Leak(FleetTask task, DateTimeOffset at)
    {
        var leak = task.Definition.Behaviour.LeakPercentPerMinute;
        if (leak > 0 && task.StartedAt is { } started)
        {
            task.MemoryPercent = Math.Min(100, task.MemoryPercent + (leak * (at - started).TotalMinutes));
        }
    }

    private void Crash(FleetTask task, DateTimeOffset at, int exitCode, string reason) =>
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
        CountFailure(task);
        Turn(task, TaskStage.Stopping, at + s_noticeOfExit);
    }

    /// <summary>ECS stops a task: its target drains first when it has one.</summary>
    private void Stop(FleetTask task, DateTimeOffset at, string reason)
    {
        task.StopWanted = true;
        task.StoppingAt = at;
        (task.StopCode, task.StoppedReason) = ("ServiceSchedulerInitiated", reason);
        if (task.Status == TaskStage.Running && Targets.Of(task) is not null)
        {
            Targets.Deregister(task, at);
            _drainingNow++;
            Turn(task, TaskStage.Deactivating, at + Plan.HealthCheck.DeregistrationDelay);
        }
        else
        {
            Turn(task, TaskStage.Stopping, at + Drawn(Plan.Launch.Stopping));
        }

        _stoppingNow.Add(task);
    }

    /// <summary>One event for all tasks that were stopped in this second, as ECS writes it.</summary>
    private void SayStopped()
    {
        if (_drainingNow > 0)
        {
            Say($"deregistered {_drainingNow} targets in (target-group {Targets.Arn})");
            Say($"has begun draining connections on {_drainingNow} tasks.");
        }

        if (_stoppingNow.Count > 0)
        {
            var names = string.Join(' ', _stoppingNow.Select(t => $"(task {t.Id})"));
            Say($"has stopped {_stoppingNow.Count} running tasks: {names}.");
        }

        _drainingNow = 0;
        _stoppingNow.Clear();
    }

    private void Turn(FleetTask task, TaskStage status, DateTimeOffset until)
    {
        task.Status = status;
        task.PhaseEnds = until;
        var why = status == TaskStage.Stopped && task.StoppedReason is not null ? $": {task.StoppedReason}" : "";
        _world.Tell("task", Name, $"task {task.Id[..8]} {task.LastStatus}{why}");
    }

    private TimeSpan Drawn(Span span) => _chance.Between(span.AtLeast, span.AtMost);
}
