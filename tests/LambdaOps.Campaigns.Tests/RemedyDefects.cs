using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Procedures that decide wrongly.</summary>
internal static class RemedyDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.OnRemedy<TotalOutageProcedure>(
            "steps back after a restart that need a budget",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.SetDesiredCount set } act
                    ? act with
                    {
                        Change = set with { AfterRestart = false },
                    }
                    : decision,
            "capacity restored"
        ),
        Defect.OnRemedy<TotalOutageProcedure>(
            "a count that stays where the restart put it",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.SetDesiredCount } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        Defect.OnRemedy<TotalOutageProcedure>(
            "a total outage that leaves its page up",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.RestorePage } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        Defect.OnRemedy<TotalOutageProcedure>(
            "a total outage that restores the main page alone",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.RestorePage { Key: not null } } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        Defect.OnRemedy<LatencyProcedure>(
            "borrowed capacity never restored",
            (_, _, decision) =>
                decision is Decision.Act { Change.Direction: Direction.Restores } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        Defect.OnRemedy<RolloutProcedure>(
            "a deployment in danger that goes on",
            (incident, _, decision) =>
                decision is Decision.Act { Change: Change.RollBackDeployment back } act
                && incident.Rollout.Hook is { } hook
                    ? act with
                    {
                        Change = new Change.ContinueDeployment(back.Target, back.Deployment, hook, 0),
                    }
                    : decision,
            "bad revisions get no more traffic"
        ),
        Defect.Both(
            Defect.Without<ReadyRegionGuard>(),
            Defect.OnRemedy<RegionFailoverProcedure>(
                "traffic that is turned before the other region is ready",
                (incident, target, decision) =>
                    decision is Decision.Act { Change: Change.SetRegionCount { IsStandby: true } set } act
                    && incident.RegionFailover.Wish == RegionWish.Failover
                        ? act with
                        {
                            Change = new Change.TurnTraffic(set.Target, "www.example"),
                        }
                        : decision,
                "traffic goes to a region that serves"
            )
        ),
        Defect.Without<RegionApprovalGuard>("traffic goes to a region that serves"),
        Defect.Both(
            Defect.Without<ProvenVersionGuard>(),
            Defect.OnRemedy<ConfigChangeProcedure>(
                "a version that is made current before it serves",
                (incident, target, decision) =>
                    decision is Decision.Act { Change: Change.StartDeployment } act
                    && incident.ConfigChange is { Current: { } current, Request: { } wanted }
                        ? act with
                        {
                            Change = new Change.MoveCurrentVersion(
                                target.Id,
                                World.CampaignSecret.ArnOf(wanted.Secret),
                                current,
                                wanted.Version
                            ),
                        }
                        : decision,
                "labels of secrets are kept"
            )
        ),
        Defect.Both(
            Defect.Without<RestoredNameGuard>(),
            Defect.OnRemedy<DataRestoreProcedure>(
                "a restore over the old table",
                (_, target, decision) =>
                    decision is Decision.Act { Change: Change.RestoreTable restore } act
                        ? act with
                        {
                            Change = restore with { Name = target.Id.Value },
                        }
                        : decision,
                "restores never overwrite"
            )
        ),
        Defect.OnRemedy<DataRestoreProcedure>(
            "a restored table that nobody compared",
            (incident, _, decision) =>
                decision is Decision.Wait { Then: var phase }
                && phase == DataRestorePhase.Restoring
                && incident.DataRestore.WasThere
                    ? new Decision.Resolved("it is on its way")
                    : decision,
            "restores are compared before they are offered"
        ),
        Defect.OnRemedy<RolloutProcedure>(
            "a rollback of what is no suspect",
            (incident, _, decision) =>
                decision is Decision.SwitchTo && !incident.HasTried<Change.RollBack>()
                    ? new Decision.Act(
                        new Change.RollBack(incident.Target, $"{incident.Target}:1"),
                        RolloutPhase.RollingBack,
                        TimeSpan.FromSeconds(10),
                        decision.Because
                    )
                    : decision,
            "only suspects are rolled back"
        ),
        Defect.OnRemedy<RolloutProcedure>(
            "tasks that are replaced for a warning",
            (incident, _, decision) =>
                decision is Decision.Wait wait && wait.Because.StartsWith("a warning", StringComparison.Ordinal)
                    ? new Decision.Act(
                        new Change.ForceNewDeployment(incident.Target),
                        RolloutPhase.Replacing,
                        TimeSpan.FromSeconds(10),
                        decision.Because
                    )
                    : decision,
            "tasks are replaced once, for their memory"
        ),
        Defect.OnRemedy<LatencyProcedure>(
            "added tasks that are held for good",
            (_, _, decision) =>
                decision switch
                {
                    Decision.Escalate { Severity: Core.Estates.Severity.P4, WhileStopped: false } held =>
                        new Decision.Wait(LatencyPhase.Holding, held.CheckAgainIn, new Until.OnCall(), held.Because),
                    Decision.Wait wait => wait with { End = new Until.OnCall() },
                    _ => decision,
                },
            "waits end"
        ),
        Defect.InEachRemedy(
            "waits that have no end",
            remedy => new ChangedRemedy(remedy)
            {
                Setting = setting => setting with { NotifyWithin = TimeSpan.MaxValue },
            },
            "no silence"
        ),
        Defect.InEachRemedy(
            "a restart again when it did not help",
            remedy => new ChangedRemedy(remedy, Again),
            "no duplicate effect",
            "cooldown"
        ),
    ];

    /// <summary>Whatever the guards would say of a second restart, the remedy asks for one.</summary>
    private static Decision Again(Incident incident, Resource target, Decision decision) =>
        decision is Decision.Escalate && incident.HasDone<Change.ForceNewDeployment>()
            ? new Decision.Act(
                new Change.ForceNewDeployment(incident.Target),
                incident.Phase,
                TimeSpan.FromSeconds(10),
                "again"
            )
            : decision;

    /// <summary>The second one, where the first one does not hide it.</summary>
}
