using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>The evidence of a rollout when nothing of it is missing.</summary>
/// <param name="Load">Empty where the service has no load balancer.</param>
/// <param name="Usage">That of the tasks which the newest deployment started.</param>
public sealed record RolloutSight(
    NativeDeployment? Deployment,
    RevisionLoad Load,
    TaskUsage Usage,
    ServiceState Service,
    HealthProbe Health,
    ActiveAlarms Alarms
)
{
    private static readonly RevisionLoad s_none = new(new TargetCounts(0, 0, 0, 0), []);

    /// <summary>What says that the service is not well.</summary>
    public ImmutableArray<Trouble> Troubles { get; init; } = [];

    /// <summary>Those of the rule that the service shares; null where it shares none.</summary>
    public RuleWeights? Weights { get; init; }

    /// <summary>Of what would be rolled back to; null where that is not known.</summary>
    public RevisionStatus? WayBack { get; init; }

    /// <summary>That there is nothing to go back to any more, in words; empty where there is.</summary>
    public string Deregistered(NativeDeployment over) =>
        over.ServedBefore is { TaskDefinition: var before } && WayBack?.WhyNot(before) is { } gone ? $" ({gone})" : "";

    public bool IsUnwell => !Troubles.IsEmpty;

    /// <summary>In words.</summary>
    public string InTrouble => string.Join(", ", Troubles);

    /// <summary>Whether people get no answer, whatever alarms say that may be late.</summary>
    public bool IsDown => Troubles.Any(trouble => trouble.Kind == TroubleKind.HealthUrl);

    /// <summary>Whether memory is all that is wrong: new tasks have it back.</summary>
    public bool IsMemoryOnly => IsUnwell && Troubles.All(trouble => trouble.Kind == TroubleKind.Memory);

    /// <summary>Null where memory does not climb, or nobody knows.</summary>
    public MemoryClimb? Climb { get; init; }

    /// <summary>Whether an alarm fires that the estate names for rollout: the numbers say how bad it is.</summary>
    public bool HasBudgetAlarm => Alarms.Names.Any(name => IsBudget(Alarms, name));

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static RolloutSight? Of(Evidence seen, Incident incident, OperatedService target) =>
        seen
            is {
                Deployments: Fact<NativeDeployments>.Known { Value: var deployments },
                NewRevision: not Fact<RevisionLoad>.Missing,
                Weights: not Fact<RuleWeights>.Missing,
                Usage: Fact<TaskUsage>.Known { Value: var usage, ObservedAt: var at },
                Service: Fact<ServiceState>.Known { Value: var service },
                Health: Fact<HealthProbe>.Known { Value: var health },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
            }
            ? Of(
                new RolloutSight(
                    OwnShift.Newest(deployments, seen, incident, target),
                    (seen.NewRevision as Fact<RevisionLoad>.Known)?.Value ?? s_none,
                    usage,
                    service,
                    health,
                    alarms
                )
                {
                    Weights = (seen.Weights as Fact<RuleWeights>.Known)?.Value,
                    WayBack = seen.WayBack,
                },
                incident,
                target,
                at
            )
            : null;

    private static RolloutSight Of(RolloutSight sight, Incident incident, OperatedService target, DateTimeOffset at)
    {
        var policy = target.Rollout?.Policy ?? RolloutPolicy.Default;

        // While tasks are replaced, the average is of old and new ones.
        var tasksSince = sight.Deployment switch
        {
            null => DateTimeOffset.MinValue,
            { FinishedAt: { } finished } => finished,
            { CreatedAt: var created } => created,
        };
        return sight with
        {
            Troubles = Trouble.Of(sight, incident, target, policy, tasksSince, at),
            Climb = sight.Deployment is { IsRunning: true }
                ? null
                : MemoryClimb.Of(sight.Usage.From(RolloutProcedure.Later(tasksSince, at - policy.MemoryOver)).Memory),
        };
    }

    internal static bool IsBudget(ActiveAlarms alarms, string name) =>
        alarms.Find(name)?.Remedy == RolloutProcedure.ProcedureName;

    public override string ToString() =>
        $"{Deployment?.ToString() ?? "no deployment"}; new revision {Load}; health {Health}; alarms {Alarms}"
        + (Weights is null ? "" : $"; {Weights}")
        + (HasBudgetAlarm ? $"; {Usage}" : "");
}

/// <summary>What kind of thing says that the service is not well.</summary>
public enum TroubleKind
{
    /// <summary>An alarm of another procedure.</summary>
    Alarm,
    HealthUrl,

    /// <summary>Requests fail, or are slow, and an alarm for rollout fires.</summary>
    Requests,
    Cpu,
    Memory,
}

/// <summary>Something that says that the service is not well.</summary>
/// <param name="BegunBy">It had begun by then; null where nobody knows.</param>
public sealed record Trouble(TroubleKind Kind, string What, DateTimeOffset? BegunBy)
{
    /// <summary>Failed health requests in a row below which it may be a blip.</summary>
    private const int ProbesMeanDown = 3;

    /// <summary>Whether it may have begun after that moment: as far as anybody knows.</summary>
    public bool MayFollow(DateTimeOffset moment) => BegunBy is not { } begun || begun > moment;

    public override string ToString() => What;

    /// <summary>
    /// An alarm that the estate names for rollout is none by itself: the numbers grade it. Only one that fires makes
    /// them count.
    /// </summary>
    internal static ImmutableArray<Trouble> Of(
        RolloutSight sight,
        Incident incident,
        OperatedService target,
        RolloutPolicy policy,
        DateTimeOffset tasksSince,
        DateTimeOffset at
    )
    {
        var all = ImmutableArray.CreateBuilder<Trouble>();
        foreach (var name in sight.Alarms.Names.Where(name => !RolloutSight.IsBudget(sight.Alarms, name)))
        {
            all.Add(new(TroubleKind.Alarm, $"alarm {name}", sight.Alarms.Find(name)?.BegunBy));
        }

        // A health URL that failed at the first look may have failed for long before.
        if (
            incident.Trend is { Streak.Healthy: false, Probes: var probes, DippedAt: var dipped }
            && probes.AreDown(ProbesMeanDown)
        )
        {
            all.Add(new(TroubleKind.HealthUrl, "the health URL fails", dipped ?? DateTimeOffset.MinValue));
        }

        if (sight.HasBudgetAlarm)
        {
            var (limits, usage) = (target.Thresholds, sight.Usage);
            var verdict = ShiftVerdict.Of(sight.Load, at - policy.JudgeOver, limits, policy.MinimumRequests);
            if (verdict.Kind == ShiftVerdictKind.Bad)
            {
                all.Add(new(TroubleKind.Requests, verdict.Because, verdict.BegunBy));
            }

            Add(TroubleKind.Cpu, "CPU", usage.Cpu.Danger(limits.Cpu.Danger, tasksSince));
            Add(TroubleKind.Memory, "memory", usage.Memory.Danger(limits.Memory.Danger, tasksSince));
        }

        return all.DrainToImmutable();

        void Add(TroubleKind kind, string what, (double Percent, DateTimeOffset BegunBy)? danger)
        {
            if (danger is var (percent, begun))
            {
                all.Add(new(kind, string.Create(CultureInfo.InvariantCulture, $"{what} {percent:0} %"), begun));
            }
        }
    }
}
