using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No service's recovery takes the maintenance page from another one that shares the site and is still down, as its
/// record said before the round began. A person may take it down.
/// </summary>
internal sealed class SharedPageHeeded(CampaignRun run) : Checker(run)
{
    /// <summary>Since when each service has been down in its record, in ticks.</summary>
    private readonly Dictionary<TargetId, long> _needed = [];

    public override string Rule => "page kept while needed";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Saved { Taken: true, Incident: var incident, After.Target: var target }:
                if (incident is { EndedAt: null } && SharedPage.IsNeededBy(incident))
                {
                    _needed.TryAdd(target, Run.Clock.Ticks);
                }
                else
                {
                    _needed.Remove(target);
                }

                break;
            case CampaignEvent.Changing { Change: Change.RestorePage back, By: var by }
                when Run.FindService(by.Target) is { } service:
                foreach (var other in SharedPage.Others(Run.Plan.Estate, service.Operated))
                {
                    if (_needed.TryGetValue(other.Id, out var since) && since < by.BeganAt)
                    {
                        Break($"{by} restores the page of {back.Site}, and {other.Id} is still down");
                    }
                }

                break;
        }
    }
}
