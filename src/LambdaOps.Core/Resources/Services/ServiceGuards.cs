using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a service's tasks are replaced or counted anew, each in its order.</summary>
internal static class ServiceGuards
{
    private static readonly ControllerGuard s_controller = new();

    private static readonly DeploymentInProgressGuard s_inProgress = new();

    /// <summary>Asked of every change of what others change, too.</summary>
    public static Guard Live { get; } = new LiveStateGuard();

    /// <summary>Asked of every change that takes capacity away.</summary>
    public static Guard NoScaleInUnderAlarm { get; } = new ScaleInGuard();

    public static ImmutableArray<Guard> OfRollBacks { get; } = [s_controller, Live];

    public static ImmutableArray<Guard> OfDeployments { get; } = [s_controller, s_inProgress, Live];

    public static ImmutableArray<Guard> OfCounts { get; } =
    [s_controller, s_inProgress, Live, new CapacityGuard(), new StepGuard(), NoScaleInUnderAlarm];

    extension(GuardQuestion question)
    {
        /// <summary>Task counts that the target may have; null for what has no tasks.</summary>
        public Capacity? Capacity => (question.Target as OperatedService)?.Capacity;

        /// <summary>The service's desired count as it stands now; null when it is not known.</summary>
        public int? Live => (question.Seen.Service as Fact<ServiceState>.Known)?.Value.Desired;
    }
}

/// <summary>
/// Denies what ECS refuses: a deployment of a service that another controller deploys (CODE_DEPLOY, EXTERNAL), and a count
/// of one that has a task on each instance (DAEMON).
/// </summary>
public sealed class ControllerGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, (question.Seen.Service as Fact<ServiceState>.Known)?.Value) switch
        {
            (
                Change.ForceNewDeployment
                    or Change.RestartAt
                    or Change.RollBack
                    or Change.StartDeployment
                    or Change.RollBackDeployment,
                { WhyNotDeployed: { } why }
            ) => Deny(why, DenialThen.AskPerson),
            ({ Count: { } count }, { IsDaemon: true }) => Deny(
                string.Create(CultureInfo.InvariantCulture, $"{count} tasks for a DAEMON service, which has no count"),
                DenialThen.AskPerson
            ),
            _ => null,
        };
}

/// <summary>
/// Denies a count below the service's floor or above its ceiling (DESIGN 8.5); zero tasks are below every floor.
/// </summary>
public sealed class CapacityGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change.Count, question.Capacity) switch
        {
            ({ } count, { } capacity) when count < capacity.Floor => Deny(
                string.Create(CultureInfo.InvariantCulture, $"{count} tasks are below the floor of {capacity.Floor}"),
                DenialThen.AskPerson
            ),
            ({ } count, { } capacity) when count > capacity.Ceiling => Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} tasks are above the ceiling of {capacity.Ceiling}"
                ),
                DenialThen.AskPerson
            ),
            ({ } count, null) => Deny(
                string.Create(CultureInfo.InvariantCulture, $"{count} tasks for a target without floor and ceiling"),
                DenialThen.AskPerson
            ),
            _ => null,
        };
}

/// <summary>
/// Denies a restart into a deployment that is already rolling (DESIGN 8.6), and a count that ECS would count with the
/// tasks of both revisions (containers-roadmap#525). A rollback is meant for just that, the restart of a total outage may
/// take the place of a deployment whose tasks die, and its own steps back to all tasks follow it.
/// </summary>
public sealed class DeploymentInProgressGuard : Guard
{
    private const int FailedTasksMeanFailing = 2;

    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            {
                Change: Change.ForceNewDeployment
                    or Change.StartDeployment
                    or Change.SetDesiredCount { AfterRestart: false }
                    or Change.SetScalingMinimum,
                Seen.Service: Fact<ServiceState>.Known { Value: { IsDeploying: true, Primary: { } rolling } },
            } => Deny(rolling),
            {
                Change: Change.RestartAt,
                Seen.Service: Fact<ServiceState>.Known
                {
                    Value: { IsDeploying: true, Primary: { FailedTasks: < FailedTasksMeanFailing } rolling },
                },
            } => Deny(rolling),
            _ => null,
        };

    private Denial Deny(ServiceDeployment rolling) =>
        Deny($"deployment {rolling.Id} is in progress since {rolling.CreatedAt:HH:mm:ss}", DenialThen.KeepWatching);
}

/// <summary>
/// Denies less capacity while any alarm of the target is active (DESIGN 8.5). The runbook's restart with the fewest
/// tasks (最小構成で再起動) is the one exception, and only while no target is healthy: there is no capacity to lose.
/// </summary>
public sealed class ScaleInGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Change: Change.RestartAt, Seen.Targets: Fact<TargetCounts>.Known { Value.NoneServes: true } } => null,
            { Change: Change.RestartAt { Desired: var count }, Live: { } live } when count < live => Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a restart with {count} of {live} tasks while some targets are healthy"
                ),
                DenialThen.KeepWatching
            ),
            { Change.ScalesIn: true } => WithoutAlarms(question),
            _ => null,
        };

    private Denial? WithoutAlarms(GuardQuestion question) =>
        question.Seen.Alarms switch
        {
            Fact<ActiveAlarms>.Known { Value.Any: false } => null,
            Fact<ActiveAlarms>.Known known => Deny(
                $"no scale-in while alarms are active: {known.Value}",
                DenialThen.KeepWatching
            ),
            _ => Deny("no scale-in without knowing the active alarms", DenialThen.KeepWatching),
        };
}

/// <summary>Denies more than twice as many tasks in one step (DESIGN 8.5), counted from the live state.</summary>
public sealed class StepGuard : Guard
{
    private const int Most = 2;

    public override Denial? Check(GuardQuestion question) =>
        (question.Change.Count, question.Live) switch
        {
            ({ } count, { } live) when count > Most * Math.Max(1, live) => Deny(
                string.Create(CultureInfo.InvariantCulture, $"from {live} to {count} tasks is more than twice as many"),
                DenialThen.KeepWatching
            ),
            ({ }, null) => Deny("the live count is not known", DenialThen.KeepWatching),
            _ => null,
        };
}
