using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>The deployments of a service: which is PRIMARY, which came before, and the way back.</summary>
internal sealed class ServiceDeployments(
    VirtualClock clock,
    ServiceLog log,
    DeploymentEvents events,
    StartBackOff failures,
    Chance chance
)
{
    private readonly List<FleetDeployment> _shown = [];
    private readonly List<FleetDeployment> _history = [];

    /// <summary>PRIMARY first, then ACTIVE ones.</summary>
    public IReadOnlyList<FleetDeployment> Shown => _shown;

    /// <summary>Every deployment ever started, oldest first, with who started it.</summary>
    public IReadOnlyList<FleetDeployment> History => _history;

    public FleetDeployment Primary => _shown[0];

    /// <summary>PRIMARY is complete, all wanted tasks are healthy and none is on its way.</summary>
    public bool IsSteady { get; set; }

    /// <summary>From when on tasks are placed again, after there was no room.</summary>
    public DateTimeOffset PlaceFrom { get; set; } = DateTimeOffset.MinValue;

    /// <summary>The one that a service had for long, completed.</summary>
    public FleetDeployment Initial(TaskDefinitionPlan definition, TargetGroup group, DateTimeOffset started)
    {
        var key = NewKey();
        var deployment = new FleetDeployment
        {
            Id = key.Id,
            ServiceDeploymentId = key.ServiceDeploymentId,
            Definition = definition,
            Group = group,
            Kind = DeploymentKind.Initial,
            By = "estate",
            CreatedAt = started,
            UpdatedAt = started + TimeSpan.FromMinutes(4),
            FinishedAt = started + TimeSpan.FromMinutes(4),
            Rollout = FleetRollout.Completed,
            RolloutReason = $"ECS deployment {key.Id} completed.",
        };
        _shown.Add(deployment);
        _history.Add(deployment);
        return deployment;
    }

    public FleetDeployment Begin(TaskDefinitionPlan definition, TargetGroup group, DeploymentKind kind, string by) =>
        Begin(definition, group, kind, by, reason: null, restores: null);

    private FleetDeployment Begin(
        TaskDefinitionPlan definition,
        TargetGroup group,
        DeploymentKind kind,
        string by,
        string? reason,
        FleetDeployment? restores
    )
    {
        var now = clock.Now;
        var key = NewKey();
        var deployment = new FleetDeployment
        {
            Id = key.Id,
            ServiceDeploymentId = key.ServiceDeploymentId,
            Definition = definition,
            Group = group,
            Restores = restores,
            Kind = kind,
            By = by,
            CreatedAt = now,
            UpdatedAt = now,
            RolloutReason = reason ?? $"ECS deployment {key.Id} in progress.",
        };
        Primary.Status = "ACTIVE";
        _shown.Insert(0, deployment);
        _history.Add(deployment);
        failures.Forget();
        PlaceFrom = DateTimeOffset.MinValue;
        IsSteady = false;
        var what = $"{definition.Family}:{definition.Revision}";
        log.Tell("deployment", $"{deployment.Id} of {what} started ({kind.ToString().ToLowerInvariant()}) by {by}");
        events.InProgress(deployment);
        return deployment;
    }

    /// <summary>
    /// Ends the deployment in progress: back to the last one, or as it stands (StopServiceDeployment).
    /// </summary>
    public void Stop(bool rollBack)
    {
        var now = clock.Now;
        var stopped = Primary;
        stopped.Rollout = FleetRollout.Failed;
        stopped.RolloutReason = $"ECS deployment {stopped.Id} stopped.";
        (stopped.UpdatedAt, stopped.FinishedAt) = (now, now);
        log.Tell("deployment", $"{stopped.Id} stopped");
        if (rollBack)
        {
            RollBack(stopped, now, "ECS deployment stopped: rolling back to deploymentId ");
        }
    }

    /// <summary>Back to the last deployment that completed: its own tasks again when it still has any.</summary>
    /// <param name="to">Another one than that.</param>
    public void RollBack(FleetDeployment failed, DateTimeOffset at, string why, FleetDeployment? to = null)
    {
        var last = to ?? _history.LastOrDefault(d => d != failed && d.Rollout == FleetRollout.Completed);
        if (last is null)
        {
            return;
        }

        var reason = why + last.Id + ".";
        failed.RolledBackBecause = (reason, at);
        log.Say($"rolling back to deployment {last.Id}.");
        if (!_shown.Remove(last))
        {
            var source = last.Restores ?? last;
            failed.BackTo = Begin(last.Definition, last.Group, DeploymentKind.Rollback, "ecs", reason, source);
            return;
        }

        failed.Status = "ACTIVE";
        failed.BackTo = last;
        _shown.Insert(0, last);
        last.Status = "PRIMARY";
        last.Rollout = FleetRollout.InProgress;
        last.RolloutReason = reason;
        last.UpdatedAt = at;
        failures.Forget();
        log.Tell("deployment", $"rolls back to {last.Id}");
        events.InProgress(last);
    }

    /// <summary>A deployment without tasks is no longer shown.</summary>
    public void Prune(List<FleetTask> tasks)
    {
        for (var i = _shown.Count - 1; i > 0; i--)
        {
            var deployment = _shown[i];
            if (!tasks.Exists(t => t.Deployment == deployment))
            {
                deployment.Status = "INACTIVE";
                _shown.RemoveAt(i);
            }
        }
    }

    private DeploymentKey NewKey() => new($"ecs-svc/{chance.Digits(19)}", chance.Hex32()[..22]);

    private readonly record struct DeploymentKey(string Id, string ServiceDeploymentId);
}
