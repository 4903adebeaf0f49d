using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>A guard that is left out, or sees less, with a procedure that needs it.</summary>
internal static class GuardDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.Without<KillSwitchGuard>("kill switch"),
        Defect.Without<ModeGuard>("mode"),
        Defect.Without<WritePermissionGuard>("write permission"),
        Defect.Without<SilencedGuard>("silenced"),
        Defect.Without<MissingEvidenceGuard>("no action on missing evidence"),
        Defect.Without<LeaseGuard>("one actor per target"),
        Defect.Without<SharedPageGuard>("page kept while needed"),
        Defect.Without<CooldownGuard>("cooldown"),
        Defect.Without<DeploymentInProgressGuard>("deployment in progress"),
        Defect.Without<LiveStateGuard>("live state"),
        Defect.Without<CapacityGuard>("capacity bounds"),
        Defect.Without<StepGuard>("capacity bounds"),
        Defect.Without<ScaleInGuard>("no scale-in under alarm"),
        Defect.Without<WorseAfterGuard>("worse stops the remedy"),
        Defect.Without<BudgetGuard>("budget"),
        Defect.Without<OperatorPageGuard>("operator's page"),
        Defect.Without<FreezeGuard>("approval before the dangerous"),
        Defect.Without<ApprovalGuard>("approval before the dangerous"),
        new(
            "restores that nobody has to approve",
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Guards = change =>
                                change is Change.RestoreTable
                                    ? [.. loop.Guards(change).Where(guard => guard is not ApprovalGuard)]
                                    : loop.Guards(change),
                        },
                },
            "approval before the dangerous"
        ),
        new(
            "a fresh look that stops only counts",
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Guards = change =>
                                [
                                    .. loop.Guards(change)
                                        .Select(guard => guard is LiveStateGuard ? new CountsOnly() : guard),
                                ],
                        },
                },
            "live state"
        ),
        Defect.OnObserver(
            "nobody looks who deploys the service",
            inner => new ChangedLooks<ServiceState>(
                inner,
                state => state with { Controller = DeploymentController.Ecs, IsDaemon = false }
            ),
            "deployment controller"
        ),
        Defect.OnObserver(
            "a rollout state that ECS does not say is taken for complete",
            inner => new ChangedLooks<ServiceState>(
                inner,
                state =>
                    state with
                    {
                        Deployments =
                        [
                            .. state.Deployments.Select(one =>
                                one.Rollout == RolloutState.Unknown
                                    ? one with
                                    {
                                        Rollout = RolloutState.Completed,
                                    }
                                    : one
                            ),
                        ],
                    }
            ),
            "deployment in progress"
        ),
        Defect.OnObserver(
            "the revision before by its number is taken for one that serves",
            inner => new ChangedLooks<ServiceState>(inner, WithNeighbour),
            "back only to what served"
        ),
        Defect.OnObserver(
            "nobody looks whether a revision is deregistered",
            inner => new ChangedLooks<RevisionStatus>(inner, _ => RevisionStatus.None),
            "back only to what served"
        ),
        Defect.OnObserver(
            "an empty group is taken for one whose targets fail",
            inner => new ChangedLooks<TargetCounts>(
                inner,
                targets => targets.Registered == 0 ? targets with { Unhealthy = 1 } : targets
            ),
            "empty groups are no outage"
        ),
        Defect.OnObserver(
            "nobody looks whose page is up",
            inner => new ChangedLooks<ShownPage>(inner, page => page with { PutUpBy = null }),
            "operator's page"
        ),
        new("x2 became x3", options => options with { Loop = Tripled }, "capacity bounds"),
        new(
            "no PageGuard, and a page that is not saved first",
            options => options with { Loop = loop => Defect.LeaveOut<PageGuard>(Unsaved(loop)) },
            "page kept"
        ),
    ];

    /// <summary>A total outage that leaves the saving out: as long as PageGuard is there, no page goes up.</summary>
    internal static LoopOptions Unsaved(LoopOptions loop) =>
        Defect.InEach(remedy => new ChangedRemedy(
            remedy,
            (incident, _, decision) =>
                decision is Decision.Act { Change: Change.SavePage save } act
                    ? act with
                    {
                        Change = new Change.PublishMaintenancePage(save.Site, save.ETag, save.SavedKey, incident.Id)
                        {
                            Key = save.Key,
                        },
                    }
                    : decision
        ))(loop);

    /// <summary>The state, and a task of the revision before the primary deployment's.</summary>
    private static ServiceState WithNeighbour(ServiceState state) =>
        state.Primary is { } primary
        && primary.TaskDefinition.Split(':') is [var family, var number]
        && int.Parse(number, CultureInfo.InvariantCulture) is > 1 and var revision
            ? state with
            {
                Deployments =
                [
                    primary,
                    primary with
                    {
                        Id = "ecs-svc/before",
                        IsPrimary = false,
                        Rollout = RolloutState.Completed,
                        TaskDefinition = string.Create(CultureInfo.InvariantCulture, $"{family}:{revision - 1}"),
                        Running = 1,
                        CreatedAt = primary.CreatedAt.AddMinutes(-1),
                    },
                ],
            }
            : state;

    private static LoopOptions Tripled(LoopOptions loop) =>
        Defect.InEach(remedy => new ChangedRemedy(
            remedy,
            (_, target, decision) =>
                decision is Decision.Act { Change: Change.SetDesiredCount { Direction: Direction.Takes } set } act
                && target is OperatedService service
                    ? act with
                    {
                        Change = set with { To = Math.Max(set.To, Math.Min(set.From * 3, service.Capacity.Ceiling)) },
                    }
                    : decision
        ))(Defect.LeaveOut<StepGuard>(loop));

    /// <summary>Deployments over somebody's, and of what somebody stopped.</summary>
    private sealed class CountsOnly : Guard
    {
        public override Denial? Check(GuardQuestion question) =>
            question.Change is Change.ForceNewDeployment or Change.RollBack or Change.RestartAt
                ? null
                : new LiveStateGuard().Check(question);
    }
}
