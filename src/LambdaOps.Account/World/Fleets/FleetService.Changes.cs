using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

// What UpdateService changes, whoever calls it.
public sealed partial class FleetService
{
    /// <summary>Sets the desired count, as UpdateService does.</summary>
    public void SetDesired(int desired, string by)
    {
        if (desired == Desired)
        {
            return;
        }

        var now = _world.Clock.Now;
        _desiredChanges.Add(new DesiredChange(now, by, Desired, desired));
        _world.Tell("deployment", Name, $"desired count {Desired} -> {desired} by {by}");
        Desired = desired;
        Primary.UpdatedAt = now;
        IsSteady = false;
    }

    /// <summary>Starts a deployment of a definition; the same one again is a forced deployment.</summary>
    public FleetDeployment Start(TaskDefinitionPlan definition, string by)
    {
        var same = (definition.Family, definition.Revision) == (Primary.Definition.Family, Primary.Definition.Revision);
        var kind = same ? DeploymentKind.Forced : DeploymentKind.Revision;
        return Begin(definition, kind, by, reason: null);
    }

    private FleetDeployment Begin(TaskDefinitionPlan definition, DeploymentKind kind, string by, string? reason)
    {
        var now = _world.Clock.Now;
        var key = NewKey();
        var deployment = new FleetDeployment
        {
            Id = key.Id,
            ServiceDeploymentId = key.ServiceDeploymentId,
            Definition = definition,
            Kind = kind,
            By = by,
            CreatedAt = now,
            UpdatedAt = now,
            RolloutReason = reason ?? $"ECS deployment {key.Id} in progress.",
        };
        Primary.Status = "ACTIVE";
        _deployments.Insert(0, deployment);
        _history.Add(deployment);
        (_failuresInARow, _neverStartedInARow, _startFrom, _placeFrom) = (
            0,
            0,
            DateTimeOffset.MinValue,
            DateTimeOffset.MinValue
        );
        IsSteady = false;
        var what = $"{definition.Family}:{definition.Revision}";
        _world.Tell(
            "deployment",
            Name,
            $"{deployment.Id} of {what} started ({kind.ToString().ToLowerInvariant()}) by {by}"
        );
        return deployment;
    }

    /// <summary>
    /// Ends the deployment in progress: back to the last one, or as it stands (StopServiceDeployment).
    /// </summary>
    internal void StopDeployment(bool rollBack)
    {
        var now = _world.Clock.Now;
        var stopped = Primary;
        stopped.Rollout = FleetRollout.Failed;
        stopped.RolloutReason = $"ECS deployment {stopped.Id} stopped.";
        (stopped.UpdatedAt, stopped.FinishedAt) = (now, now);
        _world.Tell("deployment", Name, $"{stopped.Id} stopped");
        if (rollBack)
        {
            RollBack(stopped, now, "ECS deployment stopped: rolling back to deploymentId ");
        }
    }

    /// <summary>Back to the last deployment that completed: its own tasks again when it still has any.</summary>
    private void RollBack(FleetDeployment failed, DateTimeOffset at, string why)
    {
        var last = _history.LastOrDefault(d => d != failed && d.Rollout == FleetRollout.Completed);
        if (last is null)
        {
            return;
        }

        failed.RolledBack = true;
        var reason = why + last.Id + ".";
        Say($"rolling back to deployment {last.Id}.");
        if (!_deployments.Remove(last))
        {
            Begin(last.Definition, DeploymentKind.Rollback, "ecs", reason);
            return;
        }

        failed.Status = "ACTIVE";
        _deployments.Insert(0, last);
        last.Status = "PRIMARY";
        last.Rollout = FleetRollout.InProgress;
        last.RolloutReason = reason;
        last.UpdatedAt = at;
        (_failuresInARow, _neverStartedInARow, _startFrom) = (0, 0, DateTimeOffset.MinValue);
        _world.Tell("deployment", Name, $"rolls back to {last.Id}");
    }
}
