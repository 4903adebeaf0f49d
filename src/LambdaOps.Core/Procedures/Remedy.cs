using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>One procedure of the runbook as a pure state machine.</summary>
public abstract class Remedy
{
    public abstract ProcedureName Name { get; }

    public abstract Paragraph Paragraph { get; }

    /// <summary>The Lambda function that runs it: one of its own, where it does not say otherwise.</summary>
    public virtual FunctionName Function => new($"{char.ToUpperInvariant(Name.Value[0])}{Name.Value[1..]}");

    /// <summary>What it looks at, in that order: anything of it that is missing is a gap.</summary>
    public abstract ImmutableArray<Look> Looks { get; }

    /// <summary>What is looked at only for a person, where a decision says so (<see cref="Decision.Escalate.Shows"/>).</summary>
    public virtual ImmutableArray<Look> LooksForPeople => [];

    /// <summary>What it may change: its role's write permissions follow from it.</summary>
    public abstract ImmutableArray<ChangeKind> Changes { get; }

    /// <summary>How the estate sets the remedy for a target; null when it does not name it there.</summary>
    public abstract RemedySetting? SettingFor(Resource target);

    /// <summary>What the remedy itself wants remembered of a look; nothing by default.</summary>
    public virtual Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) => incident;

    /// <summary>Whether the target looks well, whatever its alarm says; false where that cannot be seen.</summary>
    public virtual bool LooksWell(Evidence seen, Resource target) =>
        seen.Health is Fact<HealthProbe>.Known { Value.Healthy: true }
        && seen.Targets is Fact<TargetCounts>.Known { Value: { Healthy: > 0, Unhealthy: 0 } };

    /// <summary>What people may set of it, in their order.</summary>
    public abstract ImmutableArray<PolicyNumber> Numbers { get; }

    /// <summary>What to do about what was seen.</summary>
    public abstract Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now);
}

/// <summary>What the loop and the guards need to know of a remedy's setting.</summary>
/// <param name="Cooldown">Time after an action in which the remedy does not act on the same target again.</param>
/// <param name="CheckEvery">Time between looks while nothing is done.</param>
public sealed record RemedySetting(Mode Mode, TimeSpan Cooldown, TimeSpan CheckEvery)
{
    /// <summary>How long all must be quiet before the remedy calls a disturbance over.</summary>
    public TimeSpan QuietFor { get; init; }

    /// <summary>
    /// The longest of the remedy's waits, after which on-call is told while anything is wrong
    /// (<see cref="Overdue"/>); null for what a person asks for.
    /// </summary>
    public TimeSpan? NotifyWithin { get; init; }

    /// <summary>What needs a person's approval.</summary>
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}
