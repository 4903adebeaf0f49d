using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Scaling;

/// <summary>
/// Application Auto Scaling: once a minute, when the last minute's CPU can be read, each service's desired count is put
/// between its bounds and moved towards what its CPU asks for. Out at once to running × CPU ÷ target; in by one task
/// after the cooldown, and never while a deployment is going on. A count that others set above what the CPU asks for is
/// taken back the same way; a raised minimum is not.
/// </summary>
public sealed class Autoscaler
{
    /// <summary>Who changes the desired count.</summary>
    public const string Name = "application-autoscaling";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_reading = TimeSpan.FromSeconds(5);

    private readonly SimulatedWorld _world;
    private readonly List<ScalableTarget> _targets = [];

    internal Autoscaler(SimulatedWorld world)
    {
        _world = world;
        foreach (var service in world.Fleet.Services)
        {
            if (service.Plan.Autoscaling is { } plan)
            {
                Add(service, plan.Min, plan.Max, plan, world.Clock.Now - TimeSpan.FromDays(30));
            }
        }
    }

    public IReadOnlyList<ScalableTarget> Targets => _targets;

    public ScalableTarget? Find(FleetService service) => _targets.Find(target => target.Service == service);

    /// <summary>
    /// Changes the bounds of a service, or begins to hold it between them; null leaves a bound as it is.
    /// </summary>
    /// <exception cref="ArgumentException">The least is more than the most, or a new target lacks a bound.</exception>
    public ScalableTarget Register(FleetService service, int? min, int? max, string by)
    {
        var known = Find(service);
        if ((min ?? known?.Min) is not { } least || (max ?? known?.Max) is not { } most)
        {
            throw new ArgumentException("MinCapacity and MaxCapacity must be specified for a new scalable target.");
        }

        if (least < 0 || least > most)
        {
            throw new ArgumentException(
                $"Maximum capacity cannot be less than minimum capacity: MinCapacity {least}, MaxCapacity {most}."
            );
        }

        known ??= Add(service, least, most, tracking: null, _world.Clock.Now);
        (known.Min, known.Max) = (least, most);
        known.Noted.Add(new BoundsChange(_world.Clock.Now, by, least, most));
        _world.Tell("call", service.Name, $"RegisterScalableTarget by {by}: {least} to {most} tasks");
        return known;
    }

    private ScalableTarget Add(
        FleetService service,
        int min,
        int max,
        AutoscalingPlan? tracking,
        DateTimeOffset createdAt
    )
    {
        var (region, account) = (_world.Plan.Region, _world.Plan.AccountId);
        var id = $"{Chance.Hash(_world.Seed, $"scalable target {service.Arn}"):x16}";
        var target = new ScalableTarget
        {
            Service = service,
            Arn = $"arn:aws:application-autoscaling:{region}:{account}:scalable-target/{id}",
            CreatedAt = createdAt,
            Min = min,
            Max = max,
            Tracking = tracking,
        };
        _targets.Add(target);
        if (_targets.Count == 1)
        {
            Await();
        }

        return target;
    }

    /// <summary>The next moment at which the datapoint of a whole minute has just become visible.</summary>
    private void Await()
    {
        var now = _world.Clock.Now;
        var lag = _world.Plan.MetricDelay + s_reading;
        var minute = (now - lag).AddTicks(-((now - lag).Ticks % s_minute.Ticks));
        _world.Clock.At(
            minute + s_minute + lag,
            "autoscaling",
            () =>
            {
                foreach (var target in _targets)
                {
                    Judge(target);
                }

                Await();
            }
        );
    }

    private void Judge(ScalableTarget target)
    {
        var service = target.Service;
        var bounded = Math.Clamp(service.Desired, target.Min, target.Max);
        if (bounded != service.Desired)
        {
            Set(target, bounded);
        }
        else if (target.Tracking is { } tracking && LoadOf(service) is { } load)
        {
            var asked = (int)Math.Ceiling(load / tracking.TargetCpuPercent);
            Track(target, tracking, Math.Clamp(asked, target.Min, target.Max));
        }
    }

    private void Track(ScalableTarget target, AutoscalingPlan tracking, int asked)
    {
        var service = target.Service;
        var now = _world.Clock.Now;
        var rolls = service.Primary.Rollout == FleetRollout.InProgress;
        var changedAt = service.DesiredChanges.Count > 0 ? service.DesiredChanges[^1].At : DateTimeOffset.MinValue;
        if (asked > service.Desired && now >= target.LastScaleOut + tracking.ScaleOutCooldown)
        {
            Set(target, asked);
        }
        else if (asked < service.Desired && !rolls && now >= changedAt + tracking.ScaleInCooldown)
        {
            Set(target, service.Desired - 1);
        }
    }

    private void Set(ScalableTarget target, int desired)
    {
        target.LastScaleOut = desired > target.Service.Desired ? _world.Clock.Now : target.LastScaleOut;
        target.Service.SetDesired(desired, Name);
    }

    /// <summary>
    /// Running tasks × their CPU in the last whole minute. Both are that minute's averages, so that tasks which came
    /// meanwhile are not counted with the CPU of those before them.
    /// </summary>
    private double? LoadOf(FleetService service)
    {
        var now = _world.Clock.Now;
        var thisMinute = now.AddTicks(-(now.Ticks % s_minute.Ticks));
        var name = MetricName.Of(
            "AWS/ECS",
            "CPUUtilization",
            ("ClusterName", service.Plan.Cluster),
            ("ServiceName", service.Name)
        );
        return _world.Metrics.Read(name, thisMinute - s_minute, s_minute, now)?.Sum / s_minute.TotalSeconds;
    }
}

/// <summary>Something that Application Auto Scaling keeps between two bounds.</summary>
public abstract class ScalableResource
{
    public required string Arn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Min { get; internal set; }

    public int Max { get; internal set; }

    /// <summary>Every change of the bounds, oldest first.</summary>
    public IReadOnlyList<BoundsChange> Changes => Noted;

    internal List<BoundsChange> Noted { get; } = [];

    /// <summary>Whose it is to Application Auto Scaling: "ecs", "dynamodb".</summary>
    public abstract string Namespace { get; }

    public abstract string ResourceId { get; }

    public abstract string Dimension { get; }
}

/// <summary>A service whose desired count Application Auto Scaling keeps between two bounds.</summary>
public sealed class ScalableTarget : ScalableResource
{
    public required FleetService Service { get; init; }

    /// <summary>What target tracking goes by; null for bounds alone.</summary>
    public AutoscalingPlan? Tracking { get; init; }

    public override string Namespace => "ecs";

    /// <summary>"service/cluster/name".</summary>
    public override string ResourceId => $"service/{Service.Plan.Cluster}/{Service.Name}";

    public override string Dimension => "ecs:service:DesiredCount";

    internal DateTimeOffset LastScaleOut { get; set; } = DateTimeOffset.MinValue;
}

/// <summary>A change of a scalable target's bounds, and by whom.</summary>
public sealed record BoundsChange(DateTimeOffset At, string By, int Min, int Max);
