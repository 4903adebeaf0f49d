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
    private readonly Dictionary<CampaignInvocation, (TargetCounts? Targets, ServiceState? Service)> _seen = [];

    public override string Rule => "empty groups are no outage";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Looked { What: "Targets", By: var by, Seen: var seen }:
                _seen[by] = _seen.GetValueOrDefault(by) with { Targets = seen as TargetCounts };
                break;
            case CampaignEvent.Looked { What: "Service", By: var by, Seen: var seen }:
                _seen[by] = _seen.GetValueOrDefault(by) with { Service = seen as ServiceState };
                break;
            case CampaignEvent.Decided { By: var by, Incident: var incident, Decision: Decision.Act act }
                when _seen.GetValueOrDefault(by) is { Targets.Registered: 0, Service: { Running: > 0 } service }
                    && AllProcedures.Find(incident.Remedy)!.Looks.Contains(LoadBalancingLooks.Targets):
                Break(
                    $"{by} decides '{act.Change.Description}': no target is registered, and {service.Running} tasks run"
                );
                break;
            case CampaignEvent.Finished { By: var by }:
                _seen.Remove(by);
                break;
            case CampaignEvent.Died { By: var by }:
                _seen.Remove(by);
                break;
        }
    }
}
