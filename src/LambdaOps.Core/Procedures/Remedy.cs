using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures;

/// <summary>A procedure that answers an incident, as a pure state machine.</summary>
public abstract class Remedy : Procedure
{
    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Alarm(), new Trigger.Request()];

    /// <summary>How the estate sets the remedy for a target; null when it does not name it there.</summary>
    public abstract RemedySetting? SettingFor(Resource target);

    /// <summary>What the remedy itself wants remembered of a look; nothing by default.</summary>
    public virtual Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) => incident;

    /// <summary>What only people can do, as a look first shows it; null when there is nothing new.</summary>
    /// <param name="before">The incident before that look was remembered.</param>
    public virtual HandWork? AsksFor(Incident before, Incident incident, Resource target) => null;

    /// <summary>
    /// What the remedy has to hear again once nobody else has the target, when another takes the incident on; null when
    /// there is nothing.
    /// </summary>
    public virtual Signal? HearsAgain(Evidence seen, DateTimeOffset now) => null;

    /// <summary>
    /// The recovery level that such an incident counts to: level 1 by default, once a look showed that something failed
    /// for users. Null where none does.
    /// </summary>
    public virtual RecoveryLevel? RecoveryLevelOf(Incident incident) =>
        incident.Trend.Impact is { HasFailed: true } ? RecoveryLevel.Service : null;

    /// <summary>Data of so long a time is lost by what was done; null where nobody knows. Level 1 loses none.</summary>
    public virtual TimeSpan? DataLostBy(Incident incident) => TimeSpan.Zero;

    /// <summary>Whether the target looks well, whatever its alarm says; false where that cannot be seen.</summary>
    public virtual bool LooksWell(Evidence seen, Resource target) =>
        seen.Health is Fact<HealthProbe>.Known { Value.Healthy: true }
        && seen.Targets is Fact<TargetCounts>.Known { Value: { Healthy: > 0, Unhealthy: 0 } };

    /// <summary>What to do about what was seen.</summary>
    public abstract Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now);
}

/// <summary>What a person is asked to do.</summary>
/// <param name="Command">In the estate's words; LambdaOps never runs it.</param>
/// <param name="About">What it is about: the same is asked once.</param>
public sealed record HandWork(string Command, string About);

/// <summary>What the loop and the guards need to know of a remedy's setting.</summary>
/// <param name="Cooldown">Time after a change in which the remedy does not act on the same target again.</param>
/// <param name="CheckEvery">Time between looks while nothing is done.</param>
public sealed record RemedySetting(Mode Mode, TimeSpan Cooldown, TimeSpan CheckEvery)
{
    /// <summary>How long all must be quiet before the remedy calls a disturbance over.</summary>
    public TimeSpan QuietFor { get; init; }

    /// <summary>
    /// The longest of the remedy's waits, after which on-call is notified while anything is wrong
    /// (<see cref="Overdue"/>).
    /// </summary>
    public required TimeSpan NotifyWithin { get; init; }

    /// <summary>What needs a person's approval.</summary>
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}
