using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Balancing;

/// <summary>
/// A target group with its health checks. It routes to healthy targets, and to all when none is (fail open).
/// </summary>
public sealed class TargetGroup(string arn, string loadBalancerArn, HealthCheckPlan check, Action<string> tell)
{
    private readonly List<Target> _targets = [];

    public string Arn { get; } = arn;

    public string LoadBalancerArn { get; } = loadBalancerArn;

    public HealthCheckPlan Check { get; } = check;

    /// <summary>"targetgroup/name/id", the form of the metric's dimension.</summary>
    public string Dimension { get; } = arn[(arn.LastIndexOf(':') + 1)..];

    /// <summary>"app/name/id", the form of the metric's dimension.</summary>
    public string LoadBalancerDimension { get; } = LoadBalancerDimensionOf(loadBalancerArn);

    public IReadOnlyList<Target> Targets => _targets;

    /// <summary>Whether traffic is shifted away from a zone, by its name.</summary>
    internal Func<string, bool> IsAway { get; init; } = static _ => false;

    public int Healthy => _targets.Count(t => t.State == TargetState.Healthy);

    public int Unhealthy => _targets.Count(t => t.State == TargetState.Unhealthy);

    public static string LoadBalancerDimensionOf(string arn)
    {
        var at = arn.IndexOf("loadbalancer/", StringComparison.Ordinal);
        return at < 0 ? arn : arn[(at + "loadbalancer/".Length)..];
    }

    public Target? Of(FleetTask task) => _targets.Find(t => t.Task == task);

    public bool IsHealthy(FleetTask task) => Of(task)?.State == TargetState.Healthy;

    public bool IsUnhealthy(FleetTask task) => Of(task)?.State == TargetState.Unhealthy;

    /// <summary>
    /// The targets that requests go to now. Where no target is healthy in any zone, a shift has no effect; where healthy
    /// ones are only in the zone that traffic is shifted away from, the others get it all.
    /// </summary>
    public void RouteTo(List<Target> routable)
    {
        routable.Clear();
        var isAnyHealthy = false;
        foreach (var target in _targets)
        {
            if (target.State == TargetState.Healthy)
            {
                isAnyHealthy = true;
                if (!IsAway(target.Task.Zone))
                {
                    routable.Add(target);
                }
            }
        }

        if (routable.Count == 0)
        {
            routable.AddRange(
                _targets.Where(t => t.State != TargetState.Draining && !(isAnyHealthy && IsAway(t.Task.Zone)))
            );
        }
    }

    internal void Register(FleetTask task, DateTimeOffset at, bool healthy = false)
    {
        var target = new Target
        {
            Task = task,
            Port = Check.Port,
            NextCheckAt = at + Check.Interval,
        };
        _targets.Add(target);
        if (healthy)
        {
            Turn(target, TargetState.Healthy, null, null);
        }
        else
        {
            target.NextCheckAt = at + TimeSpan.FromSeconds(5);
        }
    }

    /// <summary>Takes a target out; it drains for the deregistration delay.</summary>
    internal void Deregister(FleetTask task, DateTimeOffset at)
    {
        if (Of(task) is { State: not TargetState.Draining } target)
        {
            target.GoneAt = at + Check.DeregistrationDelay;
            Turn(
                target,
                TargetState.Draining,
                "Target.DeregistrationInProgress",
                "Target deregistration is in progress"
            );
        }
    }

    /// <summary>Runs the checks that are due, and lets drained targets go.</summary>
    internal void Second(DateTimeOffset at)
    {
        _targets.RemoveAll(t => t.State == TargetState.Draining && t.GoneAt <= at);
        foreach (var target in _targets)
        {
            if (target.State != TargetState.Draining && target.NextCheckAt <= at)
            {
                target.NextCheckAt = at + Check.Interval;
                Judge(target, target.Task.CheckAt(at));
            }
        }
    }

    private void Judge(Target target, TaskAnswer answer)
    {
        if (answer == TaskAnswer.Serves)
        {
            target.FailedInARow = 0;
            target.PassedInARow++;
            var enough = target.State == TargetState.Initial ? 1 : Check.HealthyThreshold;
            if (target.State != TargetState.Healthy && target.PassedInARow >= enough)
            {
                Turn(target, TargetState.Healthy, null, null);
            }

            return;
        }

        target.PassedInARow = 0;
        target.FailedInARow++;
        if (target.FailedInARow >= Check.UnhealthyThreshold)
        {
            var (reason, description) = ReasonOf(answer);
            Turn(target, TargetState.Unhealthy, reason, description);
        }
        else if (target.State == TargetState.Initial)
        {
            target.Reason = "Elb.InitialHealthChecking";
            target.Description = "Initial health checks in progress";
        }
    }

    private static (string Reason, string Description) ReasonOf(TaskAnswer answer) =>
        answer switch
        {
            TaskAnswer.Answers503 => ("Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]"),
            TaskAnswer.TimesOut => ("Target.Timeout", "Request timed out"),
            _ => ("Target.FailedHealthChecks", "Health checks failed"),
        };

    private void Turn(Target target, TargetState state, string? reason, string? description)
    {
        var before = target.State;
        target.State = state;
        target.Reason = reason;
        target.Description = description;
        target.Task.WasHealthy |= state == TargetState.Healthy;
        if (before != state)
        {
            tell(
                $"target {target.Task.Ip} of task {target.Task.Id[..8]}: {target.StateText}"
                    + (reason is null ? "" : $" ({reason})")
            );
        }
    }
}

public enum TargetState
{
    Initial,
    Healthy,
    Unhealthy,
    Draining,
}

/// <summary>A task in a target group, with what the health checks made of it.</summary>
public sealed class Target
{
    public required FleetTask Task { get; init; }

    public required int Port { get; init; }

    public TargetState State { get; internal set; }

    /// <summary>The reason code of DescribeTargetHealth; none for a healthy target.</summary>
    public string? Reason { get; internal set; } = "Elb.RegistrationInProgress";

    public string? Description { get; internal set; } = "Target registration is in progress";

    internal int PassedInARow { get; set; }

    internal int FailedInARow { get; set; }

    internal DateTimeOffset NextCheckAt { get; set; }

    internal DateTimeOffset GoneAt { get; set; }

    public string StateText =>
        State switch
        {
            TargetState.Initial => "initial",
            TargetState.Healthy => "healthy",
            TargetState.Unhealthy => "unhealthy",
            _ => "draining",
        };
}
