using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No remedy that looks at targets acts on a group that has none of the tasks that run: another group has the traffic, or
/// the estate names the wrong one.
/// </summary>
internal sealed class EmptyGroupHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "empty groups are no outage";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Decided
                {
                    By: { Targets.Registered: 0, Service: { Running: > 0 } service } by,
                    Incident: var incident,
                    Decision: Decision.Act act,
                }
            && AllProcedures.Find(incident.Remedy)!.Looks.Contains(LoadBalancingLooks.Targets)
        )
        {
            Break($"{by} decides '{act.Change.Description}': no target is registered, and {service.Running} tasks run");
        }
    }
}
