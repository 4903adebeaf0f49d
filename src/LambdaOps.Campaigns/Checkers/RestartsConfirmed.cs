using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No restart for a single request that failed: no target serves, an alarm has just fired, or as many requests failed as
/// the estate asks for.
/// </summary>
internal sealed class RestartsConfirmed(CampaignRun run) : Checker(run)
{
    /// <summary>Datapoints of an alarm's change count for two minutes; a round takes some seconds, and clocks drift.</summary>
    private static readonly TimeSpan s_new = TimeSpan.FromMinutes(4);

    public override string Rule => "restarts are confirmed";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Sent { By: { Targets.NoneServes: false } by, Change: Change.ForceNewDeployment }
            && Run.Store[by.Target].Record.Open is { Intent.Approved: null } open
            && open.Remedy == ServiceUnavailableProcedure.ProcedureName
            && Run.FindService(by.Target)?.Operated.ServiceUnavailable?.Policy.Probes is { } probes
            && !open.Trend.Probes.AreDown(probes)
            && open.Cause.Alarms.All(alarm => !(Run.Clock.Now - Run.AlarmOf(alarm.Arn).RaisedAt < s_new))
        )
        {
            Break($"{by} restarts for {open.Id}: {open.Trend.Probes.Failed(2 * probes)} of {probes} requests failed");
        }
    }
}
