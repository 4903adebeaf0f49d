using System.Globalization;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>
/// Denies fewer tasks while any alarm of the service is active (DESIGN 8.5). The runbook's restart with the fewest
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
