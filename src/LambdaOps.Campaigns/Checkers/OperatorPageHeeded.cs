using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No remedy takes anything of a service by itself while the maintenance page that a person asked for is up, and was
/// before the invocation began and looked. What a person approved is made.
/// </summary>
internal sealed class OperatorPageHeeded(CampaignRun run) : Checker(run)
{
    private static readonly ProcedureName[] s_held =
    [
        ServiceUnavailableProcedure.ProcedureName,
        LatencyProcedure.ProcedureName,
        TotalOutageProcedure.ProcedureName,
    ];

    /// <summary>By page: which request put it up last, and when, in ticks.</summary>
    private readonly Dictionary<(TargetId Site, string? Key), (IncidentId By, long At)> _putUp = [];

    public override string Rule => "operator's page";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            // What a request puts up is put up on the site itself.
            case CampaignEvent.Changing { Change: Change.PublishMaintenancePage put, By: var by }
                when by.Target == put.Site:
                _putUp[(put.Site, put.Key)] = (put.By, Run.Clock.Ticks);
                break;
            case CampaignEvent.Sent { By: { SawPage: true } by, Change: { Direction: Direction.Takes } change }
                when Run.FindService(by.Target)?.Operated.Site is { } site
                    && UpBy(site, by.BeganAt) is { } up
                    && Run.Store[by.Target].Record.Open is { } open
                    && s_held.Contains(open.Remedy)
                    && !(
                        open.Intent is { Approved: { } offer }
                        && offer.Change == change
                        && Run.People.HasApproved(offer.Id)
                    ):
                Break($"{by} sends '{change.Description}', and the page of {site.Id} is up by {up}");
                break;
        }
    }

    /// <summary>The request whose page has been up since before then.</summary>
    private IncidentId? UpBy(OperatedSite site, long before)
    {
        foreach (var page in Run.SiteOf(site).Pages)
        {
            if (_putUp.TryGetValue((site.Id, page.Key), out var up) && up.At < before && page.Page?.Marks?.By == up.By)
            {
                return up.By;
            }
        }

        return null;
    }
}
